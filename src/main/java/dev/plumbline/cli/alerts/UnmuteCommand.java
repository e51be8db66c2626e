package dev.plumbline.cli.alerts;

import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.store.alert.Alerts.Mute;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline alerts unmute}: lists what is muted, or ends it. */
@Command(
    name = "unmute",
    description = {
      "Has alerts told again; without a number, prints what is muted.",
      "Exit status: 0, or 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
final class UnmuteCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "ID", description = "The number of a mute.")
  private @Nullable Long id;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Long wanted = id;
    List<Mute> mutes =
        Shell.ask(
            rooms -> {
              Instant now = rooms.clock().instant();
              List<Mute> all = rooms.alerts().mutes(now);
              if (wanted == null) {
                return all;
              }
              Mute one =
                  all.stream()
                      .filter(mute -> mute.id() == wanted)
                      .findFirst()
                      .orElseThrow(() -> new UserException("There is no mute " + wanted + "."));
              rooms.alerts().unmute(Shell.who(), one, now);
              return List.of();
            });
    mutes.forEach(
        one ->
            out.printf(
                "%6d  %s, %s, %s, by %s%n",
                one.id(),
                one.kind() == null ? "all kinds" : one.kind().wire(),
                one.domain() == null ? "all domains" : Terminal.safe(one.domain()),
                one.until() == null ? "for good" : "until " + one.until(),
                Terminal.safe(one.by())));
    if (wanted != null) {
      out.println("Told again.");
    } else if (mutes.isEmpty()) {
      out.println("Nothing is muted.");
    }
    out.flush();
    return 0;
  }
}
