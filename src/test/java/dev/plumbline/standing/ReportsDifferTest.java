package dev.plumbline.standing;

import static dev.plumbline.standing.Facts.CHANGED;
import static dev.plumbline.standing.Facts.DOMAIN;
import static dev.plumbline.standing.Standing.AUTHORIZED;
import static dev.plumbline.standing.Standing.NEEDS_AUTHORIZING;
import static dev.plumbline.standing.Standing.REGRESSED;
import static dev.plumbline.standing.Standing.UNAUTHORIZED_USE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.spf.SpfResult;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The record is as it is since 12 November 2026, and by our reading the source fails it. */
class ReportsDifferTest {

  @Test
  void two_reporters_that_pass_what_we_would_fail_outrank_our_reading() {
    Facts facts = listedNoMore().on(day(14), 1, 40, 40).on(day(16), 2, 20, 20);
    assertThat(facts.standing()).isEqualTo(AUTHORIZED);
    assertThat(facts.judged().differs()).isTrue();
    assertThat(facts.judged().reasons())
        .containsExactly(
            new Reason.ReportsDiffer(
                day(14),
                60,
                2,
                new Reason.NotListed(DOMAIN, SpfResult.FAIL, "-all", day(12), true)));
  }

  @Test
  void one_reporter_alone_does_not() {
    assertThat(listedNoMore().on(day(14), 1, 40, 40).on(day(16), 1, 20, 20).standing())
        .isEqualTo(REGRESSED);
  }

  @Test
  void what_passed_until_the_change_and_for_a_day_after_it_says_nothing_of_today() {
    assertThat(listedNoMore().on(day(12), 1, 40, 40).on(day(13), 2, 20, 20).standing())
        .as("receivers may keep what was published before for a day")
        .isEqualTo(REGRESSED);
    assertThat(listedNoMore().on(day(13), 1, 40, 40).on(day(14), 2, 20, 20).standing())
        .isEqualTo(REGRESSED);
  }

  @ParameterizedTest(name = "{0} of 100 messages after the change pass: {1}")
  @CsvSource({"49, REGRESSED", "50, AUTHORIZED", "100, AUTHORIZED"})
  void most_of_the_mail_has_to_pass(long passed, Standing standing) {
    assertThat(listedNoMore().on(day(15), 1, passed - 10, 50).on(day(15), 2, 10, 50).standing())
        .isEqualTo(standing);
  }

  @Test
  void one_good_day_after_many_bad_ones_is_not_most_of_the_mail() {
    assertThat(
            listedNoMore()
                .on(day(14), 1, 5, 100)
                .on(day(16), 1, 5, 5)
                .on(day(16), 2, 5, 5)
                .standing())
        .isEqualTo(REGRESSED);
  }

  @Test
  void it_has_to_pass_still() {
    assertThat(
            listedNoMore()
                .on(day(14), 1, 40, 40)
                .on(day(15), 2, 40, 40)
                .on(day(19), 1, 0, 3)
                .standing())
        .as("on the last day of all it failed")
        .isEqualTo(REGRESSED);
  }

  @Test
  void a_key_that_we_do_not_see_is_a_difference_too_if_signatures_verify() {
    Facts signing =
        Facts.of(100)
            .signed(DOMAIN, "m1", "pass", true, 100)
            .key(DOMAIN, "m1", KeyState.MISSING, KeyState.VALID)
            .now(DOMAIN, SpfResult.FAIL, true, CHANGED, null, null);
    assertThat(signing.standing()).isEqualTo(REGRESSED);
    signing.on(day(14), 1, 5, 5).on(day(15), 2, 5, 5);
    assertThat(signing.standing()).isEqualTo(AUTHORIZED);
    assertThat(signing.judged().sentences().get(0))
        .isEqualTo(
            "To be looked at: from 14 Nov 2026 on 10 messages passed, as 2 reporters saw, and by"
                + " our reading it would fail. Its mail was signed as gull.example, but the key of"
                + " selector m1 no longer verifies: The key is MISSING.");
  }

  @Test
  void a_source_that_hardly_passed_before_is_no_case_for_authorizing_either() {
    Facts lately =
        Facts.of(1_000)
            .envelope(DOMAIN, "fail", true, 950)
            .envelope(DOMAIN, "pass", true, 50)
            .now(DOMAIN, SpfResult.FAIL, true, CHANGED, null, null)
            .passedEarlier();
    assertThat(lately.standing()).isEqualTo(NEEDS_AUTHORIZING);
    assertThat(lately.on(day(14), 1, 30, 30).on(day(15), 2, 20, 20).standing())
        .isEqualTo(AUTHORIZED);
  }

  @Test
  void a_parked_domain_whose_mail_verifies_is_looked_at_as_well() {
    Facts parked = listedNoMore().parked();
    assertThat(parked.standing()).isEqualTo(UNAUTHORIZED_USE);
    assertThat(parked.on(day(14), 1, 40, 40).on(day(16), 2, 20, 20).standing())
        .isEqualTo(AUTHORIZED);
  }

  @Test
  void what_passes_by_our_reading_makes_no_difference() {
    Facts fine =
        Facts.of(100)
            .envelope(DOMAIN, "pass", true, 100)
            .now(DOMAIN, SpfResult.PASS, true, CHANGED, null, null)
            .on(day(14), 1, 40, 40)
            .on(day(16), 2, 20, 20);
    assertThat(fine.judged().differs()).isFalse();
  }

  @Test
  void a_sender_tells_the_difference_of_a_part_of_it() {
    Judgement fine = new Judgement(AUTHORIZED, List.of(new Reason.SomePassed()));
    Judgement differing = listedNoMore().on(day(14), 1, 40, 40).on(day(16), 2, 20, 20).judged();
    assertThat(
            SenderJudge.judge(
                    List.of(
                        new SenderJudge.Part("192.0.2.1", 99, fine),
                        new SenderJudge.Part("192.0.2.7", 1, differing)))
                .differs())
        .isTrue();
    assertThat(
            SenderJudge.judge(
                    List.of(
                        new SenderJudge.Part("192.0.2.1", 100, fine),
                        new SenderJudge.Part("192.0.2.7", 1, differing)))
                .differs())
        .as("too little to count")
        .isFalse();
  }

  private static Facts listedNoMore() {
    return Facts.of(100)
        .envelope(DOMAIN, "pass", true, 60)
        .envelope(DOMAIN, "fail", true, 40)
        .now(DOMAIN, SpfResult.FAIL, true, CHANGED, SpfResult.PASS, null);
  }

  private static LocalDate day(int day) {
    return LocalDate.of(2026, 11, day);
  }
}
