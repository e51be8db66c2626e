package dev.plumbline.cli.alerts;

import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.UserException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline alerts test}: shows whether alerts would come. */
@Command(
    name = "test",
    description = {
      "Has a test sent; the running server sends it, and `alerts channels` tells what became of"
          + " it.",
      "Exit status: 0, or 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
final class AlertTestCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "The number that `alerts channels` prints.")
  private long id;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Shell.ask(
        rooms -> {
          if (rooms.channels().active(id).isEmpty()) {
            throw new UserException("Nothing of the number " + id + " is told.");
          }
          rooms.alertPosts().test(id, rooms.clock().instant());
          return true;
        });
    out.println("A test is to be sent.");
    out.flush();
    return 0;
  }
}
