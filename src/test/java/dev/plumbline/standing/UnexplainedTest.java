package dev.plumbline.standing;

import static dev.plumbline.standing.Facts.DOMAIN;
import static dev.plumbline.standing.Facts.envelope;
import static dev.plumbline.standing.Facts.signature;
import static dev.plumbline.standing.Standing.UNRECOGNIZED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An evaluation as passed that nothing in its report explains, against the word of others. */
class UnexplainedTest {

  private static final ReportedSpf THEIRS = envelope("evil.example", "pass", false);
  private static final ReportedSpf NOT_NAMED = new ReportedSpf(DOMAIN, "assumed", "pass", true, 0);

  @Test
  void what_two_reporters_refute_shows_nothing_and_lists_nobody() {
    Facts spoofer = spoofer(2).passedEarlier();
    assertThat(spoofer.standing()).isEqualTo(UNRECOGNIZED);
    assertThat(SourceJudge.mayBeListed(spoofer.source(), spoofer.domain(), null)).isFalse();
  }

  @ParameterizedTest(name = "{0} reporters name an envelope domain that fails: believed {1}")
  @CsvSource({"0, true", "1, true", "2, false"})
  void two_reporters_refute_it(int reporters, boolean believed) {
    SourceFacts source = Unexplained.without(spoofer(reporters).source());
    assertThat(source.passMessages() > 0).isEqualTo(believed);
  }

  @Test
  void a_reporter_does_not_refute_itself() {
    Facts facts = spoofer(1).sent(1, 30, List.of(9L), THEIRS);
    assertThat(Unexplained.without(facts.source()).passMessages()).isPositive();
  }

  @Test
  void who_names_no_envelope_domain_refutes_nothing() {
    Facts facts =
        spoofer(1).sent(1, 30, List.of(3L), new ReportedSpf(DOMAIN, "assumed", "fail", true, 0));
    assertThat(Unexplained.without(facts.source()).passMessages()).isPositive();
  }

  @Test
  void mail_that_passes_with_a_name_makes_the_rest_believed() {
    Facts listed = spoofer(2).sent(1, 1, List.of(3L), envelope(DOMAIN, "pass", true));
    assertThat(Unexplained.without(listed.source())).isEqualTo(listed.source());
    Facts signed =
        spoofer(2)
            .key(DOMAIN, "k1", KeyState.VALID)
            .sent(1, 1, List.of(3L), THEIRS, signature(DOMAIN, "k1", "pass", true));
    assertThat(Unexplained.without(signed.source())).isEqualTo(signed.source());
  }

  /** Reporter 9 has it pass without saying for which domain. */
  private static Facts spoofer(int refuting) {
    Facts facts =
        Facts.of(0)
            .now(DOMAIN, SpfResult.FAIL, true)
            .now("evil.example", SpfResult.PASS, false)
            .sent(1, 30, List.of(9L), NOT_NAMED);
    return refuting == 0
        ? facts
        : facts.sent(1, 30, LongStream.rangeClosed(1, refuting).boxed().toList(), THEIRS);
  }
}
