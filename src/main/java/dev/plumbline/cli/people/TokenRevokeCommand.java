package dev.plumbline.cli.people;

import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.UserException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline token revoke}: makes a token worthless. */
@Command(
    name = "revoke",
    description = {"Makes a token worthless, at once.", "Exit status: 0, or 2 for wrong use."},
    mixinStandardHelpOptions = true)
public final class TokenRevokeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "Its number, as `token list` prints it.")
  private long id;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (!Shell.<Boolean>ask(rooms -> rooms.tokens().revoke(Shell.who(), id, null))) {
      throw new UserException("There is no token %d.".formatted(id));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Token %d works no more.%n", id);
    out.flush();
    return 0;
  }
}
