package dev.plumbline.standing;

import static dev.plumbline.standing.Facts.CHANGED;
import static dev.plumbline.standing.Facts.DOMAIN;
import static dev.plumbline.standing.Standing.AUTHORIZED;
import static dev.plumbline.standing.Standing.FORWARDER;
import static dev.plumbline.standing.Standing.REGRESSED;
import static dev.plumbline.standing.Standing.UNRECOGNIZED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.SpfResult;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What DNS was not asked, or did not answer, is not known: nothing is concluded from it. */
class UnknownDnsTest {

  /** Of these, each says something of what is published today. */
  private static final Set<Standing> BY_DNS = Set.of(REGRESSED, Standing.FIXED);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void with_dns_switched_off_no_standing_says_what_is_published(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Judgement judgement = anything(random).neverChecked().judged();
      assertThat(judgement.standing()).isNotIn(BY_DNS);
      assertThat(judgement.reasons())
          .doesNotHaveAnyElementsOfTypes(
              Reason.NotListed.class,
              Reason.KeyLost.class,
              Reason.NothingWouldPass.class,
              Reason.EnvelopeUnused.class,
              Reason.NothingShows.class,
              Reason.PassesOursOn.class);
    }
  }

  @Test
  void with_dns_switched_off_nothing_is_said_of_the_domain() {
    DomainRecords unknown = DomainRecords.unknown(DomainName.of(DOMAIN));
    SourceTraits traits =
        Traits.of(
            Facts.of(10)
                .envelope("list.example", "pass", false, 10)
                .signed(DOMAIN, "m1", "pass", true, 6)
                .neverChecked()
                .source(),
            unknown);
    DomainFacts facts = DomainFacts.of(unknown, null, List.of(traits));
    assertThat(facts.isParked()).isFalse();
    assertThat(facts.brokenSpf()).isNull();
    assertThat(facts.passingOn()).isEmpty();
    assertThat(unknown.findings(facts.brokenSpf())).isEmpty();
  }

  @Test
  void what_was_reported_stands() {
    assertThat(Facts.of(9).envelope(DOMAIN, "pass", true, 9).neverChecked().standing())
        .isEqualTo(AUTHORIZED);
    Facts stranger = Facts.of(9).envelope(DOMAIN, "fail", true, 9).neverChecked();
    assertThat(stranger.standing()).isEqualTo(UNRECOGNIZED);
    assertThat(stranger.judged().reasons()).containsExactly(new Reason.NothingShowsYet());
    Facts known = Facts.of(9).envelope(DOMAIN, "fail", true, 9).neverChecked().passedEarlier();
    assertThat(known.judged().reasons())
        .containsExactly(new Reason.NotCompared(), new Reason.PassedEarlier());
    assertThat(
            Facts.of(9)
                .envelope("list.example", "pass", false, 9)
                .overridden("forwarded", 9)
                .neverChecked()
                .standing())
        .isEqualTo(FORWARDER);
  }

  @Test
  void nobody_is_said_to_be_in_no_record_for_which_dns_never_answered() {
    Facts unanswered =
        Facts.of(9)
            .envelope(DOMAIN, "fail", true, 9)
            .now(DOMAIN, SpfResult.TEMPERROR, true, CHANGED, null, CHANGED);
    assertThat(unanswered.standing()).isEqualTo(UNRECOGNIZED);
    assertThat(unanswered.judged().reasons())
        .contains(new Reason.NothingShowsYet())
        .doesNotContain(new Reason.NothingShows())
        .as("nothing is the last known answer where there never was one")
        .doesNotHaveAnyElementsOfTypes(Reason.Unanswered.class);
    Facts answeredOnce =
        Facts.of(9)
            .envelope(DOMAIN, "fail", true, 9)
            .now(DOMAIN, SpfResult.FAIL, true, CHANGED, null, CHANGED);
    assertThat(answeredOnce.judged().reasons())
        .contains(new Reason.NothingShows())
        .hasAtLeastOneElementOfType(Reason.Unanswered.class);
  }

  @Test
  void a_record_that_asks_for_the_helo_name_neither_passes_nor_fails() {
    Facts passing =
        Facts.of(10).envelope(DOMAIN, "pass", true, 10).now(DOMAIN, SpfResult.TEMPERROR, true);
    assertThat(passing.standing()).isEqualTo(AUTHORIZED);
    assertThat(passing.judged().reasons()).contains(new Reason.NotTold(DOMAIN));
    Facts failing =
        Facts.of(10).envelope(DOMAIN, "fail", true, 10).now(DOMAIN, SpfResult.TEMPERROR, true);
    assertThat(failing.standing()).isEqualTo(UNRECOGNIZED);
    Facts known = Facts.of(10).envelope(DOMAIN, "pass", true, 10).now(DOMAIN, SpfResult.FAIL, true);
    assertThat(known.standing()).as("without such a question").isEqualTo(REGRESSED);
  }

  @Test
  void a_sender_that_receivers_pass_is_not_regressed_by_a_limit_they_do_not_keep() {
    String voids = "More than 2 lookups found nothing (RFC 7208 section 4.6.4).";
    Facts passing = Facts.of(10).envelope(DOMAIN, "pass", true, 10);
    Judgement judgement =
        passing
            .because(voids)
            .meant("ip4:192.0.2.7")
            .now(DOMAIN, SpfResult.PERMERROR, true)
            .judged();
    assertThat(judgement.standing()).isEqualTo(AUTHORIZED);
    assertThat(judgement.reasons()).contains(new Reason.LimitDiffers(DOMAIN, voids));
    assertThat(
            Facts.of(10)
                .envelope(DOMAIN, "pass", true, 10)
                .meant("ip4:192.0.2.7")
                .now(DOMAIN, SpfResult.PERMERROR, true)
                .standing())
        .as("an error that every receiver makes")
        .isEqualTo(REGRESSED);
    assertThat(
            Facts.of(10)
                .envelope(DOMAIN, "pass", true, 10)
                .because(voids)
                .now(DOMAIN, SpfResult.PERMERROR, true)
                .standing())
        .as("an address that the record does not mean")
        .isEqualTo(REGRESSED);
  }

  @Test
  void a_host_that_was_not_looked_at_may_be_one_of_ours() {
    Facts host =
        Facts.of(100)
            .envelope(DOMAIN, "fail", true, 100)
            .signed(DOMAIN, "2026", "pass", true, 70)
            .homeSelector("2026");
    assertThat(host.neverChecked().standing()).isEqualTo(AUTHORIZED);
  }

  @Test
  void a_key_that_was_not_asked_for_is_not_missing() {
    Facts signing =
        Facts.of(100).signed(DOMAIN, "m1", "pass", true, 100).now(DOMAIN, SpfResult.FAIL, true);
    assertThat(signing.standing()).isEqualTo(AUTHORIZED);
    assertThat(signing.judged().reasons().get(0)).isEqualTo(new Reason.KeyNotKnown(DOMAIN, "m1"));
    assertThat(signing.key(DOMAIN, "m1", KeyState.MISSING).standing()).isEqualTo(REGRESSED);
  }

  @Test
  void a_selector_that_no_report_tells_cannot_be_looked_up() {
    Facts untold =
        Facts.of(100).signed(DOMAIN, "", "pass", true, 100).now(DOMAIN, SpfResult.FAIL, true);
    assertThat(untold.standing()).isEqualTo(AUTHORIZED);
    assertThat(untold.judged().reasons().get(0)).isEqualTo(new Reason.KeyNotKnown(DOMAIN, ""));
    Facts toldByAnother =
        Facts.of(100)
            .signed(DOMAIN, "", "pass", true, 60)
            .signed(DOMAIN, "m1", "pass", true, 40)
            .key(DOMAIN, "m1", KeyState.MISSING)
            .now(DOMAIN, SpfResult.FAIL, true);
    assertThat(toldByAnother.standing()).isEqualTo(REGRESSED);
  }

  @Test
  void an_envelope_that_was_not_asked_for_may_pass() {
    Facts news =
        Facts.of(100)
            .envelope("news.gull.example", "pass", true, 60)
            .envelope(DOMAIN, "pass", true, 40)
            .now(DOMAIN, SpfResult.FAIL, true);
    assertThat(news.standing()).isEqualTo(AUTHORIZED);
    assertThat(news.judged().reasons()).containsExactly(new Reason.NoAnswer());
    assertThat(news.now("news.gull.example", SpfResult.TEMPERROR, true).standing())
        .isEqualTo(AUTHORIZED);
  }

  @Test
  void what_is_not_known_of_the_lesser_part_leaves_the_rest_known() {
    assertThat(
            Facts.of(100)
                .envelope("news.gull.example", "pass", true, 49)
                .envelope(DOMAIN, "pass", true, 51)
                .now(DOMAIN, SpfResult.FAIL, true)
                .standing())
        .isEqualTo(REGRESSED);
    assertThat(
            Facts.of(100)
                .envelope("news.gull.example", "pass", true, 20)
                .envelope("shop.gull.example", "pass", true, 30)
                .envelope(DOMAIN, "pass", true, 50)
                .now("shop.gull.example", SpfResult.PASS, true)
                .now(DOMAIN, SpfResult.FAIL, true)
                .standing())
        .as("with what passes, it may be most")
        .isEqualTo(AUTHORIZED);
  }

  @Test
  void a_parked_domain_condemns_nobody_whose_mail_passed_as_long_as_its_key_is_not_known() {
    Facts signing =
        Facts.of(100)
            .signed(DOMAIN, "m1", "pass", true, 100)
            .now(DOMAIN, SpfResult.FAIL, true)
            .parked();
    assertThat(signing.standing()).isEqualTo(AUTHORIZED);
    assertThat(signing.key(DOMAIN, "m1", KeyState.UNKNOWN).standing()).isEqualTo(AUTHORIZED);
  }

  private static Facts anything(Random random) {
    Facts facts = Facts.of(100);
    facts.envelope(pick(random, DOMAIN, "news.gull.example"), result(random), true, part(random));
    facts.envelope("else.example", result(random), false, part(random));
    facts.signed(DOMAIN, pick(random, "m1", "m2", ""), result(random), true, part(random));
    facts.signed("else.example", "s", result(random), false, part(random));
    if (random.nextInt(4) == 0) {
      facts.overridden(pick(random, "forwarded", "local_policy"), part(random));
    }
    if (random.nextInt(4) == 0) {
      facts.passedEarlier();
    }
    if (random.nextInt(4) == 0) {
      facts.homeSelector("m1");
    }
    if (random.nextInt(8) == 0) {
      facts.service(Service.Role.values()[random.nextInt(3)]);
    }
    if (random.nextInt(6) == 0) {
      facts.decided(Decision.Verdict.values()[random.nextInt(3)]);
    }
    return facts;
  }

  private static long part(Random random) {
    return random.nextInt(101);
  }

  private static String result(Random random) {
    return pick(random, "pass", "fail", "fail");
  }

  private static String pick(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }
}
