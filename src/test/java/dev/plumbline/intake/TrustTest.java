package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.Trust.Facts;
import dev.plumbline.intake.Trust.HoldBack;
import dev.plumbline.intake.Trust.Mail;
import dev.plumbline.mime.Submitter;
import dev.plumbline.store.intake.ReporterHistory;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** What the mail of a report has to prove, by the setting. */
@QuarkusTest
class TrustTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Facts NEW =
      new Facts("trust-new.example", "trust-new-mail.example", LocalDate.of(2026, 11, 27), 10);

  @Inject ReporterHistory history;

  private static Mail mail(Submitter.Check check, boolean settled) {
    return new Mail(new Submitter("trust-new-mail.example", check), settled, -1, NOW);
  }

  @Test
  void by_default_what_nobody_knows_counts() {
    Trust trust = new Trust(HoldBack.CONTRADICTED, history);
    assertThat(trust.against(NEW, mail(Submitter.Check.NONE, false))).isEmpty();
    assertThat(trust.against(NEW, mail(Submitter.Check.FAIL, true))).isEmpty();
    assertThat(trust.against(NEW, new Mail(null, true, -1, NOW))).isEmpty();
  }

  @Test
  void if_wanted_each_unproven_one_waits() {
    Trust trust = new Trust(HoldBack.UNPROVEN, history);
    assertThat(trust.against(NEW, mail(Submitter.Check.PASS, true))).isEmpty();
    assertThat(trust.against(NEW, mail(Submitter.Check.FAIL, true)).orElseThrow().sentence())
        .isEqualTo(
            "Its mail is not proven to come from trust-new-mail.example"
                + " (plumbline.trust.hold-back).");
    assertThat(trust.against(NEW, mail(Submitter.Check.NONE, false)).orElseThrow().sentence())
        .contains("trust-new-mail.example, so far");
  }

  @Test
  void if_wanted_nothing_waits() {
    Trust trust = new Trust(HoldBack.NOTHING, history);
    assertThat(trust.against(NEW, mail(Submitter.Check.FAIL, true))).isEmpty();
  }
}
