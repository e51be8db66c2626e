package dev.plumbline.cli.alerts;

import dev.plumbline.alert.AlertWishes;
import dev.plumbline.cli.shell.KnownDomains;
import dev.plumbline.cli.shell.Shell;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline alerts mute}: nobody is told of some. */
@Command(
    name = "mute",
    description = {
      "Has nobody told of alerts of a kind, a domain or both; they are found and listed as before.",
      "Exit status: 0, or 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
final class MuteCommand implements Callable<Integer> {

  @Option(names = "--kind", paramLabel = "KIND", description = "As `alerts list` prints it.")
  private @Nullable String kind;

  @Option(names = "--domain", paramLabel = "DOMAIN", description = "One monitored domain.")
  private @Nullable String domain;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "How long, as 12h or 7d. Default: for good.")
  private String time = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Shell.ask(
        rooms -> {
          String name = domain == null ? null : KnownDomains.one(rooms, domain).name();
          Instant now = rooms.clock().instant();
          rooms
              .alerts()
              .mute(
                  Shell.who(),
                  kind == null ? null : AlertWishes.kind(kind),
                  name,
                  AlertWishes.until(now, time),
                  now);
          return true;
        });
    out.println("Muted.");
    out.flush();
    return 0;
  }
}
