package dev.plumbline.cli.care;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Progress;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Shell;
import dev.plumbline.dns.Counted;
import dev.plumbline.store.backup.Backup;
import dev.plumbline.store.backup.Manifest;
import dev.plumbline.store.people.AuditLog.Deed;
import dev.plumbline.store.server.DirectDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline backup}: the whole database as one file. */
@Command(
    name = "backup",
    description = {
      "Writes the whole database, as it is at one moment, to a file; a server may run meanwhile.",
      "Settings and the files they name are not in it.",
      "Exit status: 0 if the file is there as a whole, 2 if it is not there."
    },
    mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "Must not be there yet.")
  private Path file = Path.of("");

  @Option(names = "--verbose", description = "Tell of each table.")
  private boolean verbose;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = new Progress(spec.commandLine().getErr(), "Written", "row", 0);
    Manifest made =
        new AppRunner(Settings.load())
            .care(
                (database, rooms) -> {
                  Manifest whole =
                      new Backup(
                              database,
                              rooms.clock().instant(),
                              line -> tell(out, line),
                              progress::step)
                          .write(file);
                  // An earlier program's tables may have no place for it.
                  if (whole.schema() == DirectDatabase.newestSchema()) {
                    rooms
                        .audit()
                        .add(
                            Shell.who(),
                            rooms.clock().instant(),
                            Deed.of("backup", String.valueOf(file.getFileName()), null));
                  }
                  return whole;
                });
    out.println(
        "%s: %s of %d tables (version %d), %s bytes"
            .formatted(
                file,
                Counted.of(made.rows(), "row"),
                made.tables().size(),
                made.schema(),
                Counted.number(Files.size(file))));
    out.flush();
    progress.end();
    return 0;
  }

  private void tell(PrintWriter out, String line) {
    if (verbose) {
      out.println(line);
      out.flush();
    }
  }
}
