package dev.plumbline.intake.smtp;

import java.io.IOException;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.server.Session;

/** A command that this server does not have. */
final class RefusedCommand extends BaseCommand {

  private final String answer;

  RefusedCommand(String verb, String answer) {
    super(verb, answer);
    this.answer = answer;
  }

  @Override
  public void execute(String line, Session session) throws IOException {
    session.sendResponse(answer);
  }
}
