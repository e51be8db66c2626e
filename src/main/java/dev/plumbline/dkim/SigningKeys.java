package dev.plumbline.dkim;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that the signatures of one mail name, each asked for once. */
final class SigningKeys {

  /** RFC 6376 section 3.6.2.2 wants one; of several, so many are tried. */
  private static final int MOST_TRIED = 4;

  /** JDK verifies keys up to 16384 bits; nobody signs mail with more than 8192. */
  static final int MOST_RSA_BITS = 8192;

  private final Dns dns;
  private final Map<String, Looked> looked = new HashMap<>();

  SigningKeys(Dns dns) {
    this.dns = dns;
  }

  /**
   * What there is.
   *
   * @param published the best of it
   * @param all that may be meant as keys
   */
  record Looked(DkimKeys.Published published, List<DkimKey> all) {
    Looked {
      all = List.copyOf(all);
    }
  }

  Looked find(DomainName signer, String selector) {
    return looked.computeIfAbsent(
        selector + "._domainkey." + signer, unused -> ask(signer, selector));
  }

  private Looked ask(DomainName signer, String selector) {
    DkimKeys.Published published = DkimKeys.lookup(dns, signer, selector);
    DkimKey best = published.key();
    if (best == null || published.keys() < 2) {
      return new Looked(published, best == null ? List.of() : List.of(best));
    }
    Optional<DnsAnswer<String>> answer = DomainName.parse(published.name()).map(dns::txt);
    List<DkimKey> all =
        answer.stream()
            .flatMap(one -> one.values().stream())
            .filter(DkimKey::isMeant)
            .limit(MOST_TRIED)
            .map(DkimKey::parse)
            .toList();
    return new Looked(published, all);
  }
}
