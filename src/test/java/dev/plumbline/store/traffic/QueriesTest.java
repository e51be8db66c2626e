package dev.plumbline.store.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportRow.DkimResult;
import dev.plumbline.review.Judge;
import dev.plumbline.standing.Days;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.intake.Document;
import dev.plumbline.store.intake.IntakeEntry;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.intake.ItemContent;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.intake.ReportRef;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class QueriesTest {

  private static final LocalDate MARCH_1 = LocalDate.parse("2026-03-01");
  private static final InetAddress IP = IpAddresses.parse("192.0.2.1").orElseThrow();

  @Inject IntakeStore store;
  @Inject TrafficQueries traffic;
  @Inject ReportQueries reports;
  @Inject IntakeQueries intake;
  @Inject Judge judge;

  private final String domain = MadeReport.newDomain();
  private long domainId;
  private final List<ItemOutcome> stored = new ArrayList<>();

  /** Three days of one reporter, and the second day of another one. */
  @BeforeEach
  void fill() {
    MadeReport first =
        MadeReport.about(
            domain,
            MadeReport.row("192.0.2.1", 10, true),
            MadeReport.row("192.0.2.1", 1, false),
            MadeReport.row(null, 2, false));
    store(first.withId("day-1"));
    store(first.withId("day-2").from(day(2)));
    store(first.withId("day-3_%").from(day(3)));
    store(first.withId("other").from(day(2)).by("Other \u0130 Receiver"));
    domainId = traffic.domain(domain).orElseThrow().id();
  }

  @Test
  void a_period_holds_both_its_ends() {
    assertThat(totals(MARCH_1, MARCH_1).messages()).isEqualTo(13);
    assertThat(totals(MARCH_1, MARCH_1.plusDays(1)).messages()).isEqualTo(39);
    assertThat(totals(MARCH_1, MARCH_1.plusDays(2)).passMessages()).isEqualTo(40);
    assertThat(traffic.sourceDays(domainId, MARCH_1.plusDays(1), MARCH_1.plusDays(1)))
        .containsExactlyInAnyOrder(
            new SourceDay(MARCH_1.plusDays(1), IP, 4, 22, 20),
            new SourceDay(MARCH_1.plusDays(1), null, 2, 4, 0));
  }

  @Test
  void a_domain_without_traffic_in_the_period_is_listed_with_its_newest_day() {
    DomainTotals totals = totals(MARCH_1.minusYears(1), MARCH_1.minusDays(1));
    assertThat(totals.messages()).isZero();
    assertThat(traffic.newestDay(traffic.domain(domain).orElseThrow().id()))
        .contains(MARCH_1.plusDays(2));
    assertThat(traffic.domain("nobody.example")).isEmpty();
  }

  @Test
  void a_day_yet_to_come_is_not_the_newest() {
    store(
        MadeReport.about(domain, MadeReport.row("192.0.2.1", 1, true))
            .from(Instant.parse("2090-01-01T00:00:00Z")));

    assertThat(traffic.newestDay(domainId)).contains(MARCH_1.plusDays(2));
    assertThat(traffic.newestDay().orElseThrow()).isBefore(LocalDate.parse("2090-01-01"));
    assertThat(traffic.newestDay(-1)).isEmpty();
  }

  @Test
  void reporters_are_named_with_what_they_saw() {
    assertThat(traffic.reporters(domainId, MARCH_1, MARCH_1.plusDays(9)))
        .containsExactly(
            new ReporterTotals("Receiver", 3, 39, 30),
            new ReporterTotals("Other \u0130 Receiver", 1, 13, 10));
    assertThat(traffic.reportersOfSource(domainId, IP, MARCH_1, MARCH_1.plusDays(9)))
        .containsExactly(
            new ReporterOfSource("Receiver", 33, 30, 30, 0, 0, MARCH_1, MARCH_1.plusDays(2)),
            new ReporterOfSource(
                "Other \u0130 Receiver",
                11,
                10,
                10,
                0,
                0,
                MARCH_1.plusDays(1),
                MARCH_1.plusDays(1)));
  }

  @Test
  void reports_come_in_pages_newest_first() {
    Page<ReportListItem> first = reports.reports(domainId, MARCH_1, MARCH_1.plusDays(9), "", 0, 3);
    Page<ReportListItem> second = reports.reports(domainId, MARCH_1, MARCH_1.plusDays(9), "", 1, 3);

    assertThat(first.total()).isEqualTo(4);
    assertThat(first.items())
        .extracting(ReportListItem::reportId)
        .containsExactly("day-3_%", "other", "day-2");
    assertThat(second.items()).extracting(ReportListItem::reportId).containsExactly("day-1");
    assertThat(ids(1, 2)).containsExactly("day-2", "day-1");
    assertThat(ids(2, 1)).containsExactly("day-2");
    assertThat(ids(3, 1)).containsExactly("day-1");
    assertThat(ids(4, 1)).isEmpty();
  }

  private List<String> ids(int page, int size) {
    return reports.reports(domainId, MARCH_1, MARCH_1.plusDays(9), "", page, size).items().stream()
        .map(ReportListItem::reportId)
        .toList();
  }

  @Test
  void reports_are_found_by_part_of_reporter_or_beginning_of_id_and_wildcards_mean_themselves() {
    assertThat(search("OTHER")).containsExactly("other");
    assertThat(search("day-3_%")).containsExactly("day-3_%");
    assertThat(search("day_3")).isEmpty();
    assertThat(search("%")).isEmpty();
    assertThat(search("' or \0 1=1 --")).isEmpty();
  }

  @Test
  void reports_are_found_by_an_address_and_by_a_name_in_from() {
    assertThat(search(IP.getHostAddress())).isNotEmpty().doesNotContain("nobody");
    assertThat(search("192.0.2.250")).isEmpty();
    assertThat(search("sender.example")).contains("day-1", "other");
    assertThat(search("no-author." + domain)).isEmpty();
  }

  @Test
  void rows_can_be_narrowed_to_failing_ones_and_to_a_source() {
    ReportRef ref = stored.get(0).documents().get(0).report();

    assertThat(messages(reports.rows(ref, RowFilter.ALL, 0, 10))).containsExactly(10L, 1L, 2L);
    assertThat(messages(reports.rows(ref, RowFilter.ALL, 1, 2))).containsExactly(2L);
    assertThat(messages(reports.rows(ref, new RowFilter(Shown.FAILING, null), 0, 10)))
        .containsExactly(1L, 2L);
    assertThat(messages(reports.rows(ref, new RowFilter(Shown.FAILING, IP), 0, 10)))
        .containsExactly(1L);
    assertThat(
            messages(
                reports.rows(
                    ref,
                    new RowFilter(Shown.ALL, null, RowFilter.Behind.ANYBODY, null, null, true),
                    0,
                    10)))
        .containsExactly(2L, 1L, 10L);
    assertThat(
            messages(
                reports.rows(
                    ref,
                    new RowFilter(
                        Shown.ALL,
                        null,
                        RowFilter.Behind.standing(List.of(Standing.FORWARDER)),
                        null,
                        null,
                        true),
                    0,
                    10)))
        .isEmpty();
    assertThat(reports.rows(new ReportRef(ref.domainId(), -1), RowFilter.ALL, 0, 10).total())
        .isZero();
  }

  @Test
  void reports_and_rows_are_found_by_what_receivers_did() {
    ReportRef ref =
        store(
                MadeReport.about(
                        domain,
                        MadeReport.treated(MadeReport.row("192.0.2.61", 5, false), "quarantine"),
                        MadeReport.treated(MadeReport.row("192.0.2.61", 6, false), "reject"),
                        MadeReport.row("192.0.2.62", 7, false),
                        MadeReport.row("192.0.2.61", 8, true))
                    .withId("treated")
                    .from(day(6)))
            .documents()
            .get(0)
            .report();
    assertThat(messages(reports.rows(ref, new RowFilter(Shown.QUARANTINED, null), 0, 10)))
        .containsExactly(5L);
    assertThat(messages(reports.rows(ref, new RowFilter(Shown.REJECTED, null), 0, 10)))
        .containsExactly(6L);
    Days days = new Days(MARCH_1, MARCH_1.plusDays(9));
    assertThat(ofSource("192.0.2.61", Shown.ALL)).containsExactly("treated");
    assertThat(ofSource("192.0.2.61", Shown.REJECTED)).containsExactly("treated");
    assertThat(ofSource("192.0.2.62", Shown.FAILING)).containsExactly("treated");
    assertThat(ofSource("192.0.2.62", Shown.REJECTED)).isEmpty();
    judge.judgeNow(domain);
    for (Shown show : List.of(Shown.QUARANTINED, Shown.REJECTED)) {
      assertThat(ids(reports.reportsBehind(domainId, days, RowFilter.Behind.ANYBODY, show, 0, 10)))
          .as(show.wire())
          .containsExactly("treated");
    }
    assertThat(
            reports
                .reportsBehind(
                    domainId,
                    days,
                    RowFilter.Behind.standing(List.of(Standing.FORWARDER)),
                    Shown.REJECTED,
                    0,
                    10)
                .total())
        .isZero();
  }

  private List<String> ofSource(String ip, Shown show) {
    return ids(
        reports.reportsOfSource(
            domainId,
            new Days(MARCH_1, MARCH_1.plusDays(9)),
            new RowFilter.OfSource(IpAddresses.parse(ip).orElseThrow(), show, List.of()),
            0,
            10));
  }

  @Test
  void rows_can_be_narrowed_to_those_with_a_signature() {
    ReportRef ref = stored.get(0).documents().get(0).report();

    assertThat(messages(reports.rows(ref, signed("sender.example", "s1"), 0, 10))).hasSize(3);
    assertThat(messages(reports.rows(ref, signed("sender.example", "s2"), 0, 10))).isEmpty();
    assertThat(messages(reports.rows(ref, signed("other.example", "s1"), 0, 10))).isEmpty();
  }

  private static RowFilter signed(String signer, String selector) {
    return new RowFilter(
        Shown.ALL,
        null,
        RowFilter.Behind.ANYBODY,
        new RowFilter.Signature(signer, selector),
        null,
        false);
  }

  @Test
  void reports_are_found_by_what_they_tell_of() {
    store(
        MadeReport.about(domain, MadeReport.row("192.0.2.9", 4, true))
            .withId("passing")
            .from(day(4)));
    store(
        MadeReport.about(
                domain,
                MadeReport.row(
                    "192.0.2.9",
                    4,
                    true,
                    List.of(new DkimResult("a.example", "s9", "pass", null)),
                    List.of()))
            .withId("other-key")
            .from(day(4))
            .by("Third Receiver"));
    Days days = new Days(MARCH_1, MARCH_1.plusDays(9));

    assertThat(ids(reports.reportsFailing(domainId, days, List.of(), 0, 3)))
        .containsExactly("day-3_%", "other", "day-2");
    assertThat(ids(reports.reportsFailing(domainId, days, List.of(), 1, 3)))
        .containsExactly("day-1");
    RowFilter.Signature s1 = new RowFilter.Signature("sender.example", "s1");
    Page<ReportListItem> first = reports.reportsSigned(domainId, days, s1, 0, 2);
    assertThat(first.total()).isEqualTo(5);
    assertThat(ids(first)).containsExactly("passing", "day-3_%");
    assertThat(ids(reports.reportsSigned(domainId, days, s1, 1, 2)))
        .containsExactly("other", "day-2");
    assertThat(ids(reports.reportsSigned(domainId, days, s1, 2, 2))).containsExactly("day-1");
    assertThat(
            ids(
                reports.reportsSigned(
                    domainId, days, new RowFilter.Signature("a.example", "s9"), 0, 9)))
        .containsExactly("other-key");
    assertThat(
            reports
                .reportsSigned(domainId, days, new RowFilter.Signature("a.example", "s1"), 0, 9)
                .total())
        .isZero();
  }

  private static List<String> ids(Page<ReportListItem> page) {
    return page.items().stream().map(ReportListItem::reportId).toList();
  }

  @Test
  void rows_of_a_source_lead_to_their_reports() {
    List<StoredRow> rows = reports.rowsOfSource(domainId, IP, MARCH_1, MARCH_1.plusDays(9), 3);

    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).day()).isEqualTo(MARCH_1.plusDays(2));
    assertThat(reports.report(rows.get(0).report()).orElseThrow().domain()).isEqualTo(domain);
    assertThat(reports.raw(rows.get(0).report())).isPresent();
  }

  @Test
  void a_report_comes_back_as_it_was_parsed() {
    MadeReport report =
        MadeReport.about(domain, MadeReport.row("192.0.2.1", 1, true)).withId("whole");
    ReportRef ref = store(report).documents().get(0).report();

    assertThat(reports.report(ref).orElseThrow().report()).isEqualTo(report.parsed());
    assertThat(reports.report(new ReportRef(ref.domainId(), -1))).isEmpty();
  }

  @Test
  void the_log_is_read_by_outcome_with_every_document() {
    ItemOutcome letter =
        store.record(
            MadeReport.item(),
            ItemContent.of(
                new Document.NotAReport("a.txt", "plain text"),
                new Document.NotAReport("b.txt", "plain text")));

    Page<IntakeEntry> entries = intake.entries(Outcome.NOT_A_REPORT, 0, 1_000);
    assertThat(entries.items())
        .allSatisfy(entry -> assertThat(entry.outcome()).isEqualTo(Outcome.NOT_A_REPORT))
        .filteredOn(entry -> entry.id() == letter.intakeId())
        .singleElement()
        .satisfies(entry -> assertThat(entry.documents()).isEqualTo(letter.documents()));
    assertThat(intake.counts().get(Outcome.NOT_A_REPORT)).isEqualTo(entries.total());
    assertThat(intake.entries(null, 0, 1).total()).isGreaterThan(entries.total());
    assertThat(intake.entry(-1)).isEmpty();
  }

  private ItemOutcome store(MadeReport report) {
    ItemOutcome outcome = store.record(MadeReport.item(), report.alone());
    assertThat(outcome.outcome()).isEqualTo(Outcome.STORED);
    stored.add(outcome);
    return outcome;
  }

  private static Instant day(int ofMarch) {
    return MadeReport.MARCH.plus(Duration.ofDays(ofMarch - 1));
  }

  private DomainTotals totals(LocalDate from, LocalDate to) {
    return traffic.totals(traffic.domain(domain).orElseThrow().id(), from, to);
  }

  private List<String> search(String text) {
    return reports.reports(domainId, MARCH_1, MARCH_1.plusDays(9), text, 0, 10).items().stream()
        .map(ReportListItem::reportId)
        .toList();
  }

  private static List<Long> messages(Page<StoredRow> page) {
    return page.items().stream().map(StoredRow::row).map(ReportRow::messages).toList();
  }
}
