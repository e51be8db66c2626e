package dev.plumbline.dns;

/**
 * One MX record.
 *
 * @param preference 0 to 65535, lower is tried first
 * @param exchange the mail host
 */
public record MailExchange(int preference, DomainName exchange) {

  /** Such as {@code 10 mx.example.org}. */
  @Override
  public String toString() {
    return preference + " " + exchange;
  }
}
