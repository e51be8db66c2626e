package dev.plumbline.digest;

import dev.plumbline.dns.DomainName;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;

/** Mail addresses as mail servers take them (RFC 5321, RFC 6531). */
final class MailAddress {

  private MailAddress() {}

  /**
   * Reads one, with or without a name before it. Its domain becomes A-labels, which every server
   * knows; the name, which is only shown, is encoded.
   *
   * @throws IllegalArgumentException if it is none, in one sentence
   */
  static InternetAddress of(String written) {
    try {
      InternetAddress address = new InternetAddress(written, true);
      String whole = address.getAddress();
      if (!isAscii(domain(address))) {
        String domain =
            DomainName.parseWritten(domain(address))
                .map(DomainName::toString)
                .orElseThrow(() -> new AddressException("Its domain is none"));
        address.setAddress(whole.substring(0, whole.lastIndexOf('@') + 1) + domain);
      }
      if (address.getPersonal() != null) {
        address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
      }
      return address;
    } catch (AddressException e) {
      throw new IllegalArgumentException(
          "\"%s\" is no mail address: %s.".formatted(written, e.getMessage()), e);
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What follows the {@code @}. */
  static String domain(InternetAddress address) {
    return address.getAddress().substring(address.getAddress().lastIndexOf('@') + 1);
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
