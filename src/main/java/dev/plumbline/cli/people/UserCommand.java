package dev.plumbline.cli.people;

import dev.plumbline.cli.shell.CommandGroup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline user}: who may sign in. Starts no server. */
@Command(name = "user", description = "Says who may sign in.", mixinStandardHelpOptions = true)
public final class UserCommand implements CommandGroup, Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> names() {
    return List.of("add", "list", "disable", "password");
  }

  @Override
  public Object command(String name) {
    return switch (name) {
      case "add" -> new UserAddCommand();
      case "list" -> new UserListCommand();
      case "disable" -> new UserDisableCommand();
      case "password" -> new UserPasswordCommand();
      default -> throw CommandGroup.unknown(name);
    };
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: plumbline user " + String.join("|", names()));
  }
}
