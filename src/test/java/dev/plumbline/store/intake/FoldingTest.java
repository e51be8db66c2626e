package dev.plumbline.store.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.Scope;
import dev.plumbline.store.Table;
import dev.plumbline.store.checks.AuthorDomains;
import dev.plumbline.store.checks.SelectorQueries;
import dev.plumbline.store.traffic.Course;
import dev.plumbline.store.traffic.Reporters;
import dev.plumbline.store.traffic.SenderTraffic;
import dev.plumbline.store.traffic.Traffic;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Totals by day: what readers see is what the rows say, folded or not. */
@QuarkusTest
class FoldingTest {

  /** The figures of every grain, and the same added up from rows and reports alone. */
  private static final String READ_BY_SOURCE =
      """
      select day, source_ip, disposition, dkim_pass, spf_pass, sum(rows)::bigint, sum(messages)
      from counted_day_source where domain_id = %1$d group by 1, 2, 3, 4, 5 having sum(rows) <> 0
      order by 1, 2, 3, 4, 5\
      """;

  private static final String COUNTED =
      "r.reporter_id not in (select reporter_id from reporter_exclusion where ended_at is null)";

  private static final String ROWS_BY_SOURCE =
      """
      select w.day, w.source_ip, case when w.disposition in ('none', 'quarantine', 'reject')
          then w.disposition else '' end, w.dkim_pass, w.spf_pass, count(*), sum(w.messages)
      from report_row w join report r on r.domain_id = w.domain_id and r.id = w.report_id
      where w.domain_id = %1$d and\
      """
          + " "
          + COUNTED
          + " group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5";

  private static final String FIGURES =
      """
      sum(reports)::bigint, sum(messages)::bigint, sum(pass)::bigint, sum(dkim)::bigint,
      sum(spf)::bigint, sum(quarantined)::bigint, sum(rejected)::bigint
      """;

  private static final String ROW_FIGURES =
      """
      count(distinct r.id), coalesce(sum(w.messages), 0)::bigint,
      coalesce(sum(w.messages) filter (where w.dkim_pass or w.spf_pass), 0)::bigint,
      coalesce(sum(w.messages) filter (where w.dkim_pass), 0)::bigint,
      coalesce(sum(w.messages) filter (where w.spf_pass), 0)::bigint,
      coalesce(sum(w.messages) filter (where w.disposition = 'quarantine'), 0)::bigint,
      coalesce(sum(w.messages) filter (where w.disposition = 'reject'), 0)::bigint
      from report r left join report_row w on w.domain_id = r.domain_id and w.report_id = r.id
      where r.domain_id = %1$d and\
      """
          + " "
          + COUNTED;

  private static final String ROWS_BY_AUTHOR =
      """
      select r.reporter_id, r.day, w.header_from, sum(w.messages),
        coalesce(sum(w.messages) filter (where w.dkim_pass or w.spf_pass), 0)
      from report r join report_row w on w.domain_id = r.domain_id and w.report_id = r.id
      where r.domain_id = %1$d and\
      """
          + " "
          + COUNTED
          + " group by 1, 2, 3 order by 1, 2, 3";

  private static final String ROWS_BY_SELECTOR =
      """
      select reporter_id, day, signer, selector, sum(messages),
        coalesce(sum(messages) filter (where pass), 0)
      from (
        select r.reporter_id, r.day, w.report_id, w.row_no, s ->> 'domain' as signer,
          s ->> 'selector' as selector, w.messages, bool_or(s ->> 'result' = 'pass') as pass
        from report r join report_row w on w.domain_id = r.domain_id and w.report_id = r.id
        cross join lateral jsonb_array_elements(w.auth_dkim) s
        where s ->> 'selector' <> '' and r.domain_id = %1$d and\
      """
          + " "
          + COUNTED
          + " group by 1, 2, 3, 4, 5, 6, 7) one group by 1, 2, 3, 4 order by 1, 2, 3, 4";

  @Inject IntakeStore store;
  @Inject Folding folding;
  @Inject Reporters reporters;
  @Inject TrafficQueries traffic;
  @Inject SenderTraffic senders;
  @Inject SelectorQueries signatures;
  @Inject AuthorDomains authors;
  @Inject DataSource database;

  private final String domain = MadeReport.newDomain();
  private final List<Long> entries = new ArrayList<>();
  private int next;

  @Test
  void new_reports_are_counted_before_and_after_they_are_folded() {
    store(MadeReport.about(domain, MadeReport.row("192.0.2.1", 3, true)));
    store(MadeReport.about(domain, MadeReport.row("192.0.2.1", 4, true)).withId("r-2"));
    assertThat(find("select count(*) from day_source where domain_id = %1$d")).containsExactly("0");
    assertRight();

    folding.fold(domainId());

    assertThat(find("select count(*) from open_report where domain_id = %1$d"))
        .containsExactly("0");
    assertThat(find("select source_ip, rows, messages from day_source where domain_id = %1$d"))
        .containsExactly("192.0.2.1 2 7");
    assertThat(find("select reports, messages, pass from day_domain where domain_id = %1$d"))
        .containsExactly("2 7 7");
    assertRight();
  }

  @Test
  void a_report_without_rows_is_a_report_all_the_same() {
    store(MadeReport.about(domain));
    assertRight();
    folding.fold(domainId());
    assertThat(find("select reports, messages from day_domain where domain_id = %1$d"))
        .containsExactly("1 0");
    assertRight();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void figures_equal_the_rows_whatever_comes_in_whatever_order(long seed) {
    Random random = new Random(seed);
    store(any(random));
    for (int step = 0; step < 30; step++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> store(any(random));
        case 2 -> together(List.of(any(random), any(random), any(random)));
        case 3 -> again(random, any(random));
        case 4 -> leaveOutOrCount(random);
        case 5 -> replaceAPartial(random);
        case 6 -> folding.fold(domainId());
        default -> {
          if (random.nextInt(4) == 0) {
            store.rebuildTotals(domainId());
          } else {
            foldAndDie();
          }
        }
      }
      assertRight();
      ClusterViews.assertSame(database, domainId());
      assertThat(store.differingTotals(domainId())).as("step " + step).isZero();
    }
    folding.fold(domainId());
    assertThat(find("select count(*) from open_day where domain_id = %1$d")).containsExactly("0");
    assertThat(find("select count(*) from open_report where domain_id = %1$d"))
        .containsExactly("0");
    assertRight();
    assertThat(store.differingTotals(domainId())).isZero();
    allCount();
  }

  @Test
  @Timeout(120)
  void figures_are_right_while_reports_come_and_go_and_days_are_folded() throws Exception {
    Random seeds = new Random(9);
    store(any(seeds));
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 3; writer++) {
        Random random = new Random(seeds.nextLong());
        int number = writer;
        writers.add(
            threads.submit(
                () -> {
                  List<Long> own = new ArrayList<>();
                  for (int i = 0; i < 40; i++) {
                    MadeReport report = any(random).withId(number + "-" + i);
                    if (own.size() > 3 && random.nextInt(3) == 0) {
                      store.recordAgain(own.get(random.nextInt(own.size())), report.alone());
                    } else {
                      own.add(store.record(MadeReport.item(), report.alone()).intakeId());
                    }
                  }
                }));
      }
      List<Future<?>> others = new ArrayList<>();
      for (int folder = 0; folder < 2; folder++) {
        others.add(
            threads.submit(
                () -> {
                  while (!over.get()) {
                    folding.fold(domainId());
                  }
                }));
      }
      others.add(
          threads.submit(
              () -> {
                while (!over.get()) {
                  assertSameMoment();
                }
              }));
      for (Future<?> writer : writers) {
        writer.get(90, TimeUnit.SECONDS);
      }
      over.set(true);
      for (Future<?> other : others) {
        other.get(30, TimeUnit.SECONDS);
      }
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
    assertRight();
    folding.fold(domainId());
    assertRight();
    assertThat(find("select count(*) from open_report where domain_id = %1$d"))
        .containsExactly("0");
  }

  @Test
  void a_proof_finds_totals_by_day_that_are_wrong_and_a_rebuild_mends_them() {
    store(MadeReport.about(domain, MadeReport.row("192.0.2.1", 3, true)));
    folding.fold(domainId());
    for (String table :
        List.of(
            "day_source",
            "day_reporter",
            "day_domain",
            "day_author",
            "day_selector",
            "month_selector",
            "month_author")) {
      assertThat(store.differingTotals(domainId())).as(table).isZero();
      Table.change(
          database,
          "update " + table + " set messages = messages + 1 where domain_id = " + domainId());
      assertThat(store.differingTotals(domainId())).as(table).isPositive();
      store.rebuildTotals(domainId());
      folding.fold(domainId());
    }
    Table.change(
        database, "update month_domain set messages[2] = 9 where domain_id = " + domainId());
    Table.change(
        database,
        "insert into sender_month values (%d, 'own', '2026-03-01', 1, 0, 0, 0, 0, 0)"
            .formatted(domainId()));
    assertThat(store.differingTotals(domainId())).isGreaterThan(1);
    store.rebuildTotals(domainId());
    folding.fold(domainId());
    assertThat(store.differingTotals(domainId())).isZero();
  }

  /** What pages ask gives the same as the views that are exact, whichever way it is found. */
  private void assertAskedRight() {
    LocalDate from = LocalDate.ofInstant(MadeReport.MARCH, ZoneOffset.UTC).minusDays(3);
    LocalDate to = from.plusDays(40);
    String days =
        " from counted_day where domain_id = %1$d and day between '" + from + "' and '" + to + "'";
    long id = domainId();
    Traffic all = traffic.traffic(List.of(id), from, to).getOrDefault(id, Traffic.NONE);
    assertThat(List.of(all.messages() + " " + all.pass() + " " + all.rejected()))
        .isEqualTo(
            find(
                "select coalesce(sum(messages), 0)::bigint, coalesce(sum(pass), 0)::bigint,"
                    + " coalesce(sum(rejected), 0)::bigint"
                    + days));
    Course course =
        traffic
            .courses(List.of(id), from, to, 7)
            .getOrDefault(id, new Course(0, 0, 0, new long[6]));
    assertThat(List.of(course.messages() + " " + course.pass() + " " + course.peak()))
        .isEqualTo(
            find(
                "select coalesce(sum(messages), 0)::bigint, coalesce(sum(pass), 0)::bigint,"
                    + " coalesce(max(messages), 0)::bigint from (select day, sum(messages) as"
                    + " messages, sum(pass) as pass"
                    + days
                    + " group by day) by_day"));
    for (int part = 0; part < course.parts().length; part++) {
      assertThat(List.of(Long.toString(course.parts()[part])))
          .isEqualTo(
              find(
                  "select coalesce(sum(messages), 0)::bigint"
                      + days
                      + " and (day - date '%s') / 7 = %d".formatted(from, part)));
    }
    assertThat(
            traffic.reporters(id, from, to).stream()
                .map(one -> one.reporter() + " " + one.reports() + " " + one.messages()))
        .containsExactlyInAnyOrderElementsOf(
            find(
                "select p.name, sum(reports)::bigint, sum(messages)::bigint from"
                    + " counted_day_reporter r join reporter p on p.id = r.reporter_id"
                    + " where r.domain_id = %1$d and day between '"
                    + from
                    + "' and '"
                    + to
                    + "' group by 1"));
    assertThat(
            reporters.all(Scope.of(List.of(domain))).stream()
                .map(
                    one ->
                        String.join(
                            " ",
                            one.name(),
                            Integer.toString(one.domains()),
                            Long.toString(one.reports()),
                            Long.toString(one.messages()))))
        .containsExactlyInAnyOrderElementsOf(
            find(
                "select p.name, 1, count(*), sum(r.message_count)::bigint from report r"
                    + " join reporter p on p.id = r.reporter_id where r.domain_id = %1$d"
                    + " group by 1"));
    assertSourcesAskedRight(id, from, to);
  }

  private void assertSourcesAskedRight(long id, LocalDate from, LocalDate to) {
    List<InetAddress> sources =
        find("select distinct source_ip from report_row where domain_id = %1$d").stream()
            .flatMap(ip -> IpAddresses.parse(ip).stream())
            .toList();
    String some =
        """
        sum(messages)::bigint,
        coalesce(sum(messages) filter (where dkim_pass or spf_pass), 0)::bigint
        from counted_day_source where domain_id = %%1$d and day between '%s' and '%s'
          and source_ip\
        """
            .formatted(from, to);
    assertThat(
            senders.sources(id, sources, from, to).entrySet().stream()
                .map(
                    one ->
                        "%s %d %d"
                            .formatted(
                                IpAddresses.toText(one.getKey()),
                                one.getValue().messages(),
                                one.getValue().pass())))
        .containsExactlyInAnyOrderElementsOf(
            find(
                "select source_ip, "
                    + some
                    + " is not null group by source_ip having sum(rows) <> 0"));
    for (InetAddress source : sources) {
      assertThat(
              traffic.sourceDays(id, source, from, to).stream()
                  .map(one -> one.day() + " " + one.messages() + " " + one.passMessages()))
          .containsExactlyElementsOf(
              find(
                  "select day, %s = '%s' group by day having sum(rows) <> 0 order by day"
                      .formatted(some, IpAddresses.toText(source))));
    }
  }

  private void assertRight() {
    assertAskedRight();
    assertThat(find(READ_BY_SOURCE)).isEqualTo(find(ROWS_BY_SOURCE));
    assertThat(
            find(
                "select reporter_id, day, "
                    + FIGURES
                    + "from counted_day_reporter where domain_id = %1$d group by 1, 2 order by 1,"
                    + " 2"))
        .isEqualTo(
            find("select r.reporter_id, r.day, " + ROW_FIGURES + " group by 1, 2 order by 1, 2"));
    assertThat(
            find(
                "select day, "
                    + FIGURES
                    + "from counted_day where domain_id = %1$d group by 1"
                    + " having sum(reports) <> 0 order by 1"))
        .isEqualTo(find("select r.day, " + ROW_FIGURES + " group by 1 order by 1"));
    assertThat(
            find(
                "select reporter_id, day, header_from, sum(messages), sum(pass)"
                    + " from counted_day_author where domain_id = %1$d"
                    + " group by 1, 2, 3 order by 1, 2, 3"))
        .isEqualTo(find(ROWS_BY_AUTHOR));
    assertThat(
            find(
                "select reporter_id, day, signer, selector, sum(messages), sum(pass)"
                    + " from counted_day_selector where domain_id = %1$d"
                    + " group by 1, 2, 3, 4 order by 1, 2, 3, 4"))
        .isEqualTo(find(ROWS_BY_SELECTOR));
    assertSelectorsRight();
    assertPeriodsRight();
  }

  private void assertSelectorsRight() {
    assertThat(
            signatures.selectors(domainId()).stream()
                .map(
                    one ->
                        Stream.of(
                                one.domain(),
                                one.selector(),
                                one.firstDay(),
                                one.lastDay(),
                                one.lastPassDay(),
                                one.messages(),
                                one.passMessages())
                            .map(String::valueOf)
                            .collect(Collectors.joining(" "))))
        .containsExactlyInAnyOrderElementsOf(
            find(
                "select signer, selector, min(day), max(day), max(day) filter (where coalesce > 0),"
                    + " sum(sum), sum(coalesce) from ("
                    + ROWS_BY_SELECTOR
                    + ") days group by 1, 2"));
  }

  /** Over periods that begin and end within months, on their edges, and within one month. */
  private void assertPeriodsRight() {
    String months =
        "select to_char(%s(r.day), 'YYYY-MM-DD') from report r where r.domain_id = %%1$d";
    LocalDate first = LocalDate.parse(find(months.formatted("min")).get(0));
    LocalDate last = LocalDate.parse(find(months.formatted("max")).get(0));
    LocalDate month = first.withDayOfMonth(1);
    for (Period period :
        List.of(
            new Period(first, last),
            new Period(first.plusDays(1), last.minusDays(1)),
            new Period(month, month.plusMonths(1).minusDays(1)),
            new Period(month.minusDays(1), month.plusMonths(2)),
            new Period(month.plusDays(3), month.plusDays(9)))) {
      assertThat(
              signatures.signed(domainId(), period.from(), period.to()).stream()
                  .map(
                      one ->
                          String.join(
                              " ",
                              one.domain(),
                              one.selector(),
                              Long.toString(one.messages()),
                              Long.toString(one.passMessages()))))
          .as(period.toString())
          .containsExactlyInAnyOrderElementsOf(
              find(
                  "select signer, selector, sum(sum), sum(coalesce) from ("
                      + ROWS_BY_SELECTOR
                      + ") days where day between '%s' and '%s' group by 1, 2"
                          .formatted(period.from(), period.to())
                      + " having sum(sum) <> 0"));
      assertThat(
              authors.used(domainId(), period.from(), period.to(), 1_000).stream()
                  .map(
                      one ->
                          Stream.of(one.name(), one.messages(), one.passMessages(), one.lastDay())
                              .map(String::valueOf)
                              .collect(Collectors.joining(" "))))
          .as(period.toString())
          .containsExactlyElementsOf(
              find(
                  "select header_from, sum(sum), sum(coalesce), max(day) from ("
                      + ROWS_BY_AUTHOR
                      + ") days where day between '%s' and '%s' group by 1 order by 2 desc, 1"
                          .formatted(period.from(), period.to())));
    }
  }

  /** UTC days, both included. */
  private record Period(LocalDate from, LocalDate to) {}

  /**
   * Both sides in one statement and of one snapshot, taken before it is planned: a statement that
   * is planned while a month gets its partitions knows those of one table and not yet of the other.
   */
  private void assertSameMoment() {
    String sql =
        """
        select 'sources', (select coalesce(sum(messages), 0) from report_row where domain_id = %1$d)
          - (select coalesce(sum(messages), 0) from counted_day_source where domain_id = %1$d)
        union all
        select 'reporters', (select coalesce(sum(row_count), 0) + count(*) * 1000 from report
          where domain_id = %1$d)
          - (select coalesce(sum(reports), 0) * 1000 from counted_day_reporter where domain_id = %1$d)
          - (select coalesce(sum(rows), 0) from counted_day_source where domain_id = %1$d)
        union all
        select 'authors', (select coalesce(sum(messages), 0) from report_row
          where domain_id = %1$d)
          - (select coalesce(sum(messages), 0) from counted_day_author where domain_id = %1$d)
        union all
        select 'selectors', (
          select coalesce(sum(messages), 0) from report_row w where domain_id = %1$d and exists (
            select from jsonb_array_elements(w.auth_dkim) s
            where s ->> 'domain' = 'esp.example' and s ->> 'selector' = 's1'))
          - (select coalesce(sum(messages), 0) from counted_day_selector
            where domain_id = %1$d and signer = 'esp.example' and selector = 's1')
        union all
        select 'days', (select coalesce(sum(message_count), 0) from report where domain_id = %1$d)
          - (select coalesce(sum(messages), 0) from counted_day where domain_id = %1$d)\
        """;
    assertThat(Table.rowsOfOneMoment(database, sql.formatted(domainId())))
        .containsExactly("sources 0", "reporters 0", "authors 0", "selectors 0", "days 0");
  }

  private MadeReport any(Random random) {
    ReportRow[] rows = new ReportRow[random.nextInt(6)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = MadeReport.anyRow(random);
    }
    return MadeReport.about(domain, rows)
        .withId("r-" + (random.nextInt(5) == 0 ? random.nextInt(1 + next) : next++))
        .by("Receiver " + random.nextInt(3) + " " + domain)
        .from(begin(random));
  }

  private static Instant begin(Random random) {
    return random.nextInt(20) == 0
        ? Instant.EPOCH
        : MadeReport.MARCH.plus(Duration.ofDays(random.nextInt(4) * 11));
  }

  private void store(MadeReport report) {
    entries.add(store.record(MadeReport.item(), report.alone()).intakeId());
  }

  private void together(List<MadeReport> reports) {
    store
        .recordTogether(
            reports.stream()
                .map(one -> store.draft(MadeReport.item(), one.alone()).orElseThrow())
                .toList())
        .forEach(outcome -> entries.add(outcome.intakeId()));
  }

  /** Reads an entry again, which gives another report, several, or none any more. */
  private void again(Random random, MadeReport report) {
    long entry = entries.get(random.nextInt(entries.size()));
    store.recordAgain(
        entry,
        random.nextInt(4) == 0
            ? ItemContent.of(new Document.Refused("", "No longer read.", null))
            : report.alone());
  }

  private void replaceAPartial(Random random) {
    MadeReport full = any(random).withId("partial-" + next++).with(MadeReport.anyRow(random));
    MadeReport more = full.with(MadeReport.anyRow(random));
    store.record(
        MadeReport.item(),
        ItemContent.of(
            new Document.Aggregate("", PartialCopyTest.cut(full, full.rows().size() - 1))));
    if (random.nextBoolean()) {
      folding.fold(domainId());
    }
    if (random.nextBoolean()) {
      together(List.of(more));
    } else {
      store(more);
    }
  }

  private void leaveOutOrCount(Random random) {
    reporters
        .byName("Receiver " + random.nextInt(3) + " " + domain)
        .ifPresent(
            one -> {
              if (one.exclusion() == null) {
                reporters.exclude(one.id(), "made up", "ann", MadeReport.MARCH);
              } else {
                reporters.include(one.id(), "ann", MadeReport.MARCH);
              }
            });
  }

  private void allCount() {
    for (int i = 0; i < 3; i++) {
      reporters
          .byName("Receiver " + i + " " + domain)
          .ifPresent(one -> reporters.include(one.id(), "ann", MadeReport.MARCH));
    }
  }

  /** A fold whose connection is cut off before it could commit. */
  private void foldAndDie() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      Folding.step(connection, domainId(), 1);
      statement.execute("select pg_terminate_backend(pg_backend_pid())");
    } catch (SQLException e) {
      assertThat(e.getSQLState()).startsWith("57P");
    }
  }

  private long domainId() {
    return traffic.domain(domain).orElseThrow().id();
  }

  private List<String> find(String sql) {
    return Table.rows(database, sql.formatted(domainId()));
  }
}
