package dev.plumbline.standing;

import static dev.plumbline.standing.Facts.CHANGED;
import static dev.plumbline.standing.Facts.DOMAIN;
import static dev.plumbline.standing.Standing.AUTHORIZED;
import static dev.plumbline.standing.Standing.FIXED;
import static dev.plumbline.standing.Standing.FORWARDER;
import static dev.plumbline.standing.Standing.NEEDS_ALIGNMENT;
import static dev.plumbline.standing.Standing.NEEDS_AUTHORIZING;
import static dev.plumbline.standing.Standing.REGRESSED;
import static dev.plumbline.standing.Standing.UNRECOGNIZED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.spf.SpfResult;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every rule of {@code docs/standings.md}, in its order, on both sides of its boundary. */
class BoundariesTest {

  // --- 2: it passes mail on ---

  @ParameterizedTest(name = "{0} of 100 messages overridden: {1}")
  @CsvSource({"9, UNRECOGNIZED", "10, FORWARDER"})
  void receivers_say_so_for_a_tenth(long overridden, Standing standing) {
    assertThat(stranger().overridden("mailing_list", overridden).standing()).isEqualTo(standing);
  }

  @ParameterizedTest(name = "{0} of 100 messages pass: {1}")
  @CsvSource({"99, FORWARDER", "100, AUTHORIZED"})
  void only_who_fails_in_part_is_a_forwarder(long passed, Standing standing) {
    assertThat(
            Facts.of(100)
                .signed(DOMAIN, "m1", "pass", true, passed)
                .key(DOMAIN, "m1", KeyState.VALID)
                .overridden("forwarded", 50)
                .now(DOMAIN, SpfResult.FAIL, true)
                .standing())
        .isEqualTo(standing);
  }

  @ParameterizedTest(name = "SPF passes for {0} of 100 messages: {1}")
  @CsvSource({"0, FORWARDER", "1, AUTHORIZED"})
  void what_passes_our_signatures_on_never_passes_spf(long spf, Standing standing) {
    assertThat(
            Facts.of(100)
                .envelope(DOMAIN, "pass", true, spf)
                .envelope(DOMAIN, "fail", true, 100 - spf)
                .signed(DOMAIN, "own", "pass", true, 70)
                .key(DOMAIN, "own", KeyState.VALID)
                .homeSelector("own")
                .now(DOMAIN, SpfResult.FAIL, true)
                .standing())
        .isEqualTo(standing);
  }

  @Test
  void a_source_that_an_earlier_record_listed_is_at_home_and_no_forwarder() {
    assertThat(stranger().overridden("forwarded", 90).listedEarlier().standing())
        .isEqualTo(NEEDS_AUTHORIZING);
  }

  @Test
  void a_known_forwarder_that_you_called_yours_is_judged_as_any_other() {
    Facts list = stranger().service(Service.Role.PASSES_ON);
    assertThat(list.standing()).isEqualTo(FORWARDER);
    assertThat(list.decided(Decision.Verdict.OURS).standing()).isEqualTo(NEEDS_AUTHORIZING);
    assertThat(list.decided(Decision.Verdict.UNDECIDED).standing()).isEqualTo(FORWARDER);
  }

  // --- 3: you said that it is not yours ---

  @ParameterizedTest(name = "{0} of 100 messages passed: {1}")
  @CsvSource({"0, UNAUTHORIZED_USE", "10, UNAUTHORIZED_USE", "11, REGRESSED"})
  void what_is_not_yours_did_not_pass(long passed, Standing standing) {
    assertThat(failing(passed).decided(Decision.Verdict.NOT_OURS).standing()).isEqualTo(standing);
  }

  @Test
  void it_is_said_if_what_is_not_yours_would_pass() {
    Facts listed =
        Facts.of(100)
            .envelope(DOMAIN, "fail", true, 100)
            .now(DOMAIN, SpfResult.PASS, true)
            .decided(Decision.Verdict.NOT_OURS);
    assertThat(listed.judged().reasons())
        .hasSize(2)
        .hasAtLeastOneElementOfType(Reason.WouldPassAnyway.class);
    assertThat(failing(0).decided(Decision.Verdict.NOT_OURS).judged().reasons()).hasSize(1);
  }

  // --- 5: it passed before ---

  @ParameterizedTest(name = "{0} of 100 messages passed and would fail: {1}")
  @CsvSource({"0, UNRECOGNIZED", "1, NEEDS_AUTHORIZING", "10, NEEDS_AUTHORIZING", "11, REGRESSED"})
  void a_tenth_that_passed_is_what_can_be_lost(long passed, Standing standing) {
    assertThat(failing(passed).standing()).isEqualTo(standing);
  }

  @ParameterizedTest(name = "{0} of 100 messages passed, and all would pass now: {1}")
  @CsvSource({"0, FIXED", "49, FIXED", "50, AUTHORIZED", "100, AUTHORIZED"})
  void what_mostly_passed_was_not_fixed(long passed, Standing standing) {
    assertThat(
            Facts.of(100)
                .envelope(DOMAIN, "pass", true, passed)
                .envelope(DOMAIN, "fail", true, 100 - passed)
                .now(DOMAIN, SpfResult.PASS, true, CHANGED, SpfResult.FAIL, null)
                .standing())
        .isEqualTo(standing);
  }

  @Test
  void a_key_is_lost_only_to_mail_that_it_let_pass() {
    Facts signedInVain =
        Facts.of(100)
            .envelope(DOMAIN, "pass", true, 60)
            .signed(DOMAIN, "m1", "fail", true, 60)
            .key(DOMAIN, "m1", KeyState.MISSING)
            .now(DOMAIN, SpfResult.FAIL, true);
    assertThat(signedInVain.judged().reasons().get(0)).isInstanceOf(Reason.NotListed.class);
    assertThat(signedInVain.signed(DOMAIN, "m1", "pass", true, 20).judged().reasons().get(0))
        .isInstanceOf(Reason.KeyLost.class);
  }

  @ParameterizedTest(name = "{0} of 100 messages failed after the last good day: told {1}")
  @CsvSource({"89, false", "90, true"})
  void it_passed_until_a_day_if_nine_tenths_failed_from_then_on(long failed, boolean told) {
    // Of the days after the last good one each fails as a whole, in part.
    Facts lost =
        Facts.of(300)
            .envelope(DOMAIN, "pass", true, 200)
            .now(DOMAIN, SpfResult.FAIL, true)
            .on(day(10), 1, 50, 50)
            .on(day(11), 1, 100 - failed, 100);
    assertThat(lost.standing()).isEqualTo(REGRESSED);
    assertThat(lost.judged().reasons().contains(new Reason.PassedUntil(day(10)))).isEqualTo(told);
  }

  // --- 6: fixed, and proven ---

  @ParameterizedTest(name = "{0} of 100 messages passed since the first good day: {1}")
  @CsvSource({"89, FIXED", "90, AUTHORIZED"})
  void from_the_day_on_which_it_turned_nine_tenths_pass(long passed, Standing standing) {
    assertThat(
            Facts.of(200)
                .envelope(DOMAIN, "fail", true, 110)
                .envelope(DOMAIN, "pass", true, 30)
                .now(DOMAIN, SpfResult.PASS, true)
                .on(day(2), 1, 0, 50)
                .on(day(3), 1, passed - 10, 50)
                .on(day(3), 2, 10, 50)
                .standing())
        .isEqualTo(standing);
  }

  @ParameterizedTest(name = "a third one passes {0} of {1} where two pass all of 50: {2}")
  @CsvSource({"0, 12, AUTHORIZED", "1, 12, FIXED", "0, 50, AUTHORIZED", "0, 51, FIXED"})
  void a_reporter_that_never_passes_any_of_it_counts_if_it_saw_most(
      long passed, long all, Standing standing) {
    assertThat(
            Facts.of(200)
                .envelope(DOMAIN, "fail", true, 110)
                .envelope(DOMAIN, "pass", true, 30)
                .now(DOMAIN, SpfResult.PASS, true)
                .on(day(2), 1, 0, 50)
                .on(day(3), 1, 40, 40)
                .on(day(3), 2, 10, 10)
                .on(day(3), 3, passed, all)
                .standing())
        .isEqualTo(standing);
  }

  @ParameterizedTest(name = "{0} reporters over {1} days: {2}")
  @CsvSource({"1, 1, FIXED", "2, 1, AUTHORIZED", "1, 13, FIXED", "1, 14, AUTHORIZED"})
  void two_reporters_or_a_fortnight_prove_it(int reporters, int days, Standing standing) {
    Facts mended =
        Facts.of(100)
            .envelope(DOMAIN, "fail", true, 100)
            .now(DOMAIN, SpfResult.PASS, true, CHANGED, SpfResult.FAIL, null)
            .passedOn(day(13), 1)
            .passedOn(day(12 + days), reporters);
    assertThat(mended.standing()).isEqualTo(standing);
  }

  @ParameterizedTest(name = "{0} of 100 messages use the envelope domain that lists it: {1}")
  @CsvSource({"49, NEEDS_AUTHORIZING", "50, FIXED"})
  void a_record_counts_for_the_mail_that_uses_its_domain(long used, Standing standing) {
    assertThat(
            Facts.of(100)
                .envelope("news.gull.example", "fail", true, used)
                .envelope(DOMAIN, "fail", true, 100 - used)
                .now("news.gull.example", SpfResult.PASS, true)
                .now(DOMAIN, SpfResult.FAIL, true)
                .standing())
        .isEqualTo(standing);
  }

  @ParameterizedTest(name = "{0} of 100 messages carry the signature whose key came: {1}")
  @CsvSource({"49, NEEDS_AUTHORIZING", "50, FIXED"})
  void a_key_that_came_counts_for_the_mail_that_it_signs(long signed, Standing standing) {
    assertThat(
            Facts.of(100)
                .envelope(DOMAIN, "fail", true, 100)
                .signed(DOMAIN, "m1", "permerror", true, signed)
                .key(DOMAIN, "m1", KeyState.VALID)
                .now(DOMAIN, SpfResult.FAIL, true)
                .standing())
        .isEqualTo(standing);
  }

  // --- 7 to 10 ---

  @ParameterizedTest(name = "{0} of 100 messages of a known source pass for another domain: {1}")
  @CsvSource({"49, NEEDS_AUTHORIZING", "50, NEEDS_ALIGNMENT"})
  void most_of_the_mail_passes_for_another_domain(long passed, Standing standing) {
    assertThat(
            known()
                .envelope("bounce.mailer.example", "pass", false, passed)
                .envelope(DOMAIN, "fail", true, 100 - passed)
                .standing())
        .as("SPF")
        .isEqualTo(standing);
    assertThat(
            known()
                .envelope("bounce.mailer.example", "none", false, 100)
                .signed("mailer.example", "s", "pass", false, passed)
                .standing())
        .as("DKIM")
        .isEqualTo(standing);
  }

  @ParameterizedTest(name = "{0} of 100 messages use the domain whose record is broken: {1}")
  @CsvSource({"49, NEEDS_ALIGNMENT", "50, NEEDS_AUTHORIZING"})
  void a_broken_record_counts_for_the_mail_that_depends_on_it(long used, Standing standing) {
    assertThat(
            Facts.of(100)
                .envelope(DOMAIN, "permerror", true, used)
                .envelope("bounce.mailer.example", "pass", false, 51)
                .meant("ip4:192.0.2.7")
                .now(DOMAIN, SpfResult.PERMERROR, true)
                .brokenRecord()
                .standing())
        .isEqualTo(standing);
  }

  @Test
  void one_sign_is_enough_to_know_a_source() {
    assertThat(failing(0).standing()).isEqualTo(UNRECOGNIZED);
    for (Facts known :
        List.of(
            failing(0).host("mx1.gull.example", true),
            failing(0).listedEarlier(),
            failing(1),
            failing(0).passedEarlier(),
            failing(0).decided(Decision.Verdict.OURS),
            failing(0).service(Service.Role.HIRED))) {
      assertThat(known.standing()).as(known.judged().toString()).isEqualTo(NEEDS_AUTHORIZING);
    }
    for (Facts unknown :
        List.of(
            failing(0).host("mx1.gull.example", false),
            failing(0).decided(Decision.Verdict.UNDECIDED),
            failing(0).service(Service.Role.EITHER))) {
      assertThat(unknown.standing()).isEqualTo(UNRECOGNIZED);
    }
  }

  // --- what is added ---

  @Test
  void what_receivers_refused_is_told_of_all_that_needs_something() {
    assertThat(failing(0).refused(12).judged().reasons()).contains(new Reason.Refused(12));
    Facts fine =
        Facts.of(100)
            .envelope(DOMAIN, "pass", true, 100)
            .now(DOMAIN, SpfResult.PASS, true)
            .refused(12);
    assertThat(fine.standing()).isEqualTo(AUTHORIZED);
    assertThat(fine.judged().reasons()).doesNotContain(new Reason.Refused(12));
  }

  @ParameterizedTest
  @EnumSource(Standing.class)
  void a_sender_takes_a_standing_from_one_message_in_a_hundred_on(Standing standing) {
    List<Standing> lesser =
        SenderJudge.BY_URGENCY.subList(
            SenderJudge.BY_URGENCY.indexOf(standing), SenderJudge.BY_URGENCY.size());
    for (Standing other : lesser) {
      assertThat(sender(standing, 1, other, 99)).as("beside %s", other).isEqualTo(standing);
      assertThat(sender(standing, 1, other, 100)).as("beside %s", other).isEqualTo(other);
    }
  }

  @Test
  void the_order_of_urgency_is_that_of_the_table() {
    assertThat(SenderJudge.BY_URGENCY)
        .containsExactly(
            REGRESSED,
            NEEDS_AUTHORIZING,
            NEEDS_ALIGNMENT,
            UNRECOGNIZED,
            Standing.UNAUTHORIZED_USE,
            FIXED,
            FORWARDER,
            AUTHORIZED);
  }

  private static Standing sender(Standing one, long messages, Standing other, long others) {
    return SenderJudge.judge(
            List.of(
                new SenderJudge.Part(
                    "192.0.2.1", messages, new Judgement(one, List.of(new Reason.SomePassed()))),
                new SenderJudge.Part(
                    "192.0.2.2", others, new Judgement(other, List.of(new Reason.SomePassed())))))
        .standing();
  }

  private static Facts stranger() {
    return Facts.of(100).envelope(DOMAIN, "fail", true, 100).now(DOMAIN, SpfResult.FAIL, true);
  }

  /** A hundred messages that today's DNS would fail, of which some passed. */
  private static Facts failing(long passed) {
    return Facts.of(100)
        .envelope(DOMAIN, "pass", true, passed)
        .envelope(DOMAIN, "fail", true, 100 - passed)
        .now(DOMAIN, SpfResult.FAIL, true);
  }

  private static Facts known() {
    return Facts.of(100).passedEarlier().now(DOMAIN, SpfResult.FAIL, true);
  }

  private static LocalDate day(int day) {
    return LocalDate.of(2026, 11, day);
  }

  // --- 9: alignment, or authorizing ---

  @ParameterizedTest(name = "{0} of 100 messages with an envelope of ours: {1}")
  @CsvSource({"49, NEEDS_ALIGNMENT", "50, NEEDS_AUTHORIZING"})
  void a_service_that_uses_our_envelope_domain_needs_authorizing(long ours, Standing standing) {
    assertThat(
            Facts.of(100)
                .envelope(DOMAIN, "softfail", true, ours)
                .envelope("bounce.mailer.example", "none", false, 100 - ours)
                .signed("mailer.example", "m", "pass", false, 100)
                .now(DOMAIN, SpfResult.SOFTFAIL, true)
                .service(Service.Role.HIRED)
                .standing())
        .isEqualTo(standing);
  }

  // --- hosts of a list ---

  @Test
  void a_host_goes_with_its_siblings_if_signatures_of_ours_arrive_broken() {
    assertThat(
            sibling("fail")
                .verifiedSelector("own")
                .forwardingKin("host:college.example")
                .standing())
        .isEqualTo(FORWARDER);
    assertThat(sibling("fail").verifiedSelector("own").standing())
        .as("no sibling")
        .isEqualTo(UNRECOGNIZED);
    assertThat(
            sibling("fail").verifiedSelector("own").forwardingKin("host:other.example").standing())
        .as("of another name")
        .isEqualTo(UNRECOGNIZED);
    assertThat(sibling("fail").forwardingKin("host:college.example").standing())
        .as("nobody signs with that selector")
        .isEqualTo(UNRECOGNIZED);
  }

  private static Facts sibling(String result) {
    return Facts.of(34)
        .envelope("bounces.college.example", "pass", false, 34)
        .signed(DOMAIN, "own", result, true, 34)
        .key(DOMAIN, "own", KeyState.VALID)
        .host("lists4.college.example", true)
        .now(DOMAIN, SpfResult.FAIL, true);
  }

  // --- an outage ---

  @Test
  void an_outage_that_is_over_counts_no_more() {
    Judgement over = outage(10, 12, 30).judged();
    assertThat(over.standing()).isEqualTo(AUTHORIZED);
    assertThat(over.fixed()).isTrue();
    assertThat(over.reasons())
        .contains(new Reason.Outage(LocalDate.of(2026, 11, 10), LocalDate.of(2026, 11, 12), 3, 60));
  }

  @Test
  void an_outage_on_the_last_day_is_not_over() {
    assertThat(outage(29, 30, 28).judged().fixed()).isFalse();
  }

  @ParameterizedTest(name = "{0} of 100 failing messages on other days than those of the outage")
  @CsvSource({"10, true", "20, false"})
  void an_outage_explains_nearly_all_that_failed(int others, boolean fixed) {
    SourceFacts.ReportedSpf failing = Facts.envelope(DOMAIN, "fail", true);
    SourceFacts.ReportedSpf passing = Facts.envelope(DOMAIN, "pass", true);
    Facts facts =
        Facts.of(0)
            .now(DOMAIN, SpfResult.PASS, true)
            .sent(1, 9, passing)
            .sent(10, 18, List.of(1L), failing)
            .sent(19, 30, passing);
    for (int day = 0; day < others / 10; day++) {
      facts.sent(20 + day, 20 + day, List.of(1L), failing);
    }
    assertThat(facts.judged().fixed()).isEqualTo(fixed);
  }

  @Test
  void an_outage_is_told_too_by_who_names_no_envelope_domain() {
    String returnPath = "rp.gull.example";
    Facts facts =
        Facts.of(0)
            .now(DOMAIN, SpfResult.FAIL, true)
            .now(returnPath, SpfResult.PASS, true)
            .sent(1, 9, Facts.envelope(returnPath, "pass", true))
            .sent(10, 11, Facts.envelope(returnPath, "fail", true))
            .sent(12, 30, Facts.envelope(returnPath, "pass", true));
    for (int day = 1; day <= 30; day++) {
      String result = day == 10 || day == 11 ? "fail" : "pass";
      facts.sent(
          day, day, List.of(3L), new SourceFacts.ReportedSpf(DOMAIN, "assumed", result, true, 0));
    }
    assertThat(facts.judged().reasons())
        .contains(new Reason.Outage(LocalDate.of(2026, 11, 10), LocalDate.of(2026, 11, 11), 2, 60));
  }

  @Test
  void mail_that_is_sent_otherwise_is_no_outage() {
    SourceFacts.ReportedSpf passing = Facts.envelope(DOMAIN, "pass", true);
    Facts weekly = Facts.of(0).now(DOMAIN, SpfResult.PASS, true).sent(1, 30, List.of(1L), passing);
    for (int day = 3; day < 30; day += 7) {
      weekly.sent(day, day, Facts.envelope("bounce.mailer.example", "pass", false));
    }
    assertThat(weekly.judged().fixed()).isFalse();
  }

  private static Facts outage(int from, int to, int last) {
    SourceFacts.ReportedSpf passing = Facts.envelope(DOMAIN, "pass", true);
    Facts facts =
        Facts.of(0)
            .now(DOMAIN, SpfResult.PASS, true)
            .sent(1, from - 1, passing)
            .sent(from, to, Facts.envelope(DOMAIN, "none", true));
    return to < last ? facts.sent(to + 1, last, passing) : facts;
  }
}
