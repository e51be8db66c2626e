package dev.plumbline.cli.mail;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.intake.TestAddresses;
import dev.plumbline.intake.TestAddresses.Made;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline test-mail new}: makes an address for one test mail. */
@Command(
    name = "new",
    description =
        "Makes an address for one mail, and prints it with the page that tells what a receiver"
            + " makes of the mail.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:made", "2:wrong usage, or no setting says of which address it is made"})
final class TestMailNewCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    Settings settings = Settings.load();
    return new AppRunner(settings)
        .ask(
            rooms -> {
              TestAddresses addresses = rooms.testAddresses();
              Made made =
                  addresses
                      .make("command line")
                      .orElseThrow(
                          () ->
                              new UserException(
                                  "Set plumbline.test-mail.address to an address whose mail comes"
                                      + " here, as dmarc@reports.example.org."));
              print(made, settings.address() + "/test-mail/" + made.token());
              return 0;
            });
  }

  private void print(Made made, String page) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      out.println(MadeJson.line(made, page));
    } else {
      out.println("Send a mail to " + made.address());
      out.println("until " + made.expiresAt() + ". What a receiver makes of it: " + page);
    }
    out.flush();
  }
}
