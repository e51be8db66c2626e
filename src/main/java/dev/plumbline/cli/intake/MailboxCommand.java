package dev.plumbline.cli.intake;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline mailbox}: what one can ask of mailboxes. Starts no server. */
@Command(
    name = "mailbox",
    description = "Tries the configured mailboxes.",
    mixinStandardHelpOptions = true,
    subcommands = MailboxTestCommand.class)
public final class MailboxCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: plumbline mailbox test");
  }
}
