package dev.plumbline.review.json;

import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.SpfQuery;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is checked, worked out from what the user knows of a message.
 *
 * @param domain whose record is evaluated
 * @param mailFrom as {@link SpfQuery} takes it
 * @param helo null if it is not known
 */
public record SpfIdentity(String domain, String mailFrom, @Nullable String helo) {

  /**
   * Chooses the identity (RFC 7208 sections 2.3 and 2.4).
   *
   * @param domain the record to evaluate, if not that of the identity
   * @param mailFrom an address or a domain; empty for a null reverse path; null if not known
   * @return empty if there is nothing to check
   */
  public static Optional<SpfIdentity> of(
      @Nullable String domain, @Nullable String mailFrom, @Nullable String helo) {
    return ofAscii(aLabels(domain), aLabels(mailFrom), aLabels(helo));
  }

  /** DNS is asked for A-labels; what is no name is refused as it was typed. */
  private static @Nullable String aLabels(@Nullable String typed) {
    if (typed == null) {
      return null;
    }
    int at = typed.lastIndexOf('@') + 1;
    String name = typed.substring(at);
    return typed.substring(0, at)
        + (name.chars().allMatch(c -> c < 0x80)
            ? name
            : DomainName.parseWritten(name).map(DomainName::toString).orElse(name));
  }

  private static Optional<SpfIdentity> ofAscii(
      @Nullable String domain, @Nullable String mailFrom, @Nullable String helo) {
    boolean domainKnown = domain != null && !domain.isBlank();
    boolean heloKnown = helo != null && !helo.isBlank();
    boolean nullReversePath = mailFrom != null && mailFrom.isEmpty();
    if (helo != null && heloKnown && (nullReversePath || (mailFrom == null && !domainKnown))) {
      return Optional.of(new SpfIdentity(helo, "", helo));
    }
    String name = heloKnown ? helo : null;
    if (domain != null && domainKnown) {
      String sender = nullReversePath ? "postmaster@" + domain : mailFrom;
      return Optional.of(new SpfIdentity(domain, sender == null ? domain : sender, name));
    }
    if (mailFrom == null || mailFrom.isEmpty()) {
      return Optional.empty();
    }
    String senderDomain = mailFrom.substring(mailFrom.lastIndexOf('@') + 1);
    return Optional.of(new SpfIdentity(senderDomain, mailFrom, name));
  }

  public SpfQuery query(InetAddress ip, Instant time) {
    return new SpfQuery(ip, mailFrom, helo, "unknown", time);
  }
}
