package dev.plumbline.store.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.MadeReport;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.judgement.Summaries;
import dev.plumbline.store.traffic.Reporters.Reporter;
import dev.plumbline.store.traffic.SimulationQueries.Cover;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reports cover of a period, in a real database. */
@QuarkusTest
class CoverTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

  @Inject IntakeStore store;
  @Inject TrafficQueries traffic;
  @Inject SimulationQueries simulations;
  @Inject Summaries summaries;
  @Inject Reporters reporters;

  private String domain;

  @BeforeEach
  void anotherDomain() {
    domain = MadeReport.newDomain();
  }

  @Test
  void a_report_covers_each_day_that_it_spans() {
    take("One", 0, 1);
    take("Two", 4, 7);
    assertThat(cover(0, 10)).isEqualTo(new Cover(4, 2));
    assertThat(cover(5, 10)).as("what began before is not counted").isEqualTo(new Cover(0, 0));
    assertThat(cover(4, 5)).as("what is after the end neither").isEqualTo(new Cover(2, 1));
    assertThat(days()).containsExactly(FIRST.plusDays(4), FIRST);
  }

  @Test
  void reports_of_the_same_days_cover_them_once() {
    take("One", 2, 4);
    take("Two", 3, 5);
    take("One", 3, 4);
    assertThat(cover(0, 9)).isEqualTo(new Cover(3, 2));
  }

  @Test
  void days_before_the_period_are_covered_by_their_reports_and_their_reporters_are_not_counted() {
    take("Early", 1, 2);
    take("Late", 6, 7);
    Cover cover = simulations.cover(id(), FIRST, FIRST.plusDays(4), FIRST.plusDays(9));
    assertThat(cover).isEqualTo(new Cover(2, 1));
  }

  @Test
  void a_report_of_more_than_a_month_covers_no_more_than_a_month_and_a_day() {
    take("One", 0, 60);
    assertThat(cover(0, 90)).isEqualTo(new Cover(32, 1));
  }

  @Test
  void reports_of_a_reporter_left_out_cover_nothing() {
    take("Left out of " + domain, 0, 3);
    take("One", 5, 6);
    Reporter left = reporters.byName("Left out of " + domain).orElseThrow();
    reporters.exclude(left.id(), "made up", "ann", Instant.parse("2026-11-23T09:00:00Z"));
    assertThat(cover(0, 9)).isEqualTo(new Cover(1, 1));
    assertThat(days()).containsExactly(FIRST.plusDays(5));
  }

  @Test
  void without_reports_nothing_is_covered() {
    assertThat(simulations.cover(-1, FIRST, FIRST, FIRST.plusDays(9))).isEqualTo(new Cover(0, 0));
  }

  private void take(String reporter, int from, int end) {
    store.record(
        MadeReport.item(),
        MadeReport.about(domain, MadeReport.row("192.0.2.1", 3, true))
            .by(reporter)
            .withId(reporter + from)
            .between(begin(from), begin(end).minusSeconds(1))
            .alone());
  }

  private static Instant begin(int day) {
    return FIRST.plusDays(day).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private Cover cover(int from, int to) {
    return simulations.cover(id(), FIRST.plusDays(from), FIRST.plusDays(from), FIRST.plusDays(to));
  }

  private List<LocalDate> days() {
    return summaries.reportDays(id(), FIRST, FIRST.plusDays(90));
  }

  private long id() {
    return traffic.domain(domain).orElseThrow().id();
  }
}
