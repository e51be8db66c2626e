package dev.plumbline.intake.smtp;

import java.io.IOException;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/**
 * {@code EHLO} or {@code LHLO}. The library's own offers BDAT as well, which takes a mail whose
 * connection broke for a whole one.
 */
final class GreetingCommand extends BaseCommand {

  GreetingCommand(String verb) {
    super(verb, "Introduce yourself.", "<hostname>");
  }

  @Override
  public void execute(String line, Session session) throws IOException {
    String[] words = getArgs(line);
    if (words.length < 2) {
      session.sendResponse("501 5.5.4 Say " + getName() + " and your host name");
      return;
    }
    session.resetMailTransaction();
    session.setHelo(words[1]);
    SMTPServer server = session.getServer();
    StringBuilder answer = new StringBuilder("250-" + server.getHostName());
    answer.append("\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SIZE ");
    answer.append(server.getMaxMessageSize());
    if (server.getEnableTLS() && !session.isTLSStarted()) {
      answer.append("\r\n250-STARTTLS");
    }
    answer.append("\r\n250 ENHANCEDSTATUSCODES");
    session.sendResponse(answer.toString());
  }
}
