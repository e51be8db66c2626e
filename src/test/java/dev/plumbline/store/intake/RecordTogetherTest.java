package dev.plumbline.store.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.Table;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Several items in one transaction end as they would one by one. */
@QuarkusTest
class RecordTogetherTest {

  @Inject IntakeStore store;
  @Inject DataSource database;

  private final String domain = MadeReport.newDomain();

  @Test
  void what_many_reports_leave_in_the_database_is_the_same_together_and_alone() {
    String other = MadeReport.newDomain();
    Random random = new Random(11);
    List<MadeReport> together = new ArrayList<>();
    List<MadeReport> alone = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      ReportRow[] rows = new ReportRow[random.nextInt(30)];
      for (int r = 0; r < rows.length; r++) {
        rows[r] = MadeReport.anyRow(random);
      }
      MadeReport report =
          MadeReport.about(domain, rows)
              .withId("r-" + random.nextInt(40))
              .by(random.nextBoolean() ? "Receiver A" : "RECEIVER a")
              .from(MadeReport.MARCH.plus(Duration.ofDays(20L * random.nextInt(3))));
      together.add(report);
      alone.add(report.aboutDomain(other));
      if (i % 9 == 0) {
        // The same once more.
        together.add(report);
        alone.add(report.aboutDomain(other));
      }
    }
    List<ItemOutcome> outcomes = store.recordTogether(together.stream().map(this::draft).toList());
    List<String> expected = new ArrayList<>();
    alone.forEach(one -> expected.add(words(store.record(MadeReport.item(), one.alone()))));

    assertThat(outcomes.stream().map(this::words).toList())
        .isEqualTo(expected.stream().map(text -> text.replace(other, domain)).toList());
    assertThat(expected.toString()).contains("STORED", "CONFLICT", "DUPLICATE");
    for (String query :
        List.of(
            "select day, source_ip, messages, disposition, dkim_pass, spf_pass, header_from,"
                + " envelope_from, overrides, auth_dkim, auth_spf, row_no from report_row %s",
            "select day, source_ip, sum(rows), sum(messages), profile_id, override_type"
                + " from daily_traffic %s group by day, source_ip, profile_id, override_type",
            "select id, header_from from auth_profile %s",
            "select profile_id, mechanism, identity, qualifier, result from auth_identity %s",
            "select day, row_count, message_count, pass_row_count, format, repairs,"
                + " encode(content_sha256, 'hex') from report %s",
            "select row_count, message_count, encode(content_sha256, 'hex')"
                + " from report_conflict %s")) {
      assertThat(find(query, domain)).as(query).isEqualTo(find(query, other)).isNotEmpty();
    }
  }

  @Test
  void each_item_has_the_outcome_of_its_documents() {
    MadeReport report = MadeReport.about(domain, MadeReport.row("192.0.2.1", 3, true));
    List<ItemOutcome> outcomes =
        store.recordTogether(
            List.of(
                draft(report),
                draft(ItemContent.of(new Document.NotAReport("", "A letter."))),
                draft(
                    ItemContent.of(
                        new Document.Refused("bomb", "Too much.", "unpacked-bytes"),
                        report.withId("r-2").named("good"))),
                draft(report)));

    assertThat(outcomes)
        .extracting(ItemOutcome::outcome)
        .containsExactly(Outcome.STORED, Outcome.NOT_A_REPORT, Outcome.STORED, Outcome.DUPLICATE);
    assertThat(outcomes.get(2).documents())
        .extracting(DocumentResult::outcome, DocumentResult::limit)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(DocumentOutcome.REJECTED, "unpacked-bytes"),
            org.assertj.core.groups.Tuple.tuple(DocumentOutcome.STORED, null));
    assertThat(find("select sum(messages) from daily_traffic %s", domain)).containsExactly("6");
  }

  @Test
  void a_large_report_and_one_that_breaks_us_are_left_to_be_recorded_alone() {
    ReportRow row = MadeReport.row("192.0.2.1", 1, true);
    ReportRow[] many = new ReportRow[30_000];
    java.util.Arrays.fill(many, row);
    ItemContent large = MadeReport.about(domain, many).alone();
    ItemContent breaking =
        ItemContent.of(
            new Document.Aggregate(
                "",
                sink -> {
                  throw new IllegalStateException("our mistake");
                }));

    assertThat(store.draft(MadeReport.item(), large)).isEmpty();
    assertThat(store.draft(MadeReport.item(), breaking)).isEmpty();
    assertThat(store.draft(MadeReport.item(), MadeReport.about(domain, row).alone())).isPresent();
  }

  private ItemDraft draft(MadeReport report) {
    return draft(report.alone());
  }

  private ItemDraft draft(ItemContent content) {
    return store.draft(MadeReport.item(), content).orElseThrow();
  }

  private String words(ItemOutcome outcome) {
    DocumentResult document = outcome.documents().get(0);
    return outcome.outcome() + " " + document.outcome() + " " + outcome.reason();
  }

  private List<String> find(String query, String name) {
    return Table.rows(
            database,
            query.formatted(
                "where domain_id = (select id from domain where name = '" + name + "')"))
        .stream()
        .sorted()
        .toList();
  }
}
