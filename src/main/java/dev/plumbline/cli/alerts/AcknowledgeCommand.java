package dev.plumbline.cli.alerts;

import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.store.Scope;
import dev.plumbline.store.alert.Alert;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline alerts acknowledge}: somebody takes care of one. */
@Command(
    name = "acknowledge",
    description = {
      "Says that somebody takes care of an alert: it asks for nobody else then.",
      "Exit status: 0, or 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
final class AcknowledgeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "Its number, as `alerts list` prints it.")
  private long id;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Alert one =
        Shell.ask(
            rooms -> {
              Alert found =
                  rooms
                      .alerts()
                      .one(Scope.EVERYTHING, id)
                      .orElseThrow(() -> new UserException("There is no alert " + id + "."));
              rooms.alerts().acknowledge(Shell.who(), found, rooms.clock().instant());
              return found;
            });
    out.println("Taken care of: " + Terminal.safe(one.says()));
    out.flush();
    return 0;
  }
}
