package dev.plumbline.review;

import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dmarc.DmarcRecord;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Decision.Verdict;
import dev.plumbline.standing.Readiness;
import dev.plumbline.standing.Rhythm;
import dev.plumbline.standing.RolloutPlan;
import dev.plumbline.standing.Simulator;
import dev.plumbline.standing.Simulator.Behind;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.SimulationQueries;
import dev.plumbline.store.traffic.SimulationQueries.Cover;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tries policies on what was reported about a domain. */
@ApplicationScoped
public class Simulations {

  /** How long before a period senders are looked for that may come back; a quarter and a bit. */
  public static final int DAYS_BEFORE = 100;

  /** How far back mailings show how often a sender writes. */
  private static final int DAYS_OF_RHYTHM = 400;

  private final SimulationQueries queries;
  private final DomainReviews reviews;

  Simulations(SimulationQueries queries, DomainReviews reviews) {
    this.queries = queries;
    this.reviews = reviews;
  }

  /** What of the published policy is to be changed; null leaves it as it is. */
  public record Change(
      @Nullable String p,
      @Nullable String sp,
      @Nullable String np,
      @Nullable String adkim,
      @Nullable String aspf,
      @Nullable Boolean testing) {

    /** Another policy for the domain, and nothing else changed. */
    public static Change of(String p) {
      return new Change(p, null, null, null, null, null);
    }
  }

  /** The published policy with a change applied. */
  public static Simulator.Terms policy(DomainInfo domain, Change change) {
    Simulator.Terms now = published(domain);
    return new Simulator.Terms(
        change.p() == null ? now.p() : policy(change.p()),
        change.sp() == null ? now.sp() : policy(change.sp()),
        change.np() == null ? now.np() : policy(change.np()),
        change.adkim() == null ? now.adkim() : Alignment.Mode.ofWire(change.adkim()),
        change.aspf() == null ? now.aspf() : Alignment.Mode.ofWire(change.aspf()),
        change.testing() == null ? now.testing() : change.testing());
  }

  /** The policy published now; none if there is no record. */
  public static Simulator.Terms published(DomainInfo domain) {
    Optional<DmarcRecord> record =
        Optional.ofNullable(domain.dmarcRecord()).flatMap(DmarcRecord::parse);
    return new Simulator.Terms(
        record.flatMap(one -> one.policyFor(false, true)).orElse(Policy.NONE),
        record.map(DmarcRecord::sp).orElse(null),
        record.map(DmarcRecord::np).orElse(null),
        domain.adkim(),
        domain.aspf(),
        record.map(DmarcRecord::testing).orElse(false));
  }

  private static Policy policy(String wire) {
    return Policy.ofWire(wire)
        .orElseThrow(() -> new IllegalArgumentException("No policy is called " + wire));
  }

  /** What a changed policy would have done in the period of a review. */
  public Simulator.Outcome run(
      DomainInfo domain, DomainReview review, Change change, boolean today) {
    Map<InetAddress, Behind> senders = new HashMap<>();
    for (SenderReview sender : review.senders()) {
      for (SourceReview source : sender.sources()) {
        senders.put(
            source.ip(),
            new Behind(
                sender.key(), sender.name(), source.standing(), sender.standing(), source.fixed()));
      }
    }
    Map<InetAddress, String> others = new HashMap<>();
    review.senders().stream()
        .flatMap(sender -> sender.sources().stream())
        .filter(source -> source.others() > 0)
        .forEach(source -> others.put(source.ip(), source.othersDomain()));
    return Simulator.run(
        policy(domain, change),
        published(domain),
        review.facts().domain(),
        review.facts().organizationalDomain(),
        queries.traffic(domain, review.from(), review.to()).stream()
            .map(one -> known(one, senders, others))
            .toList(),
        today);
  }

  /** Mail of other customers of a service, from an address that sends for us too, is not ours. */
  private static Simulator.Known known(
      Simulator.Traffic one, Map<InetAddress, Behind> senders, Map<InetAddress, String> others) {
    Behind behind = one.ip() == null ? null : senders.get(one.ip());
    String other = one.ip() == null ? null : others.get(one.ip());
    boolean isTheirs =
        other != null
            && !one.dkimPass()
            && !one.spfPass()
            && one.identities().stream()
                .anyMatch(
                    identity ->
                        identity.dkim()
                            && identity.passed()
                            && (identity.domain().equals(other)
                                || identity.domain().endsWith("." + other)));
    return new Simulator.Known(
        one,
        behind == null || !isTheirs
            ? behind
            : new Behind(
                behind.key(), behind.name(), Standing.UNRECOGNIZED, behind.sender(), false));
  }

  /** What is known of the period of a review. */
  public Readiness.Evidence evidence(DomainInfo domain, DomainReview review) {
    Cover cover = queries.cover(domain.id(), review.from(), review.from(), review.to());
    return Readiness.evidence(
            review.from(), review.to(), cover.days(), cover.reporters(), senders(domain, review))
        .among(review.messages());
  }

  /** Whether a policy would be safe for the domain and all below it. */
  public Readiness.Answer ready(DomainInfo domain, DomainReview review, String policy) {
    Change change = new Change(policy, policy, null, null, null, false);
    Readiness.Evidence evidence = evidence(domain, review);
    return Readiness.answer(
        evidence,
        senders(domain, review),
        absent(domain, review, evidence),
        run(domain, review, change, true),
        review.facts().isParked());
  }

  /** The way to a policy that rejects, from what is published now. */
  public static RolloutPlan plan(
      DomainInfo domain,
      Readiness.Evidence evidence,
      Readiness.Answer quarantine,
      Readiness.Answer reject,
      LocalDate today) {
    return RolloutPlan.of(
        domain.name(),
        domain.dmarcRecord(),
        domain.isOrganizational(),
        quarantine,
        reject,
        evidence,
        today);
  }

  private List<Readiness.Sender> senders(DomainInfo domain, DomainReview review) {
    return review.senders().stream()
        .map(
            sender ->
                sender(
                    sender,
                    sender.standing(),
                    sender.sources(),
                    sender.standing() == Standing.FIXED
                        ? rhythm(domain, sender.sources(), review)
                        : null))
        .toList();
  }

  /** Sources that may come back, by sender, judged by today's DNS like the others. */
  private List<Readiness.Sender> absent(
      DomainInfo domain, DomainReview review, Readiness.Evidence evidence) {
    LocalDate from = review.from().minusDays(DAYS_BEFORE);
    LocalDate to = review.from().minusDays(1);
    long gone = queries.goneSince(domain.id(), from, to);
    if (gone == 0 || gone < Readiness.BLOCKS * evidence.messages()) {
      return List.of();
    }
    Set<InetAddress> present =
        review.senders().stream()
            .flatMap(sender -> sender.sources().stream())
            .map(SourceReview::ip)
            .collect(Collectors.toSet());
    List<Readiness.Sender> absent = new ArrayList<>();
    for (SenderReview sender :
        reviews.review(domain.name(), from, to).map(DomainReview::senders).orElse(List.of())) {
      sender.sources().stream()
          .filter(source -> !present.contains(source.ip()))
          .collect(Collectors.groupingBy(SourceReview::standing))
          .forEach(
              (standing, sources) ->
                  absent.add(sender(sender, standing, sources, rhythm(domain, sources, review))));
    }
    return absent;
  }

  private @Nullable Rhythm rhythm(
      DomainInfo domain, List<SourceReview> sources, DomainReview review) {
    return Rhythm.of(
            queries.activeDays(
                domain.id(),
                sources.stream().map(SourceReview::ip).toList(),
                review.to().minusDays(DAYS_OF_RHYTHM),
                review.to()))
        .orElse(null);
  }

  private static boolean isEstablished(List<SourceReview> sources) {
    long all = sources.stream().mapToLong(one -> one.facts().messages()).sum();
    long authenticated =
        sources.stream()
            .map(SourceReview::facts)
            .mapToLong(
                source ->
                    Math.max(
                        source.spf().stream()
                            .filter(spf -> spf.passed() && !spf.aligned())
                            .mapToLong(SourceFacts.ReportedSpf::messages)
                            .sum(),
                        source.dkim().stream()
                            .filter(dkim -> dkim.passed() && !dkim.aligned())
                            .mapToLong(SourceFacts.ReportedDkim::messages)
                            .max()
                            .orElse(0)))
            .sum();
    return 2 * authenticated >= all;
  }

  /** A sender as readiness takes it, with some of its sources. */
  private static Readiness.Sender sender(
      SenderReview sender, Standing standing, List<SourceReview> sources, @Nullable Rhythm rhythm) {
    return new Readiness.Sender(
        sender.key(),
        sources.size() == sender.sources().size()
            ? sender.name()
            : sources.size() == 1
                ? IpAddresses.toText(sources.get(0).ip()) + " of " + sender.name()
                : sources.size() + " sources of " + sender.name(),
        standing,
        sources.stream().mapToLong(one -> one.facts().messages()).sum(),
        sources.stream().mapToLong(one -> one.facts().passMessages()).sum(),
        sources.stream()
            .mapToLong(
                one ->
                    one.fixed()
                        ? one.facts().messages() - one.facts().passMessages()
                        : one.others())
            .sum(),
        sender.decision() != null && sender.decision().verdict() != Verdict.UNDECIDED,
        isEstablished(sources),
        rhythm);
  }
}
