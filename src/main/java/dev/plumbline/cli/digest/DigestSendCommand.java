package dev.plumbline.cli.digest;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.digest.Digest;
import dev.plumbline.digest.Letter;
import dev.plumbline.digest.MailServer;
import dev.plumbline.digest.MailServer.Answer;
import dev.plumbline.digest.MailServer.Fate;
import dev.plumbline.digest.MailSettings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline digest send}: sends one now. */
@Command(
    name = "send",
    description = {
      "Sends a digest now, once, by the mail server that is set.",
      "Exit status: 0 if the server took it, 1 if it did not, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
final class DigestSendCommand implements Callable<Integer> {

  @Mixin private DigestOptions about = new DigestOptions();

  @Option(names = "--to", paramLabel = "ADDRESS", required = true, description = "Whom it is for.")
  private String to = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Settings settings = Settings.load();
    MailServer server = new MailServer(settings.mapped(MailSettings.class));
    if (!server.isSet()) {
      throw new UserException("Nothing can be sent: set plumbline.mail.host.");
    }
    PrintWriter out = spec.commandLine().getOut();
    Answer answer =
        new AppRunner(settings)
            .ask(
                rooms -> {
                  Digest digest = about.digest(rooms, settings);
                  Letter letter = DigestOptions.letter(digest, rooms, server.from(), to);
                  return server.send(letter, () -> true);
                });
    String problem = Terminal.safe(String.valueOf(answer.problem()));
    out.println(
        switch (answer.fate()) {
          case TAKEN -> "Sent to " + Terminal.safe(to) + ".";
          // Whoever sends it again may have it arrive twice.
          case UNSURE -> "Perhaps sent, the server did not say: " + problem;
          case LATER, REFUSED -> "Not sent: " + problem;
        });
    out.flush();
    return answer.fate() == Fate.TAKEN ? 0 : 1;
  }
}
