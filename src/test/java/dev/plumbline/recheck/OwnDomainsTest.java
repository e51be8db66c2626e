package dev.plumbline.recheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.FakeDns;
import dev.plumbline.intake.Bounds;
import dev.plumbline.intake.Intake;
import dev.plumbline.intake.Mails;
import dev.plumbline.intake.ReportAddresses;
import dev.plumbline.intake.SecondChances;
import dev.plumbline.mime.Limits;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.store.Database;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.LearntDomains;
import dev.plumbline.store.intake.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Domains whose reports are sent here are ours; what is mailed about others waits. */
@QuarkusTest
class OwnDomainsTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final String OURS = "learnt-ours.example";

  @Inject Intake intake;
  @Inject IntakeStore store;
  @Inject IntakeQueries log;
  @Inject SecondChances chances;
  @Inject LearntDomains learnt;
  @Inject Database sql;

  private final FakeDns dns =
      new FakeDns().txt("_dmarc." + OURS, "v=DMARC1; p=none; rua=mailto:DMARC+all@" + OURS);

  /** Else mail about the domains of all other tests would be set aside. */
  @AfterEach
  void forget() {
    sql.write("delete from learnt_domain");
  }

  private ItemOutcome take(String channel, String domain, String id) {
    return intake.take(
        channel,
        "Report about " + domain,
        null,
        ReceivedBytes.of(
            Mails.xml(id).replace("intake.example", domain).getBytes(StandardCharsets.UTF_8)));
  }

  private void learn(String... addresses) {
    OwnDomains own =
        new OwnDomains(
            learnt,
            chances,
            dns,
            Clock.fixed(NOW, ZoneOffset.UTC),
            () -> Set.of(addresses),
            false,
            false);
    do {
      own.run();
    } while (addresses.length > 0 && !learnt.toAsk(NOW, NOW.minusSeconds(60), 1).isEmpty());
  }

  @Test
  void once_one_domain_is_known_to_be_ours_mail_about_others_waits() {
    assertThat(take("mailbox:test", OURS, "learnt-1").outcome())
        .as("before anything is known all counts")
        .isEqualTo(Outcome.STORED);
    learn("dmarc@" + OURS);

    assertThat(take("mailbox:test", OURS, "learnt-2").outcome()).isEqualTo(Outcome.STORED);
    assertThat(take("mailbox:test", "news." + OURS, "learnt-3").outcome())
        .as("names below are ours, too")
        .isEqualTo(Outcome.STORED);
    ItemOutcome others = take("mailbox:test", "learnt-others.example", "learnt-4");
    assertThat(others.outcome()).isEqualTo(Outcome.SET_ASIDE);
    assertThat(others.limit()).isEqualTo("own-domains");
    assertThat(others.reason()).contains("DNS had not said yet");
    assertThat(take("upload", "learnt-chosen.example", "learnt-5").outcome())
        .as("whoever uploads a file chose it")
        .isEqualTo(Outcome.STORED);

    dns.txt("_dmarc.learnt-others.example", "v=DMARC1; p=none; rua=mailto:dmarc@elsewhere.example");
    learn("dmarc@" + OURS);
    assertThat(log.entry(others.intakeId()).orElseThrow().outcome()).isEqualTo(Outcome.SET_ASIDE);
    assertThat(take("mailbox:test", "learnt-others.example", "learnt-6").reason())
        .contains("has no reports sent here");
    assertThat(chances.believe(others.intakeId()).orElseThrow().outcome())
        .as("an operator knows better")
        .isEqualTo(Outcome.STORED);
    assertThat(take("mailbox:test", "learnt-others.example", "learnt-7").outcome())
        .as("and has it monitored by that")
        .isEqualTo(Outcome.STORED);
  }

  @Test
  void what_waits_about_a_new_domain_of_ours_is_taken_in_once_dns_answers() {
    take("mailbox:test", OURS, "learnt-10");
    learn("dmarc@" + OURS);
    dns.fail("_dmarc.learnt-new.example", "TXT");
    ItemOutcome fresh = take("mailbox:test", "learnt-new.example", "learnt-11");
    learn("dmarc@" + OURS);
    assertThat(log.entry(fresh.intakeId()).orElseThrow().outcome())
        .as("no answer is no answer")
        .isEqualTo(Outcome.SET_ASIDE);

    sql.write("delete from learnt_domain where name = ?", "learnt-new.example");
    FakeDns answering =
        new FakeDns()
            .txt("_dmarc." + OURS, "v=DMARC1; p=none; rua=mailto:dmarc@" + OURS)
            .txt("_dmarc.learnt-new.example", "v=DMARC1; p=none; rua=mailto:dmarc+new@" + OURS);
    OwnDomains own =
        new OwnDomains(
            learnt,
            chances,
            answering,
            Clock.fixed(NOW, ZoneOffset.UTC),
            () -> Set.of("dmarc@" + OURS),
            false,
            false);
    own.run();
    assertThat(log.entry(fresh.intakeId()).orElseThrow().outcome()).isEqualTo(Outcome.STORED);
  }

  /** As the application takes mail in: somebody asks DNS. */
  private ItemOutcome takeAsking(String domain, String id) {
    Intake asking =
        new Intake(
            store,
            stored -> {},
            Clock.fixed(NOW, ZoneOffset.UTC),
            Limits.DEFAULT,
            new AggregateReportParser(1_000),
            Bounds.USUAL,
            name -> learnt.of(name, true),
            List.of(),
            false);
    return asking.take(
        "mailbox:test",
        "Report about " + domain,
        null,
        ReceivedBytes.of(
            Mails.xml(id).replace("intake.example", domain).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void in_the_first_minutes_mail_waits_until_the_own_domain_is_learnt() {
    ItemOutcome own = takeAsking(OURS, "learnt-30");
    ItemOutcome forged = takeAsking("learnt-stranger.example", "learnt-31");
    assertThat(own.outcome()).isEqualTo(Outcome.SET_ASIDE);
    assertThat(own.reason()).contains("DNS had not said yet");
    assertThat(forged.outcome()).isEqualTo(Outcome.SET_ASIDE);

    learn("dmarc@" + OURS);

    assertThat(log.entry(own.intakeId()).orElseThrow().outcome()).isEqualTo(Outcome.STORED);
    assertThat(log.entry(forged.intakeId()).orElseThrow().outcome())
        .as("nobody had it monitored meanwhile")
        .isEqualTo(Outcome.SET_ASIDE);
    assertThat(sql.list("select name from domain where name like 'learnt-stranger%'", row -> row))
        .isEmpty();
  }

  @Test
  void where_no_record_leads_here_or_dns_does_not_answer_all_is_taken_in() {
    dns.fail("_dmarc.learnt-away.example", "TXT");
    ItemOutcome alias = takeAsking("learnt-alias.example", "learnt-40");
    ItemOutcome away = takeAsking("learnt-away.example", "learnt-41");
    assertThat(alias.outcome()).isEqualTo(Outcome.SET_ASIDE);
    assertThat(away.outcome()).isEqualTo(Outcome.SET_ASIDE);

    learn("dmarc@learnt-alias-target.example");

    assertThat(log.entry(alias.intakeId()).orElseThrow().outcome()).isEqualTo(Outcome.STORED);
    assertThat(log.entry(away.intakeId()).orElseThrow().outcome()).isEqualTo(Outcome.STORED);
    assertThat(takeAsking("learnt-alias.example", "learnt-42").outcome())
        .as("it waits once only")
        .isEqualTo(Outcome.STORED);
  }

  @Test
  void without_an_address_nothing_is_asked_and_all_counts() {
    learn();
    assertThat(dns.asked()).isEmpty();
    assertThat(take("mailbox:test", "learnt-nobody.example", "learnt-20").outcome())
        .isEqualTo(Outcome.STORED);
  }

  @ParameterizedTest
  @CsvSource({
    "mailto:DMARC@Example.org, dmarc@example.org",
    "mailto:dmarc+google@example.org?subject=x, dmarc@example.org",
    "mailto:dmarc%40example.org, dmarc@example.org",
    "mailto:%zz, %zz",
    "dmarc@example.org, dmarc@example.org",
    "dmarc+all@bücher.example, dmarc@xn--bcher-kva.example"
  })
  void addresses_are_compared_by_the_mailbox_they_lead_to(String text, String plain) {
    assertThat(ReportAddresses.plain(text)).isEqualTo(plain);
  }
}
