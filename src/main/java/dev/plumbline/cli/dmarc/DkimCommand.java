package dev.plumbline.cli.dmarc;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline dkim}: what one can ask of published DKIM keys. Starts no server. */
@Command(
    name = "dkim",
    description = "Checks published DKIM keys.",
    mixinStandardHelpOptions = true,
    subcommands = DkimCheckCommand.class)
public final class DkimCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Made by picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public DkimCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: plumbline dkim check");
  }
}
