package dev.plumbline.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.intake.Intake;
import dev.plumbline.intake.Intake.Incoming;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.DomainPlan;
import dev.plumbline.standing.remedy.DomainPlan.Part;
import dev.plumbline.standing.remedy.DomainPlan.RecordSet;
import dev.plumbline.standing.remedy.DomainPlan.Tested;
import dev.plumbline.store.Database;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.judgement.Cause;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.JudgingQueue;
import dev.plumbline.store.judgement.NextStep;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.judgement.SimulatedTraffic;
import dev.plumbline.store.judgement.SourceStanding;
import dev.plumbline.store.judgement.StandingChange;
import dev.plumbline.store.judgement.StandingChange.What;
import dev.plumbline.store.judgement.Standings.Wanted;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.Reporters;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reports, decisions and what re-checks found, in a real database. */
@QuarkusTest
class JudgeTest {

  @Inject Intake intake;
  @Inject Judge judge;
  @Inject KeptReviews kept;
  @Inject Decisions decisions;
  @Inject RemedyStore remedies;
  @Inject SimulatedTraffic simulated;
  @Inject JudgingQueue queue;
  @Inject Reporters reporters;
  @Inject TrafficQueries traffic;
  @Inject Database database;
  @Inject Clock clock;

  @Test
  void a_domain_is_judged_once_and_kept() {
    String domain = "kept.judged.example";
    take(
        domain,
        today().minusDays(2),
        row("192.0.2.10", 40, "fail") + row("192.0.2.11", 60, "pass"));
    check(domain, "192.0.2.10", "fail");
    check(domain, "192.0.2.11", "pass");
    judge.judgeNow(domain);

    DomainSummary summary = kept.summary(domain).orElseThrow();
    assertThat(summary.messages()).isEqualTo(100);
    assertThat(summary.to()).isEqualTo(today());
    assertThat(summary.from()).isEqualTo(today().minusDays(29));
    assertThat(summary.silent()).isFalse();
    assertThat(summary.lastReportDay()).isEqualTo(today().minusDays(2));
    SourceStanding passing = source(domain, "192.0.2.11");
    assertThat(passing.standing()).isEqualTo(Standing.AUTHORIZED);
    assertThat(passing.figures().messages()).isEqualTo(60);
    assertThat(source(domain, "192.0.2.10").standing()).isEqualTo(Standing.UNRECOGNIZED);
    assertThat(kept.senders(info(domain), Wanted.ALL, 0, 10).items()).isNotEmpty();
    assertThat(history(domain)).extracting(StandingChange::what).containsExactly(What.FIRST_JUDGED);
  }

  @Test
  void nothing_is_written_when_nothing_changed() {
    String domain = "unchanged.judged.example";
    take(
        domain,
        today().minusDays(2),
        row("192.0.2.10", 40, "fail") + row("192.0.2.11", 60, "pass"));
    check(domain, "192.0.2.11", "pass");
    judge.judgeNow(domain);
    String before = versions(domain);
    judge.judgeNow(domain);
    judgeRechecked(domain);
    assertThat(versions(domain)).isEqualTo(before);
  }

  @Test
  void a_report_about_one_source_rewrites_one_source() {
    String domain = "little.judged.example";
    StringBuilder rows = new StringBuilder();
    for (int i = 1; i <= 50; i++) {
      rows.append(row("198.51.100." + i, 10, i % 2 == 0 ? "pass" : "fail"));
    }
    take(domain, today().minusDays(3), rows.toString());
    judge.judgeNow(domain);
    List<String> before = sourceVersions(domain);
    take(domain, today().minusDays(1), row("198.51.100.7", 5, "fail"));
    judge.judgeNow(domain);
    List<String> after = new ArrayList<>(sourceVersions(domain));
    after.removeAll(before);
    assertThat(after).singleElement().asString().startsWith("198.51.100.7 ");
    assertThat(source(domain, "198.51.100.7").figures().messages()).isEqualTo(15);
  }

  @Test
  void what_policies_are_tried_on_is_that_of_all_senders_though_some_are_added_up() {
    String domain = "tried.judged.example";
    take(
        domain,
        today().minusDays(3),
        row("192.0.2.20", 40, "fail") + row("192.0.2.21", 60, "pass"));
    judge.judgeNow(domain);
    assertTriedOnAll(domain, 100);

    take(domain, today().minusDays(2), row("192.0.2.20", 5, "fail"));
    judge.judgeNow(domain);
    assertTriedOnAll(domain, 105);

    String before = source(domain, "192.0.2.20").sender().key();
    database.write(
        """
        insert into reverse_name (domain_id, ip, name, confirmed, checked_at)
        values (?, '192.0.2.20', ?, true, now())""",
        info(domain).id(),
        "mx." + domain);
    judgeRechecked(domain);
    assertThat(source(domain, "192.0.2.20").sender().key())
        .as("it has another sender now")
        .isNotEqualTo(before);
    assertTriedOnAll(domain, 105);

    check(domain, "192.0.2.20", "pass");
    judgeRechecked(domain);
    assertThat(source(domain, "192.0.2.20").fixed()).isTrue();
    assertTriedOnAll(domain, 105);
  }

  /** The same as where the mail of all senders is added up. */
  private void assertTriedOnAll(String domain, long messages) {
    List<String> kept = triedOn(domain);
    DomainSummary summary = this.kept.summary(domain).orElseThrow();
    simulated.refresh(info(domain).id(), summary.from(), summary.to());
    assertThat(kept).isNotEmpty().isEqualTo(triedOn(domain));
    assertThat(
            database.number(
                "select sum(messages) from simulated_traffic where domain_id = ?",
                info(domain).id()))
        .isEqualTo(messages);
  }

  private List<String> triedOn(String domain) {
    return database.list(
        "select t::text from simulated_traffic t where domain_id = ? order by 1",
        row -> row.getString(1),
        info(domain).id());
  }

  @Test
  void a_decision_is_told_as_the_cause() {
    String domain = "decided.judged.example";
    take(
        domain,
        today().minusDays(2),
        row("192.0.2.10", 40, "fail") + row("192.0.2.11", 60, "pass"));
    check(domain, "192.0.2.10", "fail");
    judge.judgeNow(domain);
    String key = source(domain, "192.0.2.10").sender().key();
    decisions.decide(
        info(domain).id(),
        key,
        new Decision(Decision.Verdict.NOT_OURS, null, null, null, null, "ada", clock.instant()));
    judge.judgeNow(domain);
    assertThat(kept.sender(info(domain), key).orElseThrow().standing())
        .isIn(Standing.UNAUTHORIZED_USE, Standing.AUTHORIZED);
    assertThat(source(domain, "192.0.2.10").standing()).isEqualTo(Standing.UNAUTHORIZED_USE);
    assertThat(history(domain))
        .filteredOn(change -> change.what() == What.STANDING)
        .allSatisfy(
            change -> {
              assertThat(change.because().cause()).isEqualTo(Cause.DECISION);
              assertThat(change.because().text()).isEqualTo("not_ours, ada");
            });
  }

  @Test
  void what_a_recheck_found_is_told_as_the_cause() {
    String domain = "rechecked.judged.example";
    take(domain, today().minusDays(2), row("192.0.2.11", 60, "pass"));
    check(domain, "192.0.2.11", "pass");
    judge.judgeNow(domain);
    check(domain, "192.0.2.11", "fail");
    judgeRechecked(domain);
    assertThat(source(domain, "192.0.2.11").standing()).isEqualTo(Standing.REGRESSED);
    StandingChange change = history(domain).get(0);
    assertThat(change.what()).isIn(What.STANDING, What.READY);
    assertThat(change.because().cause()).isEqualTo(Cause.RECHECK);
  }

  @Test
  void a_record_that_would_help_is_the_next_step_as_soon_as_it_is_found() {
    String domain = "helped.judged.example";
    take(domain, today().minusDays(2), row("192.0.2.11", 60, "pass"));
    check(domain, "192.0.2.11", "fail");
    judge.judgeNow(domain);
    String key = source(domain, "192.0.2.11").sender().key();
    assertThat(kept.summary(domain).orElseThrow().nextStep())
        .extracting(NextStep::kind, NextStep::sender)
        .containsExactly(NextStep.Kind.FIX_SENDER, key);

    RecordSet record =
        new RecordSet(
            domain,
            "TXT",
            null,
            "v=spf1 ip4:192.0.2.11 -all",
            List.of(new Part(key, "Own", "ip4:192.0.2.11", 1, true)),
            new Tested(1, 0, 0, 0, 0),
            null);
    DomainPlan plan = new DomainPlan(List.of(record), List.of(), List.of(), null);
    remedies.save(info(domain).id(), plan, Map.of(), clock.instant());
    assertThat(judge.isWaiting(domain)).isTrue();
    judge.catchUp(domain);
    assertThat(kept.summary(domain).orElseThrow().nextStep())
        .extracting(NextStep::kind, NextStep::sender)
        .containsExactly(NextStep.Kind.PUBLISH_RECORDS, key);

    remedies.save(info(domain).id(), plan, Map.of(), clock.instant());
    assertThat(judge.isWaiting(domain)).as("nothing else was found").isFalse();
  }

  @Test
  void another_version_of_the_rules_says_so() {
    String domain = "rules.judged.example";
    take(domain, today().minusDays(2), row("192.0.2.11", 60, "pass"));
    judge.judgeNow(domain);
    judge.judge(domain, true, Judge.RULES_VERSION + 1, clock);
    StandingChange change = history(domain).get(0);
    assertThat(change.what()).isEqualTo(What.RULES);
    assertThat(change.because().cause()).isEqualTo(Cause.RULES);
  }

  @Test
  void who_writes_no_more_is_silent_with_its_last_standing() {
    String domain = "silent.judged.example";
    take(domain, today().minusDays(90), row("192.0.2.11", 60, "pass"));
    for (int days = 2; days < 14; days++) {
      take(domain, today().minusDays(days), row("192.0.3.11", 60, "pass"));
    }
    judge.judgeNow(domain);
    String key = source(domain, "192.0.2.11").sender().key();
    SenderStanding silent = kept.sender(info(domain), key).orElseThrow();
    assertThat(silent.silentSince()).isEqualTo(today().minusDays(90));
    assertThat(silent.standing()).isEqualTo(Standing.AUTHORIZED);
    assertThat(kept.senders(info(domain), Wanted.of(Set.of()), 0, 10).items())
        .extracting(one -> one.sender().key())
        .doesNotContain(key);
    assertThat(kept.summary(domain).orElseThrow().silent()).isFalse();

    judgeAt(domain, 60);
    DomainSummary later = kept.summary(domain).orElseThrow();
    assertThat(later.silentSince()).isEqualTo(today().minusDays(2));
    assertThat(later.nextStep().kind()).isEqualTo(NextStep.Kind.FIND_REPORTS);
    assertThat(history(domain))
        .extracting(StandingChange::what)
        .contains(What.REPORTS, What.SILENT);
  }

  @Test
  void what_is_to_be_mended_is_the_next_step_though_nobody_reports_any_more() {
    String domain = "silent-regressed.judged.example";
    for (int days = 2; days < 9; days++) {
      take(domain, today().minusDays(days), row("192.0.2.11", 60, "pass"));
    }
    check(domain, "192.0.2.11", "fail");
    judgeAt(domain, 10);
    DomainSummary summary = kept.summary(domain).orElseThrow();
    assertThat(summary.silentSince()).isEqualTo(today().minusDays(2));
    assertThat(summary.toFix()).isEqualTo(1);
    assertThat(summary.nextStep())
        .extracting(NextStep::kind, NextStep::sender)
        .containsExactly(NextStep.Kind.FIX_SENDER, source(domain, "192.0.2.11").sender().key());
    assertThat(state(domain)).isEqualTo("regressed");
  }

  @Test
  void who_is_to_be_decided_about_is_the_next_step_though_nobody_reports_any_more() {
    String domain = "silent-unknown.judged.example";
    for (int days = 2; days < 9; days++) {
      take(domain, today().minusDays(days), row("192.0.2.11", 60, "fail"));
    }
    judgeAt(domain, 10);
    DomainSummary summary = kept.summary(domain).orElseThrow();
    assertThat(summary.silent()).isTrue();
    assertThat(summary.nextStep().kind()).isEqualTo(NextStep.Kind.DECIDE);
    assertThat(state(domain)).isEqualTo("decide");
  }

  private String state(String domain) {
    return database
        .first(
            "select state from domain_summary where domain_id = ?",
            row -> row.getString(1),
            info(domain).id())
        .orElseThrow();
  }

  @Test
  void a_sender_that_writes_rarely_is_still_expected() {
    String domain = "rare.judged.example";
    for (int weeks = 0; weeks < 4; weeks++) {
      take(domain, today().minusDays(40 + 60L * weeks), row("192.0.2.11", 60, "pass"));
    }
    take(domain, today().minusDays(2), row("192.0.3.11", 60, "pass"));
    judge.judgeNow(domain);
    SenderStanding rare =
        kept.sender(info(domain), source(domain, "192.0.2.11").sender().key()).orElseThrow();
    assertThat(rare.silent()).isFalse();
    assertThat(rare.everyDays()).isEqualTo(60);
  }

  @Test
  void a_reporter_that_is_left_out_takes_its_sources_along() {
    String domain = "without.judged.example";
    take(domain, today().minusDays(2), row("192.0.2.11", 60, "pass"));
    take(domain, today().minusDays(2), row("192.0.2.12", 60, "fail"), "liar.example");
    judge.judgeNow(domain);
    assertThat(kept.source(info(domain), ip("192.0.2.12"))).isPresent();
    long liar = reporters.byName("liar.example").orElseThrow().id();
    reporters.exclude(liar, "lies", "ada", clock.instant());
    try {
      judge.judgeNow(domain);
      assertThat(kept.source(info(domain), ip("192.0.2.12"))).isEmpty();
    } finally {
      reporters.include(liar, "ada", clock.instant());
    }
    judge.judgeNow(domain);
    assertThat(kept.source(info(domain), ip("192.0.2.12"))).isPresent();
  }

  /**
   * The same judgement comes out one report at a time, all at once, in another order, from scratch,
   * and as the days go by.
   */
  @Test
  void the_way_there_does_not_matter() {
    for (long seed = 1; seed <= 4; seed++) {
      Random random = new Random(seed);
      String slow = "slow" + seed + ".example";
      String fast = "fast" + seed + ".example";
      List<Runnable> fastSteps = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        LocalDate day = today().minusDays(random.nextInt(70));
        StringBuilder rows = new StringBuilder();
        for (int r = 0; r <= random.nextInt(4); r++) {
          rows.append(randomRow(random));
        }
        String reporter = "reporter" + random.nextInt(3) + ".example";
        String id = "r" + i;
        take(slow, day, rows.toString(), reporter, id);
        fastSteps.add(() -> take(fast, day, rows.toString(), reporter, id));
        if (random.nextInt(3) == 0) {
          String ip = "203.0.113." + random.nextInt(12);
          String result = random.nextBoolean() ? "pass" : "fail";
          check(slow, ip, result);
          judgeRechecked(slow);
        }
        judgeAt(slow, i - 12L);
      }
      judge.judgeNow(slow);
      String before = dump(slow);
      forget(slow);
      judge.judgeNow(slow);
      assertThat(dump(slow)).as("from scratch, seed " + seed).isEqualTo(before);

      Collections.shuffle(fastSteps, random);
      fastSteps.forEach(Runnable::run);
      copyChecks(slow, fast);
      judge.judgeNow(fast);
      assertThat(dump(fast).replace(fast, slow))
          .as("all at once and in another order, seed " + seed)
          .isEqualTo(before);
    }
  }

  // --- what the tests are made of ---

  private LocalDate today() {
    return LocalDate.now(clock);
  }

  /** Judges as on a later day, or an earlier one. */
  private void judgeAt(String domain, long days) {
    Clock then = Clock.offset(clock, Duration.ofDays(days));
    judge.judge(domain, true, Judge.RULES_VERSION, then);
  }

  /** Judges as after a round of re-checks that found something else. */
  private void judgeRechecked(String domain) {
    queue.want(info(domain).id(), Cause.RECHECK, null, null);
    judge.judgeNow(domain);
  }

  private static String randomRow(Random random) {
    String ip = "203.0.113." + random.nextInt(12);
    int messages = 1 + random.nextInt(50);
    return switch (random.nextInt(4)) {
      case 0 -> row(ip, messages, "pass");
      case 1 -> row(ip, messages, "fail");
      case 2 -> signed(ip, messages, "pass", "pass", "s" + random.nextInt(2));
      default -> signed(ip, messages, "fail", "fail", "s" + random.nextInt(2));
    };
  }

  private DomainInfo info(String domain) {
    return traffic.domain(domain).orElseThrow();
  }

  private static InetAddress ip(String text) {
    return IpAddresses.parse(text).orElseThrow();
  }

  private SourceStanding source(String domain, String ip) {
    return kept.source(info(domain), ip(ip)).orElseThrow();
  }

  private List<StandingChange> history(String domain) {
    return kept.history(domain, null, null, 100);
  }

  /** As a re-check would keep it. */
  private void check(String domain, String ip, String result) {
    database.write(
        """
        insert into source_check_history (domain_id, ip, identity, since, result, term, path)
        select domain_id, ip, identity, since, result, term, path from source_check
        where domain_id = ? and ip = ?::inet and identity = ? and result <> ?""",
        info(domain).id(),
        ip,
        domain,
        result);
    database.write(
        """
        insert into source_check as known (domain_id, ip, identity, result, path, lookups,
          void_lookups, aligned, trace, checked_at, since)
        values (?, ?::inet, ?, ?, '{}', 1, 0, true, '{}', now(), '2026-01-01')
        on conflict (domain_id, ip, identity) do update set result = excluded.result""",
        info(domain).id(),
        ip,
        domain,
        result);
  }

  private void copyChecks(String from, String to) {
    database.write(
        """
        insert into source_check (domain_id, ip, identity, result, path, lookups, void_lookups,
          aligned, trace, checked_at, since)
        select ?, ip, ?, result, path, lookups, void_lookups, aligned, trace, checked_at, since
        from source_check where domain_id = ?""",
        info(to).id(),
        to,
        info(from).id());
  }

  private void forget(String domain) {
    for (String table :
        List.of(
            "source_standing", "sender_standing", "domain_summary", "sender_day", "standing_day")) {
      database.write("delete from " + table + " where domain_id = ?", info(domain).id());
    }
  }

  /** All that is kept, but for when it was found. */
  private String dump(String domain) {
    StringBuilder text = new StringBuilder();
    for (String select :
        List.of(
            "select (to_jsonb(t) - 'since' - 'domain_id' - 'digest' - 'checks')::text from"
                + " source_standing t where domain_id = ? order by source_ip",
            "select (to_jsonb(t) - 'since' - 'domain_id' - 'digest')::text from sender_standing t"
                + " where domain_id = ? order by sender_key",
            "select (to_jsonb(t) - 'judged_at' - 'domain_id')::text from domain_summary t"
                + " where domain_id = ?",
            "select (to_jsonb(t) - 'domain_id')::text from sender_day t where domain_id = ?"
                + " order by sender_key, day, standing")) {
      database
          .list(select, row -> row.getString(1), info(domain).id())
          .forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  private List<String> sourceVersions(String domain) {
    return database.list(
        """
        select host(source_ip) || ' ' || xmin::text || ctid::text from source_standing
        where domain_id = ? order by source_ip""",
        row -> row.getString(1),
        info(domain).id());
  }

  private String versions(String domain) {
    return sourceVersions(domain)
        + database
            .list(
                """
                select sender_key || xmin::text || ctid::text from sender_standing
                where domain_id = ? union all
                select 'summary' || xmin::text || ctid::text from domain_summary
                where domain_id = ? union all
                select 'day' || sender_key || xmin::text || ctid::text from sender_day
                where domain_id = ? order by 1""",
                row -> row.getString(1),
                info(domain).id(),
                info(domain).id(),
                info(domain).id())
            .toString();
  }

  private void take(String domain, LocalDate day, String rows) {
    take(domain, day, rows, "reporter.example");
  }

  private void take(String domain, LocalDate day, String rows, String reporter) {
    take(domain, day, rows, reporter, day + "-" + rows.hashCode());
  }

  private void take(String domain, LocalDate day, String rows, String reporter, String id) {
    Instant begin = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    String xml =
        """
        <feedback><version>1.0</version><report_metadata><org_name>%s</org_name>
        <email>dmarc@%s</email><report_id>%s</report_id>
        <date_range><begin>%d</begin><end>%d</end></date_range></report_metadata>
        <policy_published><domain>%s</domain><p>none</p></policy_published>%s</feedback>
        """
            .formatted(
                reporter,
                reporter,
                id,
                begin.getEpochSecond(),
                begin.getEpochSecond() + 86_399,
                domain,
                rows.replace("DOMAIN", domain));
    var outcome =
        intake
            .takeAll(
                List.of(
                    new Incoming(
                        "cli", id, null, ReceivedBytes.of(xml.getBytes(StandardCharsets.UTF_8)))))
            .get(0);
    assertThat(outcome.outcome()).as(outcome.toString()).isEqualTo(Outcome.STORED);
  }

  private static String row(String ip, int messages, String result) {
    return """
        <record><row><source_ip>%s</source_ip><count>%d</count><policy_evaluated>
        <disposition>none</disposition><dkim>fail</dkim><spf>%s</spf></policy_evaluated></row>
        <identifiers><header_from>DOMAIN</header_from></identifiers>
        <auth_results><spf><domain>DOMAIN</domain><scope>mfrom</scope><result>%s</result></spf>
        </auth_results></record>
        """
        .formatted(ip, messages, result, result);
  }

  private static String signed(
      String ip, int messages, String evaluated, String result, String selector) {
    return """
        <record><row><source_ip>%s</source_ip><count>%d</count><policy_evaluated>
        <disposition>none</disposition><dkim>%s</dkim><spf>fail</spf></policy_evaluated></row>
        <identifiers><header_from>DOMAIN</header_from></identifiers>
        <auth_results><dkim><domain>DOMAIN</domain><selector>%s</selector><result>%s</result></dkim>
        <spf><domain>bounces.other.example</domain><scope>mfrom</scope><result>fail</result></spf>
        </auth_results></record>
        """
        .formatted(ip, messages, evaluated, selector, result);
  }
}
