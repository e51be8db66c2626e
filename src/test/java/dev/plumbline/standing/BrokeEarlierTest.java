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

  private static Facts listed(SpfResult now, SpfResult earlier, long messages) {
    return Facts.of(100)
        .envelope(DOMAIN, "fail", true, messages)
        .envelope("bounce.mailer.example", "pass", false, 100 - messages)
        .now(DOMAIN, now, true, Facts.CHANGED, earlier, null);
  }
}
