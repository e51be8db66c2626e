package dev.plumbline.estates;

import static dev.plumbline.estates.Story.DAYS;
import static dev.plumbline.standing.Standing.AUTHORIZED;
import static dev.plumbline.standing.Standing.FORWARDER;
import static dev.plumbline.standing.Standing.NEEDS_ALIGNMENT;
import static dev.plumbline.standing.Standing.NEEDS_AUTHORIZING;
import static dev.plumbline.standing.Standing.REGRESSED;
import static dev.plumbline.standing.Standing.UNRECOGNIZED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estates.Told.Of;
import dev.plumbline.standing.Readiness;
import dev.plumbline.standing.Reason;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Single hard cases through the whole program, from reports to what is advised. */
@QuarkusTest
@TestProfile(EstatesTest.OwnCatalogue.class)
class HardCasesTest {

  @Inject Told told;

  private static Story story(String name) {
    String domain = name + ".hardcase.example";
    return new Story(domain)
        .txt(domain, "v=spf1 ip4:192.0.2.10 ~all")
        .key("k1", domain)
        .withOwnServer();
  }

  @Test
  void a_spoofer_that_a_faulty_reporter_passes_stays_unrecognized_and_nothing_is_advised() {
    Story story = story("spoofed").withFaultyReporters();
    story
        .txt("evil.example", "v=spf1 ip4:203.0.113.5 ~all")
        .mail(1, DAYS, "203.0.113.5", 10, "evil.example", "pass", "evil.example d pass");
    Of spoofed = told.of(story);
    assertThat(spoofed.standing("203.0.113.5")).isEqualTo(UNRECOGNIZED);
    assertThat(spoofed.records()).isEmpty();
    assertThat(spoofed.source("203.0.113.5").figures().passed()).isZero();
  }

  @Test
  void a_spoofer_that_passes_without_a_name_at_one_reporter_stays_unrecognized() {
    Story story = story("passed-unnamed").withReporterThatRepeatsWithoutNames();
    story
        .txt("evil.example", "v=spf1 ip4:203.0.113.5 ~all")
        .mail(1, DAYS, "203.0.113.5", 10, "evil.example", "pass");
    Of spoofed = told.of(story);
    assertThat(spoofed.standing("203.0.113.5")).isEqualTo(UNRECOGNIZED);
    assertThat(spoofed.records()).isEmpty();
    assertThat(spoofed.remedy("203.0.113.5").steps()).isEmpty();
    assertThat(spoofed.standing("192.0.2.10")).isEqualTo(AUTHORIZED);
  }

  @Test
  void a_forwarder_that_a_faulty_reporter_passes_by_spf_is_never_listed() {
    for (boolean keyIsThere : new boolean[] {true, false}) {
      String domain = (keyIsThere ? "kept-key" : "lost-key") + ".hardcase.example";
      Story story =
          new Story(domain)
              .txt(domain, "v=spf1 ip4:192.0.2.10 ~all")
              .withOwnServer()
              .withFaultyReporters();
      if (keyIsThere) {
        story.key("k1", domain);
      }
      story
          .mail(1, DAYS, "203.0.113.40", 19, domain, "softfail", domain + " k1 pass")
          .mail(1, DAYS, "203.0.113.40", 1, domain, "softfail", domain + " k1 fail");
      Of forwarded = told.of(story);
      assertThat(forwarded.standing("203.0.113.40")).isEqualTo(FORWARDER);
      assertThat(forwarded.records()).noneMatch(record -> record.contains("203.0.113.40"));
    }
  }

  @Test
  void a_return_path_set_up_a_week_ago_passes() {
    Story story = story("return-path");
    String returnPath = "rp." + story.domain;
    story
        .txt(returnPath, "v=spf1 ip4:203.0.113.30 ~all")
        .txt("bounce.mailer.example", "v=spf1 ip4:203.0.113.30 ~all")
        .mail(1, 23, "203.0.113.30", 20, "bounce.mailer.example", "pass")
        .mail(24, DAYS, "203.0.113.30", 20, returnPath, "pass");
    assertThat(told.of(story).standing("203.0.113.30")).isEqualTo(AUTHORIZED);
  }

  @Test
  void a_return_path_set_up_a_week_ago_passes_whatever_one_reporter_leaves_out() {
    for (String names : List.of("envelopes", "results")) {
      Story story = story("return-path-" + names).withReporterThatNames(names);
      String returnPath = "rp." + story.domain;
      story
          .txt(returnPath, "v=spf1 ip4:203.0.113.30 ~all")
          .mail(1, 23, "203.0.113.30", 20, "bounce.mailer.example", "pass")
          .mail(24, DAYS, "203.0.113.30", 20, returnPath, "pass");
      assertThat(told.of(story).standing("203.0.113.30")).as(names).isEqualTo(AUTHORIZED);
    }
  }

  @Test
  void a_return_path_of_a_part_of_the_mail_is_no_regression() {
    Story story = story("return-path-of-a-part");
    String returnPath = "rp." + story.domain;
    story
        .txt(returnPath, "v=spf1 ip4:203.0.113.30 ~all")
        .txt("bounce.mailer.example", "v=spf1 ip4:203.0.113.30 ~all")
        .mail(1, DAYS, "203.0.113.30", 10, "bounce.mailer.example", "pass")
        .mail(23, DAYS, "203.0.113.30", 20, returnPath, "pass");
    assertThat(told.of(story).standing("203.0.113.30")).isEqualTo(NEEDS_ALIGNMENT);
  }

  @Test
  void a_rotation_to_a_key_that_was_never_published_is_regressed_since_its_day() {
    Story story = story("rotated");
    story
        .key("s1", story.domain)
        .txt("bounce.mailer.example", "v=spf1 ip4:203.0.113.20 ~all")
        .mail(1, 13, "203.0.113.20", 20, "bounce.mailer.example", "pass", story.domain + " s1 pass")
        .mail(
            14,
            DAYS,
            "203.0.113.20",
            20,
            "bounce.mailer.example",
            "pass",
            story.domain + " s2 permerror");
    Of rotated = told.of(story);
    assertThat(rotated.standing("203.0.113.20")).isEqualTo(REGRESSED);
    assertThat(rotated.source("203.0.113.20").reasons().get(0))
        .isInstanceOfSatisfying(
            Reason.KeyMissing.class,
            key -> {
              assertThat(key.selector()).isEqualTo("s2");
              assertThat(key.since()).isEqualTo(Story.FIRST.plusDays(13));
            });
    assertThat(rotated.remedy("203.0.113.20").steps())
        .anyMatch(step -> step.contains("s2._domainkey." + story.domain))
        .noneMatch(step -> step.startsWith("Have "));
  }

  @Test
  void another_customer_of_the_same_service_is_told_apart() {
    Story story = story("shared");
    story
        .key("krs", story.domain)
        .txt("mailgun.org", "v=spf1 ip4:69.72.32.0/20 ~all")
        .host("69.72.32.20", "m32-20.eu.mailgun.net")
        .host("69.72.32.21", "m32-21.eu.mailgun.net");
    String own = story.domain + " krs pass";
    String service = "mailgun.org mg pass";
    String other = "bargain.example krs pass";
    story
        .mail(1, DAYS, "69.72.32.20", 20, "mailgun.org", "pass", own, service)
        .mail(1, DAYS, "69.72.32.20", 30, "mailgun.org", "pass", other, service)
        .mail(1, DAYS, "69.72.32.21", 10, "mailgun.org", "pass", other, service);
    Of shared = told.of(story);
    assertThat(shared.standing("69.72.32.20")).isEqualTo(AUTHORIZED);
    assertThat(shared.sender("69.72.32.20").sender().name()).containsIgnoringCase("mailgun");
    assertThat(shared.sender("69.72.32.20").standing()).isEqualTo(AUTHORIZED);
    assertThat(shared.source("69.72.32.20").reasons())
        .contains(new Reason.OtherCustomers("bargain.example", 1_740));
    assertThat(shared.standing("69.72.32.21")).isEqualTo(UNRECOGNIZED);
    assertThat(shared.sender("69.72.32.21").sender().name()).isEqualTo("bargain.example");
    assertThat(shared.summary().ready().reject().blockers())
        .noneMatch(blocker -> blocker.kind() == Readiness.Kind.FIX);
  }

  @Test
  void names_of_an_access_provider_put_nobody_together() {
    String domain = "access.hardcase.example";
    Story story =
        new Story(domain)
            .txt(domain, "v=spf1 ip4:192.0.2.10 ip4:198.51.100.77 ~all")
            .key("k1", domain)
            .withOwnServer()
            .host("198.51.100.77", "host77.dyn.telenova.example")
            .host("198.51.100.200", "host200.dyn.telenova.example")
            .host("198.51.100.78", "host78.dyn.telenova.example")
            .mail(1, DAYS, "198.51.100.78", 20, domain, "softfail", domain + " k1 pass")
            .mail(1, DAYS, "198.51.100.77", 20, domain, "pass")
            .mail(1, DAYS, "198.51.100.200", 20, domain, "softfail");
    Of access = told.of(story);
    assertThat(access.standing("198.51.100.77")).isEqualTo(AUTHORIZED);
    assertThat(access.sender("198.51.100.77").standing()).isEqualTo(AUTHORIZED);
    assertThat(access.sender("198.51.100.77").sender().key()).isEqualTo("own");
    assertThat(access.sender("198.51.100.78").standing()).isEqualTo(AUTHORIZED);
    assertThat(access.standing("198.51.100.200")).isEqualTo(UNRECOGNIZED);
    assertThat(access.summary().ready().reject().blockers())
        .noneMatch(blocker -> blocker.kind() == Readiness.Kind.FIX);
  }

  @Test
  void a_help_desk_that_uses_our_envelope_domain_needs_its_include() {
    Story story = story("desk");
    story
        .txt("email.freshdesk.com", "v=spf1 ip4:159.183.64.0/20 -all")
        .host("159.183.64.9", "s9.freshdesk.com")
        .mail(1, DAYS, "159.183.64.9", 20, story.domain, "softfail", "freshemail.io fd pass");
    Of desk = told.of(story);
    assertThat(desk.standing("159.183.64.9")).isEqualTo(NEEDS_AUTHORIZING);
    assertThat(desk.records())
        .containsExactly(
            story.domain + " TXT v=spf1 ip4:192.0.2.10 include:email.freshdesk.com ~all");
    assertThat(desk.remedy("159.183.64.9").tested()).isNotNull();
  }

  @Test
  void a_host_of_a_list_goes_with_its_siblings() {
    Story story = story("list");
    for (int i = 1; i <= 4; i++) {
      story.host("203.0.113.6" + i, "lists" + i + ".college.example");
    }
    story.txt("bounces.college.example", "v=spf1 ip4:203.0.113.60/29 ~all");
    for (int i = 1; i <= 4; i++) {
      String ip = "203.0.113.6" + i;
      String[] signatures = {story.domain + " k1 fail", "college.example list pass"};
      if (i == 4) {
        story.mail(3, 9, ip, 2, "bounces.college.example", "pass", signatures);
      } else {
        story.forwarded(ip, 10, "bounces.college.example", "pass", signatures);
      }
    }
    Of list = told.of(story);
    assertThat(list.standing("203.0.113.61")).isEqualTo(FORWARDER);
    assertThat(list.standing("203.0.113.64")).isEqualTo(FORWARDER);
  }

  @Test
  void an_outage_that_is_over_blocks_nothing() {
    Story story = story("outage");
    story
        .mail(1, 9, "192.0.2.11", 50, story.domain, "pass", story.domain + " k1 pass")
        .mail(10, 11, "192.0.2.11", 50, story.domain, "none", story.domain + " k1 permerror")
        .mail(12, DAYS, "192.0.2.11", 50, story.domain, "pass", story.domain + " k1 pass")
        .host("192.0.2.11", "mail2." + story.domain);
    Of outage = told.of(story);
    assertThat(outage.standing("192.0.2.11")).isEqualTo(AUTHORIZED);
    assertThat(outage.source("192.0.2.11").reasons())
        .contains(new Reason.Outage(Story.FIRST.plusDays(9), Story.FIRST.plusDays(10), 2, 200));
    assertThat(outage.summary().ready().reject().blockers())
        .noneMatch(blocker -> blocker.kind() == Readiness.Kind.FIX);
  }

  @Test
  void an_outage_up_to_the_last_report_blocks_nothing_once_the_records_are_back() {
    Story story = story("outage-at-the-end");
    story
        .mail(
            DAYS - 2, DAYS, "192.0.2.11", 50, story.domain, "none", story.domain + " k1 permerror")
        .mail(1, DAYS - 3, "192.0.2.11", 50, story.domain, "pass", story.domain + " k1 pass")
        .host("192.0.2.11", "mail2." + story.domain);
    Of outage = told.of(story);
    assertThat(outage.standing("192.0.2.11")).isEqualTo(AUTHORIZED);
    assertThat(outage.source("192.0.2.11").reasons())
        .contains(
            new Reason.Outage(
                Story.FIRST.plusDays(DAYS - 3L), Story.FIRST.plusDays(DAYS - 1L), 3, 300));
    assertThat(outage.summary().ready().reject().blockers())
        .noneMatch(blocker -> blocker.kind() == Readiness.Kind.FIX);
  }

  @Test
  void a_rotation_that_was_turned_back_blocks_nothing() {
    Story story = story("turned-back");
    String ip = "203.0.113.20";
    String envelope = "bounce.mailer.example";
    String bad = story.domain + " s2 permerror";
    String good = story.domain + " s1 pass";
    story
        .key("s1", story.domain)
        .txt(envelope, "v=spf1 ip4:203.0.113.20 ~all")
        .mail(1, 9, ip, 20, envelope, "pass", good)
        .mail(10, 13, ip, 20, envelope, "pass", bad)
        .mail(14, DAYS, ip, 20, envelope, "pass", good);
    Of back = told.of(story);
    assertThat(back.standing(ip)).isEqualTo(AUTHORIZED);
    assertThat(back.source(ip).reasons())
        .contains(new Reason.SentAstray(Story.FIRST.plusDays(9), Story.FIRST.plusDays(12), 160));
    assertThat(back.summary().ready().reject().blockers())
        .noneMatch(blocker -> blocker.kind() == Readiness.Kind.FIX);
  }

  /** The window begins a day after the first report. */
  @Test
  void a_key_that_went_before_the_window_is_regressed() {
    Story story = story("gone-early");
    String ip = "203.0.113.21";
    String envelope = "bounce.mailer.example";
    story
        .txt(envelope, "v=spf1 ip4:203.0.113.21 ~all")
        .mail(1, 1, ip, 20, envelope, "pass", story.domain + " s1 pass")
        .mail(2, DAYS, ip, 20, envelope, "pass", story.domain + " s1 permerror");
    Of gone = told.of(story);
    assertThat(gone.standing(ip)).isEqualTo(REGRESSED);
    assertThat(gone.remedy(ip).steps())
        .anyMatch(step -> step.contains("s1._domainkey." + story.domain))
        .noneMatch(step -> step.startsWith("Have "));
    assertThat(gone.records()).isEmpty();
  }

  @Test
  void own_addresses_and_mail_behind_a_macro_service_get_their_right_names() {
    String domain = "names.hardcase.example";
    String nibbles = "2.0.0.1.0.d.b.8" + ".0".repeat(21) + ".5.0.0";
    Story story =
        new Story(domain)
            .txt(
                domain,
                "v=spf1 ip4:192.0.2.10 ip6:2001:db8::7 include:%{i}._spf.mandate.example ~all")
            .key("k1", domain)
            .withOwnServer()
            .txt("198.51.100.50._spf.mandate.example", "v=spf1 ip4:198.51.100.50 -all")
            .txt(nibbles + "._spf.mandate.example", "v=spf1 ip6:2001:db8::500 -all")
            .txt("69.72.32.50._spf.mandate.example", "v=spf1 ip4:69.72.32.50 -all")
            .host("69.72.32.50", "m32-50.eu.mailgun.net")
            .mail(1, DAYS, "198.51.100.50", 20, domain, "pass")
            .mail(1, DAYS, "2001:db8::500", 20, domain, "pass")
            .mail(1, DAYS, "2001:db8::7", 20, domain, "pass")
            .mail(1, DAYS, "69.72.32.50", 20, domain, "pass", "mailgun.org mg pass");
    Of names = told.of(story);
    for (String ip : List.of("198.51.100.50", "2001:db8::500", "2001:db8::7")) {
      assertThat(names.standing(ip)).as(ip).isEqualTo(AUTHORIZED);
      assertThat(names.sender(ip).sender().key()).as(ip).isEqualTo("own");
    }
    assertThat(names.standing("69.72.32.50")).isEqualTo(AUTHORIZED);
    assertThat(names.sender("69.72.32.50").sender().name()).containsIgnoringCase("mailgun");
  }

  @Test
  void a_record_that_asks_for_the_helo_name_is_no_failure() {
    String domain = "helo.hardcase.example";
    Story story =
        new Story(domain)
            .txt(domain, "v=spf1 ip4:192.0.2.10 include:%{h}._ehlo.mandate.example -all")
            .txt("out." + domain + "._ehlo.mandate.example", "v=spf1 ip4:198.51.100.60 -all")
            .key("k1", domain)
            .withOwnServer()
            .mail(1, DAYS, "198.51.100.60", 20, domain, "pass")
            .mail(1, DAYS, "198.51.100.61", 20, domain, "permerror");
    Of helo = told.of(story);
    assertThat(helo.standing("198.51.100.60")).isEqualTo(AUTHORIZED);
    assertThat(helo.source("198.51.100.60").reasons()).contains(new Reason.NotTold(domain));
    assertThat(helo.standing("198.51.100.61")).isEqualTo(UNRECOGNIZED);
    assertThat(helo.standing("192.0.2.10")).isEqualTo(AUTHORIZED);
  }
}
