package dev.plumbline.sender;

import dev.plumbline.dmarc.PublicSuffixes;
import dev.plumbline.dns.DomainName;

/** Organizational domains without DNS. */
final class Organizations {

  private Organizations() {}

  /**
   * The registered domain by the public suffix list; the last two labels where the list knows
   * nothing.
   */
  static String of(String domain) {
    return DomainName.parse(domain)
        .map(PublicSuffixes::organizationalDomain)
        .map(DomainName::toString)
        .orElse(domain);
  }
}
