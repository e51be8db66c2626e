package dev.plumbline.standing;

import dev.plumbline.dkim.Selector;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceTraits.Signature;
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
import java.util.function.Predicate;

/**
 * Finds sources at which signatures arrive that others made. A selector belongs to whoever signs
 * most mail with it, intact and from a host of its own envelope domain. Where it turns up at a host
 * that has nothing in common with that one, and part of the mail is broken, it was passed on.
 */
final class PassedOn {

  private PassedOn() {}

  private record Signing(SourceTraits source, long messages) {}

  /** The sources, of all of a domain, that pass signed mail on. */
  static Set<InetAddress> sources(Collection<SourceTraits> sources) {
    Map<Selector, List<Signing>> bySelector = new HashMap<>();
    for (SourceTraits source : sources) {
      for (Signature signature : source.signatures()) {
        if (signature.verified() && signature.selector().isTold()) {
          bySelector
              .computeIfAbsent(signature.selector(), unused -> new ArrayList<>())
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
    for (SourceTraits source : sources) {
      if (source.partlyFailing()
          && !source.atHome()
          && onlyPassedOn.getOrDefault(source.ip(), false)) {
        found.add(source.ip());
      }
    }
    return found;
  }

  /** The sources that sign: the one with most messages, and all that have something in common. */
  private static Set<InetAddress> origins(List<Signing> signings) {
    List<Signing> direct =
        signings.stream()
            .filter(signing -> signing.source().atHome() || signing.source().direct())
            .sorted(
                Comparator.comparingLong(Signing::messages)
                    .reversed()
                    .thenComparing(signing -> IpAddresses.toText(signing.source().ip())))
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
      if (signing.source().atHome() || !Collections.disjoint(kin(signing.source()), kin)) {
        origins.add(signing.source().ip());
      }
    }
    return origins;
  }

  /** What two sources of the same signer share: its name, a host or an envelope of one domain. */
  private static Set<String> kin(SourceTraits source) {
    if (source.sender().isEmpty()) {
      return source.kin();
    }
    Set<String> kin = new HashSet<>(source.kin());
    kin.add(source.sender());
    return kin;
  }

  /**
   * Whether its mail arrives as that of a signer does. Some reporters name no envelope domain, or
   * tell no result: as long as most of its mail is told of, they hide nothing.
   */
  static boolean isDirect(SourceFacts source) {
    long passed = messages(source, ReportedSpf::passed);
    long told = messages(source, spf -> spf.passed() || !isUntold(source, spf));
    return Shares.isIntact(source.dkimPassMessages(), source.messages())
        && Shares.isMost(told, source.messages())
        && Shares.isIntact(passed, told);
  }

  private static long messages(SourceFacts source, Predicate<ReportedSpf> which) {
    return source.spf().stream()
        .filter(PassedOn::isEnvelope)
        .filter(which)
        .mapToLong(ReportedSpf::messages)
        .sum();
  }

  private static boolean isEnvelope(ReportedSpf spf) {
    return spf.isNamed() && !spf.scope().equals("helo");
  }

  /** Whether others pass what one says to have found no record for. */
  private static boolean isUntold(SourceFacts source, ReportedSpf none) {
    return none.result().equals("none")
        && source.spf().stream()
            .filter(PassedOn::isEnvelope)
            .anyMatch(spf -> spf.passed() && spf.identity().equals(none.identity()));
  }
}
