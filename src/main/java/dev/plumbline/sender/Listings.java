package dev.plumbline.sender;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.util.List;
import java.util.Optional;

/** How the domain's own records list an address, as far as that tells who sends from it. */
record Listings(SourceFacts source, DomainName organizationalDomain) {

  /**
   * The names of others that a record leads to. A name made of the address, or of our own, is a
   * record that somebody keeps for us: it does not tell who sends.
   */
  List<String> foreign(SpfNow spf) {
    String ours = organizationalDomain.toString();
    String ip = IpAddresses.toText(source.ip());
    return spf.path().stream()
        .filter(name -> !isOurs(name))
        .filter(name -> !holds(name, ours) && !holds(name, ip))
        .toList();
  }

  private static boolean holds(String name, String part) {
    return name.startsWith(part + ".") || name.contains("." + part + ".");
  }

  private boolean isOurs(String name) {
    return DomainName.parse(name)
        .map(parsed -> parsed.isWithin(organizationalDomain))
        .orElse(false);
  }

  /** That a record of ours lists the address by a term of its own, now or before. */
  Optional<String> direct() {
    return source.now().spf().stream()
        .filter(spf -> spf.aligned() && spf.passes() && foreign(spf).isEmpty())
        .findFirst()
        .map(
            spf ->
                "The SPF record of %s lists its addresses by terms of their own."
                    .formatted(spf.identity()))
        .or(
            () ->
                source.now().listedEarlier()
                    ? Optional.of(
                        "An earlier SPF record of %s listed its addresses."
                            .formatted(organizationalDomain))
                    : Optional.empty());
  }
}
