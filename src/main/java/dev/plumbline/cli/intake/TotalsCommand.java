package dev.plumbline.cli.intake;

import dev.plumbline.cli.shell.AppRunner;
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

  @Option(names = "--rebuild", description = "Derive them anew from the rows before comparing.")
  private boolean rebuild;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new AppRunner(Settings.load()).ask(this::compare);
  }

  private int compare(Rooms rooms) {
    IntakeStore store = rooms.intakeStore();
    PrintWriter out = spec.commandLine().getOut();
    List<DomainInfo> domains = rooms.traffic().domains();
    long different = 0;
    for (DomainInfo domain : domains) {
      if (rebuild) {
        store.rebuildTotals(domain.id());
        rooms.folding().fold(domain.id());
      }
      long differing = store.differingTotals(domain.id());
      if (differing > 0) {
        different++;
        out.println(
            "%s: %s; --rebuild derives them anew"
                .formatted(
                    Terminal.safe(domain.name()),
                    Counted.of(differing, "group differs", "groups differ")));
        out.flush();
      }
    }
    out.println(
        different == 0
            ? "%s: totals equal the rows".formatted(Counted.of(domains.size(), "domain"))
            : "%s of %,d"
                .formatted(
                    Counted.of(different, "domain differs", "domains differ"), domains.size()));
    out.flush();
    return different == 0 ? 0 : 1;
  }
}
