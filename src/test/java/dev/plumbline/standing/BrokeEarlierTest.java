package dev.plumbline.standing;

import static dev.plumbline.standing.Facts.DOMAIN;
import static dev.plumbline.standing.Standing.NEEDS_ALIGNMENT;
import static dev.plumbline.standing.Standing.NEEDS_AUTHORIZING;
import static dev.plumbline.standing.Standing.REGRESSED;
import static dev.plumbline.standing.Standing.UNRECOGNIZED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What broke before the period is broken still: the days that pass change no standing. */
class BrokeEarlierTest {

  private static final ReportedSpf FOREIGN = Facts.envelope("bounce.mailer.example", "pass", false);
  private static final ReportedDkim GOOD = Facts.signature(DOMAIN, "s1", "pass", true);
  private static final ReportedDkim BROKEN = Facts.signature(DOMAIN, "s1", "permerror", true);

  /** A service with an envelope of its own, and signatures of ours on some of its mail. */
  private static Facts signing(long signed, String selector) {
    return Facts.of(100)
        .envelope("bounce.mailer.example", "pass", false, 100)
        .signed(DOMAIN, selector, "permerror", true, signed)
        .now(DOMAIN, SpfResult.FAIL, true);
  }

  @Test
  void a_key_that_went_before_the_period_is_to_be_restored() {
    Facts facts =
        signing(100, "s1").key(DOMAIN, "s1", KeyState.MISSING, KeyState.VALID).passedEarlier();
    assertThat(facts.standing()).isEqualTo(REGRESSED);
    assertThat(facts.judged().reasons())
        .containsExactly(
            new Reason.KeyLost(DOMAIN, "s1", "The key is MISSING."), new Reason.PassedEarlier());
    assertThat(SourceJudge.lostKeys(facts.source())).extracting(KeyNow::selector).contains("s1");
    assertThat(SourceJudge.missingKeys(facts.source())).isEmpty();
  }

  @Test
  void a_key_that_nobody_saw_is_to_be_published_where_mail_passed_earlier() {
    Facts facts = signing(100, "s2").key(DOMAIN, "s2", KeyState.REVOKED).passedEarlier();
    assertThat(facts.standing()).isEqualTo(REGRESSED);
    assertThat(facts.judged().reasons().get(0))
        .isEqualTo(
            new Reason.KeyMissing(DOMAIN, "s2", "The key is REVOKED.", LocalDate.of(2026, 11, 1)));
    assertThat(SourceJudge.missingKeys(facts.source())).extracting(KeyNow::selector).contains("s2");
    assertThat(SourceJudge.lostKeys(facts.source())).isEmpty();
  }

  @Test
  void what_never_passed_did_not_break() {
    assertThat(signing(100, "s1").key(DOMAIN, "s1", KeyState.MISSING, KeyState.VALID).standing())
        .isEqualTo(UNRECOGNIZED);
    assertThat(
            signing(100, "s1")
                .key(DOMAIN, "s1", KeyState.MISSING)
                .service(Service.Role.HIRED)
                .standing())
        .isEqualTo(NEEDS_ALIGNMENT);
  }

  @Test
  void a_key_that_is_there_or_not_known_did_not_break() {
    for (KeyState state : List.of(KeyState.VALID, KeyState.UNKNOWN)) {
      assertThat(
              Facts.of(100)
                  .envelope("bounce.mailer.example", "pass", false, 100)
                  .signed(DOMAIN, "s1", "fail", true, 100)
                  .now(DOMAIN, SpfResult.FAIL, true)
                  .key(DOMAIN, "s1", state)
                  .verifiedSelector("s1")
                  .passedEarlier()
                  .standing())
          .as(state.toString())
          .isEqualTo(NEEDS_ALIGNMENT);
    }
  }

  @ParameterizedTest(name = "{0} of 100 messages are signed so: {1}")
  @CsvSource({"50, REGRESSED", "49, NEEDS_ALIGNMENT"})
  void most_of_its_mail_needs_the_key(long signed, Standing standing) {
    assertThat(
            signing(signed, "s1")
                .key(DOMAIN, "s1", KeyState.MISSING, KeyState.VALID)
                .passedEarlier()
                .standing())
        .isEqualTo(standing);
  }

  @Test
  void a_report_that_tells_no_selector_counts_with_the_others() {
    assertThat(
            signing(30, "s1")
                .signed(DOMAIN, "", "fail", true, 20)
                .key(DOMAIN, "s1", KeyState.MISSING, KeyState.VALID)
                .passedEarlier()
                .standing())
        .isEqualTo(REGRESSED);
  }

  /** More than a tenth that passed is enough by itself; what passed less passed until a day. */
  @ParameterizedTest(name = "for {0} of 30 days")
  @CsvSource({"4", "3", "1"})
  void the_last_days_that_passed_may_leave_the_period(int days) {
    Facts facts =
        Facts.of(0)
            .now(DOMAIN, SpfResult.FAIL, true)
            .key(DOMAIN, "s1", KeyState.MISSING)
            .sent(1, days, FOREIGN, GOOD)
            .sent(days + 1, 30, FOREIGN, BROKEN);
    assertThat(facts.standing()).isEqualTo(REGRESSED);
    assertThat(facts.judged().reasons())
        .contains(
            new Reason.KeyLost(DOMAIN, "s1", "The key is MISSING."),
            new Reason.PassedUntil(LocalDate.of(2026, 11, days)));
  }

  @Test
  void a_few_that_pass_among_those_that_fail_show_no_day() {
    Facts facts =
        Facts.of(0)
            .now(DOMAIN, SpfResult.FAIL, true)
            .key(DOMAIN, "s1", KeyState.MISSING)
            .sent(1, 30, FOREIGN, BROKEN)
            .sent(2, 2, List.of(3L), FOREIGN, GOOD);
    assertThat(facts.standing()).isEqualTo(NEEDS_ALIGNMENT);
  }

  // --- a listing ---

  @Test
  void a_listing_that_went_before_the_period_is_to_be_restored() {
    Facts facts = listed(SpfResult.FAIL, SpfResult.PASS, 100).passedEarlier();
    assertThat(facts.standing()).isEqualTo(REGRESSED);
    assertThat(facts.judged().reasons().get(0))
        .isEqualTo(
            new Reason.NotListed(DOMAIN, SpfResult.FAIL, "-all", LocalDate.of(2026, 11, 12), true));
    assertThat(listed(SpfResult.PERMERROR, SpfResult.PASS, 100).passedEarlier().standing())
        .as("its record broke")
        .isEqualTo(REGRESSED);
  }

  @Test
  void an_address_that_was_never_listed_or_never_passed_did_not_break() {
    assertThat(listed(SpfResult.FAIL, null, 100).passedEarlier().standing())
        .isEqualTo(NEEDS_AUTHORIZING);
    assertThat(listed(SpfResult.FAIL, SpfResult.SOFTFAIL, 100).passedEarlier().standing())
        .isEqualTo(NEEDS_AUTHORIZING);
    assertThat(listed(SpfResult.FAIL, SpfResult.PASS, 100).listedEarlier().standing())
        .isEqualTo(NEEDS_AUTHORIZING);
  }

  @ParameterizedTest(name = "{0} of 100 messages use the envelope domain: {1}")
  @CsvSource({"50, REGRESSED", "49, NEEDS_ALIGNMENT"})
  void most_of_its_mail_uses_the_envelope_domain(long ours, Standing standing) {
    assertThat(listed(SpfResult.FAIL, SpfResult.PASS, ours).passedEarlier().standing())
        .isEqualTo(standing);
  }

  @Test
  void a_listing_that_went_is_told_before_a_key_that_never_was() {
    Facts facts =
        listed(SpfResult.FAIL, SpfResult.PASS, 100)
            .signed(DOMAIN, "s2", "permerror", true, 100)
            .key(DOMAIN, "s2", KeyState.MISSING)
            .passedEarlier();
    assertThat(facts.judged().reasons().get(0)).isInstanceOf(Reason.NotListed.class);
    assertThat(SourceJudge.missingKeys(facts.source())).isEmpty();
  }

  // --- a listing that nobody saw ---

  private static final String OWN = "out1.gull.example";

  @Test
  void a_host_of_ours_that_passed_before_anybody_looked_broke_too() {
    Facts facts = listed(SpfResult.FAIL, null, 100).host(OWN, true).passedEarlier();
    assertThat(facts.standing()).isEqualTo(REGRESSED);
    assertThat(facts.judged().reasons())
        .containsExactly(
            new Reason.NotListed(DOMAIN, SpfResult.FAIL, "-all", null, true),
            new Reason.PassedEarlier());
    assertThat(
            listed(SpfResult.FAIL, SpfResult.SOFTFAIL, 100)
                .host(OWN, true)
                .passedEarlier()
                .standing())
        .as("the end of its record changed later")
        .isEqualTo(REGRESSED);
  }

  @Test
  void a_host_of_ours_that_never_passed_did_not_break() {
    assertThat(listed(SpfResult.FAIL, null, 100).host(OWN, true).standing())
        .isEqualTo(NEEDS_AUTHORIZING);
  }

  /** What passed of it may have been mail of others that it passed on. */
  @ParameterizedTest(name = "{0}, confirmed: {1}")
  @CsvSource({"out1.gull.example, false", "out1.relay.example, true"})
  void a_host_that_only_claims_to_be_ours_or_does_not_is_not_said_to_have_broken(
      String name, boolean confirmed) {
    Facts facts = listed(SpfResult.FAIL, null, 100).host(name, confirmed).passedEarlier();
    assertThat(facts.standing()).isEqualTo(NEEDS_AUTHORIZING);
    assertThat(SourceJudge.mayBeListed(facts.source(), facts.domain(), null)).isFalse();
  }

  @Test
  void a_record_that_changed_once_more_leaves_broken_what_an_earlier_one_listed() {
    assertThat(
            listed(SpfResult.FAIL, SpfResult.SOFTFAIL, 100)
                .listedEarlier()
                .passedEarlier()
                .standing())
        .isEqualTo(REGRESSED);
    assertThat(listed(SpfResult.FAIL, SpfResult.SOFTFAIL, 100).listedEarlier().standing())
        .isEqualTo(NEEDS_AUTHORIZING);
  }

  @Test
  void what_a_broken_record_would_list_and_passed_earlier_broke_with_it() {
    Facts broken =
        Facts.of(100)
            .brokenRecord()
            .envelope(DOMAIN, "permerror", true, 100)
            .meant("ip4:192.0.2.7")
            .now(DOMAIN, SpfResult.PERMERROR, true);
    assertThat(broken.standing()).isEqualTo(NEEDS_AUTHORIZING);
    assertThat(broken.passedEarlier().standing()).isEqualTo(REGRESSED);
  }

  @ParameterizedTest(name = "{0} of 100 messages use the envelope domain: {1}")
  @CsvSource({"50, REGRESSED", "49, NEEDS_ALIGNMENT"})
  void most_of_the_mail_of_a_host_of_ours_uses_the_envelope_domain(long ours, Standing standing) {
    assertThat(listed(SpfResult.FAIL, null, ours).host(OWN, true).passedEarlier().standing())
        .isEqualTo(standing);
  }

  @Test
  void the_last_days_that_passed_of_a_host_of_ours_may_leave_the_period() {
    ReportedSpf passing = Facts.envelope(DOMAIN, "pass", true);
    ReportedSpf failing = Facts.envelope(DOMAIN, "fail", true);
    Facts until = Facts.of(0).now(DOMAIN, SpfResult.FAIL, true).host(OWN, true);
    assertThat(until.sent(1, 2, passing).sent(3, 30, failing).judged().reasons())
        .contains(new Reason.PassedUntil(LocalDate.of(2026, 11, 2)));
    assertThat(until.standing()).isEqualTo(REGRESSED);
    Facts few = Facts.of(0).now(DOMAIN, SpfResult.FAIL, true).host(OWN, true);
    assertThat(few.sent(1, 30, failing).sent(2, 2, List.of(3L), passing).standing())
        .as("a few that pass among those that fail")
        .isEqualTo(NEEDS_AUTHORIZING);
  }

  @Test
  void a_key_that_never_was_is_told_before_a_listing_that_nobody_saw() {
    Facts facts =
        listed(SpfResult.FAIL, null, 100)
            .host(OWN, true)
            .signed(DOMAIN, "s2", "permerror", true, 100)
            .key(DOMAIN, "s2", KeyState.MISSING)
            .passedEarlier();
    assertThat(facts.judged().reasons().get(0)).isInstanceOf(Reason.KeyMissing.class);
    assertThat(SourceJudge.missingKeys(facts.source())).extracting(KeyNow::selector).contains("s2");
  }

  private static Facts listed(SpfResult now, SpfResult earlier, long messages) {
    return Facts.of(100)
        .envelope(DOMAIN, "fail", true, messages)
        .envelope("bounce.mailer.example", "pass", false, 100 - messages)
        .now(DOMAIN, now, true, Facts.CHANGED, earlier, null);
  }
}
