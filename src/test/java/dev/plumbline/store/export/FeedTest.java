package dev.plumbline.store.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.export.Asked;
import dev.plumbline.export.Exports;
import dev.plumbline.export.Kind;
import dev.plumbline.export.Lines;
import dev.plumbline.review.json.RowJson;
import dev.plumbline.store.Database;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.traffic.Shown;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FeedTest {

  @Inject IntakeStore store;
  @Inject Database database;
  @Inject Exports exports;

  private ItemOutcome put(MadeReport report) {
    return store.record(MadeReport.item(), report.alone());
  }

  private List<RowJson> rows(String domain, Cursor after, int most) {
    List<RowJson> rows = new ArrayList<>();
    exports.give(
        Kind.ROWS,
        new Asked(
            List.of(exports.domain(domain).orElseThrow()), after, null, null, Shown.ALL, null),
        line -> {
          rows.add((RowJson) line);
          return rows.size() < most;
        });
    return rows;
  }

  private static MadeReport report(String domain, String id, int rows) {
    MadeReport report = MadeReport.about(domain).withId(id);
    for (int row = 1; row <= rows; row++) {
      report = report.with(MadeReport.row("192.0.2." + row, row, true));
    }
    return report;
  }

  @Test
  void a_consumer_that_stops_after_each_row_gets_each_row_once() {
    String domain = MadeReport.newDomain();
    put(report(domain, "one", 3));
    put(report(domain, "none", 0));
    put(report(domain, "two", 2));
    List<String> got = new ArrayList<>();
    Cursor at = Cursor.START;
    while (true) {
      List<RowJson> next = rows(domain, at, 1);
      if (next.isEmpty()) {
        break;
      }
      got.add(next.get(0).reportId() + " " + next.get(0).number());
      at = Cursor.parse(next.get(0).cursor()).orElseThrow();
    }
    assertThat(got).containsExactly("one 1", "one 2", "one 3", "two 1", "two 2");
  }

  @Test
  void what_was_taken_away_is_told_to_those_who_had_it_and_what_takes_its_place_after_it() {
    String domain = MadeReport.newDomain();
    ItemOutcome taken = put(report(domain, "first", 2));
    List<RowJson> before = rows(domain, Cursor.START, 100);
    Cursor seen = Cursor.parse(before.get(1).cursor()).orElseThrow();
    store.recordAgain(taken.intakeId(), report(domain, "first", 3).alone());
    List<RowJson> after = rows(domain, seen, 100);
    assertThat(after).extracting(RowJson::event).containsExactly("removed", "row", "row", "row");
    assertThat(after.get(0).report()).isEqualTo(before.get(0).report());
    assertThat(rows(domain, Cursor.START, 100))
        .as("a new consumer hears of no row twice")
        .extracting(RowJson::event)
        .containsExactly("removed", "row", "row", "row");
  }

  @Test
  void a_transaction_that_ends_late_is_not_passed_over() throws Exception {
    String domain = MadeReport.newDomain();
    put(report(domain, "begin", 1));
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      long domainId = exports.domain(domain).orElseThrow().id();
      Future<?> late =
          other.submit(
              () ->
                  database.doInTransaction(
                      connection -> {
                        Database.write(
                            connection,
                            """
                            with added as (
                              insert into standing_change (domain_id, id, at, subject, sender_key,
                                sender_name, what, cause, detail)
                              values (?, nextval('standing_change_id'), now(), 'domain', '', '',
                                'rules', 'day', '{"reports":[],"text":null}')
                              returning domain_id, id)
                            insert into fresh_event (stream, domain_id, subject, removed)
                            select 'changes', domain_id, id, false from added\
                            """,
                            domainId);
                        written.countDown();
                        await(read);
                      }));
      written.await(20, TimeUnit.SECONDS);
      database.write(
          """
          with added as (
            insert into standing_change (domain_id, id, at, subject, sender_key, sender_name, what,
              cause, detail)
            values (?, nextval('standing_change_id'), now(), 'domain', '', '', 'policy', 'day',
              '{"reports":[],"text":null}')
            returning domain_id, id)
          insert into fresh_event (stream, domain_id, subject, removed)
          select 'changes', domain_id, id, false from added\
          """,
          domainId);
      List<String> what = new ArrayList<>();
      Cursor at = changes(domainId, Cursor.START, what);
      assertThat(what).containsExactly("POLICY");
      read.countDown();
      late.get(20, TimeUnit.SECONDS);
      changes(domainId, at, what);
      assertThat(what).containsExactly("POLICY", "RULES");
    } finally {
      read.countDown();
      other.shutdownNow();
    }
  }

  private Cursor changes(long domainId, Cursor after, List<String> what) {
    Cursor[] at = {after};
    new Feed(database)
        .changes(
            after,
            List.of(domainId),
            one -> {
              what.add(one.change().what().name());
              at[0] = Cursor.after(one.position());
              return true;
            });
    return at[0];
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_consumer_beside_many_writers_gets_every_report_once_and_all_of_it() throws Exception {
    String domain = MadeReport.newDomain();
    put(report(domain, "begin", 1));
    int writers = 4;
    int each = 12;
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        int name = writer;
        running.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    put(report(domain, name + "-" + i, 1 + i % 3));
                  }
                }));
      }
      TreeMap<String, Integer> got = new TreeMap<>();
      Cursor at = Cursor.START;
      boolean last = false;
      while (true) {
        List<RowJson> next = rows(domain, at, 7);
        for (RowJson row : next) {
          got.merge(row.reportId() + " " + row.number(), 1, Integer::sum);
          at = Cursor.parse(row.cursor()).orElseThrow();
        }
        if (next.isEmpty() && last) {
          break;
        }
        last = next.isEmpty() && running.stream().allMatch(Future::isDone);
      }
      for (Future<?> one : running) {
        one.get();
      }
      assertThat(got.values()).containsOnly(1);
      assertThat(got).hasSize(1 + writers * each * 2);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void lines_are_json_or_csv_with_the_same_members() {
    String domain = MadeReport.newDomain();
    put(report(domain, "=cmd", 2));
    String json = text(domain, Lines.Format.NDJSON);
    String csv = text(domain, Lines.Format.CSV);
    assertThat(json.lines()).hasSize(2).allMatch(line -> line.startsWith("{\"event\":\"row\""));
    assertThat(json).contains("\"auth_dkim\":[").doesNotContain("humanResult");
    assertThat(csv.lines()).hasSize(3);
    assertThat(csv).startsWith("event,cursor,domain,report,number,").contains(",'=cmd,");
  }

  private String text(String domain, Lines.Format format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Lines lines = Lines.to(out, format, RowJson.class)) {
      rows(domain, Cursor.START, 100).forEach(lines::write);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
