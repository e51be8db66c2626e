package dev.plumbline.cli.care;

import dev.plumbline.cli.shell.Shell;
import dev.plumbline.store.settings.Adjustable;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline setting unset}: has one be as usual again. */
@Command(
    name = "unset",
    description = {"Has one be as usual again.", "Exit status: 0, or 2 for wrong use."},
    mixinStandardHelpOptions = true)
public final class SettingUnsetCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "As `setting list` prints it.")
  private String name = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Adjustable one = SettingSetCommand.known(name);
    return Shell.ask(
        rooms -> {
          rooms.settings().set(Shell.who(), one, "", rooms.clock().instant());
          PrintWriter out = spec.commandLine().getOut();
          out.println(one.key() + " is as usual.");
          out.flush();
          return 0;
        });
  }
}
