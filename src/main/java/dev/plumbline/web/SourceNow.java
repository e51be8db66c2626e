package dev.plumbline.web;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.spf.SpfTrace;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was reported about a source and what DNS says now, in words, side by side. */
final class SourceNow {

  /** RFC 7208 section 4.6.4. */
  private static final int MAX_LOOKUPS = 10;

  private static final int MAX_VOID_LOOKUPS = 2;

  private SourceNow() {}

  static List<Fact> then(SourceFacts facts) {
    var then = new ArrayList<Fact>();
    then.add(
        Fact.of(
            "Messages",
            Format.count(facts.messages())
                + ", "
                + Format.days(facts.firstDay(), facts.lastDay())
                + ", from "
                + Format.count(facts.reporters(), "reporter", "reporters")));
    then.add(Fact.of("Pass DMARC", part(facts.passMessages(), facts.messages())));
    then.add(Fact.of("SPF, aligned", part(facts.spfPassMessages(), facts.messages())));
    then.add(Fact.of("DKIM, aligned", part(facts.dkimPassMessages(), facts.messages())));
    if (facts.refusedMessages() > 0) {
      then.add(Fact.of("Refused", part(facts.refusedMessages(), facts.messages())));
    }
    for (SourceFacts.ReportedOverride override : facts.overrides()) {
      if (!override.types().isEmpty()) {
        then.add(
            Fact.of(
                "Policy not followed",
                override.types().replace(",", ", ").replace('_', ' ')
                    + ", "
                    + Format.count(override.messages(), "message", "messages")));
      }
    }
    return then;
  }

  /** What is said in place of what DNS says. */
  static String notCompared(DnsSwitch dns) {
    return dns.isOff() ? "not compared, since DNS is switched off" : "not compared with DNS yet";
  }

  static List<Fact> now(DnsSwitch dns, SourceFacts facts) {
    var now = new ArrayList<Fact>();
    Instant checked = facts.now().checkedAt();
    if (checked == null) {
      return List.of(Fact.of("SPF and DKIM", notCompared(dns)));
    }
    for (SpfNow spf : facts.now().spf()) {
      now.add(Fact.of("SPF for " + spf.identity(), verdict(spf)));
    }
    for (KeyNow key : facts.now().keys()) {
      now.add(
          Fact.of(
              "DKIM key " + key.selector() + " of " + key.domain(),
              words(key.state()) + " since " + Format.time(key.since())));
    }
    SourceFacts.ReverseName reverse = facts.now().reverse();
    now.add(
        Fact.of(
            "Reverse name",
            reverse == null
                ? "none"
                : reverse.name()
                    + (reverse.confirmed()
                        ? ", which leads back to the address"
                        : ", which does not lead back to the address")));
    now.add(Fact.of("Compared", Format.time(checked)));
    return now;
  }

  private static String verdict(SpfNow spf) {
    if (!spf.known() && spf.unknownSince() != null) {
      return "not known; no answer from DNS since %s.".formatted(Format.time(spf.unknownSince()));
    }
    var text = new StringBuilder(spf.result().wire());
    if (spf.term() != null) {
      text.append(" by ").append(spf.term());
    }
    text.append(spf.aligned() ? ", aligned" : ", not aligned");
    text.append("; since ").append(Format.time(spf.since()));
    if (spf.earlier() != null) {
      text.append(", before that ").append(spf.earlier().wire());
    }
    if (spf.unknownSince() != null) {
      text.append("; no answer from DNS since ").append(Format.time(spf.unknownSince()));
    }
    return text.append('.').toString();
  }

  static List<SourceView.Check> checks(
      SourceFacts facts, Function<String, Optional<SpfTrace>> traceOf) {
    // What its mail used comes first; the rest is there to be compared.
    Map<String, Long> used = new HashMap<>();
    facts.spf().forEach(one -> used.merge(one.identity(), one.messages(), Long::sum));
    return facts.now().spf().stream()
        .sorted(Comparator.comparing(spf -> -used.getOrDefault(spf.identity(), 0L)))
        .map(
            spf ->
                check(
                    spf,
                    used.containsKey(spf.identity()),
                    traceOf.apply(spf.identity()).orElse(null)))
        .toList();
  }

  private static SourceView.Check check(SpfNow spf, boolean used, @Nullable SpfTrace trace) {
    var facts = new ArrayList<Fact>();
    if (spf.term() != null) {
      facts.add(Fact.of("Decided by", spf.term()));
    }
    if (spf.path().size() > 1) {
      facts.add(Fact.of("Found through", String.join(" → ", spf.path())));
    }
    if (spf.problem() != null) {
      facts.add(Fact.of("Problem", spf.problem()));
    }
    facts.add(
        Fact.of(
            "DNS lookups",
            spf.lookups()
                + " of "
                + MAX_LOOKUPS
                + " allowed, "
                + spf.voidLookups()
                + " of "
                + MAX_VOID_LOOKUPS
                + " allowed without an answer"));
    facts.add(Fact.of("Checked", Format.time(spf.checkedAt())));
    return new SourceView.Check(
        spf.identity(),
        spf.result().wire(),
        used ? RowLine.css(spf.result().wire()) : "mark-plain",
        (spf.aligned() ? "aligned" : "not aligned")
            + (used ? "" : ", not used by its mail: shown to compare"),
        facts,
        trace == null ? null : TraceTree.of(trace));
  }

  static List<SourceView.Identity> envelopes(SourceFacts facts) {
    Map<String, List<ReportedSpf>> byDomain = new LinkedHashMap<>();
    for (ReportedSpf one : facts.spf()) {
      byDomain.computeIfAbsent(one.identity(), key -> new ArrayList<>()).add(one);
    }
    return byDomain.entrySet().stream()
        .map(
            each ->
                new SourceView.Identity(
                    each.getKey().isEmpty() ? "no domain given" : each.getKey(),
                    results(each.getValue(), ReportedSpf::result),
                    Format.count(each.getValue().stream().mapToLong(ReportedSpf::messages).sum()),
                    each.getValue().stream().anyMatch(ReportedSpf::aligned)
                        ? "aligned"
                        : "not aligned"))
        .toList();
  }

  static List<SourceView.Key> keys(SourceFacts facts) {
    Map<List<String>, List<ReportedDkim>> byKey = new LinkedHashMap<>();
    for (ReportedDkim one : facts.dkim()) {
      byKey
          .computeIfAbsent(List.of(one.domain(), one.selector()), key -> new ArrayList<>())
          .add(one);
    }
    return byKey.values().stream().map(all -> key(all, facts)).toList();
  }

  private static SourceView.Key key(List<ReportedDkim> reported, SourceFacts facts) {
    ReportedDkim first = reported.get(0);
    Optional<KeyNow> published =
        facts.now().keys().stream()
            .filter(key -> key.domain().equals(first.domain()))
            .filter(key -> key.selector().equals(first.selector()))
            .findFirst();
    return new SourceView.Key(
        first.domain().isEmpty() ? "no domain given" : first.domain(),
        first.selector().isEmpty() ? "no selector given" : "selector " + first.selector(),
        results(reported, ReportedDkim::result),
        Format.count(reported.stream().mapToLong(ReportedDkim::messages).sum()),
        first.aligned() ? "aligned" : "not aligned",
        published.map(key -> words(key.state())).orElse("not looked up"),
        published.map(key -> css(key.state())).orElse("mark-plain"),
        published.map(KeyNow::detail).orElse(null));
  }

  private static <T> String results(List<T> reported, Function<T, String> result) {
    var results = new LinkedHashSet<String>();
    reported.forEach(one -> results.add(result.apply(one)));
    return String.join(", ", results);
  }

  private static String part(long part, long whole) {
    return Format.count(part) + " (" + Format.share(part, whole) + ")";
  }

  private static String words(KeyState state) {
    return switch (state) {
      case VALID -> "valid";
      case TEST_MODE -> "valid, test mode";
      case REVOKED -> "revoked";
      case MISSING -> "missing";
      case INVALID -> "invalid";
      case UNKNOWN -> "not known";
    };
  }

  private static String css(KeyState state) {
    return switch (state) {
      case VALID -> "mark-good";
      case TEST_MODE, UNKNOWN -> "mark-warn";
      case REVOKED, MISSING, INVALID -> "mark-bad";
    };
  }
}
