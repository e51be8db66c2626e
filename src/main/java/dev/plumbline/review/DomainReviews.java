package dev.plumbline.review;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.sender.SenderNames;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.DomainFacts;
import dev.plumbline.standing.DomainRecords;
import dev.plumbline.standing.Judgement;
import dev.plumbline.standing.Reason;
import dev.plumbline.standing.SenderJudge;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceJudge;
import dev.plumbline.standing.SourceTraits;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.standing.remedy.RemedyAdvice;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.Records.PublishedRecord;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.DomainTotals;
import dev.plumbline.store.traffic.DomainVersions;
import dev.plumbline.store.traffic.SourceFactsQueries;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers and judges a domain's senders. Periods are UTC days, both ends included.
 *
 * <p>A judgement is kept in memory, for as long as nothing changes that it rests on.
 */
@ApplicationScoped
public class DomainReviews {

  /** How long the period is that people look at first, in days. */
  public static final int USUAL_DAYS = 30;

  private static final Comparator<SenderReview> MOST_PRESSING_FIRST =
      Comparator.<SenderReview>comparingInt(
              sender -> SenderJudge.BY_URGENCY.indexOf(sender.standing()))
          .thenComparing(Comparator.comparingLong(SenderReview::messages).reversed())
          .thenComparing(SenderReview::key);

  /** More sentences about a sender's name than these tell nothing new. */
  private static final int MOST_EVIDENCE = 6;

  /** Sources of all judgements kept; each takes some kilobytes. */
  private static final long MOST_SOURCES_KEPT = 60_000;

  private static final Duration KEPT_UNREAD = Duration.ofMinutes(30);

  private record Asked(String domain, LocalDate from, LocalDate to) {}

  private record Kept(String version, DomainReview review, int sources) {}

  private final Cache<Asked, Kept> kept =
      Caffeine.newBuilder()
          .maximumWeight(MOST_SOURCES_KEPT)
          .weigher((Asked asked, Kept one) -> one.sources() + 1)
          .expireAfterAccess(KEPT_UNREAD)
          .build();

  private final DomainVersions versions;
  private final TrafficQueries traffic;
  private final SourceFactsQueries facts;
  private final CheckStore checks;
  private final Decisions decisions;
  private final RemedyStore remedies;
  private final SenderNames naming;

  DomainReviews(
      DomainVersions versions,
      TrafficQueries traffic,
      SourceFactsQueries facts,
      CheckStore checks,
      Decisions decisions,
      RemedyStore remedies,
      SenderNames naming) {
    this.versions = versions;
    this.traffic = traffic;
    this.facts = facts;
    this.checks = checks;
    this.decisions = decisions;
    this.remedies = remedies;
    this.naming = naming;
  }

  /** Every monitored domain, by name. */
  public List<DomainReviewSummary> summaries(LocalDate from, LocalDate to) {
    List<DomainReviewSummary> summaries = new ArrayList<>();
    for (DomainTotals totals : traffic.domains(from, to)) {
      Map<Standing, Long> senders = new EnumMap<>(Standing.class);
      review(totals.name(), from, to)
          .ifPresent(
              review ->
                  review
                      .senders()
                      .forEach(sender -> senders.merge(sender.standing(), 1L, Long::sum)));
      summaries.add(
          new DomainReviewSummary(
              totals.name(),
              totals.messages(),
              totals.passMessages(),
              senders,
              totals.newestDay()));
    }
    return summaries;
  }

  /** One domain with all its senders; empty if it is not monitored. */
  public Optional<DomainReview> review(String domain, LocalDate from, LocalDate to) {
    // Read first: what changes while we judge gives another version the next time.
    Optional<String> version = versions.of(domain);
    if (version.isEmpty()) {
      return Optional.empty();
    }
    Asked asked = new Asked(domain, from, to);
    Kept known = kept.getIfPresent(asked);
    if (known != null && known.version().equals(version.get())) {
      return Optional.of(known.review());
    }
    Optional<DomainReview> review = traffic.domain(domain).map(info -> review(info, from, to));
    review.ifPresent(
        found -> {
          int sources = found.senders().stream().mapToInt(one -> one.sources().size()).sum();
          kept.put(asked, new Kept(version.get(), found, sources));
        });
    return review;
  }

  /** One source; empty if the domain is not monitored or the source has no messages then. */
  public Optional<SourceReview> source(
      String domain, InetAddress ip, LocalDate from, LocalDate to) {
    return review(domain, from, to).stream()
        .flatMap(review -> review.senders().stream())
        .flatMap(sender -> sender.sources().stream())
        .filter(source -> source.ip().equals(ip))
        .findFirst();
  }

  private DomainReview review(DomainInfo info, LocalDate from, LocalDate to) {
    List<SourceFacts> sources = facts.sources(info, from, to);
    Map<String, Decision> decided = decisions.current(info.id());
    DomainRecords records = records(info, checks.records().judged(info.id()));
    Map<InetAddress, SenderNames.Sender> named =
        naming.all(sources, records.organizationalDomain());
    DomainFacts domain =
        DomainFacts.of(
            records,
            decided.get(Decision.WHOLE_DOMAIN),
            sources.stream()
                .map(
                    source ->
                        SourceTraits.of(source, records)
                            .named(Objects.requireNonNull(named.get(source.ip())).key(), Set.of()))
                .toList());
    Map<String, Remedy> found = remedies.ofDomain(info.id());
    Map<String, List<SourceReview>> bySender = new LinkedHashMap<>();
    Map<String, List<SenderJudge.Part>> parts = new HashMap<>();
    Map<String, List<SenderNames.Sender>> names = new LinkedHashMap<>();
    for (SourceFacts source : sources) {
      SenderNames.Sender sender = Objects.requireNonNull(named.get(source.ip()));
      Judgement judgement =
          SourceJudge.judge(
              source,
              domain,
              decided.get(sender.key()),
              ServiceFacts.of(sender.service(), info.name()));
      names.computeIfAbsent(sender.key(), key -> new ArrayList<>()).add(sender);
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
                  withReported(judgement, List.of(source)),
                  judgement.fixed(),
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
    DomainTotals totals = traffic.totals(info, from, to);
    return new DomainReview(
        info.name(),
        from,
        to,
        totals.messages(),
        totals.passMessages(),
        senders,
        records.findings(domain.brokenSpf()),
        info.dnsCheckedAt(),
        domain);
  }

  private static @Nullable Remedy remedy(
      Map<String, Remedy> found, SenderNames.Sender sender, Standing standing) {
    Optional<Remedy> words = RemedyAdvice.withoutRecords(sender.name(), standing);
    return words.isPresent() ? words.get() : found.get(sender.key());
  }

  private static List<Reason> withReported(Judgement judgement, List<SourceFacts> sources) {
    List<Reason> reasons = new ArrayList<>(judgement.reasons());
    reasons.add(SourceJudge.reported(sources));
    return reasons;
  }

  private static SenderReview sender(
      List<SenderNames.Sender> names,
      Judgement judgement,
      List<SourceReview> sources,
      @Nullable Decision decision,
      Map<String, Remedy> found) {
    SenderNames.Sender name = names.get(0);
    return new SenderReview(
        name.key(),
        name.name(),
        name.kind(),
        name.service(),
        SenderNames.together(names, MOST_EVIDENCE),
        judgement.standing(),
        withReported(judgement, sources.stream().map(SourceReview::facts).toList()),
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
            .filter(record -> record.type().equals("MX"))
            .reduce((older, newer) -> newer)
            .map(PublishedRecord::texts)
            .orElse(null));
  }
}
