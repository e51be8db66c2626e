package dev.plumbline.cli.kinds;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dns.Counted;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.review.json.IncidentJson;
import dev.plumbline.review.json.PublishedJson;
import dev.plumbline.store.failure.FailureExample;
import dev.plumbline.store.failure.FailureIncident;
import dev.plumbline.store.failure.FailureQueries;
import dev.plumbline.store.people.AuditLog.Deed;
import dev.plumbline.store.people.Who;
import dev.plumbline.store.traffic.DomainInfo;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline failure-reports}: the incidents that failure reports tell of. */
@Command(
    name = "failure-reports",
    description = {
      "Lists failure reports by incident, those with most reports first; addresses are masked.",
      "Exit status: 0, or 2 for wrong use or a domain that no report is about."
    },
    mixinStandardHelpOptions = true)
public final class FailureReportsCommand implements Callable<Integer> {

  private static final int MOST_INCIDENTS = 1_000;

  @Mixin private StoredArguments stored = new StoredArguments();

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "3",
      description = "So many reports of each incident (default: ${DEFAULT-VALUE}).")
  private int examples;

  @Option(
      names = "--unmask",
      description = "Shows names, addresses and subjects; that is written to the audit log.")
  private boolean unmask;

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new AppRunner(Settings.load()).ask(this::print);
  }

  private int print(Rooms rooms) {
    PrintWriter out = spec.commandLine().getOut();
    boolean any = false;
    output.lists(IncidentJson.class);
    for (DomainInfo domain : stored.domains(rooms)) {
      List<FailureIncident> incidents =
          rooms.failures().incidents(domain.id(), stored.from(), stored.to(), null, MOST_INCIDENTS);
      if (unmask && !incidents.isEmpty()) {
        rooms
            .audit()
            .add(
                Who.atShell(Objects.toString(System.getProperty("user.name"), "?")),
                rooms.clock().instant(),
                Deed.of("unmask", "failure reports", domain.name()));
      }
      for (FailureIncident incident : incidents) {
        any = true;
        List<FailureExample> shown = examples(rooms.failures(), incident);
        if (output.isJson()) {
          out.println(PublishedJson.line(IncidentJson.of(domain.name(), incident, shown)));
        } else {
          text(out, domain.name(), incident, shown);
        }
      }
      if (incidents.size() == MOST_INCIDENTS) {
        spec.commandLine()
            .getErr()
            .printf(
                "Of %s only the %,d incidents with most reports are listed; name fewer days.%n",
                Terminal.safe(domain.name()), MOST_INCIDENTS);
      }
    }
    if (!any && !output.isJson()) {
      out.println(stored.none("failure report"));
    }
    out.flush();
    return 0;
  }

  private List<FailureExample> examples(FailureQueries failures, FailureIncident incident) {
    int most = Math.max(0, Math.min(examples, 1_000));
    return unmask
        ? failures.unmasked(incident.domainId(), incident.id(), most)
        : failures.examples(incident.domainId(), incident.id(), most);
  }

  private static void text(
      PrintWriter out, String domain, FailureIncident one, List<FailureExample> examples) {
    out.printf(
        "%s  %s%s from %s: %s%s, %s to %s%n",
        Terminal.safe(domain),
        one.feedbackType(),
        one.failures().isEmpty() ? "" : " (" + String.join(", ", one.failures()) + ")",
        one.source() == null ? "an address that is not told" : IpAddresses.toText(one.source()),
        Counted.of(one.reports(), "report"),
        one.leftOut() == 0 ? "" : " (%,d of them only counted)".formatted(one.leftOut()),
        one.first(),
        one.last());
    for (FailureExample example : examples) {
      out.printf(
          "    %s  %s -> %s  %s%n",
          example.arrivedAt(),
          Terminal.safe(Objects.toString(example.from(), "?")),
          Terminal.safe(Objects.toString(example.to(), "?")),
          Terminal.safe(Objects.toString(example.subject(), "")));
    }
  }
}
