package dev.plumbline.cli.care;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Progress;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.dns.Counted;
import dev.plumbline.store.backup.BackupException;
import dev.plumbline.store.backup.Manifest;
import dev.plumbline.store.backup.Restore;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.server.DirectDatabase;
import dev.plumbline.store.traffic.DomainInfo;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline restore}: fills an empty database from a backup, and proves its figures. */
@Command(
    name = "restore",
    description = {
      "Fills an empty database from a file that `plumbline backup` wrote.",
      "Brings its tables up to date and compares the totals with the rows. No server may run on the"
          + " database meanwhile.",
      "Exit status: 0 if all is well, 1 if totals differ, 2 if nothing was restored."
    },
    mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "A backup.")
  private Path file = Path.of("");

  @Option(names = "--verbose", description = "Tell of each table.")
  private boolean verbose;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Settings settings = Settings.load();
    try {
      // Before a database is made for what cannot fill it.
      Restore.look(file);
    } catch (BackupException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
    return new AppRunner(settings).careAnyway(this::restore);
  }

  private int restore(DirectDatabase database, Rooms rooms) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Progress filled = new Progress(err, "Filled in", "row", 0);
    Manifest manifest = new Restore(database, line -> tell(out, line), filled::step).from(file);
    out.println(
        "%s of %d tables, as of %s"
            .formatted(
                Counted.of(manifest.rows(), "row"),
                manifest.tables().size(),
                Terminal.safe(manifest.madeAt())));
    out.flush();
    filled.end();
    IntakeStore store = rooms.intakeStore();
    List<DomainInfo> domains = rooms.traffic().domains();
    Progress compared = new Progress(err, "Compared", "domain", domains.size());
    boolean equal = true;
    for (DomainInfo domain : domains) {
      compared.step();
      long differing = store.differingTotals(domain.id());
      if (differing > 0) {
        equal = false;
        out.println(
            "%s: %s; `plumbline totals --rebuild` derives them anew"
                .formatted(
                    Terminal.safe(domain.name()),
                    Counted.of(differing, "group differs", "groups differ")));
      }
    }
    if (equal) {
      out.println("Totals of %s equal the rows".formatted(Counted.of(domains.size(), "domain")));
    }
    out.flush();
    return equal ? 0 : 1;
  }

  private void tell(PrintWriter out, String line) {
    if (verbose) {
      out.println(line);
      out.flush();
    }
  }
}
