package dev.plumbline.cli.people;

import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.store.people.Person;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline user disable}: shuts somebody out, at once. */
@Command(
    name = "disable",
    description = {
      "Signs somebody out everywhere and lets them in no more; their tokens stop working.",
      "Exit status: 0, or 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class UserDisableCommand implements Callable<Integer> {

  @Parameters(paramLabel = "LOGIN", description = "What they sign in with.")
  private String login = "";

  @Option(names = "--undo", description = "Let them in again.")
  private boolean undo;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return Shell.ask(
        rooms -> {
          Person person = Asking.known(rooms, login);
          rooms.accounts().disable(Shell.who(), person, !undo);
          PrintWriter out = spec.commandLine().getOut();
          out.println(
              Terminal.safe(person.login())
                  + (undo ? " can sign in again." : " cannot sign in any more."));
          out.flush();
          return 0;
        });
  }
}
