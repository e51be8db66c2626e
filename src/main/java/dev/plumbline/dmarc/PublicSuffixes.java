package dev.plumbline.dmarc;

import com.google.common.net.InternetDomainName;
import dev.plumbline.dns.DomainName;

/**
 * Organizational domains as RFC 7489 section 3.2 found them: by the public suffix list, here the
 * one that comes with Guava, private suffixes included. RFC 9989 gave the list up; many receivers
 * have not.
 */
public final class PublicSuffixes {

  private PublicSuffixes() {}

  /** One label more than the public suffix; the domain itself if it is one, or has none. */
  public static DomainName organizationalDomain(DomainName domain) {
    int labels = suffix(domain).labels().size();
    return domain.lastLabels(labels + 1);
  }

  /** Whether names are registered below this domain by others. */
  public static boolean isPublicSuffix(DomainName domain) {
    return suffix(domain).equals(domain);
  }

  private static DomainName suffix(DomainName domain) {
    try {
      InternetDomainName suffix = InternetDomainName.from(domain.toString()).publicSuffix();
      if (suffix != null) {
        // The list also has names in Unicode; only the number of labels is the same for sure.
        return domain.lastLabels(suffix.parts().size());
      }
    } catch (IllegalArgumentException e) {
      // Not a name that can be registered, so no rule of the list is about it.
      return domain.lastLabels(1);
    }
    // Where no rule matches, the rule is "*": https://publicsuffix.org/list/
    return domain.lastLabels(1);
  }
}
