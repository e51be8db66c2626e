package dev.plumbline.cli.spf;

import dev.plumbline.cli.shell.CommandGroup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline spf}: what one can ask of SPF records. Starts no server. */
@Command(
    name = "spf",
    description = "Checks, explains, mends and writes SPF records.",
    mixinStandardHelpOptions = true)
public final class SpfCommand implements CommandGroup, Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> names() {
    return List.of("check", "explain", "lint", "what-if", "wizard");
  }

  @Override
  public Object command(String name) {
    return switch (name) {
      case "check" -> new SpfCheckCommand();
      case "explain" -> new SpfExplainCommand();
      case "lint" -> new SpfLintCommand();
      case "what-if" -> new SpfWhatIfCommand();
      case "wizard" -> new SpfWizardCommand();
      default -> throw CommandGroup.unknown(name);
    };
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: plumbline spf check, explain, lint, what-if or wizard");
  }
}
