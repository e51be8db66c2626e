package dev.plumbline.review;

import dev.plumbline.dkim.Selector;
import dev.plumbline.dns.DomainName;
import dev.plumbline.standing.DomainFacts;
import dev.plumbline.standing.Reason;
import dev.plumbline.store.judgement.ReasonsJson;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the judgements of a domain's sources rest on beside the sources themselves.
 *
 * @param facts what all sources share
 * @param shown keys of the senders that the connection of some source shows
 * @param alignment how closely identities must agree, as {@code r r}
 * @param keys what is known of each key of the domain's own, by its name
 * @param records since when each record set of the domain reads as it does, by type and name; those
 *     that ever changed
 */
record Shared(
    DomainFacts facts,
    Set<String> shown,
    String alignment,
    Map<String, String> keys,
    Map<String, String> records) {

  /** As it is kept; which sources pass mail on is kept with these. */
  record Kept(
      String domain,
      String organizationalDomain,
      @Nullable String brokenSpf,
      List<Reason> parked,
      List<List<String>> homeSelectors,
      List<List<String>> verifiedSelectors,
      List<String> forwardingKin,
      List<String> shown,
      String alignment,
      Map<String, String> keys,
      Map<String, String> records) {

    Kept {
      // What was kept before it was known.
      forwardingKin = forwardingKin == null ? List.of() : forwardingKin;
    }
  }

  Shared {
    shown = Set.copyOf(shown);
    keys = Map.copyOf(keys);
    records = Map.copyOf(records);
  }

  Shared with(DomainFacts others, Set<String> keysShown) {
    return new Shared(others, keysShown, alignment, keys, records);
  }

  String json() {
    return ReasonsJson.writeValue(
        new Kept(
            facts.domain().toString(),
            facts.organizationalDomain().toString(),
            facts.brokenSpf(),
            facts.parked() == null ? List.of() : List.of(facts.parked()),
            texts(facts.homeSelectors()),
            texts(facts.verifiedSelectors()),
            List.copyOf(new TreeSet<>(facts.forwardingKin())),
            List.copyOf(new TreeSet<>(shown)),
            alignment,
            new TreeMap<>(keys),
            new TreeMap<>(records)));
  }

  private static List<List<String>> texts(Set<Selector> selectors) {
    return selectors.stream()
        .map(one -> List.of(one.signer().toString(), one.name()))
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  static Shared of(String json, Set<InetAddress> passingOn) {
    Kept kept = ReasonsJson.readValue(json, Kept.class);
    return new Shared(
        new DomainFacts(
            DomainName.parse(kept.domain()).orElse(DomainName.ROOT),
            DomainName.parse(kept.organizationalDomain()).orElse(DomainName.ROOT),
            kept.brokenSpf(),
            kept.parked().isEmpty() ? null : kept.parked().get(0),
            selectors(kept.homeSelectors()),
            selectors(kept.verifiedSelectors()),
            Set.copyOf(kept.forwardingKin()),
            passingOn),
        Set.copyOf(kept.shown()),
        kept.alignment(),
        kept.keys(),
        kept.records());
  }

  private static Set<Selector> selectors(Collection<List<String>> texts) {
    return texts.stream()
        .flatMap(text -> Selector.parse(text.get(0), text.get(1)).stream())
        .collect(Collectors.toSet());
  }
}
