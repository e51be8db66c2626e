package dev.plumbline.store.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.mime.Submitter;
import dev.plumbline.mime.Submitter.Check;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.traffic.ReportDetail;
import dev.plumbline.store.traffic.ReportQueries;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of two reports under one key that say different things, the one whose mail is proven counts. */
@QuarkusTest
class ProvenMailTest {

  @Inject IntakeStore store;
  @Inject IntakeQueries intake;
  @Inject ReportQueries reports;

  private final String domain = MadeReport.newDomain();

  private final MadeReport genuine =
      MadeReport.about(domain, MadeReport.row("192.0.2.1", 3, true)).by("receiver.example");
  private final MadeReport forged =
      MadeReport.about(domain, MadeReport.row("203.0.113.66", 1_000, true)).by("receiver.example");

  private static final Submitter GENUINE = new Submitter("mail.receiver.example", Check.PASS);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_forged_report_that_came_first_gives_way_and_is_a_conflict(boolean together) {
    ItemOutcome first = put(forged, new Submitter("evil.example", Check.FAIL), together);
    ItemOutcome second = put(genuine, GENUINE, together);

    DocumentResult stored = second.documents().get(0);
    assertThat(stored.outcome()).isEqualTo(DocumentOutcome.STORED);
    assertThat(stored.reason()).contains("takes the place of another one under its key");
    assertCounts(stored.report(), 3);
    IntakeEntry before = intake.entry(first.intakeId()).orElseThrow();
    assertThat(before.outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(before.documents().get(0).outcome()).isEqualTo(DocumentOutcome.CONFLICT);
    assertThat(before.documents().get(0).reason()).contains("It does not count any more");
    assertThat(reports.report(stored.report()).orElseThrow().conflicts()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "true, evil.example, FAIL",
    "false, evil.example, FAIL",
    "true, evil.example, PASS",
    "false, evil.example, PASS",
    "true, evil.example, NONE",
    "false, evil.example, NONE",
    "true, , NONE",
    "false, , NONE"
  })
  void a_forged_report_that_comes_second_changes_nothing(
      boolean together, String from, Check check) {
    ReportRef ref = put(genuine, GENUINE, together).documents().get(0).report();
    Submitter forger = from == null ? null : new Submitter(from, check);
    assertThat(put(forged, forger, together).documents().get(0).outcome())
        .isEqualTo(DocumentOutcome.CONFLICT);
    assertCounts(ref, 3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_forger_who_proves_his_own_domain_does_not_stand_for_the_reporter(boolean together) {
    put(forged, new Submitter("evil.example", Check.PASS), together);
    assertCounts(put(genuine, GENUINE, together).documents().get(0).report(), 3);
  }

  @Test
  void a_reporter_with_a_name_that_is_no_domain_is_known_by_the_mails_of_before() {
    Submitter usual = new Submitter("reports.big.example", Check.PASS);
    for (int day = 1; day <= 3; day++) {
      put(genuine.by("Big Mail Inc").withId("before-" + day), usual, true);
    }
    put(forged.by("Big Mail Inc"), new Submitter("evil.example", Check.PASS), false);
    assertCounts(put(genuine.by("Big Mail Inc"), usual, false).documents().get(0).report(), 3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_forged_report_that_seems_fuller_does_not_replace_a_proven_one_that_ended_early(
      boolean together) {
    ReportRef ref =
        put(PartialCopyTest.cut(genuine, 1), GENUINE, together).documents().get(0).report();
    DocumentResult second =
        put(
                forged.with(MadeReport.row("203.0.113.67", 5, true)),
                new Submitter("evil.example", Check.FAIL),
                together)
            .documents()
            .get(0);
    assertThat(second.outcome()).isEqualTo(DocumentOutcome.CONFLICT);
    assertCounts(ref, 3);
  }

  @Test
  void both_in_one_batch_end_as_they_would_one_by_one() {
    List<ItemDraft> batch =
        List.of(draft(forged, new Submitter("evil.example", Check.FAIL)), draft(genuine, GENUINE));
    assertThat(store.recordTogether(batch)).isEmpty();
  }

  @Test
  void what_did_not_count_any_more_does_not_when_it_is_read_again() {
    Submitter forger = new Submitter("evil.example", Check.FAIL);
    ItemOutcome first = put(forged, forger, false);
    ReportRef ref = put(genuine, GENUINE, false).documents().get(0).report();
    assertThat(store.recordAgain(first.intakeId(), content(forged, forger)).outcome())
        .isEqualTo(Outcome.CONFLICT);
    assertCounts(ref, 3);
  }

  private void assertCounts(ReportRef ref, long messages) {
    ReportDetail stored = reports.report(ref).orElseThrow();
    assertThat(stored.report().messages()).isEqualTo(messages);
    assertThat(store.differingTotals(ref.domainId())).isZero();
  }

  private ItemOutcome put(AggregateReading report, Submitter submitter, boolean together) {
    return together
        ? store.recordTogether(List.of(draft(report, submitter))).get(0)
        : store.record(MadeReport.item(), content(report, submitter));
  }

  private ItemDraft draft(AggregateReading report, Submitter submitter) {
    return store.draft(MadeReport.item(), content(report, submitter)).orElseThrow();
  }

  private static ItemContent content(AggregateReading report, Submitter submitter) {
    return new ItemContent(submitter, List.of(new Document.Aggregate("", report)), null);
  }
}
