package dev.plumbline.standing;

import static dev.plumbline.standing.Facts.DOMAIN;
import static dev.plumbline.standing.Facts.envelope;
import static dev.plumbline.standing.Facts.signature;
import static dev.plumbline.standing.Standing.AUTHORIZED;
import static dev.plumbline.standing.Standing.NEEDS_ALIGNMENT;
import static dev.plumbline.standing.Standing.REGRESSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail that is sent in another way than before is judged as it is sent now. */
class TurnTest {

  private static final String RETURN_PATH = "rp.gull.example";
  private static final ReportedSpf FOREIGN = envelope("bounce.mailer.example", "pass", false);
  private static final ReportedSpf OURS = envelope(RETURN_PATH, "pass", true);
  private static final ReportedSpf NOT_NAMED = new ReportedSpf(DOMAIN, "assumed", "pass", true, 0);
  private static final ReportedSpf NOT_NAMED_FAILED =
      new ReportedSpf(DOMAIN, "assumed", "fail", true, 0);
  private static final ReportedDkim OLD_KEY = signature(DOMAIN, "s1", "pass", true);
  private static final ReportedDkim NEW_KEY = signature(DOMAIN, "s2", "permerror", true);

  @Test
  void a_return_path_set_up_a_week_ago_is_authorized() {
    Facts facts = returnPath().sent(1, 23, FOREIGN).sent(24, 30, OURS);
    assertThat(facts.standing()).isEqualTo(AUTHORIZED);
    assertThat(facts.judged().sentences().get(0))
        .isEqualTo(
            "Since 24 Nov 2026 its mail is sent in another way than before. Today's SPF record of"
                + " rp.gull.example lists the address by the term ip4:192.0.2.7.");
  }

  @ParameterizedTest(name = "{0} reporters on {1} days: {2}")
  @CsvSource({
    "1, 2, NEEDS_ALIGNMENT",
    "1, 3, FIXED",
    "2, 1, AUTHORIZED",
  })
  void a_turn_takes_two_reporters_or_three_days(int reporters, int days, Standing standing) {
    List<Long> some = reporters == 1 ? List.of(1L) : List.of(1L, 2L);
    assertThat(returnPath().sent(1, 30 - days, FOREIGN).sent(31 - days, 30, some, OURS).standing())
        .isEqualTo(standing);
  }

  @Test
  void what_alternates_is_no_turn() {
    assertThat(
            returnPath()
                .sent(1, 9, FOREIGN)
                .sent(10, 14, OURS)
                .sent(15, 27, FOREIGN)
                .sent(28, 30, OURS)
                .standing())
        .isEqualTo(NEEDS_ALIGNMENT);
  }

  @ParameterizedTest(name = "of what passed, {0} of {1} and {0} would today: {2}")
  @CsvSource({"9, 1, NEEDS_ALIGNMENT", "17, 2, REGRESSED"})
  void nothing_regressed_where_what_passed_still_passes(int kept, int lost, Standing standing) {
    Facts facts =
        times(kept + 2 * lost, returnPath().now("old.gull.example", SpfResult.FAIL, true), FOREIGN);
    times(kept, facts, OURS);
    times(lost, facts, envelope("old.gull.example", "pass", true));
    assertThat(facts.standing()).isEqualTo(standing);
  }

  private static Facts times(int times, Facts facts, ReportedSpf envelope) {
    return times(times, facts, 1, 30, envelope);
  }

  @Test
  void on_the_day_of_the_change_mail_goes_both_ways() {
    assertThat(
            returnPath()
                .sent(1, 24, FOREIGN)
                .sent(24, 24, List.of(3L), OURS)
                .sent(25, 30, OURS)
                .standing())
        .isEqualTo(AUTHORIZED);
  }

  @Test
  void a_reporter_that_names_no_envelope_domain_hides_no_turn() {
    assertThat(
            returnPath()
                .sent(1, 23, FOREIGN)
                .sent(24, 30, OURS)
                .sent(1, 23, List.of(3L), NOT_NAMED_FAILED)
                .sent(24, 30, List.of(3L), NOT_NAMED)
                .standing())
        .isEqualTo(AUTHORIZED);
  }

  @Test
  void mail_that_fails_is_other_mail_though_its_envelope_domain_is_not_named() {
    Facts facts = returnPath().sent(1, 23, FOREIGN).sent(24, 30, OURS);
    facts.sent(24, 30, List.of(3L), NOT_NAMED_FAILED);
    assertThat(Turn.began(facts.source())).isEmpty();
  }

  @ParameterizedTest(name = "of {0} and {1} messages each day since: {2}")
  @CsvSource({"9, 1, true", "17, 2, false"})
  void a_turn_takes_nine_tenths_of_the_mail_since(int ours, int foreign, boolean turned) {
    Facts facts = times(ours + foreign, returnPath(), 1, 23, FOREIGN);
    times(ours, facts, 24, 30, OURS);
    times(foreign, facts, 24, 30, FOREIGN);
    assertThat(Turn.began(facts.source()).isPresent()).isEqualTo(turned);
    assertThat(facts.standing()).as("reports show what passes").isEqualTo(AUTHORIZED);
  }

  @ParameterizedTest(name = "of {0} and {1} messages each day before: {2}")
  @CsvSource({"9, 1, true", "17, 2, false"})
  void a_turn_takes_nine_tenths_of_other_mail_before(int foreign, int ours, boolean turned) {
    Facts facts = times(foreign, returnPath(), 1, 23, FOREIGN);
    times(ours, facts, 1, 23, OURS);
    times(ours + foreign, facts, 24, 30, OURS);
    assertThat(Turn.began(facts.source()).isPresent()).isEqualTo(turned);
    assertThat(facts.standing()).as("reports show what passes").isEqualTo(AUTHORIZED);
  }

  @ParameterizedTest(name = "of {0} and {1} messages each day since: {2}")
  @CsvSource({"9, 1, REGRESSED", "17, 2, AUTHORIZED"})
  void an_end_takes_nine_tenths_of_other_mail(int other, int usual, Standing standing) {
    Facts facts = times(other + usual, rotated(), 1, 20, FOREIGN, OLD_KEY);
    times(other, facts, 21, 30, FOREIGN, NEW_KEY);
    times(usual, facts, 21, 30, FOREIGN, OLD_KEY);
    assertThat(facts.standing()).isEqualTo(standing);
  }

  private static Facts times(
      int times, Facts facts, int from, int to, ReportedSpf envelope, ReportedDkim... signatures) {
    for (int i = 0; i < times; i++) {
      facts.sent(from, to, envelope, signatures);
    }
    return facts;
  }

  private static Facts returnPath() {
    return Facts.of(0)
        .now(DOMAIN, SpfResult.FAIL, true)
        .now(RETURN_PATH, SpfResult.PASS, true)
        .now("bounce.mailer.example", SpfResult.PASS, false);
  }

  @Test
  void a_rotation_to_a_key_that_is_not_there_is_regressed_since_its_day() {
    for (int last : List.of(8, 15, 25)) {
      Facts facts = rotated().sent(1, last, FOREIGN, OLD_KEY).sent(last + 1, 30, FOREIGN, NEW_KEY);
      assertThat(facts.standing()).as("until the " + last).isEqualTo(REGRESSED);
      assertThat(facts.judged().reasons())
          .contains(
              new Reason.KeyMissing(
                  DOMAIN, "s2", "The key is MISSING.", LocalDate.of(2026, 11, last + 1)));
    }
  }

  @ParameterizedTest(name = "one reporter on {0} days: {1}")
  @CsvSource({"2, AUTHORIZED", "3, REGRESSED"})
  void an_end_takes_three_days_of_one_reporter(int days, Standing standing) {
    assertThat(
            rotated()
                .sent(1, 30 - days, FOREIGN, OLD_KEY)
                .sent(31 - days, 30, List.of(1L), FOREIGN, NEW_KEY)
                .standing())
        .isEqualTo(standing);
  }

  @ParameterizedTest(name = "{0} times the mail of one reporter before: {1}")
  @CsvSource({"5, REGRESSED", "6, AUTHORIZED"})
  void a_few_stray_messages_are_no_other_way(int times, Standing standing) {
    Facts facts = rotated();
    for (int i = 0; i < times; i++) {
      facts.sent(1, 20, FOREIGN, OLD_KEY);
    }
    assertThat(facts.sent(21, 30, List.of(1L), FOREIGN, NEW_KEY).standing()).isEqualTo(standing);
  }

  @Test
  void a_new_key_that_is_not_known_yet_is_no_failure() {
    Facts facts =
        Facts.of(0)
            .now(DOMAIN, SpfResult.FAIL, true)
            .key(DOMAIN, "s1", KeyState.VALID)
            .sent(1, 20, FOREIGN, OLD_KEY)
            .sent(21, 30, FOREIGN, NEW_KEY);
    assertThat(facts.standing()).isEqualTo(AUTHORIZED);
  }

  @Test
  void a_signature_that_breaks_is_no_other_way() {
    assertThat(
            rotated()
                .sent(1, 20, FOREIGN, OLD_KEY)
                .sent(21, 30, FOREIGN, signature(DOMAIN, "s1", "fail", true))
                .standing())
        .isEqualTo(AUTHORIZED);
  }

  @Test
  void a_newsletter_beside_everyday_mail_is_no_end() {
    assertThat(rotated().sent(1, 2, FOREIGN, OLD_KEY).sent(3, 30, FOREIGN).standing())
        .isNotEqualTo(REGRESSED);
  }

  private static Facts rotated() {
    return Facts.of(0)
        .now(DOMAIN, SpfResult.FAIL, true)
        .key(DOMAIN, "s1", KeyState.VALID)
        .key(DOMAIN, "s2", KeyState.MISSING);
  }

  @Test
  void mail_that_left_our_envelope_domain_is_told_so() {
    Facts facts = returnPath().sent(1, 20, OURS).sent(21, 30, FOREIGN);
    assertThat(facts.standing()).isEqualTo(REGRESSED);
    assertThat(facts.judged().sentences().get(0))
        .startsWith("Since 21 Nov 2026 its mail is sent in another way than before.");
  }
}
