package dev.plumbline.standing;

import static dev.plumbline.standing.Readiness.Kind.DECIDE;
import static dev.plumbline.standing.Readiness.Kind.EVIDENCE;
import static dev.plumbline.standing.Readiness.Kind.FIX;
import static dev.plumbline.standing.Readiness.Kind.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.standing.Readiness.Answer;
import dev.plumbline.standing.Readiness.Blocker;
import dev.plumbline.standing.Readiness.Sender;
import dev.plumbline.standing.Simulator.Loss;
import dev.plumbline.standing.Simulator.Outcome;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessTest {

  private static final Outcome NO_LOSS =
      new Outcome(0, 0, 0, 0, 0, List.of(), List.of(), List.of());
  private static final Sender GOOD = sender(Standing.AUTHORIZED, 10_000, 10_000);

  @Test
  void four_quiet_weeks_from_two_reporters_are_enough() {
    assertThat(answer(28, 2, NO_LOSS, GOOD).ready()).isTrue();
  }

  @Test
  void nothing_known_is_not_ready() {
    Answer answer = answer(0, 0, NO_LOSS);
    assertThat(answer.ready()).isFalse();
    assertThat(answer.blockers()).extracting(Blocker::kind).containsOnly(EVIDENCE).hasSize(3);
  }

  @Test
  void too_few_days_reporters_or_messages_are_missing_evidence() {
    assertThat(answer(27, 2, NO_LOSS, GOOD).blockers()).hasSize(1);
    assertThat(answer(28, 1, NO_LOSS, GOOD).blockers()).hasSize(1);
    assertThat(answer(28, 2, NO_LOSS, sender(Standing.AUTHORIZED, 200, 200)).blockers())
        .singleElement()
        .satisfies(blocker -> assertThat(blocker.reason()).contains("up to 1.3 %"));
  }

  @Test
  void a_sender_to_fix_blocks_from_a_thousandth_on() {
    assertThat(kinds(GOOD, sender(Standing.NEEDS_ALIGNMENT, 11, 0))).containsExactly(FIX);
    assertThat(kinds(GOOD, sender(Standing.NEEDS_AUTHORIZING, 11, 0))).containsExactly(FIX);
    assertThat(kinds(GOOD, sender(Standing.REGRESSED, 11, 11))).containsExactly(FIX);
    assertThat(kinds(GOOD, sender(Standing.NEEDS_ALIGNMENT, 9, 0))).isEmpty();
  }

  @Test
  void the_undecided_and_the_unproven_block_above_half_a_per_cent() {
    assertThat(kinds(GOOD, sender(Standing.UNRECOGNIZED, 60, 0))).containsExactly(DECIDE);
    assertThat(kinds(GOOD, sender(Standing.UNRECOGNIZED, 40, 0))).isEmpty();
    assertThat(kinds(GOOD, sender(Standing.FIXED, 60, 0))).contains(WAIT);
    assertThat(kinds(GOOD, sender(Standing.FORWARDER, 5_000, 2_000))).isEmpty();
    assertThat(kinds(GOOD, sender(Standing.UNAUTHORIZED_USE, 5_000, 0))).isEmpty();
  }

  @Test
  void a_casualty_blocks_whatever_its_standing() {
    Outcome loss =
        new Outcome(
            10_000,
            50,
            0,
            50,
            0,
            List.of(new Loss("service:x", "X", Standing.AUTHORIZED, 50)),
            List.of(),
            List.of());
    assertThat(answer(28, 2, loss, GOOD).blockers())
        .extracting(Blocker::kind, Blocker::sender)
        .contains(org.assertj.core.groups.Tuple.tuple(FIX, "service:x"));
  }

  @Test
  void a_stranger_that_authenticates_has_to_be_decided_about_sooner() {
    assertThat(kinds(GOOD, stranger(20, true))).containsExactly(DECIDE);
    assertThat(kinds(GOOD, stranger(20, false))).isEmpty();
    assertThat(kinds(GOOD, stranger(4, true))).as("stray mail").isEmpty();
    assertThat(kinds(GOOD, stranger(60, false))).containsExactly(DECIDE);
  }

  @ParameterizedTest(name = "{0} messages of 2000: {1}")
  @CsvSource({"4, false", "5, true"})
  void five_messages_make_a_service(long messages, boolean blocks) {
    // Of all, four are two in a thousand: the share alone would do.
    Sender good = sender(Standing.AUTHORIZED, 2_000 - messages, 2_000 - messages);
    assertThat(kinds(good, stranger(messages, true)).contains(DECIDE)).isEqualTo(blocks);
  }

  @ParameterizedTest(name = "{0} of 10000 messages lost: {1}")
  @CsvSource({"9, false", "10, true"})
  void a_casualty_blocks_from_a_thousandth_on(long lost, boolean blocks) {
    Outcome loss =
        new Outcome(
            10_000,
            lost,
            0,
            lost,
            0,
            List.of(new Loss("service:x", "X", Standing.AUTHORIZED, lost)),
            List.of(),
            List.of());
    assertThat(answer(28, 2, loss, GOOD).blockers().isEmpty()).isEqualTo(!blocks);
  }

  @ParameterizedTest(name = "{0} messages, {1}, beside 10000 of today: {2}")
  @CsvSource({
    "9, NEEDS_AUTHORIZING, false",
    "10, NEEDS_AUTHORIZING, true",
    "10, NEEDS_ALIGNMENT, true",
    "10, REGRESSED, true",
    "50, FIXED, false",
    "51, FIXED, true",
    "9999, UNRECOGNIZED, false",
  })
  void who_wrote_before_the_period_blocks_as_who_writes_now(
      long messages, Standing standing, boolean blocks) {
    LocalDate to = LocalDate.of(2026, 11, 22);
    Readiness.Evidence evidence = Readiness.evidence(to.minusDays(29), to, 28, 2, List.of(GOOD));
    assertThat(absent(evidence, sender(standing, messages, 0)).isEmpty()).isEqualTo(!blocks);
  }

  @ParameterizedTest(name = "{1}: {0} of 10000 messages: {2}")
  @CsvSource({
    "9, REGRESSED, false",
    "10, REGRESSED, true",
    "50, UNRECOGNIZED, false",
    "51, UNRECOGNIZED, true",
    "50, FIXED, false",
    "51, FIXED, true",
  })
  void who_writes_now_blocks_from_a_share_on(long messages, Standing standing, boolean blocks) {
    Sender good = sender(Standing.AUTHORIZED, 10_000 - messages, 10_000 - messages);
    assertThat(kinds(good, sender(standing, messages, messages)).isEmpty()).isEqualTo(!blocks);
  }

  private static Sender stranger(long messages, boolean established) {
    return new Sender(
        "network:x", "X", Standing.UNRECOGNIZED, messages, 0, 0, false, established, null);
  }

  @Test
  void a_sender_to_fix_is_told_with_what_fails_of_its_mail() {
    assertThat(
            answer(28, 2, NO_LOSS, GOOD, sender(Standing.NEEDS_AUTHORIZING, 1_700, 1_216))
                .blockers())
        .extracting(Blocker::reason)
        .contains("NEEDS_AUTHORIZING (484 of 1,700 messages fail) needs authorizing.");
  }

  @Test
  void what_failed_before_it_was_fixed_is_no_evidence() {
    LocalDate to = LocalDate.of(2026, 11, 22);
    Sender fixed = new Sender("s", "S", Standing.AUTHORIZED, 1_000, 400, 600, false, false, null);
    Readiness.Evidence evidence = Readiness.evidence(to.minusDays(29), to, 28, 2, List.of(fixed));
    assertThat(evidence.legitimate()).isEqualTo(400);
    assertThat(evidence.failing()).isZero();
    assertThat(Readiness.answer(evidence, List.of(fixed), List.of(), NO_LOSS, false).ready())
        .isTrue();
  }

  @Test
  void a_parked_domain_waits_for_nothing() {
    LocalDate to = LocalDate.of(2026, 11, 22);
    List<Sender> spoofers = List.of(sender(Standing.UNAUTHORIZED_USE, 40, 0));
    Readiness.Evidence evidence = Readiness.evidence(to.minusDays(29), to, 2, 1, spoofers);
    assertThat(Readiness.answer(evidence, spoofers, List.of(), NO_LOSS, true).ready()).isTrue();
    assertThat(Readiness.answer(evidence, spoofers, List.of(), NO_LOSS, false).blockers())
        .extracting(Blocker::reason)
        .contains("No mail of a sender that is known to be yours was reported.");
  }

  @Test
  void a_sender_that_writes_once_a_month_and_is_not_in_the_period_blocks_if_it_would_fail() {
    LocalDate to = LocalDate.of(2026, 11, 22);
    List<Sender> senders = List.of(GOOD);
    Readiness.Evidence evidence = Readiness.evidence(to.minusDays(29), to, 28, 2, senders);
    Rhythm monthly = new Rhythm(30, LocalDate.of(2026, 10, 20));

    assertThat(
            absent(
                evidence,
                new Sender("n", "News", Standing.REGRESSED, 11, 0, 0, true, false, monthly)))
        .singleElement()
        .satisfies(
            blocker -> {
              assertThat(blocker.kind()).isEqualTo(FIX);
              assertThat(blocker.reason())
                  .isEqualTo(
                      "News (11 messages) wrote before this period only; with today's records its"
                          + " mail would fail. It writes about every 30 days, last on 20 Oct 2026;"
                          + " the next mail is due about 19 Dec 2026.");
            });
    assertThat(
            absent(
                evidence, new Sender("n", "News", Standing.FIXED, 60, 0, 60, true, false, monthly)))
        .extracting(Blocker::kind)
        .containsExactly(WAIT);
    assertThat(
            absent(
                evidence,
                new Sender("n", "News", Standing.AUTHORIZED, 900, 900, 0, true, false, monthly)))
        .isEmpty();
    assertThat(
            absent(
                evidence,
                new Sender("n", "?", Standing.UNRECOGNIZED, 900, 0, 0, false, false, monthly)))
        .isEmpty();
  }

  @Test
  void a_rhythm_shows_in_two_mailings_and_not_in_everyday_mail() {
    LocalDate day = LocalDate.of(2026, 3, 2);
    assertThat(Rhythm.of(List.of(day, day.plusDays(1), day.plusDays(30), day.plusDays(31))))
        .contains(new Rhythm(30, day.plusDays(31)));
    assertThat(Rhythm.of(List.of(day.plusDays(14), day, day.plusDays(7))))
        .contains(new Rhythm(7, day.plusDays(14)));
    assertThat(Rhythm.of(List.of(day, day.plusDays(1)))).isEmpty();
    assertThat(Rhythm.of(List.of(day, day.plusDays(1), day.plusDays(4), day.plusDays(5))))
        .isEmpty();
    assertThat(Rhythm.of(List.of())).isEmpty();
  }

  private static List<Blocker> absent(Readiness.Evidence evidence, Sender sender) {
    return Readiness.answer(evidence, List.of(GOOD), List.of(sender), NO_LOSS, false).blockers();
  }

  @Test
  void the_upper_bound_is_that_of_wilson() {
    assertThat(Readiness.upperBound(0, 0)).isEqualTo(1);
    assertThat(Readiness.upperBound(0, 100)).isCloseTo(0.02634, within(1e-5));
    assertThat(Readiness.upperBound(5, 100)).isCloseTo(0.09916, within(1e-5));
    assertThat(Readiness.upperBound(0, 268)).isLessThan(0.01);
    assertThat(Readiness.upperBound(0, 267)).isGreaterThan(0.01);
  }

  private static List<Readiness.Kind> kinds(Sender... senders) {
    return answer(28, 2, NO_LOSS, senders).blockers().stream().map(Blocker::kind).toList();
  }

  private static Answer answer(int days, int reporters, Outcome losses, Sender... senders) {
    LocalDate to = LocalDate.of(2026, 11, 22);
    List<Sender> all = List.of(senders);
    return Readiness.answer(
        Readiness.evidence(to.minusDays(29), to, days, reporters, all),
        all,
        List.of(),
        losses,
        false);
  }

  private static Sender sender(Standing standing, long messages, long pass) {
    return new Sender(
        "s:" + standing, standing.toString(), standing, messages, pass, 0, false, false, null);
  }
}
