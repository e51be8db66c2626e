package dev.plumbline.intake.smtp;

import dev.plumbline.dns.DomainName;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The addresses that mail is taken for. What follows a plus sign in the local part is free. */
final class Recipients {

  private final Set<String> addresses = new HashSet<>();

  /**
   * Recipients by settings.
   *
   * @throws IllegalArgumentException with one sentence if one is no address, or there is none
   */
  Recipients(List<String> texts) {
    for (String text : texts) {
      addresses.add(
          plain(text)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "plumbline.listener.recipients: \"%s\" is no mail address."
                              .formatted(text.strip()))));
    }
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException(
          "plumbline.listener.recipients is missing: say for which addresses mail is taken, as"
              + " dmarc@reports.example.org.");
    }
  }

  /** Whether mail to it is ours. */
  boolean include(String recipient) {
    return plain(recipient).filter(addresses::contains).isPresent();
  }

  /** The address in lower case, without what follows a plus sign. */
  private static Optional<String> plain(String text) {
    String address = text.strip().toLowerCase(Locale.ROOT);
    int at = address.lastIndexOf('@');
    if (at <= 0 || address.indexOf('@') != at || address.chars().anyMatch(c -> c <= ' ')) {
      return Optional.empty();
    }
    String local = address.substring(0, at);
    int plus = local.indexOf('+');
    return DomainName.parseWritten(address.substring(at + 1))
        .filter(DomainName::isHostName)
        .map(domain -> (plus > 0 ? local.substring(0, plus) : local) + "@" + domain);
  }
}
