package dev.plumbline.standing;

import static dev.plumbline.standing.Facts.DOMAIN;
import static dev.plumbline.standing.Standing.AUTHORIZED;
import static dev.plumbline.standing.Standing.REGRESSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What failed for some days and is over, be it since the last report, counts no more. */
class OutagesTest {

  private static final String RETURN_PATH = "rp.gull.example";
  private static final ReportedSpf FOREIGN = Facts.envelope("bounce.mailer.example", "pass", false);
  private static final ReportedDkim OLD_KEY = Facts.signature(DOMAIN, "s1", "pass", true);
  private static final ReportedDkim NEW_KEY = Facts.signature(DOMAIN, "s2", "permerror", true);

  // --- up to the last report ---

  @ParameterizedTest(name = "back on {0} November, as far as was seen: {1}")
  @CsvSource({"30, true", "29, false", "1, false"})
  void an_outage_up_to_the_last_report_is_over_once_the_record_is_back(int day, boolean over) {
    Judgement judgement = upToTheEnd("none", since(day), SpfResult.NONE).judged();
    assertThat(judgement.standing()).isEqualTo(AUTHORIZED);
    assertThat(judgement.fixed()).isEqualTo(over);
    assertThat(judgement.reasons().contains(new Reason.Outage(day(27), day(30), 4, 80)))
        .isEqualTo(over);
  }

  @Test
  void where_nobody_looked_before_the_reports_show_that_a_record_is_back() {
    assertThat(upToTheEnd("softfail", since(30), null).judged().fixed()).isTrue();
    assertThat(upToTheEnd("permerror", since(30), null).judged().fixed())
        .as("receivers may still make an error of it")
        .isFalse();
    assertThat(upToTheEnd("permerror", since(30), SpfResult.PERMERROR).judged().fixed()).isTrue();
  }

  @ParameterizedTest(name = "signatures with {0}: {1}")
  @CsvSource({"permerror, true", "fail, false"})
  void a_key_that_is_back_mends_what_found_none(String result, boolean over) {
    SourceFacts source =
        Facts.of(0)
            .now(DOMAIN, SpfResult.FAIL, true)
            .key(DOMAIN, "s1", KeyState.VALID)
            .sent(1, 8, FOREIGN, OLD_KEY)
            .sent(9, 12, FOREIGN, Facts.signature(DOMAIN, "s1", result, true))
            .source();
    assertThat(Outages.of(source).isPresent()).as("back on 12 November").isEqualTo(over);
    assertThat(Outages.of(lastOn(13, result))).as("and missed on 13 November").isEmpty();
  }

  private static SourceFacts lastOn(int last, String result) {
    return Facts.of(0)
        .now(DOMAIN, SpfResult.FAIL, true)
        .key(DOMAIN, "s1", KeyState.VALID)
        .sent(1, 8, FOREIGN, OLD_KEY)
        .sent(9, last, FOREIGN, Facts.signature(DOMAIN, "s1", result, true))
        .source();
  }

  @ParameterizedTest(name = "{0} of 10 that failed lacked the record: {1}")
  @CsvSource({"9, true", "8, false"})
  void nearly_all_that_failed_last_lacked_the_record(int lacking, boolean over) {
    Facts facts =
        Facts.of(0)
            .now(RETURN_PATH, SpfResult.PASS, true, since(30), SpfResult.NONE, null)
            .now(DOMAIN, SpfResult.FAIL, true)
            .key(DOMAIN, "s1", KeyState.VALID);
    for (int i = 0; i < 10; i++) {
      facts.sent(1, 20, FOREIGN, OLD_KEY);
      if (i < lacking) {
        facts.sent(21, 30, Facts.envelope(RETURN_PATH, "none", true));
      } else {
        facts.sent(21, 30, FOREIGN, Facts.signature(DOMAIN, "s1", "fail", true));
      }
    }
    assertThat(Outages.of(facts.source()).isPresent()).isEqualTo(over);
  }

  private static Facts upToTheEnd(String result, Instant since, SpfResult earlier) {
    return Facts.of(0)
        .now(DOMAIN, SpfResult.PASS, true, since, earlier, null)
        .sent(1, 26, Facts.envelope(DOMAIN, "pass", true))
        .sent(27, 30, Facts.envelope(DOMAIN, result, true));
  }

  private static Instant since(int day) {
    return Instant.parse("2026-11-%02dT06:00:00Z".formatted(day));
  }

  private static LocalDate day(int day) {
    return LocalDate.of(2026, 11, day);
  }

  // --- what goes on failing ---

  /** The key was seen to be there since 12 November. */
  @ParameterizedTest(name = "{0} of 10 messages fail since: {1}")
  @CsvSource({"5, true", "6, false"})
  void what_goes_on_failing_was_not_fixed(int failing, boolean fixed) {
    Facts facts =
        Facts.of(0)
            .now(DOMAIN, SpfResult.FAIL, true)
            .key(DOMAIN, "s1", KeyState.VALID, KeyState.MISSING);
    for (int i = 0; i < 10; i++) {
      facts.sent(1, 12, FOREIGN);
      if (i < failing) {
        facts.sent(13, 16, FOREIGN);
      } else {
        facts.sent(13, 16, FOREIGN, OLD_KEY);
      }
    }
    Judgement judgement = facts.judged();
    assertThat(judgement.standing()).isEqualTo(AUTHORIZED);
    assertThat(judgement.fixed()).isEqualTo(fixed);
  }

  @Test
  void what_is_signed_since_a_week_failed_before() {
    Judgement judgement =
        Facts.of(0)
            .now(DOMAIN, SpfResult.FAIL, true)
            .key(DOMAIN, "s1", KeyState.VALID)
            .sent(1, 23, FOREIGN)
            .sent(24, 30, FOREIGN, OLD_KEY)
            .judged();
    assertThat(judgement.standing()).isEqualTo(AUTHORIZED);
    assertThat(judgement.fixed()).isTrue();
  }

  // --- in another way for a while ---

  @Test
  void a_rotation_that_was_turned_back_counts_no_more() {
    Judgement back =
        rotated()
            .sent(1, 9, FOREIGN, OLD_KEY)
            .sent(10, 13, FOREIGN, NEW_KEY)
            .sent(14, 30, FOREIGN, OLD_KEY)
            .judged();
    assertThat(back.standing()).isEqualTo(AUTHORIZED);
    assertThat(back.fixed()).isTrue();
    assertThat(back.reasons()).contains(new Reason.SentAstray(day(10), day(13), 80));
  }

  @Test
  void on_the_days_of_the_changes_mail_may_go_both_ways() {
    assertThat(
            rotated()
                .sent(1, 10, FOREIGN, OLD_KEY)
                .sent(10, 13, FOREIGN, NEW_KEY)
                .sent(13, 30, List.of(1L), FOREIGN, OLD_KEY)
                .judged()
                .reasons())
        .contains(new Reason.SentAstray(day(10), day(13), 80));
  }

  @Test
  void a_rotation_that_was_not_turned_back_is_regressed() {
    Judgement judgement =
        rotated().sent(1, 26, FOREIGN, OLD_KEY).sent(27, 30, FOREIGN, NEW_KEY).judged();
    assertThat(judgement.standing()).isEqualTo(REGRESSED);
    assertThat(judgement.fixed()).isFalse();
  }

  @Test
  void what_went_astray_twice_may_again() {
    assertThat(
            rotated()
                .sent(1, 9, FOREIGN, OLD_KEY)
                .sent(10, 12, FOREIGN, NEW_KEY)
                .sent(13, 20, FOREIGN, OLD_KEY)
                .sent(21, 23, FOREIGN, NEW_KEY)
                .sent(24, 30, FOREIGN, OLD_KEY)
                .judged()
                .fixed())
        .isFalse();
  }

  @Test
  void what_is_sent_beside_the_usual_mail_does_not_go_astray() {
    Facts facts = rotated().sent(1, 30, FOREIGN, OLD_KEY);
    for (int i = 0; i < 9; i++) {
      facts.sent(10, 13, FOREIGN, NEW_KEY);
    }
    assertThat(Outages.of(facts.source())).isEmpty();
  }

  @ParameterizedTest(name = "one reporter on {0} days since: {1}")
  @CsvSource({"2, false", "3, true"})
  void that_it_is_over_takes_three_days_of_one_reporter(int days, boolean over) {
    // On the first day of all mail may go both ways.
    Facts facts = rotated().sent(1, 9, FOREIGN, OLD_KEY).sent(10, 13, FOREIGN, NEW_KEY);
    facts.sent(14, 14 + days, List.of(1L), FOREIGN, OLD_KEY);
    assertThat(facts.judged().fixed()).isEqualTo(over);
  }

  @ParameterizedTest(name = "{0} days: {1}")
  @CsvSource({"2, false", "3, true"})
  void a_way_of_the_first_days_was_left_if_it_was_used_on_three(int days, boolean over) {
    Facts facts =
        returnPath()
            .sent(1, days, FOREIGN)
            .sent(days + 1, 30, Facts.envelope(RETURN_PATH, "pass", true));
    Judgement judgement = facts.judged();
    assertThat(judgement.standing()).isEqualTo(AUTHORIZED);
    assertThat(judgement.fixed()).isEqualTo(over);
  }

  @Test
  void a_day_amid_daily_mail_was_no_mailing_of_its_own() {
    assertThat(
            rotated()
                .sent(1, 14, FOREIGN, OLD_KEY)
                .sent(15, 15, FOREIGN, NEW_KEY)
                .sent(16, 30, FOREIGN, OLD_KEY)
                .judged()
                .fixed())
        .isTrue();
    Facts weekly = rotated();
    for (int day = 1; day < 30; day += 7) {
      weekly.sent(day, day, FOREIGN, day == 15 ? NEW_KEY : OLD_KEY);
    }
    assertThat(weekly.judged().fixed()).isFalse();
  }

  @ParameterizedTest(name = "{0} days without mail between: {1}")
  @CsvSource({"2, true", "3, false"})
  void a_weekend_parts_no_daily_mail(int quiet, boolean over) {
    assertThat(
            rotated()
                .sent(1, 14 - quiet, FOREIGN, OLD_KEY)
                .sent(15, 15, FOREIGN, NEW_KEY)
                .sent(16, 30, FOREIGN, OLD_KEY)
                .judged()
                .fixed())
        .isEqualTo(over);
  }

  @ParameterizedTest(name = "{0} times the usual mail: {1}")
  @CsvSource({"10, true", "11, false"})
  void about_as_much_is_sent_as_on_other_days(int times, boolean over) {
    Facts facts = rotated().sent(1, 9, FOREIGN, OLD_KEY);
    for (int i = 0; i < times; i++) {
      facts.sent(10, 13, FOREIGN, NEW_KEY);
    }
    SourceFacts source = facts.sent(14, 30, FOREIGN, OLD_KEY).source();
    assertThat(Outages.of(source).isPresent()).isEqualTo(over);
  }

  private static Facts returnPath() {
    return Facts.of(0)
        .now(DOMAIN, SpfResult.FAIL, true)
        .now(RETURN_PATH, SpfResult.PASS, true)
        .now("bounce.mailer.example", SpfResult.PASS, false);
  }

  private static Facts rotated() {
    return Facts.of(0)
        .now(DOMAIN, SpfResult.FAIL, true)
        .key(DOMAIN, "s1", KeyState.VALID)
        .key(DOMAIN, "s2", KeyState.MISSING);
  }
}
