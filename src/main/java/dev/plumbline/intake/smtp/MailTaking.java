package dev.plumbline.intake.smtp;

import dev.plumbline.intake.Intake;
import dev.plumbline.report.mail.HeaderFields;
import dev.plumbline.report.mail.MailText;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.subethamail.smtp.RejectException;

/** Takes received mail in the way that all reports go, some mails at a time. */
final class MailTaking implements Delivery.Taking {

  /** Parsing and storing needs memory and connections to the database; more mails wait. */
  private static final int AT_A_TIME = 4;

  private static final int PATIENCE_SECONDS = 120;
  private static final int HEAD_BYTES = 64 * 1024;

  private final Intake intake;
  private final Semaphore turns = new Semaphore(AT_A_TIME);

  MailTaking(Intake intake) {
    this.intake = intake;
  }

  @Override
  public String take(ReceivedMail mail) throws RejectException {
    if (!await()) {
      throw new RejectException(451, "4.3.2 Too much to do, try again later");
    }
    try {
      HeaderFields header = header(mail);
      String subject = MailText.decoded(header.first("subject").orElse(""));
      ItemOutcome outcome =
          intake.take(
              mail.channel(),
              subject.isBlank() ? "(no subject)" : subject,
              header.first("message-id").orElse(null),
              mail.content());
      if (outcome.outcome() == Outcome.TRY_AGAIN) {
        throw new RejectException(451, "4.3.0 It cannot be kept now, try again later");
      }
      return "Taken: " + outcome.outcome().wire();
    } finally {
      turns.release();
    }
  }

  private boolean await() {
    try {
      return turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static HeaderFields header(ReceivedMail mail) throws RejectException {
    try (InputStream in = mail.content().open()) {
      return HeaderFields.of(new String(in.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new RejectException(451, "4.3.0 It cannot be read again, try again later");
    }
  }
}
