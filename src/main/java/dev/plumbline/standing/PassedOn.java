package dev.plumbline.standing;

import dev.plumbline.dmarc.PublicSuffixes;
import dev.plumbline.dns.DomainName;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.ReverseName;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds sources at which signatures arrive that others made. A selector belongs to whoever signs
 * most mail with it, intact and from a host of its own envelope domain. Where it turns up at a host
 * that has nothing in common with that one, and part of the mail is broken, it was passed on.
 */
public final class PassedOn {

  /** Mail straight from the signer arrives intact, but for accidents. */
  private static final double INTACT = 0.95;

  private final Map<InetAddress, String> senders;
  private final Set<InetAddress> atHome;

  private PassedOn(Map<InetAddress, String> senders, Set<InetAddress> atHome) {
    this.senders = senders;
    this.atHome = atHome;
  }

  /**
   * The sources that pass signed mail on.
   *
   * @param senders who is behind each source, by the sender's key
   * @param atHome sources of the domain's own infrastructure, which pass nothing on
   */
  public static Set<InetAddress> sources(
      Collection<SourceFacts> sources, Map<InetAddress, String> senders, Set<InetAddress> atHome) {
    return new PassedOn(senders, atHome).find(sources);
  }

  private record Signing(SourceFacts source, long messages) {}

  private Set<InetAddress> find(Collection<SourceFacts> sources) {
    Map<String, List<Signing>> bySelector = new HashMap<>();
    for (SourceFacts source : sources) {
      for (ReportedDkim signature : source.dkim()) {
        if (signature.aligned() && signature.passed() && !signature.selector().isEmpty()) {
          bySelector
              .computeIfAbsent(
                  DomainFacts.selectorName(signature.domain(), signature.selector()),
                  unused -> new ArrayList<>())
              .add(new Signing(source, signature.messages()));
        }
      }
    }
    Map<InetAddress, Boolean> onlyPassedOn = new HashMap<>();
    for (List<Signing> signings : bySelector.values()) {
      Set<InetAddress> origins = origins(signings);
      for (Signing signing : signings) {
        boolean other = !origins.isEmpty() && !origins.contains(signing.source().ip());
        onlyPassedOn.merge(signing.source().ip(), other, Boolean::logicalAnd);
      }
    }
    Set<InetAddress> found = new HashSet<>();
    for (SourceFacts source : sources) {
      boolean broken = source.passMessages() < source.messages();
      if (broken
          && source.spfPassMessages() == 0
          && !atHome.contains(source.ip())
          && onlyPassedOn.getOrDefault(source.ip(), false)) {
        found.add(source.ip());
      }
    }
    return found;
  }

  /** The sources that sign: the one with most messages, and all that have something in common. */
  private Set<InetAddress> origins(List<Signing> signings) {
    List<Signing> direct =
        signings.stream()
            .filter(signing -> isDirect(signing.source()))
            .sorted(Comparator.comparingLong(Signing::messages).reversed())
            .toList();
    if (direct.isEmpty()) {
      return Set.of();
    }
    Set<String> kin = new HashSet<>(kin(direct.get(0).source()));
    direct.stream()
        .map(signing -> kin(signing.source()))
        .filter(one -> !Collections.disjoint(one, kin))
        .toList()
        .forEach(kin::addAll);
    Set<InetAddress> origins = new LinkedHashSet<>();
    for (Signing signing : signings) {
      if (atHome.contains(signing.source().ip())
          || !Collections.disjoint(kin(signing.source()), kin)) {
        origins.add(signing.source().ip());
      }
    }
    return origins;
  }

  private boolean isDirect(SourceFacts source) {
    long spf =
        source.spf().stream()
            .filter(ReportedSpf::passed)
            .mapToLong(ReportedSpf::messages)
            .max()
            .orElse(0);
    return atHome.contains(source.ip())
        || (source.dkimPassMessages() >= INTACT * source.messages()
            && spf >= INTACT * source.messages());
  }

  /** What two sources of the same signer share: its name, a host or an envelope of one domain. */
  private Set<String> kin(SourceFacts source) {
    Set<String> kin = new HashSet<>();
    String sender = senders.get(source.ip());
    if (sender != null) {
      kin.add(sender);
    }
    ReverseName reverse = source.now().reverse();
    if (reverse != null && reverse.confirmed()) {
      kin.add("host:" + organizational(reverse.name()));
    }
    source.spf().stream()
        .filter(spf -> spf.passed() && !spf.aligned() && !spf.identity().isEmpty())
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
