package dev.plumbline.cli.alerts;

import dev.plumbline.cli.shell.CommandGroup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumbline alerts}: what somebody should know at once. Starts no server. */
@Command(
    name = "alerts",
    description = "Lists alerts, and says who takes care of them or wants none.",
    mixinStandardHelpOptions = true)
public final class AlertsCommand implements CommandGroup, Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> names() {
    return List.of("list", "acknowledge", "mute", "unmute", "channels", "test");
  }

  @Override
  public Object command(String name) {
    return switch (name) {
      case "list" -> new AlertsListCommand();
      case "acknowledge" -> new AcknowledgeCommand();
      case "mute" -> new MuteCommand();
      case "unmute" -> new UnmuteCommand();
      case "channels" -> new ChannelsCommand();
      case "test" -> new AlertTestCommand();
      default -> throw CommandGroup.unknown(name);
    };
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: plumbline alerts " + String.join("|", names()));
  }
}
