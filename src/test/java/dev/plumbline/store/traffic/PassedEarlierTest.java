package dev.plumbline.store.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportRow.DkimResult;
import dev.plumbline.standing.Days;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.intake.ReceivedItem;
import dev.plumbline.store.traffic.SourceGathering.SourceSpan;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an evaluation of before the period is worth, for sources of which nothing passes in it. */
@QuarkusTest
class PassedEarlierTest {

  private static final String IP = "192.0.2.77";
  private static final Instant LATER = Instant.parse("2026-05-01T00:00:00Z");

  @Inject IntakeStore store;
  @Inject TrafficQueries traffic;
  @Inject SourceFactsQueries facts;

  private final String domain = MadeReport.newDomain();

  @Test
  void what_passed_by_its_identities_passed_earlier() {
    take(row(true, "pass"), row(false, "fail"));
    assertThat(passedEarlier()).isTrue();
  }

  @Test
  void an_evaluation_that_its_identities_refute_is_no_pass_of_before() {
    take(row(true, "fail"), row(false, "fail"));
    assertThat(passedEarlier()).isFalse();
  }

  @Test
  void a_refuted_evaluation_of_now_hides_no_pass_of_before() {
    take(row(true, "pass"), row(true, "fail"));
    assertThat(passedEarlier()).isTrue();
  }

  /** All sources of a period are told the same as each by itself. */
  private boolean passedEarlier() {
    DomainInfo info = traffic.domain(domain).orElseThrow();
    LocalDate day = LocalDate.ofInstant(LATER, ZoneOffset.UTC);
    InetAddress ip = IpAddresses.parse(IP).orElseThrow();
    List<SourceFacts> one =
        facts.gathering(info).of(List.of(new SourceSpan(ip, Days.upTo(day, 30))));
    List<SourceFacts> all = facts.sources(info, day.minusDays(29), day);
    assertThat(one).singleElement().extracting(SourceFacts::passMessages).isEqualTo(0L);
    assertThat(all).singleElement().extracting(SourceFacts::passMessages).isEqualTo(0L);
    assertThat(all.get(0).passedEarlier()).isEqualTo(one.get(0).passedEarlier());
    return one.get(0).passedEarlier();
  }

  private void take(ReportRow earlier, ReportRow now) {
    take(MadeReport.about(domain, earlier).withId("earlier"));
    take(MadeReport.about(domain, now).withId("now").from(LATER));
  }

  private void take(MadeReport report) {
    ReceivedItem item =
        new ReceivedItem(
            "folder", "made.xml", null, LATER, () -> new ByteArrayInputStream(new byte[0]), 0);
    store.recordTogether(List.of(store.draft(item, report.alone()).orElseThrow()));
  }

  private static ReportRow row(boolean said, String dkim) {
    return MadeReport.row(
        IP, 5, said, List.of(new DkimResult("sender.example", "s1", dkim, null)), List.of());
  }
}
