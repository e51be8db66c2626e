package dev.plumbline.cli.digest;

import dev.plumbline.cli.shell.CommandGroup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline digest}: what happened, as a mail. Starts no server. */
@Command(
    name = "digest",
    description = "Shows or sends the digest of a week, a day or a month.",
    mixinStandardHelpOptions = true)
public final class DigestCommand implements CommandGroup, Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> names() {
    return List.of("preview", "send");
  }

  @Override
  public Object command(String name) {
    return switch (name) {
      case "preview" -> new DigestPreviewCommand();
      case "send" -> new DigestSendCommand();
      default -> throw CommandGroup.unknown(name);
    };
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: plumbline digest " + String.join("|", names()));
  }
}
