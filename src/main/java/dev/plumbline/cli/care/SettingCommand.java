package dev.plumbline.cli.care;

import dev.plumbline.cli.shell.CommandGroup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline setting}: what can be set while everything runs. Starts no server. */
@Command(
    name = "setting",
    description = "Shows and changes what can be set while everything runs.",
    mixinStandardHelpOptions = true)
public final class SettingCommand implements CommandGroup, Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> names() {
    return List.of("list", "set", "unset");
  }

  @Override
  public Object command(String name) {
    return switch (name) {
      case "list" -> new SettingListCommand();
      case "set" -> new SettingSetCommand();
      case "unset" -> new SettingUnsetCommand();
      default -> throw CommandGroup.unknown(name);
    };
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: plumbline setting list, set or unset");
  }
}
