package dev.plumbline.review;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.RecordKind;
import dev.plumbline.sender.Others;
import dev.plumbline.sender.Sender;
import dev.plumbline.sender.SenderNames;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.DomainFacts;
import dev.plumbline.standing.DomainRecords;
import dev.plumbline.standing.Judgement;
import dev.plumbline.standing.Proof;
import dev.plumbline.standing.Reason;
import dev.plumbline.standing.SenderJudge;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceJudge;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.Traits;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.standing.remedy.RemedyAdvice;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.Records.PublishedRecord;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.judgement.SenderTests;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.DomainTotals;
import dev.plumbline.store.traffic.SourceFactsQueries;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers and judges a domain's senders on demand, over a period that somebody asks for. Periods
 * are UTC days, both ends included. What is kept is judged by {@link Judge}.
 */
@ApplicationScoped
public class DomainReviews {

  private static final Comparator<SenderReview> MOST_PRESSING_FIRST =
      Comparator.<SenderReview>comparingInt(
              sender -> SenderJudge.BY_URGENCY.indexOf(sender.standing()))
          .thenComparing(Comparator.comparingLong(SenderReview::messages).reversed())
          .thenComparing(SenderReview::key);

  /** More sentences about a sender's name than these tell nothing new. */
  private static final int MOST_EVIDENCE = 6;

  private final TrafficQueries traffic;
  private final SourceFactsQueries facts;
  private final CheckStore checks;
  private final Decisions decisions;
  private final RemedyStore remedies;
  private final SenderNames naming;
  private final SenderTests tests;

  DomainReviews(
      TrafficQueries traffic,
      SourceFactsQueries facts,
      CheckStore checks,
      Decisions decisions,
      RemedyStore remedies,
      SenderNames naming,
      SenderTests tests) {
    this.traffic = traffic;
    this.facts = facts;
    this.checks = checks;
    this.decisions = decisions;
    this.remedies = remedies;
    this.naming = naming;
    this.tests = tests;
  }

  /** One domain with all its senders; empty if it is not monitored. */
  public Optional<DomainReview> review(String domain, LocalDate from, LocalDate to) {
    return traffic.domain(domain).map(info -> review(info, from, to));
  }

  private DomainReview review(DomainInfo info, LocalDate from, LocalDate to) {
    List<SourceFacts> sources = facts.sources(info, from, to);
    Map<String, Decision> decided = decisions.current(info.id());
    DomainRecords records = records(info, checks.records().judged(info.id()));
    Map<InetAddress, SenderNames.Named> named = naming.all(sources, records.organizationalDomain());
    DomainFacts domain =
        DomainFacts.of(
            records,
            decided.get(Decision.WHOLE_DOMAIN),
            sources.stream()
                .map(
                    source ->
                        Traits.of(Objects.requireNonNull(named.get(source.ip())).ours(), records)
                            .named(
                                Objects.requireNonNull(named.get(source.ip())).sender().key(),
                                Set.of()))
                .toList());
    DomainTotals totals = traffic.totals(info.id(), from, to);
    return new DomainReview(
        info.name(),
        from,
        to,
        totals.messages(),
        totals.passMessages(),
        senders(info, sources, named, domain, decided),
        records.findings(domain.brokenSpf()),
        info.dnsCheckedAt(),
        domain);
  }

  private List<SenderReview> senders(
      DomainInfo info,
      List<SourceFacts> sources,
      Map<InetAddress, SenderNames.Named> named,
      DomainFacts domain,
      Map<String, Decision> decided) {
    Map<String, Remedy> found = remedies.ofDomain(info.id());
    Map<String, Proof> proven = tests.proofs(info.id());
    Map<String, List<SourceReview>> bySender = new LinkedHashMap<>();
    Map<String, List<SenderJudge.Part>> parts = new HashMap<>();
    Map<String, List<Sender>> names = new LinkedHashMap<>();
    for (SourceFacts source : sources) {
      SenderNames.Named name = Objects.requireNonNull(named.get(source.ip()));
      Sender sender = name.sender();
      Judgement judgement =
          SourceJudge.judge(
              name.ours(),
              domain,
              decided.get(sender.key()),
              ServiceFacts.of(sender.service(), info.name()),
              proven.get(sender.key()));
      names.computeIfAbsent(sender.key(), unused -> new ArrayList<>()).add(sender);
      parts
          .computeIfAbsent(sender.key(), key -> new ArrayList<>())
          .add(new SenderJudge.Part(IpAddresses.toText(source.ip()), source.messages(), judgement));
      bySender
          .computeIfAbsent(sender.key(), key -> new ArrayList<>())
          .add(
              new SourceReview(
                  source.ip(),
                  source,
                  judgement.standing(),
                  withReported(judgement, name.others(), List.of(source)),
                  judgement.fixed(),
                  name.others().messages(),
                  name.others().domain(),
                  sender.key(),
                  sender.name()));
    }
    List<SenderReview> senders = new ArrayList<>();
    names.forEach(
        (key, ofSources) ->
            senders.add(
                sender(
                    ofSources,
                    SenderJudge.judge(parts.getOrDefault(key, List.of())),
                    bySender.getOrDefault(key, List.of()),
                    decided.get(key),
                    found)));
    senders.sort(MOST_PRESSING_FIRST);
    return senders;
  }

  private static @Nullable Remedy remedy(
      Map<String, Remedy> found, Sender sender, Standing standing) {
    Optional<Remedy> words = RemedyAdvice.withoutRecords(sender.name(), standing);
    return words.isPresent() ? words.get() : found.get(sender.key());
  }

  private static List<Reason> withReported(
      Judgement judgement, Others others, List<SourceFacts> sources) {
    List<Reason> reasons = new ArrayList<>(judgement.reasons());
    others.reason().ifPresent(reasons::add);
    reasons.add(SourceJudge.reported(sources));
    return reasons;
  }

  private static SenderReview sender(
      List<Sender> names,
      Judgement judgement,
      List<SourceReview> sources,
      @Nullable Decision decision,
      Map<String, Remedy> found) {
    Sender name = names.get(0);
    return new SenderReview(
        name.key(),
        name.name(),
        name.kind(),
        name.service(),
        SenderNames.together(names, MOST_EVIDENCE),
        judgement.standing(),
        withReported(judgement, Others.NONE, sources.stream().map(SourceReview::facts).toList()),
        sources.stream().mapToLong(source -> source.facts().messages()).sum(),
        sources.stream().mapToLong(source -> source.facts().passMessages()).sum(),
        sources.stream()
            .map(source -> source.facts().firstDay())
            .min(Comparator.naturalOrder())
            .orElseThrow(),
        sources.stream()
            .map(source -> source.facts().lastDay())
            .max(Comparator.naturalOrder())
            .orElseThrow(),
        sources,
        decision,
        remedy(found, name, judgement.standing()));
  }

  private static DomainRecords records(DomainInfo info, List<PublishedRecord> records) {
    return new DomainRecords(
        info.domain(),
        info.organizational(),
        info.isKnown() ? info.dnsCheckedAt() : null,
        info.spfRecord(),
        info.dmarcRecord(),
        records.stream()
            .filter(record -> record.kind() == RecordKind.MX)
            .reduce((older, newer) -> newer)
            .map(PublishedRecord::texts)
            .orElse(null));
  }
}
