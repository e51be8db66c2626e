package dev.plumbline.estates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.intake.Intake;
import dev.plumbline.intake.Intake.Incoming;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.Judge;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.judgement.SourceStanding;
import dev.plumbline.store.traffic.DomainInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What the whole program makes of reports: as it is kept, and as it is judged on demand. */
@Singleton
public class Told {

  @Inject Intake intake;
  @Inject Rechecks rechecks;
  @Inject Judge judge;
  @Inject KeptReviews kept;
  @Inject DomainReviews reviews;
  @Inject RemedyStore remedies;
  @Inject Dns dns;
  @Inject Clock clock;

  Of of(Story story) {
    return of(
        story.domain,
        story.reports(),
        story.dns,
        Story.FIRST,
        Story.FIRST.plusDays(Story.DAYS - 1L));
  }

  Of of(String domain, List<String> reports, Dns zone, LocalDate first, LocalDate last) {
    ((EstateClock) clock).set(last.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    List<Incoming> batch = new ArrayList<>();
    for (String report : reports) {
      batch.add(
          new Incoming(
              "cli",
              "report " + batch.size(),
              null,
              ReceivedBytes.of(report.getBytes(StandardCharsets.UTF_8))));
    }
    intake
        .takeAll(batch)
        .forEach(outcome -> assertThat(outcome.outcome()).isEqualTo(Outcome.STORED));
    ((EstateDns) dns).become(zone);
    assertThat(rechecks.recheckNow(domain)).isPresent();
    judge.judgeNow(domain);
    return new Of(domain, reviews.review(domain, first, last).orElseThrow());
  }

  /** What is told of one domain. */
  final class Of {
    private final String domain;
    private final DomainReview asked;

    private Of(String domain, DomainReview asked) {
      this.domain = domain;
      this.asked = asked;
    }

    private DomainInfo info() {
      return kept.domain(domain).orElseThrow();
    }

    SourceStanding source(String ip) {
      return kept.source(info(), IpAddresses.parse(ip).orElseThrow()).orElseThrow();
    }

    /** How a source stands, whoever asks. */
    Standing standing(String ip) {
      SourceStanding source = source(ip);
      asked.senders().stream()
          .flatMap(sender -> sender.sources().stream())
          .filter(one -> IpAddresses.toText(one.ip()).equals(ip))
          .forEach(
              one ->
                  assertThat(one.standing())
                      .as("%s on demand: %s; kept: %s", ip, one.sentences(), source.reasons())
                      .isEqualTo(source.standing()));
      return source.standing();
    }

    SenderStanding sender(String ip) {
      return kept.sender(info(), source(ip).sender().key()).orElseThrow();
    }

    Remedy remedy(String ip) {
      return remedies
          .ofDomain(info().id())
          .getOrDefault(source(ip).sender().key(), new Remedy(List.of(), List.of(), null));
    }

    /** All records that the plan has anybody publish. */
    List<String> records() {
      return remedies.ofDomain(info().id()).values().stream()
          .flatMap(remedy -> remedy.records().stream())
          .map(change -> change.name() + " " + change.type() + " " + change.after())
          .distinct()
          .toList();
    }

    DomainSummary summary() {
      return kept.summary(domain).orElseThrow();
    }
  }
}
