package dev.plumbline.cli.dmarc;

import dev.plumbline.cli.shell.CommandGroup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline domain}: what one can ask of a domain as a whole. Starts no server. */
@Command(
    name = "domain",
    description = "Checks everything a domain publishes about its mail.",
    mixinStandardHelpOptions = true)
public final class DomainCommand implements CommandGroup, Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> names() {
    return List.of("check");
  }

  @Override
  public Object command(String name) {
    return switch (name) {
      case "check" -> new DomainCheckCommand();
      default -> throw CommandGroup.unknown(name);
    };
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: plumbline domain check");
  }
}
