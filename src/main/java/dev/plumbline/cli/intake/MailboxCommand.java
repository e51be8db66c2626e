package dev.plumbline.cli.intake;

import dev.plumbline.cli.shell.CommandGroup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline mailbox}: what one can ask of mailboxes. Starts no server. */
@Command(
    name = "mailbox",
    description = "Tries the configured mailboxes.",
    mixinStandardHelpOptions = true)
public final class MailboxCommand implements CommandGroup, Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> names() {
    return List.of("test");
  }

  @Override
  public Object command(String name) {
    return switch (name) {
      case "test" -> new MailboxTestCommand();
      default -> throw CommandGroup.unknown(name);
    };
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: plumbline mailbox test");
  }
}
