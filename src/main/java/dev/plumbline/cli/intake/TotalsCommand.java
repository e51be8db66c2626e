package dev.plumbline.cli.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Output;
import dev.plumbline.cli.shell.Progress;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.dns.Counted;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.traffic.DomainInfo;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline totals}: compares daily totals with the rows they were made of. */
@Command(
    name = "totals",
    description = {
      "Compares the daily totals that pages show with the rows they were made of.",
      "Exit status: 0 if they are equal, 1 if not, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class TotalsCommand implements Callable<Integer> {

  private static final List<String> MEMBERS =
      List.of("domain", "equal", "differing_groups", "rebuilt");

  @Option(names = "--rebuild", description = "Derive them anew from the rows before comparing.")
  private boolean rebuild;

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new AppRunner(Settings.load()).ask(this::compare);
  }

  private int compare(Rooms rooms) {
    IntakeStore store = rooms.intakeStore();
    List<DomainInfo> domains = rooms.traffic().domains();
    output.lists(MEMBERS);
    PrintWriter out = spec.commandLine().getOut();
    long different = 0;
    Progress progress =
        new Progress(
            spec.commandLine().getErr(),
            rebuild ? "Derived anew" : "Compared",
            "domain",
            domains.size());
    for (DomainInfo domain : domains) {
      progress.step();
      if (rebuild) {
        store.rebuildTotals(domain.id());
        rooms.folding().fold(domain.id());
      }
      long differing = store.differingTotals(domain.id());
      different += differing > 0 ? 1 : 0;
      if (output.isJson()) {
        out.println(json(domain, differing));
      } else if (differing > 0) {
        out.println(text(domain, differing));
      }
      out.flush();
    }
    if (!output.isJson()) {
      out.println(summary(different, domains.size()));
    }
    out.flush();
    return different == 0 ? 0 : 1;
  }

  private String json(DomainInfo domain, long differing) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("domain", domain.name())
        .put("equal", differing == 0)
        .put("differing_groups", differing)
        .put("rebuilt", rebuild)
        .toString();
  }

  private static String text(DomainInfo domain, long differing) {
    return "%s: %s; --rebuild derives them anew"
        .formatted(
            Terminal.safe(domain.name()), Counted.of(differing, "group differs", "groups differ"));
  }

  private static String summary(long different, int domains) {
    return different == 0
        ? "%s: totals equal the rows".formatted(Counted.of(domains, "domain"))
        : "%s of %,d".formatted(Counted.of(different, "domain differs", "domains differ"), domains);
  }
}
