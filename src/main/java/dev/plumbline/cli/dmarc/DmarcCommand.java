package dev.plumbline.cli.dmarc;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline dmarc}: what one can ask of DMARC records. Starts no server. */
@Command(
    name = "dmarc",
    description = "Finds, checks and writes DMARC records.",
    mixinStandardHelpOptions = true,
    subcommands = {DmarcLookupCommand.class, DmarcLintCommand.class, DmarcWizardCommand.class})
public final class DmarcCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Made by picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public DmarcCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: plumbline dmarc lookup, lint or wizard");
  }
}
