package dev.plumbline.cli.intake;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Progress;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.dns.Counted;
import dev.plumbline.intake.Intake;
import dev.plumbline.intake.ParsedmarcImport;
import dev.plumbline.intake.ParsedmarcImport.Summary;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline import}: takes in what parsedmarc kept. */
@Command(
    name = "import",
    description = {
      "Takes in the reports that parsedmarc wrote as JSON: aggregate, failure and TLS reports.",
      "They are judged by `plumbline serve`, or when asked for.",
      "Exit status: 0 if all is stored or known, 1 if something is not, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "aggregate.json and its like, also as .gz, or one report a line.")
  private List<Path> files = List.of();

  @Option(
      names = "--before",
      paramLabel = "DAY",
      description =
          "Only reports that began before this UTC day: what else is in the mailbox still.")
  private @Nullable LocalDate before;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "The time zone of the machine that parsedmarc ran on, as Europe/Berlin; it counts for"
              + " versions that write no interval_begin. Default: UTC.")
  private ZoneId zone = ZoneOffset.UTC;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new UserException(Terminal.safe(file.toString()) + " cannot be read.");
      }
    }
    return new AppRunner(Settings.load()).takeIn(this::run);
  }

  private int run(Intake intake) {
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = new Progress(spec.commandLine().getErr(), "Read", "report", 0);
    Instant day = before == null ? null : before.atStartOfDay(ZoneOffset.UTC).toInstant();
    ParsedmarcImport all =
        new ParsedmarcImport(
            intake,
            zone,
            day,
            (name, outcome) -> {
              tell(out, name, outcome);
              progress.step();
            });
    boolean read = true;
    for (Path file : files) {
      try {
        all.file(file);
      } catch (IOException e) {
        read = false;
        out.println(
            "%s: what follows cannot be read: %s"
                .formatted(Terminal.safe(file.toString()), Terminal.safe(first(e))));
      }
    }
    Summary summary = all.summary();
    out.println(text(summary));
    out.flush();
    progress.end();
    return read && summary.isClean() ? 0 : 1;
  }

  private static String first(IOException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  /** Of many thousand those are told that are not simply stored. */
  private static void tell(PrintWriter out, String name, ItemOutcome outcome) {
    if (outcome.outcome() != Outcome.STORED && outcome.outcome() != Outcome.DUPLICATE) {
      out.println(
          "%s  %s: %s"
              .formatted(
                  outcome.outcome().wire().replace('_', ' '),
                  Terminal.safe(name),
                  Terminal.safe(outcome.reason())));
    }
  }

  private static String text(Summary summary) {
    return "%d stored, %s, %d with a conflict, %d not a report, %d rejected, %d set"
        .concat(" aside, %d to try again%s%s")
        .formatted(
            summary.count(Outcome.STORED),
            Counted.of(summary.count(Outcome.DUPLICATE), "duplicate"),
            summary.count(Outcome.CONFLICT),
            summary.count(Outcome.NOT_A_REPORT),
            summary.count(Outcome.REJECTED),
            summary.count(Outcome.SET_ASIDE),
            summary.count(Outcome.TRY_AGAIN),
            summary.passedOver() == 0
                ? ""
                : ", %d passed over (--before)".formatted(summary.passedOver()),
            summary.unknown() == 0
                ? ""
                : ", %s no report of parsedmarc"
                    .formatted(
                        Counted.of(summary.unknown(), "object that is", "objects that are")));
  }
}
