package dev.plumbline.cli.care;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.store.server.DirectDatabase;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline migrate}: brings the tables up to date, and nothing else. */
@Command(
    name = "migrate",
    description = {
      "Brings the tables of the database up to date, or makes them, and ends.",
      "A start of the server does the same. Several at once wait for each other.",
      "Before that it brings data that an earlier Plumbline left in an older PostgreSQL of its own to"
          + " the present one; no other command does.",
      "Exit status: 0 if they are up to date, 2 if not."
    },
    mixinStandardHelpOptions = true)
public final class MigrateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    AppRunner runner = new AppRunner(Settings.load());
    runner.bringCluster(
        what -> {
          out.println(what);
          out.flush();
        });
    runner.careAnyway(
        (database, rooms) -> {
          int before = database.schemaVersion();
          database.migrate();
          out.println(
              before == DirectDatabase.newestSchema()
                  ? "The tables are of version %d, as expected".formatted(before)
                  : "The tables were of version %d, and are of %d now"
                      .formatted(before, database.schemaVersion()));
          return true;
        });
    out.flush();
    return 0;
  }
}
