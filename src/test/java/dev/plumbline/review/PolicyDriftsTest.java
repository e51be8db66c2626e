package dev.plumbline.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.dns.RecordKind;
import dev.plumbline.review.PolicyDrifts.Drift;
import dev.plumbline.review.PolicyDrifts.PolicySeen;
import dev.plumbline.store.checks.HistoryQueries.ReportedPolicy;
import dev.plumbline.store.checks.Records.PublishedRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicyDriftsTest {

  private static final LocalDate CHANGE = LocalDate.of(2026, 10, 10);

  /** Until 10 October at midnight none, then quarantine. */
  private static final List<PublishedRecord> RECORDS =
      List.of(
          record(CHANGE.minusDays(9), CHANGE.minusDays(1), "v=DMARC1; p=none", false),
          record(CHANGE, CHANGE.plusDays(9), "v=DMARC1; p=quarantine; adkim=s", true));

  @Test
  void what_a_report_fills_in_or_leaves_out_is_no_difference() {
    assertThat(drift(seen(CHANGE.minusDays(3), "none", "none", "r"))).isEqualTo(Drift.SAME);
    assertThat(drift(seen(CHANGE.minusDays(3), "none", null, null))).isEqualTo(Drift.SAME);
    assertThat(drift(seen(CHANGE.plusDays(3), "quarantine", "quarantine", "s")))
        .isEqualTo(Drift.SAME);
  }

  @Test
  void another_policy_or_alignment_is_a_difference() {
    assertThat(drift(seen(CHANGE.minusDays(3), "reject", null, null))).isEqualTo(Drift.OTHER);
    assertThat(drift(seen(CHANGE.plusDays(3), "quarantine", null, "r"))).isEqualTo(Drift.OTHER);
    assertThat(drift(seen(CHANGE.plusDays(3), "quarantine", "none", "s"))).isEqualTo(Drift.OTHER);
  }

  @Test
  void around_a_change_either_record_is_right_for_as_long_as_it_may_be_cached() {
    assertThat(drift(seen(CHANGE, "none", null, null))).isEqualTo(Drift.SAME);
    assertThat(drift(seen(CHANGE.minusDays(1), "quarantine", null, null))).isEqualTo(Drift.SAME);
    assertThat(drift(seen(CHANGE.plusDays(2), "none", null, null))).isEqualTo(Drift.OTHER);
    assertThat(drift(seen(CHANGE.minusDays(3), "quarantine", null, null))).isEqualTo(Drift.OTHER);
  }

  @Test
  void before_the_record_was_watched_nothing_is_claimed() {
    assertThat(drift(seen(CHANGE.minusDays(40), "reject", null, null))).isEqualTo(Drift.NOT_KNOWN);
    assertThat(drift(seen(CHANGE.plusDays(1), null, null, null))).isEqualTo(Drift.NOT_KNOWN);
    assertThat(PolicyDrifts.compare(List.of(seen(CHANGE, "none", null, null)), List.of()))
        .extracting(PolicySeen::drift)
        .containsExactly(Drift.NOT_KNOWN);
  }

  @Test
  void days_with_the_same_policy_are_one_line() {
    assertThat(
            PolicyDrifts.compare(
                List.of(
                    seen(CHANGE.minusDays(5), "none", null, null),
                    seen(CHANGE.minusDays(4), "none", null, null),
                    seen(CHANGE.minusDays(4), "reject", null, null)),
                RECORDS))
        .extracting(
            PolicySeen::seen, PolicySeen::firstDay, PolicySeen::lastDay, PolicySeen::messages)
        .containsExactly(
            tuple("p=none", CHANGE.minusDays(5), CHANGE.minusDays(4), 20L),
            tuple("p=reject", CHANGE.minusDays(4), CHANGE.minusDays(4), 10L));
  }

  private static Drift drift(ReportedPolicy policy) {
    return PolicyDrifts.compare(List.of(policy), RECORDS).get(0).drift();
  }

  private static ReportedPolicy seen(
      LocalDate day, @Nullable String p, @Nullable String sp, @Nullable String adkim) {
    Instant begin = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    return new ReportedPolicy(
        "Receiver",
        p,
        sp,
        null,
        adkim,
        null,
        null,
        null,
        day,
        day,
        begin,
        begin.plus(Duration.ofHours(24)).minusSeconds(1),
        1,
        10);
  }

  private static PublishedRecord record(
      LocalDate first, LocalDate last, String text, boolean current) {
    return new PublishedRecord(
        "_dmarc.shop.example",
        RecordKind.DMARC,
        first.atStartOfDay(ZoneOffset.UTC).toInstant(),
        last.atStartOfDay(ZoneOffset.UTC).toInstant(),
        current,
        List.of(text));
  }
}
