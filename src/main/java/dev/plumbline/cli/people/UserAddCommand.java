package dev.plumbline.cli.people;

import dev.plumbline.cli.shell.Shell;
import dev.plumbline.people.Accounts;
import dev.plumbline.store.people.Person;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline user add}: lets somebody sign in. */
@Command(
    name = "add",
    description = {
      "Lets somebody sign in, and prints a link by which they set a password.",
      "With the first user everybody has to sign in.",
      "Exit status: 0, or 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class UserAddCommand implements Callable<Integer> {

  @Parameters(paramLabel = "LOGIN", description = "An email address, or any other word.")
  private String login = "";

  @Option(names = "--name", description = "What they are called (default: LOGIN).")
  private @Nullable String name;

  @Option(names = "--role", required = true, description = "viewer, analyst or administrator.")
  private String role = "";

  @Option(names = "--unmask", description = "May see the addresses in failure reports.")
  private boolean unmask;

  @Mixin private LimitOptions limits = new LimitOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return Shell.ask(
        rooms -> {
          Accounts accounts = rooms.accounts();
          Person person =
              accounts.add(
                  Shell.who(),
                  accounts.draft(login, name, role, unmask, limits.domains(), limits.groups()));
          PrintWriter out = spec.commandLine().getOut();
          Asking.printLink(out, person, accounts.passwordLink(Shell.who(), person));
          out.flush();
          return 0;
        });
  }
}
