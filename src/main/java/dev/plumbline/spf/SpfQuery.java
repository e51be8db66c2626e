package dev.plumbline.spf;

import dev.plumbline.dns.IpAddresses;
import java.net.IDN;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One SMTP client and who it says it is.
 *
 * @param ip the client; an IPv4-mapped IPv6 address counts as IPv4 (RFC 7208 section 5)
 * @param mailFrom the MAIL FROM address, or only its domain if the local part is not known; null or
 *     empty for a null reverse path
 * @param helo the HELO or EHLO name; null if it is not known
 * @param receiver the name of the checking host, for {@code %{r}} in explanations
 * @param time when the mail came, for {@code %{t}} in explanations
 */
public record SpfQuery(
    InetAddress ip,
    @Nullable String mailFrom,
    @Nullable String helo,
    String receiver,
    Instant time) {

  private static final String POSTMASTER = "postmaster";

  /** Unwraps an IPv4-mapped address. */
  public SpfQuery {
    ip = IpAddresses.unmapped(ip);
  }

  /** A query from an unnamed receiver at an unknown time, which only explanations could show. */
  public static SpfQuery of(InetAddress ip, @Nullable String mailFrom, @Nullable String helo) {
    return new SpfQuery(ip, mailFrom, helo, "unknown", Instant.EPOCH);
  }

  /**
   * The identity checked: MAIL FROM, or postmaster at the HELO name if that is empty (RFC 7208
   * sections 2.4 and 4.3).
   *
   * @throws IllegalArgumentException if there is neither
   */
  Sender sender() {
    if (mailFrom != null && !mailFrom.isEmpty()) {
      int at = mailFrom.lastIndexOf('@');
      String local = at <= 0 ? POSTMASTER : mailFrom.substring(0, at);
      return new Sender(local, aLabels(mailFrom.substring(at + 1)), at >= 0);
    }
    if (helo == null || helo.isEmpty()) {
      throw new IllegalArgumentException("An SPF query needs a MAIL FROM or a HELO domain");
    }
    return new Sender(POSTMASTER, aLabels(helo), true);
  }

  /**
   * The two parts of the checked identity.
   *
   * @param localPartKnown false if the query gives only a domain: postmaster is a guess then
   */
  record Sender(String localPart, String domain, boolean localPartKnown) {}

  // RFC 7208 section 4.3: internationalized names are checked as A-labels.
  static String aLabels(String domain) {
    if (domain.chars().allMatch(c -> c < 0x80)) {
      return domain;
    }
    try {
      return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      return domain; // refused later, as a malformed name
    }
  }
}
