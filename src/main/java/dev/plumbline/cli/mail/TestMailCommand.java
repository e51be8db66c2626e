package dev.plumbline.cli.mail;

import dev.plumbline.cli.shell.CommandGroup;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline test-mail}: what a receiver makes of a mail. */
@Command(
    name = "test-mail",
    description = "Says what a receiver makes of a mail, and what to mend.",
    mixinStandardHelpOptions = true)
public final class TestMailCommand implements CommandGroup, Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> names() {
    return List.of("new", "read");
  }

  @Override
  public Object command(String name) {
    return switch (name) {
      case "new" -> new TestMailNewCommand();
      case "read" -> new TestMailReadCommand();
      default -> throw CommandGroup.unknown(name);
    };
  }

  @Override
  public void run() {
    CommandLine line = spec.commandLine();
    throw new ParameterException(line, "Say what to do: " + String.join(" or ", names()) + ".");
  }
}
