package dev.plumbline.cli.kinds;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dns.Counted;
import dev.plumbline.review.json.PublishedJson;
import dev.plumbline.review.json.TlsReportJson;
import dev.plumbline.store.tls.TlsQueries.Day;
import dev.plumbline.store.tls.TlsQueries.Failed;
import dev.plumbline.store.tls.TlsReportLine;
import dev.plumbline.store.traffic.DomainInfo;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline tls}: what TLS reports say. */
@Command(
    name = "tls",
    description = {
      "Lists stored TLS reports: sessions by domain and what failed; as JSON every report.",
      "Exit status: 0, or 2 for wrong use or a domain that no report is about."
    },
    mixinStandardHelpOptions = true)
public final class TlsCommand implements Callable<Integer> {

  private static final int AT_ONCE = 500;
  private static final int MOST_FAILURES = 20;

  @Mixin private StoredArguments stored = new StoredArguments();

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new AppRunner(Settings.load()).ask(this::print);
  }

  private int print(Rooms rooms) {
    PrintWriter out = spec.commandLine().getOut();
    boolean any = false;
    output.lists(TlsReportJson.class);
    for (DomainInfo domain : stored.domains(rooms)) {
      any |= output.isJson() ? json(rooms, domain, out) : text(rooms, domain, out);
    }
    if (!any && !output.isJson()) {
      out.println(stored.none("TLS report"));
    }
    out.flush();
    return 0;
  }

  private boolean json(Rooms rooms, DomainInfo domain, PrintWriter out) {
    long last = 0;
    List<TlsReportLine> some;
    do {
      some =
          rooms.tls().reportsAfter(domain.id(), stored.from(), stored.to(), false, last, AT_ONCE);
      for (TlsReportLine one : some) {
        last = one.id();
        out.println(PublishedJson.line(TlsReportJson.of(domain.id(), domain.name(), one)));
      }
    } while (some.size() == AT_ONCE);
    return last > 0;
  }

  private boolean text(Rooms rooms, DomainInfo domain, PrintWriter out) {
    List<Day> days = rooms.tls().days(domain.id(), stored.from(), stored.to());
    if (days.isEmpty()) {
      return false;
    }
    out.printf(
        "%s  %s succeeded, %,d failed, %s to %s%n",
        Terminal.safe(domain.name()),
        Counted.of(days.stream().mapToLong(Day::success).sum(), "session"),
        days.stream().mapToLong(Day::failure).sum(),
        days.get(0).day(),
        days.get(days.size() - 1).day());
    for (Failed failed :
        rooms.tls().failures(domain.id(), stored.from(), stored.to(), MOST_FAILURES)) {
      out.printf(
          "    %,d  %s (%s)%s, last on %s%n",
          failed.sessions(),
          Terminal.safe(failed.resultType()),
          Terminal.safe(failed.policyType()),
          failed.receivingMx().isEmpty() ? "" : " at " + Terminal.safe(failed.receivingMx()),
          failed.last());
    }
    return true;
  }
}
