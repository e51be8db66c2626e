package dev.plumbline.alert;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.review.Judge;
import dev.plumbline.store.Database;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.Scope;
import dev.plumbline.store.alert.Alert;
import dev.plumbline.store.alert.AlertFacts.Refused;
import dev.plumbline.store.alert.AlertKind;
import dev.plumbline.store.alert.Alerts;
import dev.plumbline.store.intake.IntakeStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That what is kept of a domain leads to the alerts that it should, and to none before. */
@QuarkusTest
class AlertWatchTest {

  private static final String DOMAIN = "watch.alert-watch-test.example";
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final LocalDate YESTERDAY = LocalDate.of(2026, 11, 22);

  @Inject IntakeStore store;
  @Inject Judge judge;
  @Inject Database database;
  @Inject Alerts alerts;

  private long domain;
  private String sender;

  @BeforeEach
  void seed() {
    for (int day = 1; day <= 12; day++) {
      store.record(
          MadeReport.item(),
          MadeReport.about(DOMAIN, MadeReport.row("198.51.100.9", 100, true))
              .by("Silent Alert Reporter")
              .withId("watch-" + day)
              .from(Instant.parse("2026-11-%02dT00:00:00Z".formatted(day)))
              .alone());
    }
    judge.judgeNow(DOMAIN);
    domain = database.number("select id from domain where name = ?", DOMAIN);
    sender =
        database
            .first(
                "select sender_key from sender_standing where domain_id = ?",
                row -> row.getString(1),
                domain)
            .orElseThrow();
    database.write("delete from alert where domain = ?", DOMAIN);
    clean();
    database.write(
        "insert into alert_watch (name, at) values ('began', ?)", NOW.minus(Duration.ofDays(5)));
  }

  @AfterEach
  void clean() {
    database.write("delete from alert_watch");
    database.write("delete from mailbox_state where name like 'alert-watch%'");
    database.write("delete from api_token where name = 'alert-watch'");
    database.write("delete from dns_record where domain_id = ?", domain);
    database.write("delete from source_check where domain_id = ?", domain);
    database.write("delete from transport_check where domain_id = ?", domain);
  }

  private Set<AlertKind> round(Instant at) {
    database.write("delete from alert_watch where name = 'traffic'");
    new AlertWatch(database, alerts, Clock.fixed(at, ZoneOffset.UTC), true).round();
    return open().stream()
        .map(Alert::kind)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(AlertKind.class)));
  }

  private List<Alert> open() {
    return alerts.open(Scope.of(List.of(DOMAIN)), NOW, 1_000);
  }

  private Alert open(AlertKind kind) {
    return open().stream().filter(one -> one.kind() == kind).findFirst().orElseThrow();
  }

  @Test
  void what_is_kept_of_a_domain_leads_to_alerts_that_say_why_and_end_with_it() {
    database.write(
        "update domain_summary set losing_messages = 0, silent_since = null where domain_id = ?",
        domain);
    Set<AlertKind> before = round(NOW);
    assertThat(before)
        .doesNotContain(
            AlertKind.LOSING_MAIL,
            AlertKind.REGRESSED,
            AlertKind.RECORD_CHANGED,
            AlertKind.LOOKUPS,
            AlertKind.EXPIRING);
    put();
    assertThat(round(NOW))
        .contains(
            AlertKind.LOSING_MAIL,
            AlertKind.REGRESSED,
            AlertKind.RECORD_CHANGED,
            AlertKind.LOOKUPS,
            AlertKind.EXPIRING);
    assertThat(open(AlertKind.LOSING_MAIL).says()).contains("12 messages");
    assertThat(open(AlertKind.RECORD_CHANGED).why())
        .contains("It was “v=spf1 -all” and is “v=spf1 ~all”");
    assertThat(open(AlertKind.LOOKUPS).says()).contains("9 of the ten DNS lookups");
    assertThat(open(AlertKind.EXPIRING).href()).endsWith("/tls");
    assertThat(open()).allMatch(one -> one.why().length() > 20);
    database.write("update domain_summary set losing_messages = 0 where domain_id = ?", domain);
    assertThat(round(NOW.plusSeconds(60)))
        .doesNotContain(AlertKind.LOSING_MAIL)
        .contains(AlertKind.REGRESSED);
  }

  @Test
  void a_sender_is_new_unless_its_mail_was_only_called_otherwise_or_its_domain_is_new() {
    assertThat(isNew("2026-11-20", Duration.ofDays(20))).isTrue();
    assertThat(isNew("2026-10-20", Duration.ofDays(20))).as("called otherwise before").isFalse();
    assertThat(isNew("2026-11-20", Duration.ofHours(20))).as("the domain is new").isFalse();
  }

  private boolean isNew(String firstSeen, Duration known) {
    database.write("delete from alert where domain = ?", DOMAIN);
    database.write("delete from standing_change where domain_id = ?", domain);
    database.write(
        "update sender_standing set standing = 'AUTHORIZED', first_seen = ?::date"
            + " where domain_id = ?",
        firstSeen,
        domain);
    Instant at = NOW.minus(Duration.ofHours(1));
    change(at, "sender", sender, "appeared");
    change(at.minus(known), "domain", "", "first_judged");
    return round(NOW).contains(AlertKind.NEW_SENDER);
  }

  private void change(Instant at, String subject, String key, String what) {
    database.write(
        """
        insert into standing_change (domain_id, id, at, subject, sender_key, sender_name, what,
          cause, detail)
        values (?, nextval('standing_change_id'), ?, ?, ?, 'Anybody', ?, 'reports', '{"reports": []}')\
        """,
        domain,
        at,
        subject,
        key,
        what);
  }

  private void put() {
    database.write("update domain_summary set losing_messages = 12 where domain_id = ?", domain);
    database.write(
        """
        update sender_standing set standing = 'REGRESSED', silent_since = null
        where domain_id = ?\
        """,
        domain);
    for (int i = 0; i < 2; i++) {
      database.write(
          """
          insert into dns_record (domain_id, name, type, first_seen, last_seen, texts)
          values (?, ?, 'SPF', ?, ?, array[?])\
          """,
          domain,
          DOMAIN,
          NOW.minus(Duration.ofHours(30 - 29 * i)),
          NOW,
          i == 0 ? "v=spf1 -all" : "v=spf1 ~all");
    }
    database.write(
        """
        insert into source_check (domain_id, ip, identity, result, path, lookups, void_lookups,
          aligned, trace, checked_at, since)
        values (?, '198.51.100.9', ?, 'pass', '{}', 9, 0, true, '{}', ?, ?)\
        """,
        domain,
        DOMAIN,
        NOW,
        NOW);
    database.write(
        """
        insert into transport_check (domain_id, checked_at, published) values (?, ?, ?::jsonb)\
        """,
        domain,
        NOW,
        """
        {"stsState": "NONE", "patterns": [], "hostState": "THERE", "hosts": [], "uncovered": [],
         "tlsRptState": "NONE", "tlsaState": "NONE", "tlsa": [], "problems": [],
         "servers": [{"host": "mx.%s", "state": "FITS", "until": "%s", "words": "It fits."}]}\
        """
            .formatted(DOMAIN, NOW.plus(Duration.ofDays(3))));
  }

  @Test
  void a_day_outside_of_its_own_past_is_told_and_a_usual_one_is_not() {
    database.write("delete from sender_day where domain_id = ?", domain);
    database.write("delete from standing_day where domain_id = ?", domain);
    database.write(
        "update sender_standing set standing = 'AUTHORIZED' where domain_id = ?", domain);
    for (int day = 0; day <= 28; day++) {
      day(YESTERDAY.minusDays(day), 1_000, 10, 5);
    }
    assertThat(round(NOW)).doesNotContain(AlertKind.FAILING_MORE, AlertKind.SPOOFING);
    database.write("delete from sender_day where domain_id = ? and day = ?", domain, YESTERDAY);
    database.write("delete from standing_day where domain_id = ? and day = ?", domain, YESTERDAY);
    day(YESTERDAY, 1_000, 300, 900);
    assertThat(round(NOW)).contains(AlertKind.FAILING_MORE, AlertKind.SPOOFING);
    assertThat(open(AlertKind.FAILING_MORE).says()).contains("30.0 % of 1,000 messages");
    assertThat(open(AlertKind.SPOOFING).why()).contains("at most 5 messages a day");
  }

  private void day(LocalDate day, long messages, long failing, long strangers) {
    database.write(
        """
        insert into sender_day values (?, ?, 'AUTHORIZED', ?, ?, ?, ?, 0, 0, 0)\
        """,
        domain,
        sender,
        day,
        messages,
        messages - failing,
        messages - failing);
    database.write(
        "insert into standing_day values (?, ?, 'AUTHORIZED', ?, ?, ?, 0, 0, 0)",
        domain,
        day,
        messages,
        messages - failing,
        messages - failing);
    database.write(
        "insert into standing_day values (?, ?, 'UNRECOGNIZED', ?, 0, 0, 0, 0, ?)",
        domain,
        day,
        strangers,
        strangers);
  }

  @Test
  void what_runs_itself_is_watched_too() {
    database.write(
        """
        insert into mailbox_state (name, last_poll_at, last_success_at, last_error)
        values ('alert-watch', ?, ?, 'The password is wrong.')\
        """,
        NOW,
        NOW.minus(Duration.ofDays(3)));
    database.write(
        """
        insert into api_token (key_hash, name, rights, created_at, ends_at, used_at)
        values ('\\x0a1e', 'alert-watch', '{read}', ?, ?, ?)\
        """,
        NOW,
        NOW.plus(Duration.ofDays(2)),
        NOW);
    round(NOW);
    assertThat(said())
        .contains(
            "The mailbox \"alert-watch\" cannot be read.",
            "Silent Alert Reporter reports about none of your domains any more.")
        .anyMatch(one -> one.startsWith("The token \"alert-watch\" ends on"));
    assertThat(alerts.open(Scope.of(List.of(DOMAIN)), NOW, 1_000))
        .as("who sees some domains is told of these only")
        .allMatch(one -> one.domain().equals(DOMAIN));
  }

  @Test
  void who_was_silent_before_the_first_report_came_in_is_history_and_no_alert() {
    database.write(
        "update domain_summary set silent_since = '2026-11-12' where domain_id = ?", domain);
    cameFirst(MadeReport.MARCH);
    assertThat(round(NOW)).contains(AlertKind.DOMAIN_SILENT);
    assertThat(said()).anyMatch(one -> one.startsWith("Silent Alert Reporter reports about none"));
    cameFirst(Instant.parse("2026-11-20T09:00:00Z"));
    assertThat(round(NOW.plusSeconds(60))).doesNotContain(AlertKind.DOMAIN_SILENT);
    assertThat(said()).noneMatch(one -> one.startsWith("Silent Alert Reporter reports about none"));
    cameFirst(Instant.parse("2026-11-19T09:00:00Z"));
    assertThat(round(NOW.plusSeconds(120)))
        .as("reports of a day come in within a week")
        .contains(AlertKind.DOMAIN_SILENT);
    cameFirst(MadeReport.MARCH);
  }

  private void cameFirst(Instant at) {
    database.write("update domain set created_at = ? where id = ?", at, domain);
    database.write("update report set received_at = ? where domain_id = ?", at, domain);
  }

  @Test
  void a_reporter_that_tells_nothing_any_more_is_an_entry_of_the_history_that_leads_to_it() {
    round(NOW);
    long reporter =
        database.number("select id from reporter where name = ?", "Silent Alert Reporter");
    for (String list : List.of("/history", "/domains/" + DOMAIN + "/history")) {
      String joint = list.equals("/history") ? "?" : "?days=30&";
      assertThat(given().get(list + joint + "kind=reporter").asString())
          .as(list)
          .contains("<a href=\"/reporters/" + reporter + "\">Silent Alert Reporter</a>")
          .contains("Reports about none of your domains any more.")
          .contains("its last report is of 12 Nov 2026");
    }
    assertThat(given().get("/history").asString()).contains("/reporters/" + reporter + "\"");
    assertThat(given().get("/reporters/" + reporter).statusCode()).isEqualTo(200);
  }

  @Test
  void more_refusals_than_on_any_day_before_are_told_and_single_ones_are_not() {
    assertThat(RunningRules.of(new Refused(2, 50, 0, "no"))).isEmpty();
    assertThat(RunningRules.of(new Refused(7, 50, 9, "no"))).isEmpty();
    assertThat(RunningRules.of(new Refused(10, 50, 9, "too large")).orElseThrow().why())
        .contains("at most 9 on a day", "too large");
  }

  @Test
  void a_disk_is_told_of_when_a_twentieth_is_left() {
    assertThat(RunningRules.disk("host", "/data", 60L << 30, 1_000L << 30)).isEmpty();
    assertThat(RunningRules.disk("host", "/data", 40L << 30, 1_000L << 30).orElseThrow().says())
        .contains("40.0 GiB of 1000.0 GiB");
  }

  @Test
  void a_full_disk_of_another_server_is_over_when_that_server_finds_it_so_or_is_gone() {
    database.write(
        """
        insert into replica (name, version, started_at, seen_at)
        values ('elsewhere:1:ab', 'any', clock_timestamp(), clock_timestamp())\
        """);
    alerts.keep(
        EnumSet.of(AlertKind.DISK),
        List.of(RunningRules.disk("elsewhere", "/data", 1L << 30, 1_000L << 30).orElseThrow()),
        NOW);
    round(NOW);
    assertThat(fullDisks()).contains("elsewhere");
    database.write("delete from replica where name = 'elsewhere:1:ab'");
    round(NOW);
    assertThat(fullDisks()).doesNotContain("elsewhere");
  }

  @Test
  void
      a_mailbox_by_which_nothing_comes_is_told_of_while_it_is_read_and_not_when_it_is_set_no_more() {
    database.write(
        """
        insert into intake_log (received_at, channel, name, outcome, reason)
        select ?::timestamptz - n * interval '6 hours', 'mailbox:alert-watch', 'one',
          'not_a_report', 'It is none.'
        from generate_series(12, 40) n\
        """,
        NOW);
    String says = "Nothing comes by the mailbox \"alert-watch\" any more.";
    read(NOW.minusSeconds(60));
    round(NOW);
    assertThat(said()).contains(says);
    read(NOW.minus(Duration.ofDays(2)));
    round(NOW);
    assertThat(said()).doesNotContain(says);
    database.write("delete from intake_log where channel = 'mailbox:alert-watch'");
  }

  private void read(Instant at) {
    database.write("delete from mailbox_state where name = 'alert-watch'");
    database.write(
        """
        insert into mailbox_state (name, last_poll_at, last_success_at)
        values ('alert-watch', ?, ?)\
        """,
        at,
        at);
  }

  private List<String> said() {
    return alerts.open(Scope.EVERYTHING, NOW, 1_000).stream().map(Alert::says).toList();
  }

  private List<String> fullDisks() {
    return alerts.open(Scope.EVERYTHING, NOW, 1_000).stream()
        .filter(one -> one.kind() == AlertKind.DISK)
        .map(Alert::name)
        .toList();
  }
}
