package dev.plumbline.cli.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.ListOutput;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.dns.DomainName;
import dev.plumbline.intake.SecondChances;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.SetAside;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Deed;
import dev.plumbline.store.people.Who;
import jakarta.enterprise.inject.spi.CDI;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline aside}: lists reports that are set aside, takes them in or throws them out. */
@Command(
    name = "aside",
    description = {
      "Prints the reports that are set aside, outside of all figures; by default as JSON.",
      "With --take or --throw-out: has them count whatever they say, or nothing until read again.",
      "Exit status: 0, 1 if one of them could not be taken in, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class AsideCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ENTRY",
      arity = "0..*",
      description = "Numbers of entries in the intake log: all that is set aside of one mail.")
  private List<Long> entries = List.of();

  @Option(names = "--domain", description = "Those about this domain and names below it.")
  private @Nullable String domain;

  @Option(names = "--submitter", description = "Those in mail of this author domain.")
  private @Nullable String submitter;

  @Option(names = "--all", description = "All of them.")
  private boolean all;

  @Option(names = "--take", description = "Take them in.")
  private boolean take;

  @Option(names = "--throw-out", description = "Throw them out.")
  private boolean throwOut;

  @Option(names = "--by", description = "Who says so (default: the user of this machine).")
  private String by = System.getProperty("user.name", "unknown");

  @Mixin private ListOutput output = new ListOutput();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (take && throwOut) {
      throw new ParameterException(
          spec.commandLine(), "--take and --throw-out are given; one of them would be right.");
    }
    boolean chosen = all || domain != null || submitter != null || !entries.isEmpty();
    if ((take || throwOut) && !chosen) {
      throw new ParameterException(
          spec.commandLine(), "Say which: ENTRY, --domain, --submitter or --all.");
    }
    AppRunner runner = new AppRunner(Settings.load());
    if (take) {
      return runner.work(this::takeIn);
    }
    return runner.ask(
        rooms -> {
          List<SetAside> found = found(rooms.intakeLog());
          if (throwOut) {
            throwOut(found, rooms.intakeLog(), rooms.audit(), rooms.clock());
          } else {
            output.lists(List.of("entry", "received_at", "domain", "bound", "reason", "submitter"));
            found.forEach(this::print);
            if (found.isEmpty() && !output.isJson()) {
              spec.commandLine().getOut().println("Nothing is set aside.");
            }
          }
          spec.commandLine().getOut().flush();
          return 0;
        });
  }

  private List<SetAside> found(IntakeQueries log) {
    return log.setAside(aLabels(domain), aLabels(submitter)).stream()
        .filter(one -> entries.isEmpty() || entries.contains(one.intakeId()))
        .toList();
  }

  private static @Nullable String aLabels(@Nullable String name) {
    return name == null
        ? null
        : DomainName.parseWritten(name)
            .map(DomainName::toString)
            .orElse(name.toLowerCase(Locale.ROOT));
  }

  private int takeIn() {
    List<Long> ids = chosen(found(CDI.current().select(IntakeQueries.class).get()));
    AuditLog audit = CDI.current().select(AuditLog.class).get();
    Clock clock = CDI.current().select(Clock.class).get();
    EntryLines lines = new EntryLines(spec.commandLine().getOut());
    int failed =
        CDI.current()
            .select(SecondChances.class)
            .get()
            .believeAll(
                ids,
                told -> {
                  audit.add(
                      Who.atShell(by),
                      clock.instant(),
                      Deed.of("take-in", "entry " + told.entry(), null));
                  lines.entry(told);
                });
    lines.summary("taken in");
    return failed == 0 && lines.allStored() ? 0 : 1;
  }

  private void throwOut(List<SetAside> found, IntakeQueries log, AuditLog audit, Clock clock) {
    PrintWriter out = spec.commandLine().getOut();
    for (long id : chosen(found)) {
      log.throwOut(id, "Thrown out by " + by + ".");
      audit.add(Who.atShell(by), clock.instant(), Deed.of("throw-out", "entry " + id, null));
      out.println(id + "  thrown out");
    }
  }

  /** Entries to do something about; a number that was mistyped is told before anything is done. */
  private List<Long> chosen(List<SetAside> found) {
    List<Long> ids = found.stream().map(SetAside::intakeId).distinct().toList();
    for (long entry : entries) {
      if (!ids.contains(entry)) {
        throw new UserException("Nothing of entry %d is set aside.".formatted(entry));
      }
    }
    return ids;
  }

  private static String text(SetAside one) {
    return "%6d  %s  %s: %s%s"
        .formatted(
            one.intakeId(),
            one.receivedAt(),
            one.domain(),
            one.reason(),
            one.submitter() == null ? "" : " (mailed by " + one.submitter() + ")");
  }

  private void print(SetAside one) {
    String json =
        JsonNodeFactory.instance
            .objectNode()
            .put("entry", one.intakeId())
            .put("received_at", one.receivedAt().toString())
            .put("domain", one.domain())
            .put("bound", one.bound())
            .put("reason", one.reason())
            .put("submitter", one.submitter())
            .toString();
    spec.commandLine().getOut().println(Terminal.safe(output.isJson() ? json : text(one)));
  }
}
