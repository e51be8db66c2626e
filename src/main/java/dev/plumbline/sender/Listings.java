package dev.plumbline.sender;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the domain's own records list an address, as far as that tells who sends from it. */
record Listings(SourceFacts source, DomainName organizationalDomain) {

  private static final Pattern ARPA = Pattern.compile("\\.(in-addr|ip6)\\.arpa$");

  /**
   * The names of others that a record leads to. A name made of the address, or of our own, is a
   * record that somebody keeps for us: it does not tell who sends.
   */
  List<String> foreign(SpfNow spf) {
    List<String> madeOf = new ArrayList<>(address());
    madeOf.add(organizationalDomain.toString());
    return spf.path().stream()
        .filter(name -> !isOurs(name))
        .filter(name -> madeOf.stream().noneMatch(part -> holds(name, part)))
        .toList();
  }

  /** The address as macros write it, forwards and backwards (RFC 7208 section 7.3). */
  private List<String> address() {
    String reverse = IpAddresses.reverseName(source.ip()).toString();
    List<String> labels =
        new ArrayList<>(List.of(ARPA.matcher(reverse).replaceFirst("").split("\\.", -1)));
    String backwards = String.join(".", labels);
    Collections.reverse(labels);
    return List.of(String.join(".", labels), backwards);
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
