package dev.plumbline.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.RecordKind;
import dev.plumbline.intake.Intake;
import dev.plumbline.intake.Intake.Incoming;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Decision.Verdict;
import dev.plumbline.store.Database;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.CheckedDomains.CheckedDomain;
import dev.plumbline.store.checks.Keys.CheckedKey;
import dev.plumbline.store.checks.Records;
import dev.plumbline.store.checks.ReverseNameStore.CheckedName;
import dev.plumbline.store.checks.Verdicts.CheckedSpf;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.judgement.Decisions;
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
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Same facts, same judgement: whether reports, decisions, exclusions of reporters and changes of
 * records came one by one, all at once or in another order, and whatever the judge died of in
 * between.
 */
@QuarkusTest
class SameJudgementTest {

  private static final int HOSTS = 12;
  private static final int EVENTS = 16;
  private static final List<String> REPORTERS =
      List.of("one.same.example", "two.same.example", "three.same.example");

  /** All that a judging writes. */
  private static final List<String> TABLES =
      List.of(
          "source_standing",
          "sender_standing",
          "domain_summary",
          "standing_change",
          "sender_day",
          "standing_day",
          "simulated_traffic",
          "judging");

  @Inject Intake intake;
  @Inject Judge judge;
  @Inject Decisions decisions;
  @Inject Reporters reporters;
  @Inject TrafficQueries traffic;
  @Inject CheckStore checks;
  @Inject Database database;
  @Inject Clock clock;

  /** What happens to a domain. */
  private interface Event extends Consumer<String> {}

  /** Cuts a transaction short at the write that somebody chose, if it is about the domain. */
  @BeforeEach
  void prepareTheCut() {
    database.write("create table if not exists cut_here (domain_id bigint, left_over bigint)");
    database.write("create sequence if not exists cut_count minvalue 0 start 0");
    database.write(
        """
        create or replace function cut_here() returns trigger language plpgsql as $$
        begin
          if exists (select from cut_here
              where domain_id = coalesce(new.domain_id, old.domain_id)
                and nextval('cut_count') = left_over) then
            raise exception 'the judge died';
          end if;
          return coalesce(new, old);
        end $$""");
    for (String table : TABLES) {
      database.write(
          """
          create or replace trigger cut_here before insert or update or delete on %s
          for each row execute function cut_here()"""
              .formatted(table));
    }
  }

  @AfterEach
  void removeTheCut() {
    for (String table : TABLES) {
      database.write("drop trigger if exists cut_here on " + table);
    }
    database.write("drop function cut_here");
    database.write("drop table cut_here");
    database.write("drop sequence cut_count");
    for (String name : REPORTERS) {
      reporters.include(reporter(name), "ada", clock.instant());
    }
  }

  @Test
  void the_same_facts_give_the_same_judgement_whatever_the_way_there() {
    int deaths = 0;
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      String slow = "slow" + seed + ".same.example";
      String fast = "fast" + seed + ".same.example";
      begin(slow);
      List<Event> reports = new ArrayList<>();
      List<Event> others = new ArrayList<>();
      for (int i = 0; i < EVENTS; i++) {
        int kind = random.nextInt(10);
        Event event = kind < 5 ? report(random, i) : other(random, i, kind, slow);
        (kind < 5 ? reports : others).add(event);
        event.accept(slow);
        if (random.nextBoolean()) {
          deaths += judgeDying(slow, i - EVENTS, random);
        }
      }
      deaths += judgeDying(slow, 0, random);
      String kept = dump(slow);

      forget(slow);
      judgeAt(slow, 0);
      assertThat(dump(slow)).as("from scratch, seed " + seed).isEqualTo(kept);

      begin(fast);
      Collections.shuffle(reports, random);
      // What DNS said and somebody decided has an order of its own.
      mixed(reports, others, random).forEach(event -> event.accept(fast));
      judgeAt(fast, 0);
      assertThat(dump(fast)).as("all at once and in another order, seed " + seed).isEqualTo(kept);
    }
    assertThat(deaths).as("deaths of the judge").isGreaterThan(10);
  }

  /** The judge dies somewhere in the middle, and the next one finds everything as it was. */
  private int judgeDying(String domain, long days, Random random) {
    String before = dump(domain);
    long wishes = wishes(domain);
    database.number("select setval('cut_count', 0, false)");
    database.write("insert into cut_here values (?, ?)", id(domain), (long) random.nextInt(60));
    int deaths = 0;
    try {
      judgeAt(domain, days);
    } catch (RuntimeException e) {
      assertThat(e).hasStackTraceContaining("the judge died");
      deaths = 1;
      assertThat(dump(domain)).as("nothing of it is kept").isEqualTo(before);
      assertThat(wishes(domain)).as("it is still wanted").isEqualTo(wishes);
    } finally {
      database.write("delete from cut_here");
    }
    judgeAt(domain, days);
    return deaths;
  }

  private static List<Event> mixed(List<Event> some, List<Event> others, Random random) {
    List<Event> all = new ArrayList<>(some);
    int at = 0;
    for (Event other : others) {
      at += random.nextInt(all.size() - at + 1);
      all.add(at++, other);
    }
    return all;
  }

  // --- what happens ---

  /** Each reporter is known, and so is the domain. */
  private void begin(String domain) {
    for (String reporter : REPORTERS) {
      take(domain, today().minusDays(1), row("203.0.113.1", 3, "pass"), reporter, "begin");
    }
  }

  private Event report(Random random, int number) {
    LocalDate day = today().minusDays(random.nextInt(70));
    StringBuilder rows = new StringBuilder();
    for (int r = 0; r <= random.nextInt(4); r++) {
      rows.append(randomRow(random));
    }
    String reporter = REPORTERS.get(random.nextInt(REPORTERS.size()));
    return domain -> take(domain, day, rows.toString(), reporter, "r" + number);
  }

  private Event other(Random random, int number, int kind, String slow) {
    Instant at = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofHours(number));
    return switch (kind) {
      case 5 -> decision(random, at, slow);
      case 6 -> {
        long reporter = reporter(REPORTERS.get(random.nextInt(2)));
        yield random.nextBoolean()
            ? domain -> reporters.exclude(reporter, "doubtful", "ada", at)
            : domain -> reporters.include(reporter, "ada", at);
      }
      case 7 -> key(random, at);
      default -> records(random, at);
    };
  }

  /** Somebody decides about a sender, or about the domain as a whole. */
  private Event decision(Random random, Instant at, String slow) {
    List<String> known =
        database.list(
            "select sender_key from sender_standing where domain_id = ? order by 1",
            row -> row.getString(1),
            id(slow));
    String key =
        known.isEmpty() || random.nextInt(6) == 0
            ? Decision.WHOLE_DOMAIN
            : known.get(random.nextInt(known.size()));
    Verdict verdict = Verdict.values()[random.nextInt(Verdict.values().length)];
    return domain ->
        decisions.decide(
            id(domain),
            key.replace(slow, domain),
            new Decision(verdict, null, null, null, null, "ada", at));
  }

  private Event key(Random random, Instant at) {
    String selector = "s" + random.nextInt(2);
    KeyState state = random.nextBoolean() ? KeyState.VALID : KeyState.MISSING;
    return domain ->
        checks.keys().save(id(domain), List.of(new CheckedKey(domain, selector, state, "")), at);
  }

  /** A round of re-checks finds other records, and so other verdicts and names. */
  private Event records(Random random, Instant at) {
    String spf =
        List.of("ip4:203.0.113.0/29 -all", "ip4:203.0.113.8/29 ~all", "-all", "include:broken -all")
            .get(random.nextInt(4));
    String mode = random.nextInt(3) == 0 ? "s" : "r";
    String policy = random.nextBoolean() ? "none" : "reject";
    int named = random.nextInt(HOSTS);
    return domain -> {
      long id = id(domain);
      String text = "v=spf1 " + spf.replace("broken", "broken." + domain);
      FakeDns dns = new FakeDns().txt(domain, text);
      checks
          .domains()
          .save(id, new CheckedDomain(domain, "v=DMARC1; p=" + policy, mode, mode, text));
      Records.Notes notes = checks.records().notes(id, null, at);
      notes.found(domain, RecordKind.SPF, List.of(text));
      notes.save();
      checks
          .verdicts()
          .save(
              id,
              domain,
              IntStream.range(0, HOSTS).mapToObj(host -> verdict(dns, domain, host)).toList(),
              at);
      checks
          .names()
          .save(
              id,
              List.of(new CheckedName(ip(named), "mx" + named + "." + domain, true)),
              Map.of(),
              "servers",
              at);
      checks.domains().note(id, true, at, today().minusDays(90), at.plusSeconds(3600));
      checks.domains().judge(id);
    };
  }

  private static CheckedSpf verdict(FakeDns dns, String domain, int host) {
    return new CheckedSpf(
        ip(host),
        domain,
        true,
        new SpfEvaluator(dns).evaluate(SpfQuery.of(ip(host), domain, null)),
        null,
        null);
  }

  // --- what the test is made of ---

  private LocalDate today() {
    return LocalDate.now(clock);
  }

  private void judgeAt(String domain, long days) {
    judge.judge(domain, true, Judge.RULES_VERSION, Clock.offset(clock, Duration.ofDays(days)));
  }

  private long id(String domain) {
    return traffic.domain(domain).orElseThrow().id();
  }

  private long reporter(String name) {
    return reporters.byName(name).orElseThrow().id();
  }

  private static InetAddress ip(int host) {
    return IpAddresses.parse("203.0.113." + host).orElseThrow();
  }

  private long wishes(String domain) {
    return database.number("select count(*) from judging where domain_id = ?", id(domain));
  }

  private void forget(String domain) {
    TABLES.stream()
        .filter(table -> !table.equals("standing_change"))
        .forEach(
            table -> database.write("delete from " + table + " where domain_id = ?", id(domain)));
  }

  /** All that is kept, but for when it was found. */
  private String dump(String domain) {
    StringBuilder text = new StringBuilder();
    for (String table :
        List.of(
            "source_standing",
            "sender_standing",
            "domain_summary",
            "sender_day",
            "standing_day",
            "simulated_traffic")) {
      database
          .list(
              """
              select (to_jsonb(t) - array['since', 'domain_id', 'digest', 'checks', 'judged_at',
                'profile_id'])::text
              from %s t where domain_id = ?"""
                  .formatted(table),
              row -> row.getString(1).replace(domain, "DOMAIN"),
              id(domain))
          .stream()
          .sorted()
          .forEach(line -> text.append(table).append(' ').append(line).append('\n'));
    }
    return text.toString();
  }

  private static String randomRow(Random random) {
    String ip = "203.0.113." + random.nextInt(HOSTS);
    int messages = 1 + random.nextInt(50);
    return switch (random.nextInt(4)) {
      case 0 -> row(ip, messages, "pass");
      case 1 -> row(ip, messages, "fail");
      case 2 -> signed(ip, messages, "pass", "pass", "s" + random.nextInt(2));
      default -> signed(ip, messages, "fail", "fail", "s" + random.nextInt(2));
    };
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
