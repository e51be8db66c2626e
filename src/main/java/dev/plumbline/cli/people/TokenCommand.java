package dev.plumbline.cli.people;

import dev.plumbline.cli.shell.CommandGroup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline token}: what programs come with. Starts no server. */
@Command(
    name = "token",
    description = "Makes the tokens that programs come with.",
    mixinStandardHelpOptions = true)
public final class TokenCommand implements CommandGroup, Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> names() {
    return List.of("create", "list", "revoke");
  }

  @Override
  public Object command(String name) {
    return switch (name) {
      case "create" -> new TokenCreateCommand();
      case "list" -> new TokenListCommand();
      case "revoke" -> new TokenRevokeCommand();
      default -> throw CommandGroup.unknown(name);
    };
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: plumbline token " + String.join("|", names()));
  }
}
