package dev.plumbline.cli.spf;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline spf}: what one can ask of SPF records. Starts no server. */
@Command(
    name = "spf",
    description = "Checks, explains, mends and writes SPF records.",
    mixinStandardHelpOptions = true,
    subcommands = {
      SpfCheckCommand.class,
      SpfExplainCommand.class,
      SpfLintCommand.class,
      SpfWhatIfCommand.class,
      SpfWizardCommand.class
    })
public final class SpfCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Made by picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public SpfCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: plumbline spf check, explain, lint, what-if or wizard");
  }
}
