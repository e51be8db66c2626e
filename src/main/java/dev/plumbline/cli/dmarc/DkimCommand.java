package dev.plumbline.cli.dmarc;

import dev.plumbline.cli.shell.CommandGroup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline dkim}: what one can ask of published DKIM keys. Starts no server. */
@Command(
    name = "dkim",
    description = "Checks published DKIM keys.",
    mixinStandardHelpOptions = true)
public final class DkimCommand implements CommandGroup, Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> names() {
    return List.of("check");
  }

  @Override
  public Object command(String name) {
    return switch (name) {
      case "check" -> new DkimCheckCommand();
      default -> throw CommandGroup.unknown(name);
    };
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: plumbline dkim check");
  }
}
