package dev.plumbline.store.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.Table;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RecordAgainTest {

  @Inject IntakeStore store;
  @Inject IntakeQueries intake;
  @Inject DataSource database;

  private final String domain = MadeReport.newDomain();

  @Test
  void what_was_rejected_is_stored_when_it_can_be_read() {
    ItemOutcome rejected =
        store.record(
            MadeReport.item(), ItemContent.of(new Document.Refused("", "Not understood.", null)));
    ItemOutcome again = store.recordAgain(rejected.intakeId(), report(3, "192.0.2.1").alone());

    assertThat(again.outcome()).isEqualTo(Outcome.STORED);
    assertThat(again.intakeId()).isEqualTo(rejected.intakeId());
    IntakeEntry entry = intake.entry(again.intakeId()).orElseThrow();
    assertThat(entry.outcome()).isEqualTo(Outcome.STORED);
    assertThat(entry.documents()).hasSize(1);
    assertThat(find("select sum(messages) from daily_traffic %s")).containsExactly("3");
  }

  @Test
  void rows_are_replaced_and_the_report_keeps_its_number_and_its_conflicts() {
    ItemOutcome first =
        store.record(MadeReport.item(), report(5, "192.0.2.1", "192.0.2.2").alone());
    ItemOutcome conflict = store.record(MadeReport.item(), report(9, "192.0.2.9").alone());
    assertThat(conflict.documents().get(0).outcome()).isEqualTo(DocumentOutcome.CONFLICT);

    ItemOutcome again = store.recordAgain(first.intakeId(), report(7, "192.0.2.3").alone());

    assertThat(again.documents().get(0).report()).isEqualTo(first.documents().get(0).report());
    assertThat(find("select source_ip, messages from report_row %s"))
        .containsExactly("192.0.2.3 7");
    assertThat(find("select source_ip, sum(messages) from daily_traffic %s group by source_ip"))
        .containsExactly("192.0.2.3 7");
    assertThat(find("select message_count from report_conflict %s")).containsExactly("9");
    assertThat(store.differingTotals(domainId())).isZero();
  }

  @Test
  void a_report_that_cannot_be_read_any_more_is_gone_with_its_conflicts() {
    ItemOutcome first = store.record(MadeReport.item(), report(5, "192.0.2.1").alone());
    store.record(MadeReport.item(), report(9, "192.0.2.9").alone());

    store.recordAgain(
        first.intakeId(), ItemContent.of(new Document.Refused("", "No longer read.", null)));

    for (String table : List.of("report", "report_row", "daily_traffic", "report_conflict")) {
      assertThat(find("select 1 from " + table + " %s")).as(table).isEmpty();
    }
  }

  @Test
  void a_failure_leaves_all_as_it_was() {
    ItemOutcome first = store.record(MadeReport.item(), report(5, "192.0.2.1").alone());
    assertThatThrownBy(
            () ->
                store.recordAgain(
                    first.intakeId(),
                    ItemContent.of(
                        report(7, "192.0.2.3").named("first"),
                        new Document.Aggregate(
                            "second",
                            sink -> {
                              throw new IllegalStateException("our mistake");
                            }))))
        .isInstanceOf(IllegalStateException.class);

    assertThat(find("select source_ip, messages from report_row %s"))
        .containsExactly("192.0.2.1 5");
    assertThat(intake.entry(first.intakeId()).orElseThrow().outcome()).isEqualTo(Outcome.STORED);
  }

  @Test
  void an_entry_without_bytes_cannot_be_read_again() {
    assertThatThrownBy(() -> store.recordAgain(Long.MAX_VALUE, ItemContent.of()))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void totals_that_are_wrong_are_found_and_put_right() {
    Random random = new Random(3);
    ReportRow[] rows = new ReportRow[50];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = MadeReport.anyRow(random);
    }
    store.record(MadeReport.item(), MadeReport.about(domain, rows).alone());
    assertThat(store.differingTotals(domainId())).isZero();
    Table.change(
        database,
        "update daily_traffic set messages = messages + 1 where domain_id = " + domainId());
    assertThat(store.differingTotals(domainId())).isPositive();

    store.rebuildTotals(domainId());

    assertThat(store.differingTotals(domainId())).isZero();
  }

  private MadeReport report(long messages, String... ips) {
    MadeReport report = MadeReport.about(domain);
    for (String ip : ips) {
      report = report.with(MadeReport.row(ip, messages, true));
    }
    return report;
  }

  private long domainId() {
    return Long.parseLong(
        Table.rows(database, "select id from domain where name = '" + domain + "'").get(0));
  }

  private List<String> find(String query) {
    return Table.rows(database, query.formatted("where domain_id = " + domainId()));
  }
}
