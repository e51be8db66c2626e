package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportRow.DkimResult;
import dev.plumbline.report.aggregate.ReportRow.SpfResult;
import dev.plumbline.review.Judge;
import dev.plumbline.store.Database;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.RecordingDriver;
import dev.plumbline.store.RecordingDriver.Statement;
import dev.plumbline.store.intake.Folding;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.intake.ItemDraft;
import dev.plumbline.store.intake.ReceivedItem;
import dev.plumbline.store.judgement.Standings;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That pages read no rows in bulk, by what the database did for each of their queries. */
@QuarkusTest
@TestProfile(PagePlansTest.OwnReports.class)
class PagePlansTest {

  /**
   * A profile of its own begins with an empty database: what other tests left is of any size, and
   * how a query is planned depends on it.
   */
  public static final class OwnReports implements QuarkusTestProfile {}

  private static final String DOMAIN = "plans.example";
  private static final String BUSY = "198.18.7.7";
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
  private static final int DAYS = 120;
  private static final int REPORTERS = 8;
  private static final int BUSY_ROWS = 16;
  private static final int OTHER_ROWS = 8;
  private static final int OTHERS = 700;

  /**
   * Not looked at: what is asked for somebody who may see some domains and not others, of people
   * who sign in, and of single incidents.
   */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "dev.plumbline.store.intake.IntakeQueries.isVisible",
          "dev.plumbline.store.alert.Channels.byKey",
          "dev.plumbline.store.intake.TestMails.find",
          "dev.plumbline.store.digest.Subscriptions.byKey",
          "dev.plumbline.store.people.Persons.add",
          "dev.plumbline.store.people.Persons.byId",
          "dev.plumbline.store.people.Persons.bySubject",
          "dev.plumbline.store.people.Sessions.link",
          "dev.plumbline.store.people.Sessions.of",
          "dev.plumbline.store.failure.FailureQueries.examples",
          "dev.plumbline.store.failure.FailureQueries.incident",
          "dev.plumbline.store.failure.FailureQueries.mask");

  /** Pages about people and single incidents: they read nothing of aggregate reports. */
  private static final Set<String> OTHER_PAGES =
      Set.of(
          "SignInPage",
          "ProviderPage",
          "WelcomePage",
          "AccountPage",
          "UsersPage",
          "AuditPage",
          "DigestStopPage",
          "AlertStopPage",
          "FailuresPage",
          "TestMailPage",
          "ToolsPage",
          "RecordToolsPage",
          "NewRecordsPage",
          "ReportToolPage",
          "DocsPage");

  /** Pages of one kind that are looked at. */
  private static final int OF_A_KIND = 3;

  private static final Pattern HREF = Pattern.compile("href=\"(/[^\"#]*)");

  private static final Set<String> ASKING = Set.of("list", "first", "number");

  /** Rows that one query may read of a table; the made ones are some times as many. */
  private static final Map<String, Long> MOST =
      Map.of("report_row", 300L, "daily_traffic", 2_200L, "report", 500L);

  private static final long MOST_OF_OTHERS = 2_500;

  private static boolean filled;
  private static List<String> paths;
  private static List<Statement> explained;

  @Inject IntakeStore store;
  @Inject Folding folding;
  @Inject Judge judge;
  @Inject Standings standings;
  @Inject Database database;

  /** Puts the reports in and looks at all pages, once. */
  @BeforeEach
  void fill() {
    if (filled) {
      return;
    }
    filled = true;
    for (int day = 1; day < DAYS; day++) {
      LocalDate of = TODAY.minusDays(day);
      take(IntStream.range(0, REPORTERS).mapToObj(reporter -> report(reporter, of)));
    }
    folding.foldAll();
    // Of today nothing is folded yet, and somebody else's reports come in too.
    take(IntStream.range(0, REPORTERS).mapToObj(reporter -> report(reporter, TODAY)));
    take(IntStream.range(0, REPORTERS).mapToObj(PagePlansTest::ofSomebodyElse));
    judge.judgeNow(DOMAIN);
    wasFixed(domainId(database));
    // One that never comes due.
    database.write(
        """
        insert into digest (address, domains, rhythm, day, hour, zone, key, created_at)
        values ('plans@people.example', array[?], 'weekly', 1, 7, 'UTC', 'plans',
          now() + interval '10 years')\
        """,
        DOMAIN);
    database.write(
        """
        insert into alert_channel (shape, address, secret, domains, zone, key, created_at)
        values ('mail', 'plans@people.example', '', array[?], 'UTC', 'plans', now())\
        """,
        DOMAIN);
    // As many as of some hundred domains: of a handful, all are read however they are looked up.
    database.write(
        """
        insert into dns_record (domain_id, name, type, first_seen, last_seen, texts, held)
        select ?, 'n' || n / 2 || '.%s', 'DKIM', now() - n * interval '1 minute', now(),
          array['v=DKIM1; n=' || n], true
        from generate_series(1, 6000) n\
        """
            .formatted("else-" + DOMAIN),
        database.number("select id from domain where name = ?", "else-" + DOMAIN));
    database.doInTransaction(connection -> Database.run(connection, "analyze"));
    // The newest of other tests may hold what nobody is given as it came.
    paths =
        pages(
            "/intake/"
                + database.number("select max(id) from intake_log where name = 'plans.xml'"));
  }

  private void take(Stream<MadeReport> reports) {
    List<ItemDraft> items =
        reports.map(report -> store.draft(item(), report.alone()).orElseThrow()).toList();
    assertThat(store.recordTogether(items)).hasSize(REPORTERS);
  }

  /** So that its pages tell what changed, and how SPF came to its verdict. */
  private void wasFixed(long id) {
    for (String sql :
        List.of(
            """
            insert into source_check (domain_id, ip, identity, result, path, lookups, void_lookups,
              aligned, trace, checked_at, since)
            values (?, '%s', '%s', 'pass', '{}', 1, 0, true,
              '{"domain": "%2$s", "result": "PASS", "questions": [], "steps": []}', now(), now())\
            """,
            """
            insert into source_check_history (domain_id, ip, identity, since, result, path)
            values (?, '%s', '%s', now() - interval '1 day', 'fail', '{}')\
            """,
            "update sender_standing set standing = 'FIXED' where domain_id = ?"
                + " and leading_source = '%s'",
            "update source_standing set fixed = true where domain_id = ? and source_ip = '%s'")) {
      database.write(sql.formatted(BUSY, DOMAIN), id);
    }
  }

  private static long domainId(Database database) {
    return database.number("select id from domain where name = ?", DOMAIN);
  }

  private static synchronized List<Statement> explained() {
    if (explained == null) {
      explained =
          RecordingDriver.during(
              () ->
                  paths.forEach(
                      path -> assertThat(given().get(path).statusCode()).as(path).isLessThan(500)));
    }
    return explained;
  }

  private static ReceivedItem item() {
    return new ReceivedItem(
        "folder",
        "plans.xml",
        null,
        TODAY.atStartOfDay(ZoneOffset.UTC).toInstant(),
        () -> new ByteArrayInputStream(new byte[0]),
        0);
  }

  private static MadeReport report(int reporter, LocalDate day) {
    List<ReportRow> rows = new ArrayList<>();
    for (int i = 0; i < BUSY_ROWS; i++) {
      rows.add(row(BUSY, 5, "b" + i + "." + DOMAIN));
    }
    for (int i = 0; i < OTHER_ROWS; i++) {
      int other = (int) ((day.toEpochDay() * REPORTERS + reporter) * OTHER_ROWS + i) % OTHERS;
      rows.add(row("198.19." + other / 200 + "." + other % 200, 1, DOMAIN));
    }
    return report(reporter, DOMAIN, day, rows);
  }

  /** More rows than one query may read, all in open reports. */
  private static MadeReport ofSomebodyElse(int reporter) {
    return report(
        reporter,
        "else-" + DOMAIN,
        TODAY,
        IntStream.range(0, OTHERS)
            .mapToObj(i -> row("198.19." + i / 200 + "." + i % 200, 1, DOMAIN))
            .toList());
  }

  private static MadeReport report(
      int reporter, String domain, LocalDate day, List<ReportRow> rows) {
    return new MadeReport(
        "Plans Receiver " + reporter,
        "plans-" + day + "-" + reporter,
        domain,
        day.atStartOfDay(ZoneOffset.UTC).toInstant(),
        day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        rows);
  }

  private static ReportRow row(String ip, long messages, String envelope) {
    return MadeReport.row(
        ip,
        messages,
        false,
        List.of(new DkimResult(DOMAIN, "s1", "fail", null)),
        List.of(new SpfResult(envelope, "mfrom", "fail", null)));
  }

  @Test
  void no_page_reads_rows_or_totals_by_report_in_bulk() {
    assertThat(explained()).isNotEmpty();
    assertThat(explained().stream().flatMap(PagePlansTest::complaints).distinct().toList())
        .isEmpty();
  }

  @Test
  void a_query_that_reads_them_in_bulk_is_complained_of() {
    for (String sql :
        List.of(
            "select sum(messages) from counted_traffic where domain_id = ?",
            "select count(*) from report_row where domain_id = ?",
            "select max(id) from report where domain_id = ? and email like '%nobody%'")) {
      long id = domainId(database);
      List<Statement> one = RecordingDriver.during(() -> database.number(sql, id));
      assertThat(one).hasSize(1);
      assertThat(complaints(one.get(0))).as(sql).isNotEmpty();
    }
  }

  @Test
  void who_may_see_all_domains_is_not_asked_about_each() {
    assertThat(explained().stream().filter(one -> one.sql().contains("in_scope("))).isNotEmpty();
    assertThat(explained().stream().filter(one -> one.plan().toString().contains("in_scope(")))
        .isEmpty();
  }

  @Test
  void a_search_for_the_beginning_of_an_address_looks_at_one_source_of_a_sender() {
    database.write("insert into domain (name, created_at) values (?, now())", "wide-" + DOMAIN);
    long wide = database.number("select id from domain where name = ?", "wide-" + DOMAIN);
    database.write(
        """
        insert into sender_standing
        select (jsonb_populate_record(s,
          jsonb_build_object('domain_id', ?, 'sender_key', 'wide' || n))).*
        from sender_standing s cross join generate_series(1, 50) n
        where domain_id = ? and leading_source = ?::inet\
        """,
        wide,
        domainId(database),
        BUSY);
    database.write(
        """
        insert into source_standing
        select (jsonb_populate_record(s, jsonb_build_object('domain_id', ?,
          'sender_key', 'wide' || 1 + n % 50, 'source_ip', '2001:db8::' || to_hex(n)))).*
        from source_standing s cross join generate_series(1, 20000) n
        where domain_id = ? and source_ip = ?::inet\
        """,
        wide, domainId(database), BUSY);
    database.doInTransaction(
        connection -> Database.run(connection, "analyze source_standing, sender_standing"));
    for (String search : List.of("2001:db8:", "2001:db8::12", "2001:db8::13", "198.51.100.")) {
      var wanted = new Standings.Wanted(Set.of(), search, false);
      List<Statement> one =
          RecordingDriver.during(
              () ->
                  assertThat(standings.senders(wide, wanted, 0, 100).items().isEmpty())
                      .isEqualTo(!search.startsWith("2001")));
      assertThat(one).hasSize(1);
      assertThat(reads(one.get(0).plan()).getOrDefault("source_standing", 0L))
          .as(search)
          .isLessThan(60);
    }
  }

  @Test
  void every_page_is_among_them() {
    List<String> looked = paths.stream().map(path -> path.replaceFirst("[?].*", "")).toList();
    for (JavaMethod get : PageRoutes.gets()) {
      if (OTHER_PAGES.contains(get.getOwner().getSimpleName())) {
        continue;
      }
      assertThat(looked).as(get.getFullName()).anyMatch(PageRoutes.address(get).asMatchPredicate());
    }
  }

  @Test
  void every_method_of_the_store_that_a_page_can_call_is_among_them() {
    Set<String> ran = new HashSet<>();
    explained().forEach(statement -> ran.addAll(statement.callers()));
    Set<String> missing = new TreeSet<>(asking());
    missing.removeAll(ran);
    missing.removeAll(ELSEWHERE);
    assertThat(missing).isEmpty();
  }

  private static Stream<String> complaints(Statement statement) {
    return reads(statement.plan()).entrySet().stream()
        .filter(read -> read.getValue() > MOST.getOrDefault(read.getKey(), MOST_OF_OTHERS))
        .map(
            read ->
                "%,d of %s: %s"
                    .formatted(
                        read.getValue(),
                        read.getKey(),
                        statement.sql().strip().replaceAll("\\s+", " ")));
  }

  /** Methods of the store that ask the database, as far as a page can come to them. */
  private static Set<String> asking() {
    Set<JavaMethod> seen = new HashSet<>(PageRoutes.gets());
    Deque<JavaMethod> waiting = new ArrayDeque<>(seen);
    Set<String> asking = new TreeSet<>();
    while (!waiting.isEmpty()) {
      JavaMethod method = waiting.removeFirst();
      for (JavaMethodCall call : method.getMethodCallsFromSelf()) {
        JavaClass owner = call.getTargetOwner();
        if (owner.getName().equals(Database.class.getName()) && ASKING.contains(call.getName())) {
          asking.add(method.getOwner().getName() + "." + method.getName());
        }
        call.getTarget()
            .resolveMember()
            .filter(next -> next.getOwner().getPackageName().startsWith("dev.plumbline"))
            .filter(next -> !next.getOwner().getName().equals(Database.class.getName()))
            .filter(seen::add)
            .ifPresent(waiting::add);
      }
    }
    return asking;
  }

  private static Map<String, Long> reads(JsonNode plan) {
    Map<String, Long> reads = new HashMap<>();
    add(plan, reads);
    return reads;
  }

  private static void add(JsonNode node, Map<String, Long> reads) {
    if (node.has("Relation Name")) {
      String table = node.get("Relation Name").asText().replaceFirst("_(\\d{4}_\\d{2}|other)$", "");
      double rows = 0;
      for (String count :
          List.of("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")) {
        rows += node.path(count).asDouble();
      }
      reads.merge(table, Math.round(rows * node.path("Actual Loops").asDouble()), Long::sum);
    }
    node.path("Plans").forEach(child -> add(child, reads));
  }

  /** Every page that links lead to, some of each kind, beginning with the front page. */
  private static List<String> pages(String entry) {
    Map<String, Integer> kinds = new HashMap<>();
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> waiting =
        new ArrayDeque<>(
            List.of(
                "/",
                entry,
                "/?q=" + BUSY,
                "/?q=plans&state=fix&sort=failing",
                "/?group=plans",
                "/domains",
                "/history?kind=record",
                "/domains/" + DOMAIN + "/history?page=2",
                "/domains/" + DOMAIN + "/senders?sort=failing",
                "/domains/" + DOMAIN + "?days=365",
                "/domains/" + DOMAIN + "/recheck",
                "/domains/" + DOMAIN + "/sources/" + BUSY + "?days=365",
                "/domains/" + DOMAIN + "/sources/" + BUSY,
                "/domains/" + DOMAIN + "/senders?q=198.19&days=365",
                "/domains/" + DOMAIN + "/reports?q=plans&days=365",
                "/domains/" + DOMAIN + "/reports?q=receiver&days=365&page=15",
                "/domains/" + DOMAIN + "/reports?days=365&page=15",
                "/domains/" + DOMAIN + "/reports?whose=others&days=365&page=2",
                "/domains/" + DOMAIN + "/reports?whose=not-judged&days=365",
                "/domains/" + DOMAIN + "/reports?show=rejected&days=365",
                "/domains/" + DOMAIN + "/reports?q=" + BUSY + "&show=failing&days=365",
                "/domains/" + DOMAIN + "/reports?by=Plans+Receiver+1&ip=" + BUSY + "&days=365",
                "/domains/" + DOMAIN + "/reports?by=Plans+Receiver+1&show=failing&days=365",
                "/domains/" + DOMAIN + "/reports?sender=ip:" + BUSY + "&days=365",
                "/domains/" + DOMAIN + "/policy?p=reject&days=365",
                "/alerts",
                "/account/alerts",
                "/account/api",
                "/account/digests",
                "/settings",
                "/start",
                "/settings/mailboxes",
                "/settings/data",
                "/domains/" + DOMAIN + "?chart=reporters&days=365",
                "/reports?q=plans",
                "/reports?q=" + BUSY,
                "/reports?q=" + TODAY,
                "/settings/domains?q=plans",
                "/reporters?done=1",
                "/reporters?q=plans",
                "/domains/" + DOMAIN + "/reports?q=" + BUSY,
                "/domains/" + DOMAIN + "/reports?q=" + DOMAIN + "&days=365"));
    while (!waiting.isEmpty()) {
      String path = waiting.removeFirst();
      if (!seen.add(path)) {
        continue;
      }
      Matcher link = HREF.matcher(given().get(path).asString());
      while (link.find()) {
        String found = link.group(1).replace("&amp;", "&");
        boolean ours = !found.startsWith("/domains/") || found.startsWith("/domains/" + DOMAIN);
        // A table as a file is all of it, and no page.
        boolean file = found.contains("table=");
        if (ours && !file && kinds.merge(kind(found), 1, Integer::sum) <= OF_A_KIND) {
          waiting.add(found);
        }
      }
    }
    return List.copyOf(seen);
  }

  private static String kind(String path) {
    return path.replaceFirst("/senders/[^?]*", "/senders/SENDER")
        .replaceFirst("/sources/[^?]*", "/sources/SOURCE")
        .replaceAll("=[^&]*", "=")
        .replaceAll("\\d+", "0");
  }
}
