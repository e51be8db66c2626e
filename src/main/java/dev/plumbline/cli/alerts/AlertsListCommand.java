package dev.plumbline.cli.alerts;

import dev.plumbline.cli.shell.KnownDomains;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dns.DomainName;
import dev.plumbline.review.json.AlertJson;
import dev.plumbline.review.json.PublishedJson;
import dev.plumbline.store.Scope;
import dev.plumbline.store.alert.Alert;
import dev.plumbline.store.alert.Alerts;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline alerts list}: what asks for somebody. */
@Command(
    name = "list",
    description = {
      "Prints the alerts that ask for somebody, the most pressing first; with --all the newest"
          + " 1000.",
      "Exit status: 0 if none does, 1 if any does, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
final class AlertsListCommand implements Callable<Integer> {

  private static final int MOST = 1_000;

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "Only about it and those below it; repeatable.")
  private List<String> domains = new ArrayList<>();

  @Option(names = "--all", description = "Also those that are over or taken care of.")
  private boolean all;

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<Alert> found = Shell.ask(this::found);
    output.lists(AlertJson.class);
    PrintWriter out = spec.commandLine().getOut();
    found.forEach(one -> out.println(output.isJson() ? json(one) : text(one)));
    if (found.isEmpty() && !output.isJson()) {
      out.println(all ? "There was no alert yet." : "No alert asks for anybody.");
    }
    out.flush();
    return found.stream().anyMatch(Alert::open) ? 1 : 0;
  }

  private List<Alert> found(Rooms rooms) {
    Scope scope = KnownDomains.scope(rooms, domains);
    Alerts alerts = rooms.alerts();
    return all
        ? alerts.newest(scope, null, MOST)
        : alerts.open(scope, rooms.clock().instant(), MOST);
  }

  private static String json(Alert one) {
    return PublishedJson.line(AlertJson.of(one));
  }

  private static String text(Alert one) {
    String state =
        one.over()
            ? "over"
            : one.acknowledgedBy() != null ? "taken care of by " + one.acknowledgedBy() : "open";
    return "%6d  %s  %-15s %s%n        %s%n        %s"
        .formatted(
            one.id(),
            one.raisedAt().toString().substring(0, 16),
            one.kind().wire(),
            Terminal.safe(DomainName.inSentence(one.says())),
            Terminal.safe(DomainName.inSentence(one.why())),
            Terminal.safe(state));
  }
}
