package dev.plumbline.store.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportRow.DkimResult;
import dev.plumbline.report.aggregate.ReportRow.SpfResult;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.Table;
import dev.plumbline.store.traffic.ReportQueries;
import dev.plumbline.store.traffic.RowFilter;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IntakeStoreTest {

  @Inject IntakeStore store;
  @Inject ReportQueries reports;
  @Inject IntakeQueries intake;
  @Inject DataSource database;

  private final String domain = MadeReport.newDomain();

  @Test
  void a_report_is_stored_with_its_rows_totals_and_log_entry() {
    ItemOutcome outcome =
        store(
            MadeReport.about(
                domain,
                MadeReport.row("192.0.2.1", 3, true),
                MadeReport.row("192.0.2.1", 4, true),
                MadeReport.row("2001:db8::1", 5, false)));

    assertThat(outcome.outcome()).isEqualTo(Outcome.STORED);
    ReportRef ref = outcome.documents().get(0).report();
    assertThat(reports.report(ref).orElseThrow().report().messages()).isEqualTo(12);
    assertThat(reports.rows(ref, RowFilter.ALL, 0, 10).items())
        .extracting(row -> row.row().messages())
        .containsExactly(3L, 4L, 5L);
    assertThat(find("select day, source_ip, dkim_pass, rows, messages from daily_traffic %s"))
        .containsExactly("2026-03-01 192.0.2.1 t 2 7", "2026-03-01 2001:db8::1 f 1 5");
    assertThat(intake.entry(outcome.intakeId()).orElseThrow().documents())
        .isEqualTo(outcome.documents());
  }

  @Test
  void rows_come_back_as_they_were() throws IOException {
    ReportRow row =
        new ReportRow(
            null,
            7,
            null,
            false,
            true,
            List.of(new ReportRow.PolicyOverride("forwarded", "a\tb\\n\r\n\"c\"")),
            "",
            "",
            null,
            List.of(),
            List.of(new SpfResult("", null, "none", "\\.")));
    byte[] bytes = "any bytes".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    ItemOutcome outcome =
        store.record(MadeReport.item(bytes), MadeReport.about(domain, row).alone());

    ReportRef ref = outcome.documents().get(0).report();
    assertThat(reports.rows(ref, RowFilter.ALL, 0, 10).items().get(0).row()).isEqualTo(row);
    assertThat(reports.raw(ref).orElseThrow().content().open().readAllBytes()).isEqualTo(bytes);
  }

  @Test
  void the_same_report_in_another_message_is_a_duplicate_and_not_counted() {
    MadeReport report = MadeReport.about(domain, MadeReport.row("192.0.2.1", 3, true));
    ReportRef first = store(report).documents().get(0).report();

    ItemOutcome again = store(report.by("RECEIVER"));

    assertThat(again.outcome()).isEqualTo(Outcome.DUPLICATE);
    assertThat(again.documents().get(0).outcome()).isEqualTo(DocumentOutcome.DUPLICATE);
    assertThat(again.documents().get(0).report()).isEqualTo(first);
    assertThat(messages()).containsExactly("3");
  }

  @Test
  void the_same_key_with_other_content_is_a_visible_conflict_and_not_counted() {
    MadeReport report = MadeReport.about(domain, MadeReport.row("192.0.2.1", 3, true));
    ReportRef first = store(report).documents().get(0).report();

    MadeReport other = report.with(MadeReport.row("192.0.2.9", 1, false));
    ItemOutcome again = store(other);
    store(other);

    assertThat(again.outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(again.documents().get(0).outcome()).isEqualTo(DocumentOutcome.CONFLICT);
    assertThat(reports.report(first).orElseThrow().conflicts())
        .singleElement()
        .satisfies(conflict -> assertThat(conflict.messages()).isEqualTo(4));
    assertThat(messages()).containsExactly("3");
  }

  @Test
  void another_report_id_time_or_reporter_is_another_report() {
    MadeReport report = MadeReport.about(domain, MadeReport.row("192.0.2.1", 1, true));
    store(report);
    store(report.withId("r-2"));
    store(report.by("Other Receiver"));
    store(report.from(MadeReport.MARCH.plusSeconds(1)));

    assertThat(find("select count(*) from report %s")).containsExactly("4");
    assertThat(find("select sum(messages) from daily_traffic %s")).containsExactly("4");
  }

  @Test
  void documents_that_cannot_be_used_leave_their_siblings_alone() {
    MadeReport good = MadeReport.about(domain, MadeReport.row("192.0.2.1", 3, true));
    ItemOutcome outcome =
        store.record(
            MadeReport.item(),
            ItemContent.of(
                new Document.Aggregate(
                    "broken.xml",
                    sink -> {
                      good.withId("broken").read(sink);
                      throw new InvalidReportException("line 7 is not XML");
                    }),
                good.named("one.xml"),
                new Document.Aggregate(
                    "large.xml",
                    sink -> {
                      good.withId("large").read(sink);
                      throw new LimitExceededException("rows", "too many rows");
                    }),
                new Document.NotAReport("note.txt", "plain text"),
                good.withId("r-2").named("two.xml")));

    assertThat(outcome.outcome()).isEqualTo(Outcome.STORED);
    assertThat(outcome.documents())
        .extracting(DocumentResult::outcome)
        .containsExactly(
            DocumentOutcome.REJECTED,
            DocumentOutcome.STORED,
            DocumentOutcome.REJECTED,
            DocumentOutcome.NOT_A_REPORT,
            DocumentOutcome.STORED);
    assertThat(outcome.documents().get(2).limit()).isEqualTo("rows");
    assertThat(messages()).containsExactly("6");
    assertThat(find("select count(*) from report_row %s")).containsExactly("2");
  }

  @Test
  void a_report_without_domain_or_begin_is_rejected_by_name() {
    MadeReport report = MadeReport.about(domain, MadeReport.row("192.0.2.1", 3, true));

    ItemOutcome noDomain = store(MadeReport.about("", MadeReport.row("192.0.2.1", 3, true)));
    ItemOutcome noBegin = store(report.between(null, MadeReport.MARCH));

    assertThat(noDomain.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(noDomain.reason()).contains("policy_published/domain");
    assertThat(noBegin.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(noBegin.reason()).contains("date_range/begin");
    assertThat(reports.rawOfIntake(noBegin.intakeId())).isPresent();
  }

  @Test
  void a_report_without_end_or_rows_is_stored_on_the_day_it_begins() {
    ItemOutcome outcome = store(MadeReport.about(domain).between(MadeReport.MARCH, null));

    assertThat(outcome.outcome()).isEqualTo(Outcome.STORED);
    assertThat(find("select day, row_count, begin_at = end_at from report %s"))
        .containsExactly("2026-03-01 0 t");
  }

  @Test
  void hostile_texts_are_kept_as_far_as_a_database_can() {
    String hostile = "\0 \ud83d lone \udc00 \\N \\. \t\n\r \u0001 \ud83d\ude00 \\u0000 ' \" $$";
    ItemOutcome outcome =
        store.record(
            new ReceivedItem(
                "folder",
                hostile,
                hostile,
                MadeReport.MARCH,
                () -> new ByteArrayInputStream(new byte[] {0, 1, 2}),
                3),
            ItemContent.of(
                MadeReport.about(domain, MadeReport.rowOf(hostile))
                    .by(hostile)
                    .withId(hostile)
                    .named(hostile),
                new Document.NotAReport(hostile, hostile)));

    assertThat(outcome.outcome()).isEqualTo(Outcome.STORED);
    ReportRef ref = outcome.documents().get(0).report();
    String kept = "\uFFFD \uFFFD lone \uFFFD \\N \\. \t\n\r \u0001 \ud83d\ude00 \\u0000 ' \" $$";
    assertThat(reports.rows(ref, RowFilter.ALL, 0, 1).items().get(0).row())
        .isEqualTo(MadeReport.rowOf(kept));
    assertThat(reports.report(ref).orElseThrow().report().header().reportId()).isEqualTo(kept);
    assertThat(intake.entry(outcome.intakeId()).orElseThrow().name()).isEqualTo(kept);
  }

  @Test
  void texts_too_long_for_an_index_are_stored_all_the_same() {
    Random random = new Random(1);
    StringBuilder unlikely = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      unlikely.append((char) (0x4E00 + random.nextInt(0x5000)));
    }
    String text = unlikely.toString();
    ReportRow row = MadeReport.rowOf(text.substring(0, 255));
    List<ReportRow.PolicyOverride> overrides = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      overrides.add(new ReportRow.PolicyOverride(text.substring(i, i + 255), null));
    }
    ReportRow many =
        new ReportRow(
            null,
            2,
            row.disposition(),
            false,
            false,
            overrides,
            row.headerFrom(),
            null,
            null,
            row.dkim(),
            row.spf());
    MadeReport report = MadeReport.about(domain, row, many).by(text).withId(text);

    assertThat(store(report).outcome()).isEqualTo(Outcome.STORED);
    assertThat(store(report).outcome()).isEqualTo(Outcome.DUPLICATE);
    assertThat(store(report.withId(text + "x")).outcome()).isEqualTo(Outcome.STORED);
  }

  @Test
  void a_report_of_more_messages_than_the_world_sends_is_not_believed() {
    ReportRow much = MadeReport.row("192.0.2.1", 1_000_000_000_000L, true);
    ItemOutcome outcome = store(MadeReport.about(domain, much, much, much, much, much, much));

    assertThat(outcome.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(outcome.limit()).isEqualTo("messages");
    assertThat(find("select * from report_row %s")).isEmpty();
  }

  @Test
  void an_identity_named_twice_in_a_row_counts_its_messages_once() {
    DkimResult signature = new DkimResult("sender.example", "s1", "pass", null);
    DkimResult sameInOtherWords = new DkimResult("sender.example", "s1", "pass", "good");
    DkimResult other = new DkimResult("esp.example", null, "pass", null);
    store(
        MadeReport.about(
            domain,
            MadeReport.row(
                "192.0.2.1", 5, true, List.of(signature, sameInOtherWords, other), List.of())));

    assertThat(
            find(
                "select mechanism, identity, qualifier, result, dmarc_pass, messages"
                    + " from daily_identity %s"))
        .containsExactly(
            "dkim esp.example  pass t 5",
            "dkim sender.example s1 pass t 5",
            "spf bounce.example assumed none t 5");
  }

  @Test
  void totals_rebuilt_from_rows_equal_those_written() {
    Random random = new Random(7);
    for (int i = 0; i < 12; i++) {
      ReportRow[] rows = new ReportRow[40];
      for (int r = 0; r < rows.length; r++) {
        rows[r] = MadeReport.anyRow(random);
      }
      store(
          MadeReport.about(domain, rows)
              .withId("r-" + i)
              .by("Receiver " + random.nextInt(3))
              .from(MadeReport.MARCH.plus(Duration.ofDays(random.nextInt(45)))));
    }
    List<String> written = totals();
    assertThat(written).hasSizeGreaterThan(100);

    store.rebuildTotals(domainId());

    assertThat(totals()).isEqualTo(written);
  }

  @Test
  void totals_stay_right_while_they_are_rebuilt() throws Exception {
    MadeReport report = MadeReport.about(domain, MadeReport.row("192.0.2.1", 1, true));
    store(report.withId("first"));
    long id = domainId();
    inParallel(
        4,
        worker -> {
          for (int i = 0; i < 8; i++) {
            if (worker == 0) {
              store.rebuildTotals(id);
            } else {
              store(report.withId(worker + "-" + i));
            }
          }
        });

    assertThat(messages()).containsExactly("25");
  }

  @Test
  void two_writers_of_one_report_store_it_once() throws Exception {
    MadeReport report = MadeReport.about(domain, MadeReport.row("192.0.2.1", 3, true));
    List<ItemOutcome> outcomes = new ArrayList<>();
    inParallel(
        6,
        worker -> {
          ItemOutcome outcome = store(report);
          synchronized (outcomes) {
            outcomes.add(outcome);
          }
        });

    assertThat(outcomes).filteredOn(o -> o.outcome() == Outcome.STORED).hasSize(1);
    assertThat(outcomes).filteredOn(o -> o.outcome() == Outcome.DUPLICATE).hasSize(5);
    assertThat(messages()).containsExactly("3");
  }

  @Test
  void messages_that_hold_the_same_reports_in_opposite_order_both_get_through() throws Exception {
    MadeReport one = MadeReport.about(domain, MadeReport.row("192.0.2.1", 3, true));
    MadeReport two = one.withId("r-2").with(MadeReport.row("192.0.2.2", 1, false));
    CountDownLatch bothHaveOne = new CountDownLatch(2);
    List<ItemOutcome> outcomes = new ArrayList<>();
    inParallel(
        2,
        worker -> {
          ItemOutcome outcome =
              store.record(
                  MadeReport.item(),
                  ItemContent.of(
                      (worker == 0 ? one : two).named("a"),
                      new Document.Aggregate(
                          "b",
                          sink -> {
                            bothHaveOne.countDown();
                            awaitFor(bothHaveOne, 1);
                            return (worker == 0 ? two : one).read(sink);
                          })));
          synchronized (outcomes) {
            outcomes.add(outcome);
          }
        });

    assertThat(outcomes).extracting(ItemOutcome::outcome).contains(Outcome.STORED);
    assertThat(outcomes).hasSize(2);
    assertThat(messages()).containsExactly("7");
  }

  @Test
  void plausible_months_have_partitions_and_absurd_days_share_one() {
    LocalDate farAhead = LocalDate.parse("2093-07-01");
    MadeReport report = MadeReport.about(domain, MadeReport.row("192.0.2.1", 1, true));
    for (String begin :
        List.of(
            "1970-01-01T00:00:00Z",
            "2013-05-31T23:59:59Z",
            farAhead + "T00:00:00Z",
            "9999-12-31T23:59:59Z")) {
      Instant at = Instant.parse(begin);
      assertThat(store(report.between(at, at)).outcome()).as(begin).isEqualTo(Outcome.STORED);
    }

    assertThat(find("select day, tableoid::regclass from report_row %s"))
        .containsExactly(
            "1970-01-01 report_row_other",
            "2013-05-31 report_row_2013_05",
            "2093-07-01 report_row_other",
            "9999-12-31 report_row_other");
    assertThat(find("select day, tableoid::regclass from daily_traffic %s"))
        .contains("2013-05-31 daily_traffic_2013_05");
  }

  @Test
  void a_month_can_begin_while_its_own_writer_holds_the_default_partition() {
    MadeReport report = MadeReport.about(domain, MadeReport.row("192.0.2.1", 1, true));
    ItemOutcome outcome =
        store.record(
            MadeReport.item(),
            ItemContent.of(
                report.from(Instant.EPOCH).named("absurd"),
                report.from(Instant.parse("2013-06-10T00:00:00Z")).named("new month")));

    assertThat(outcome.documents())
        .extracting(DocumentResult::outcome)
        .containsExactly(DocumentOutcome.STORED, DocumentOutcome.STORED);
    assertThat(messages()).containsExactly("2");
    assertThat(find("select day, tableoid::regclass from report_row %s"))
        .containsExactly("1970-01-01 report_row_other", "2013-06-10 report_row_2013_06");
  }

  @Test
  void rows_that_came_before_their_month_had_a_partition_move_into_it() {
    store(MadeReport.about(domain, MadeReport.row("192.0.2.1", 1, true)).from(Instant.EPOCH));
    for (String table : List.of("report_row", "daily_traffic")) {
      Table.change(
          database,
          "update %s set day = '2013-07-05' where domain_id = %d".formatted(table, domainId()));
    }
    store(
        MadeReport.about(domain, MadeReport.row("192.0.2.1", 2, true))
            .from(Instant.parse("2013-07-05T00:00:00Z")));

    assertThat(find("select tableoid::regclass, messages from report_row %s"))
        .containsExactly("report_row_2013_07 1", "report_row_2013_07 2");
    assertThat(messages()).containsExactly("3");
  }

  @Test
  void a_lost_connection_means_try_again_and_nothing_written() {
    MadeReport report = MadeReport.about(domain, MadeReport.row("192.0.2.1", 1, true));
    ReceivedItem item = MadeReport.item();
    assertThatThrownBy(
            () ->
                store.record(
                    item,
                    ItemContent.of(
                        report.named("first"),
                        new Document.Aggregate(
                            "second",
                            sink -> {
                              endConnections("state = 'idle in transaction'");
                              return report.withId("r-2").read(sink);
                            }))))
        .isInstanceOf(StoreUnavailableException.class);

    assertThat(Table.rows(database, "select * from domain where name = '" + domain + "'"))
        .isEmpty();
    assertThat(store.record(item, ItemContent.of(report.named("first"))).outcome())
        .isEqualTo(Outcome.STORED);
  }

  @Test
  void bytes_received_twice_are_kept_once() {
    byte[] bytes = "the same mail".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    ItemOutcome first =
        store.record(
            MadeReport.item(bytes), ItemContent.of(new Document.NotAReport("", "a letter")));
    ItemOutcome second =
        store.record(
            MadeReport.item(bytes), ItemContent.of(new Document.NotAReport("", "a letter")));

    assertThat(
            Table.rows(
                database,
                "select count(distinct raw_id), min(encoding) from intake_log"
                    + " join raw_payload w on w.id = raw_id join raw_content using (sha256) where intake_log.id in (%d, %d)"
                        .formatted(first.intakeId(), second.intakeId())))
        .containsExactly("1 gzip");
    assertThat(intake.entry(first.intakeId()).orElseThrow().sizeBytes()).isEqualTo(1_300);
  }

  @Test
  void a_restarted_database_is_used_again_without_a_failure() throws InterruptedException {
    inParallelQueries(4);
    endConnections("pid <> pg_backend_pid()");
    TimeUnit.MILLISECONDS.sleep(1_500);

    assertThat(intake.entry(-1)).isEmpty();
    inParallelQueries(4);
    assertThat(store(MadeReport.about(domain)).outcome()).isEqualTo(Outcome.STORED);
  }

  /** Leaves so many connections in the pool. */
  private void inParallelQueries(int connections) {
    CompletableFuture.allOf(
            IntStream.range(0, connections)
                .mapToObj(
                    i ->
                        CompletableFuture.runAsync(
                            () -> Table.rows(database, "select pg_sleep(0.2)")))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  /** From another thread, since one thread's connections share its transaction. */
  private void endConnections(String condition) {
    CompletableFuture.runAsync(
            () ->
                Table.rows(
                    database,
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and "
                        + condition))
        .join();
  }

  private ItemOutcome store(MadeReport report) {
    return store.record(MadeReport.item(), report.alone());
  }

  private long domainId() {
    return Long.parseLong(
        Table.rows(database, "select id from domain where name = '" + domain + "'").get(0));
  }

  private List<String> find(String query) {
    return Table.rows(
        database,
        query.formatted("where domain_id = (select id from domain where name = '" + domain + "')")
            + (query.contains("order by") || query.contains("count(") || query.contains("sum(")
                ? ""
                : " order by 1, 2"));
  }

  private List<String> messages() {
    return find("select sum(messages) from daily_traffic %s");
  }

  /** What the totals say, and what SQL makes of the rows; the two have to be equal. */
  private List<String> totals() {
    List<String> said = new ArrayList<>();
    said.addAll(
        find(
            """
            select day, source_ip, reporter_id, disposition, dkim_pass, spf_pass, override_type,
              sum(rows), sum(messages) from daily_traffic %s group by 1, 2, 3, 4, 5, 6, 7
            order by 1, 2, 3, 4, 5, 6, 7"""));
    assertThat(said)
        .isEqualTo(
            Table.rows(
                database,
                """
                select w.day, w.source_ip, r.reporter_id, coalesce(w.disposition, ''), w.dkim_pass,
                  w.spf_pass, coalesce((select string_agg(distinct o.type, ',' order by o.type) from (
                    select case when e->>'comment' ~* '\\marc\\M.*pass' then 'arc'
                      else e->>'type' end as type
                    from jsonb_array_elements(w.overrides) e) o), ''), count(*), sum(w.messages)
                from report_row w join report r on r.domain_id = w.domain_id and r.id = w.report_id
                where w.domain_id = %d group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7"""
                    .formatted(domainId())));
    List<String> identities =
        find(
            """
            select day, source_ip, reporter_id, header_from, mechanism, identity, qualifier, result,
              dmarc_pass, sum(messages) from daily_identity %s group by 1, 2, 3, 4, 5, 6, 7, 8, 9
            order by 1, 2, 3, 4, 5, 6, 7, 8, 9""");
    assertThat(identities)
        .isEqualTo(
            Table.rows(
                database,
                """
                select w.day, w.source_ip, r.reporter_id, w.header_from, i.mechanism, i.identity,
                  i.qualifier, i.result, w.dkim_pass or w.spf_pass, sum(w.messages)
                from report_row w
                join report r on r.domain_id = w.domain_id and r.id = w.report_id
                cross join lateral (
                  select 'dkim' as mechanism, d->>'domain' as identity,
                    coalesce(d->>'selector', '') as qualifier, d->>'result' as result
                  from jsonb_array_elements(w.auth_dkim) d
                  union
                  select 'spf',
                    coalesce(nullif(s->>'domain', ''), nullif(w.envelope_from, ''), w.header_from),
                    case when s->>'domain' = '' then 'assumed'
                      else coalesce(s->>'scope', 'mfrom') end,
                    s->>'result'
                  from jsonb_array_elements(w.auth_spf) s
                  union
                  select 'spf', coalesce(nullif(w.envelope_from, ''), w.header_from), 'assumed',
                    'none'
                  where w.auth_spf = '[]'
                ) i
                where w.domain_id = %d group by 1, 2, 3, 4, 5, 6, 7, 8, 9
                order by 1, 2, 3, 4, 5, 6, 7, 8, 9"""
                    .formatted(domainId())));
    said.addAll(identities);
    return said;
  }

  private interface Work {
    void run(int worker) throws Exception;
  }

  private static void inParallel(int workers, Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        int worker = i;
        running.add(
            pool.submit(
                () -> {
                  work.run(worker);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void awaitFor(CountDownLatch latch, int seconds) {
    try {
      latch.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
