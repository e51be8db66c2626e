package dev.plumbline.cli.dmarc;

import dev.plumbline.cli.shell.CommandGroup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline dmarc}: what one can ask of DMARC records. Starts no server. */
@Command(
    name = "dmarc",
    description = "Finds, checks and writes DMARC records.",
    mixinStandardHelpOptions = true)
public final class DmarcCommand implements CommandGroup, Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> names() {
    return List.of("lookup", "lint", "wizard");
  }

  @Override
  public Object command(String name) {
    return switch (name) {
      case "lookup" -> new DmarcLookupCommand();
      case "lint" -> new DmarcLintCommand();
      case "wizard" -> new DmarcWizardCommand();
      default -> throw CommandGroup.unknown(name);
    };
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: plumbline dmarc lookup, lint or wizard");
  }
}
