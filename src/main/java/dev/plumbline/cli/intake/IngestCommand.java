package dev.plumbline.cli.intake;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Ending;
import dev.plumbline.cli.shell.Progress;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.dns.Counted;
import dev.plumbline.intake.FolderIngest;
import dev.plumbline.intake.FolderIngest.IngestSummary;
import dev.plumbline.intake.FolderIngest.IngestedFile;
import dev.plumbline.review.Judge;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.inject.spi.CDI;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline ingest}: takes files and folders of reports in. */
@Command(
    name = "ingest",
    description = {
      "Takes reports in from files and folders, recursively: mails, archives, XML, mbox, Maildir.",
      "Exit status: 0 if nothing was rejected, 1 if something was, is set aside, contradicts a stored"
          + " report or must be tried again, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class IngestCommand implements Callable<Integer> {

  private static final int OUTCOME_CHARS = 12;

  @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files and folders.")
  private List<Path> paths = List.of();

  @Option(
      names = "--unjudged",
      description = "End once all is stored; it is judged by `plumbline serve`, or when asked for.")
  private boolean unjudged;

  /** A database that is started again is back after some seconds. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** Of so many lines none is out of sight. */
  private static final int FEW = 20;

  private static final int MOST_REPEATED = 1_000;
  private static final Set<Outcome> REFUSED =
      EnumSet.of(Outcome.REJECTED, Outcome.TRY_AGAIN, Outcome.SET_ASIDE);

  private long lines;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    for (Path path : paths) {
      if (!Files.isReadable(path)) {
        throw new UserException(
            Terminal.safe(path.toString())
                + (Files.exists(path) ? " cannot be read." : " does not exist."));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    AppRunner runner = new AppRunner(Settings.load());
    if (unjudged) {
      return runner.takeIn(intake -> ingest(new FolderIngest(intake), out));
    }
    return runner.workAnyway(
        () -> {
          int status = ingest(CDI.current().select(FolderIngest.class).get(), out);
          return Ending.isUnderWay() || judged() ? status : 1;
        });
  }

  private int ingest(FolderIngest ingest, PrintWriter out) {
    return Ending.stoppingByItself(
        () -> {
          List<String> refused = new ArrayList<>();
          lines = 0;
          long begin = System.nanoTime();
          IngestSummary summary =
              ingest.ingest(paths, file -> print(out, file, refused), Ending::isUnderWay);
          if (lines > FEW && !refused.isEmpty()) {
            out.println("What was not taken in:");
            refused.forEach(line -> out.println("  " + line));
          }
          out.println(text(summary));
          if (lines > FEW) {
            // Beside the answer, which is the same each time.
            out.flush();
            PrintWriter err = spec.commandLine().getErr();
            err.println(rate(lines, Duration.ofNanos(System.nanoTime() - begin)));
            err.flush();
          }
          if (summary.left() > 0) {
            out.printf(
                "Told to end: %d %s left, and taken in when the same command is run again.%n",
                summary.left(), summary.left() == 1 ? "file was" : "files were");
          }
          out.flush();
          return summary.isClean() ? 0 : 1;
        });
  }

  /** A report is of use once it is judged; a server that runs may be quicker. */
  private boolean judged() {
    PrintWriter err = spec.commandLine().getErr();
    Judge judge = CDI.current().select(Judge.class).get();
    TrafficQueries traffic = CDI.current().select(TrafficQueries.class).get();
    return new LastStep(
            () -> {
              List<DomainInfo> domains = traffic.domains();
              var progress = new Progress(err, "Judged", "domain", domains.size());
              domains.forEach(
                  domain -> {
                    judge.catchUp(domain.name());
                    progress.step();
                  });
              progress.end();
            },
            PAUSE,
            Ending::isUnderWay)
        .run(err);
  }

  private void print(PrintWriter out, IngestedFile file, List<String> refused) {
    String outcome =
        file.conflict() ? "conflict" : file.outcome().map(IngestCommand::words).orElse("skipped");
    // By hand: formatting took more than the rest of the line.
    String line =
        outcome
            + " ".repeat(Math.max(0, OUTCOME_CHARS - outcome.length()))
            + "  "
            + Terminal.safe(file.name())
            + ": "
            + Terminal.safe(file.reason());
    out.println(line);
    lines++;
    boolean kept = file.conflict() || file.outcome().filter(REFUSED::contains).isPresent();
    if (kept && refused.size() < MOST_REPEATED) {
      refused.add(line);
    }
  }

  private static String text(IngestSummary summary) {
    long aside = summary.count(Outcome.SET_ASIDE);
    return "%d stored, %s, %d not a report, %d rejected, %d to try again, %d skipped"
            .formatted(
                summary.count(Outcome.STORED),
                Counted.of(summary.count(Outcome.DUPLICATE), "duplicate"),
                summary.count(Outcome.NOT_A_REPORT),
                summary.count(Outcome.REJECTED),
                summary.count(Outcome.TRY_AGAIN),
                summary.skipped())
        + (aside == 0 ? "" : ", %d set aside (plumbline aside)".formatted(aside))
        + (summary.conflicts() == 0 ? "" : ", %d with a conflict".formatted(summary.conflicts()));
  }

  /** How long it took, and how much that is in a second. */
  static String rate(long files, Duration took) {
    double seconds = Math.max(took.toMillis(), 1) / 1_000.0;
    return String.format(
        Locale.ENGLISH, "It took %,.1f s, %,.0f files a second.", seconds, files / seconds);
  }

  private static String words(Outcome outcome) {
    return outcome.wire().replace('_', ' ');
  }
}
