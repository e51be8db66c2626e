package dev.plumbline.intake.smtp;

import java.io.IOException;
import java.io.InputStream;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.internal.io.DotTerminatedInputStream;
import org.subethamail.smtp.internal.io.DotUnstuffingInputStream;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.server.Session;

/**
 * {@code DATA}. The library's own leaves what a handler did not read where the next command is
 * looked for; here a mail is read to its end, or the connection is closed.
 */
final class MailDataCommand extends BaseCommand {

  private final boolean forEachRecipient;

  /**
   * The command.
   *
   * @param forEachRecipient whether each recipient gets an answer (RFC 2033 section 4.2)
   */
  MailDataCommand(boolean forEachRecipient) {
    super("DATA", "The mail follows, and ends with a line that holds a dot only.");
    this.forEachRecipient = forEachRecipient;
  }

  @Override
  public void execute(String line, Session session) throws IOException, DropConnectionException {
    int recipients = session.getRecipientCount();
    if (!session.isMailTransactionInProgress() || recipients == 0) {
      session.sendResponse("503 5.5.1 Say MAIL and RCPT before");
      return;
    }
    session.sendResponse("354 Go on, and end with a dot on a line of its own");
    InputStream mail =
        new DotUnstuffingInputStream(new DotTerminatedInputStream(session.getRawInput()));
    String answer;
    try {
      answer = "250 2.0.0 " + session.getMessageHandler().data(mail);
    } catch (DropConnectionException e) {
      throw e;
    } catch (RejectException e) {
      answer = e.getErrorResponse();
    }
    if (mail.read() >= 0) {
      throw new DropConnectionException(451, "4.3.0 The mail was not read to its end");
    }
    for (int i = 0; i < (forEachRecipient ? recipients : 1); i++) {
      session.sendResponse(answer);
    }
    session.resetMailTransaction();
  }
}
