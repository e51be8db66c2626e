package dev.plumbline.store.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.traffic.ReportQueries;
import dev.plumbline.store.traffic.RowFilter;
import dev.plumbline.store.traffic.SourceDay;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A report whose first copy ended early, or whose second one does. */
@QuarkusTest
class PartialCopyTest {

  @Inject IntakeStore store;
  @Inject ReportQueries reports;
  @Inject IntakeQueries intake;
  @Inject TrafficQueries traffic;

  private final MadeReport full =
      MadeReport.about(
          MadeReport.newDomain(),
          MadeReport.row("192.0.2.1", 3, true),
          MadeReport.row("192.0.2.2", 4, false),
          MadeReport.row("192.0.2.3", 5, true));

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_complete_copy_takes_the_place_of_one_that_ended_early(boolean together) {
    ItemOutcome first = put(cut(full, 2), together);
    ItemOutcome second = put(full, together);

    DocumentResult stored = second.documents().get(0);
    assertThat(stored.outcome()).isEqualTo(DocumentOutcome.STORED);
    assertThat(stored.reason()).endsWith("It takes the place of a copy that ended early.");
    assertThat(stored.report()).isEqualTo(first.documents().get(0).report());
    assertRows(stored.report(), 3, 12);
    assertThat(reports.report(stored.report()).orElseThrow().report().partial()).isFalse();
    assertThat(intake.entry(first.intakeId()).orElseThrow().documents().get(0).reason())
        .contains("the document ends early")
        .endsWith("A fuller copy has taken its place.");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_copy_that_ends_early_is_a_duplicate_of_a_complete_one(boolean together) {
    ReportRef ref = put(full, together).documents().get(0).report();
    DocumentResult second = put(cut(full, 1), together).documents().get(0);

    assertThat(second.outcome()).isEqualTo(DocumentOutcome.DUPLICATE);
    assertThat(second.reason()).contains("this copy of it ends early");
    assertRows(ref, 3, 12);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void of_two_copies_that_end_early_the_one_with_more_rows_stays(boolean together) {
    put(cut(full, 1), together);
    ReportRef ref = put(cut(full, 2), together).documents().get(0).report();
    assertRows(ref, 2, 7);
    assertThat(put(cut(full, 1), together).documents().get(0).outcome())
        .isEqualTo(DocumentOutcome.DUPLICATE);
    assertThat(put(cut(full, 2), together).documents().get(0).reason())
        .contains("with the same content");
    assertRows(ref, 2, 7);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_complete_copy_that_says_less_is_a_conflict_and_changes_nothing(boolean together) {
    ReportRef ref = put(cut(full, 2), together).documents().get(0).report();
    MadeReport other =
        MadeReport.about(
            full.domain(),
            MadeReport.row("198.51.100.7", 1, true),
            MadeReport.row("198.51.100.8", 1, true));
    DocumentResult second = put(other, together).documents().get(0);

    assertThat(second.outcome()).isEqualTo(DocumentOutcome.CONFLICT);
    assertRows(ref, 2, 7);
    assertThat(reports.report(ref).orElseThrow().conflicts()).hasSize(1);
  }

  @Test
  void both_copies_in_one_batch_are_left_to_be_recorded_in_turn() {
    List<ItemContent> batch = List.of(content(cut(full, 1)), content(full));
    assertThat(store.recordTogether(batch.stream().map(this::draft).toList())).isEmpty();
    batch.forEach(one -> store.record(MadeReport.item(), one));
    assertThat(traffic.domain(full.domain())).isPresent();
    assertThat(store.differingTotals(traffic.domain(full.domain()).orElseThrow().id())).isZero();
  }

  private void assertRows(ReportRef ref, int rows, long messages) {
    assertThat(reports.rows(ref, RowFilter.ALL, 0, 10).items()).hasSize(rows);
    assertThat(reports.report(ref).orElseThrow().report().messages()).isEqualTo(messages);
    long counted =
        traffic
            .sourceDays(
                ref.domainId(),
                java.time.LocalDate.parse("2026-03-01"),
                java.time.LocalDate.parse("2026-03-01"))
            .stream()
            .mapToLong(SourceDay::messages)
            .sum();
    assertThat(counted).isEqualTo(messages);
    assertThat(store.differingTotals(ref.domainId())).isZero();
  }

  private ItemOutcome put(AggregateReading report, boolean together) {
    return together
        ? store.recordTogether(List.of(draft(content(report)))).get(0)
        : store.record(MadeReport.item(), content(report));
  }

  private ItemDraft draft(ItemContent content) {
    return store.draft(MadeReport.item(), content).orElseThrow();
  }

  private static ItemContent content(AggregateReading report) {
    return ItemContent.of(new Document.Aggregate("", report));
  }

  /** The same document, cut off behind some of its rows. */
  static AggregateReading cut(MadeReport full, int rows) {
    return sink -> {
      sink.begin(full.header());
      full.rows().stream().limit(rows).forEach(sink::row);
      AggregateReport shown =
          new MadeReport(
                  full.reporter(),
                  full.id(),
                  full.domain(),
                  full.begin(),
                  full.end(),
                  full.rows().subList(0, rows))
              .parsed();
      return new AggregateReport(
          shown.header(),
          shown.rows(),
          shown.messages(),
          shown.passRows(),
          shown.passMessages(),
          true,
          List.of());
    };
  }
}
