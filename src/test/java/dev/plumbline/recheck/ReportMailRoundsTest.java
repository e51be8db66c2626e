package dev.plumbline.recheck;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.plumbline.dkim.Signing;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.intake.Intake;
import dev.plumbline.intake.SecondChances;
import dev.plumbline.intake.Trust;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.Table;
import dev.plumbline.store.intake.Folding;
import dev.plumbline.store.intake.IntakeEntry;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.MailProofs;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.traffic.ReportQueries;
import dev.plumbline.store.traffic.Reporters;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Mails with reports are verified afterwards, and a forged one is held back by what that shows. */
@QuarkusTest
class ReportMailRoundsTest {

  private static final LocalDate DAY = LocalDate.of(2026, 3, 10);

  @Inject Intake intake;
  @Inject IntakeQueries log;
  @Inject SecondChances chances;
  @Inject MailProofs proofs;
  @Inject ReportQueries reports;
  @Inject Reporters reporters;
  @Inject Trust trust;
  @Inject MailConnections connections;
  @Inject Folding folding;
  @Inject DataSource database;
  @Inject Clock clock;

  private final FakeDns dns = new FakeDns();

  /** A reporter, and the domain that it reports about, as one test has them. */
  private record Pair(String test) {
    String mailDomain() {
      return test + "-mail.example";
    }

    String domain() {
      return test + "-ours.example";
    }

    String mail(String from, String id, LocalDate day, long count) {
      return """
      From: reports@%s
      To: dmarc@%s
      Subject: Report Domain: %s Report-ID: %s
      Message-ID: <%s@%s>
      MIME-Version: 1.0
      Content-Type: text/xml

      <feedback><report_metadata><org_name>%s</org_name><email>reports@%s</email>
      <report_id>%s</report_id><date_range><begin>%d</begin><end>%d</end></date_range>
      </report_metadata><policy_published><domain>%s</domain><p>none</p></policy_published>
      <record><row><source_ip>192.0.2.1</source_ip><count>%d</count><policy_evaluated>
      <disposition>none</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated></row>
      <identifiers><header_from>%s</header_from></identifiers><auth_results><spf>
      <domain>%s</domain><result>fail</result></spf></auth_results></record></feedback>
      """
          .formatted(
              from,
              domain(),
              domain(),
              id,
              id,
              from,
              mailDomain(),
              mailDomain(),
              id,
              day.atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
              day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond() - 1,
              domain(),
              count,
              domain(),
              domain())
          .replace("\n", "\r\n");
    }

    String genuine(String id, LocalDate day, long count) {
      return Signing.signed(
          Signing.rsa(),
          "d=%s; s=s1; c=relaxed/relaxed; h=from:to:subject".formatted(mailDomain()),
          mail(mailDomain(), id, day, count));
    }

    String forged(String id, LocalDate day, long count) {
      return mail(mailDomain(), id, day, count);
    }
  }

  private Pair pair(String test) {
    Pair pair = new Pair(test);
    dns.txt("s1._domainkey." + pair.mailDomain(), Signing.record(Signing.rsa()));
    return pair;
  }

  private ItemOutcome take(String mail) {
    return intake.take(
        "mailbox:test",
        "Report",
        null,
        ReceivedBytes.of(mail.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void verify() {
    new ReportMailRounds(proofs, reports, chances, trust, connections, dns, clock, false).run();
  }

  private void fold(Pair pair) {
    Table.rows(database, "select id from domain where name = '" + pair.domain() + "'")
        .forEach(id -> folding.fold(Long.parseLong(id)));
  }

  /** The reporter's mails have been proven for a week. */
  private void habit(Pair pair) {
    for (int day = 0; day < 7; day++) {
      assertThat(take(pair.genuine("habit-" + day, DAY.plusDays(day), 10)).outcome())
          .isEqualTo(Outcome.STORED);
    }
    verify();
    fold(pair);
  }

  private List<String> ids(Pair pair) {
    return Table.rows(
        database,
        "select r.report_id from report r join domain d on d.id = r.domain_id where d.name = '"
            + pair.domain()
            + "' and r.report_id not like 'habit-%' order by 1");
  }

  private IntakeEntry entry(ItemOutcome outcome) {
    return log.entry(outcome.intakeId()).orElseThrow();
  }

  @Test
  void a_forged_report_in_the_name_of_one_who_proves_himself_is_set_aside_until_somebody_decides() {
    Pair pair = pair("trust-habit");
    habit(pair);
    assertThat(reporters.byName(pair.mailDomain()).orElseThrow().proven()).isEqualTo(7);

    ItemOutcome forged = take(pair.forged("forged-1", DAY.plusDays(8), 4_000));
    ItemOutcome genuine = take(pair.genuine("genuine-1", DAY.plusDays(8), 12));
    assertThat(forged.outcome())
        .as("nothing is concluded before anybody looked")
        .isEqualTo(Outcome.STORED);
    verify();

    assertThat(entry(forged).outcome()).isEqualTo(Outcome.SET_ASIDE);
    assertThat(entry(forged).limit()).isEqualTo(Trust.PROOF);
    assertThat(entry(forged).reason())
        .contains(
            "Its mail is not proven to come from " + pair.mailDomain(),
            "7 earlier reports of",
            "came in proven mails of " + pair.mailDomain());
    assertThat(ids(pair)).containsExactly("genuine-1");
    long reporter = reporters.byName(pair.mailDomain()).orElseThrow().id();
    given()
        .get("/reporters/" + reporter)
        .then()
        .statusCode(200)
        .body(
            containsString("proven for 8 of 8 reports"),
            containsString("Of its 8 latest reports 8 came in mails that Plumbline verified"),
            containsString("Held back in its name"),
            containsString("href=\"/intake/" + forged.intakeId() + "\""));
    assertThat(entry(genuine).outcome()).isEqualTo(Outcome.STORED);

    assertThat(chances.again(forged.intakeId()).orElseThrow().outcome())
        .as("reading again believes nothing")
        .isEqualTo(Outcome.SET_ASIDE);
    assertThat(chances.believe(forged.intakeId()).orElseThrow().outcome())
        .isEqualTo(Outcome.STORED);
    verify();
    assertThat(ids(pair)).as("a decision stays").containsExactly("forged-1", "genuine-1");
  }

  @Test
  void the_page_of_a_reporter_says_what_does_not_fit_and_who_contradicts_himself() {
    Pair pair = pair("trust-odd");
    String odd =
        pair.forged("odd-1", DAY, 10)
            .replace("reports@trust-odd-mail.example</email>", "d@trust-else.example</email>")
            .replace("<spf>fail</spf></policy", "<spf>pass</spf></policy")
            .replace(
                "<domain>trust-odd-ours.example</domain><result>fail",
                "<domain>trust-evil.example</domain><result>pass")
            .replace(
                "Content-Type: text/xml",
                "Content-Type: text/xml; name=\"trust-third.example!x!1!2.xml\"");
    take(odd);
    long reporter = reporters.byName(pair.mailDomain()).orElseThrow().id();
    given()
        .get("/reporters/" + reporter)
        .then()
        .statusCode(200)
        .body(
            containsString("Of its 1 latest reports 1 came in files that are named after another"),
            containsString("1 name an e-mail address of another organization"),
            containsString("1 contradict themselves"));
    given().get("/reporters/999999999").then().statusCode(404);
  }

  @Test
  void many_at_once_do_not_make_a_habit_of_it() {
    Pair pair = pair("trust-flood");
    habit(pair);
    for (int i = 0; i < 20; i++) {
      take(pair.forged("flood-" + i, DAY.plusDays(3), 4_000));
    }
    verify();
    assertThat(ids(pair)).isEmpty();
    assertThat(log.setAside(pair.domain(), null)).hasSize(20);
  }

  @Test
  void a_report_that_another_organization_mails_waits_at_once_however_well_that_proves_itself() {
    Pair pair = pair("trust-foreign");
    habit(pair);
    dns.txt("s1._domainkey.trust-attacker.example", Signing.record(Signing.rsa()));
    ItemOutcome foreign =
        take(
            Signing.signed(
                Signing.rsa(),
                "d=trust-attacker.example; s=s1; c=relaxed/relaxed; h=from:to:subject",
                pair.mail("trust-attacker.example", "foreign-1", DAY.plusDays(2), 4_000)));
    assertThat(foreign.outcome()).isEqualTo(Outcome.SET_ASIDE);
    assertThat(foreign.reason()).contains("It was mailed by trust-attacker.example");
    verify();
    assertThat(ids(pair)).isEmpty();
  }

  @Test
  void where_dns_does_not_answer_nothing_is_concluded() {
    Pair pair = pair("trust-away");
    habit(pair);
    dns.fail("s1._domainkey." + pair.mailDomain(), "TXT");
    ItemOutcome late = take(pair.genuine("away-1", DAY.plusDays(8), 10));
    verify();
    assertThat(entry(late).outcome()).isEqualTo(Outcome.STORED);
    assertThat(proofs.of(late.intakeId())).isEmpty();
  }

  @Test
  void a_reporter_that_never_proved_itself_counts_as_it_always_did() {
    Pair pair = new Pair("trust-never");
    for (int day = 0; day < 7; day++) {
      take(pair.forged("never-" + day, DAY.plusDays(day), 10));
    }
    verify();
    fold(pair);
    ItemOutcome next = take(pair.forged("never-8", DAY.plusDays(8), 10));
    verify();
    assertThat(entry(next).outcome()).isEqualTo(Outcome.STORED);
    assertThat(proofs.of(next.intakeId())).contains(MailProofs.Verified.FAIL);
  }

  @Test
  void reports_from_before_its_keys_can_be_found_count() {
    Pair pair = pair("trust-old");
    habit(pair);
    ItemOutcome old = take(pair.forged("old-1", DAY.minusDays(100), 10));
    verify();
    assertThat(entry(old).outcome()).isEqualTo(Outcome.STORED);
  }

  @Test
  void an_absurd_sum_waits_until_its_mail_is_proven() {
    Pair pair = pair("trust-sums");
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    take(pair.forged("sums-1", today.minusDays(3), 900));
    fold(pair);
    ItemOutcome forged = take(pair.forged("sums-2", today.minusDays(2), 3_000_000));
    ItemOutcome genuine = take(pair.genuine("sums-3", today.minusDays(1), 3_000_000));
    assertThat(forged.limit()).isEqualTo(Trust.SUMS);
    assertThat(forged.reason()).contains("counts 3,000,000 messages", "more than 900");
    assertThat(genuine.limit()).isEqualTo(Trust.SUMS);
    verify();
    assertThat(ids(pair)).containsExactly("sums-1", "sums-3");
  }

  @Test
  void a_forged_report_that_was_quicker_gives_way_once_the_genuine_one_is_proven() {
    Pair pair = pair("trust-quick");
    ItemOutcome forged = take(pair.forged("same", DAY, 4_000));
    ItemOutcome genuine = take(pair.genuine("same", DAY, 12));
    assertThat(genuine.outcome()).isEqualTo(Outcome.CONFLICT);
    verify();
    assertThat(entry(genuine).outcome()).isEqualTo(Outcome.STORED);
    assertThat(entry(forged).outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(
            Table.rows(
                database,
                "select message_count from report r join domain d on d.id = r.domain_id"
                    + " where d.name = '"
                    + pair.domain()
                    + "'"))
        .containsExactly("12");
  }

  @Test
  void a_copy_that_was_forwarded_is_a_duplicate_and_no_forgery() {
    Pair pair = pair("trust-copy");
    habit(pair);
    ItemOutcome genuine = take(pair.genuine("copy", DAY.plusDays(1), 12));
    ItemOutcome copy = take(pair.forged("copy", DAY.plusDays(1), 12));
    verify();
    assertThat(entry(genuine).outcome()).isEqualTo(Outcome.STORED);
    assertThat(entry(copy).outcome()).isEqualTo(Outcome.DUPLICATE);
  }
}
