package dev.plumbline.cli.people;

import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.people.Accounts;
import dev.plumbline.store.FileTrouble;
import dev.plumbline.store.people.Person;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline user password}: helps somebody who forgot it. */
@Command(
    name = "password",
    description = {
      "Prints a link by which somebody sets a new password, or sets the one it reads.",
      "Exit status: 0, or 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class UserPasswordCommand implements Callable<Integer> {

  @Parameters(paramLabel = "LOGIN", description = "What they sign in with.")
  private String login = "";

  @Option(names = "--stdin", description = "Set the password that the first line of input is.")
  private boolean stdin;

  @Option(names = "--no-code", description = "Ask them for no code of an app any more.")
  private boolean noCode;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    String password = stdin ? firstLine() : "";
    return Shell.ask(
        rooms -> {
          Person person = Asking.known(rooms, login);
          Accounts accounts = rooms.accounts();
          PrintWriter out = spec.commandLine().getOut();
          if (noCode) {
            accounts.dropSecret(Shell.who(), person);
            out.println(Terminal.safe(person.login()) + " is asked for no code any more.");
          }
          if (stdin) {
            accounts.setPassword(Shell.who(), person, password);
            out.println(
                "The password of %s is set; all their sessions are over."
                    .formatted(Terminal.safe(person.login())));
          } else if (person.disabledAt() != null) {
            throw new UserException(
                "%s cannot sign in; `plumbline user disable --undo` lets them in again."
                    .formatted(Terminal.safe(person.login())));
          } else {
            Asking.printLink(out, person, accounts.passwordLink(Shell.who(), person));
          }
          out.flush();
          return 0;
        });
  }

  private static String firstLine() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UserException("The password cannot be read: " + FileTrouble.said(e));
    }
  }
}
