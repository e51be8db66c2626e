package dev.plumbline.standing;

import dev.plumbline.dmarc.PublicSuffixes;
import dev.plumbline.dns.AccessNames;
import dev.plumbline.dns.DomainName;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.ReverseName;
import java.util.Set;
import java.util.TreeSet;

/** By what sources are known to be of one operator. */
final class Kin {

  private Kin() {}

  /** What two sources of the same signer share: a host or an envelope of one domain. */
  static Set<String> of(SourceFacts source) {
    Set<String> kin = new TreeSet<>();
    ReverseName reverse = source.now().reverse();
    if (reverse != null
        && reverse.confirmed()
        && !AccessNames.isAccess(reverse.name(), source.ip())) {
      kin.add("host:" + organizational(reverse.name()));
    }
    source.spf().stream()
        .filter(ReportedSpf::passed)
        .filter(spf -> !spf.aligned() && !spf.identity().isEmpty())
        .forEach(spf -> kin.add("envelope:" + organizational(spf.identity())));
    return kin;
  }

  private static String organizational(String name) {
    return DomainName.parse(name)
        .map(PublicSuffixes::organizationalDomain)
        .map(DomainName::toString)
        .orElse(name);
  }
}
