package dev.plumbline.cli.dmarc;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline domain}: what one can ask of a domain as a whole. Starts no server. */
@Command(
    name = "domain",
    description = "Checks everything a domain publishes about its mail.",
    mixinStandardHelpOptions = true,
    subcommands = DomainCheckCommand.class)
public final class DomainCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Made by picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public DomainCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: plumbline domain check");
  }
}
