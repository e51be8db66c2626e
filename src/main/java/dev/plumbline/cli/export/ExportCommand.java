package dev.plumbline.cli.export;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.KnownDomains;
import dev.plumbline.cli.shell.Progress;
import dev.plumbline.cli.shell.Rooms;
import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.cli.shell.UserException;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.export.Asked;
import dev.plumbline.export.Exports;
import dev.plumbline.export.Kind;
import dev.plumbline.export.Lines;
import dev.plumbline.store.FileTrouble;
import dev.plumbline.store.export.Cursor;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.Shown;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline export}: everything of a kind, line by line, as the REST interface gives it. */
@Command(
    name = "export",
    description = {
      "Prints everything of a kind, line by line.",
      "Rows, reports and changes come in the order in which they were stored, each with the cursor"
          + " from which --after goes on; a report that was taken away is told as removed.",
      "Failure reports come by incident, each with a few of its reports, names and addresses"
          + " masked. Intake and alerts come the newest first.",
      "Exit status: 0, or 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {

  private static final int BUFFER = 1 << 16;

  /** What happened on a day. */
  private static final Set<Kind> OF_DAYS =
      EnumSet.of(Kind.ROWS, Kind.REPORTS, Kind.TRAFFIC, Kind.FAILURE_REPORTS, Kind.TLS_REPORTS);

  private static final Set<Kind> OF_DOMAINS =
      Arrays.stream(Kind.values())
          .filter(Kind::isOfDomains)
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "KIND",
      description =
          "One of: rows, reports, changes, domains, senders, sources, traffic, reporters,"
              + " decisions, failure-reports, tls-reports, intake, alerts, groups.")
  private Kind kind = Kind.ROWS;

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description =
          "Only about it, alerts also about those below it; repeatable. Not for reporters, intake"
              + " and groups.")
  private List<String> domains = new ArrayList<>();

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Go on after this line; for rows, reports and changes.")
  private @Nullable String after;

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "Only this UTC day or later, not for what is judged or decided: YYYY-MM-DD.")
  private @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DAY", description = "Only this UTC day or earlier.")
  private @Nullable LocalDate to;

  @Option(
      names = "--failing",
      description = "Only rows that do not pass DMARC, and TLS reports of failed sessions.")
  private boolean failing;

  @Option(
      names = "--show",
      paramLabel = "WHICH",
      description = "Only such rows; one of: all, failing, quarantined, rejected. Default: all.")
  private Shown show = Shown.ALL;

  @Option(names = "--ip", paramLabel = "ADDRESS", description = "Only rows of this source.")
  private @Nullable String ip;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "One of: ndjson, csv. Default: ndjson.")
  private Lines.Format format = Lines.Format.NDJSON;

  @Option(names = "--output", paramLabel = "FILE", description = "Write to it, not to the screen.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    requireOfKind("--from and --to are", from != null || to != null, OF_DAYS);
    if (from != null && to != null && from.isAfter(to)) {
      throw new UserException("The period begins on %s, after its end on %s.".formatted(from, to));
    }
    requireOfKind("--domain is", !domains.isEmpty(), OF_DOMAINS);
    requireOfKind("--failing is", failing, EnumSet.of(Kind.ROWS, Kind.TLS_REPORTS));
    requireOfKind("--show is", show != Shown.ALL, EnumSet.of(Kind.ROWS));
    if (failing && show != Shown.ALL && show != Shown.FAILING) {
      throw new UserException(
          "--failing and --show %s ask for different rows.".formatted(show.wire()));
    }
    requireOfKind("--ip is", ip != null, EnumSet.of(Kind.ROWS));
    Cursor cursor = cursor();
    String source = source();
    return new AppRunner(Settings.load())
        .ask(
            rooms -> {
              give(rooms.exports(), asked(rooms, cursor, source));
              return 0;
            });
  }

  /** Whoever limits what has no such limit would take everything for what they meant. */
  private void requireOfKind(String option, boolean given, Set<Kind> kinds) {
    if (given && !kinds.contains(kind)) {
      throw new UserException(
          "%s for %s only."
              .formatted(option, kinds.stream().map(Kind::wire).collect(Collectors.joining(", "))));
    }
  }

  private Cursor cursor() {
    if (after == null) {
      return Cursor.START;
    }
    requireOfKind("--after is", true, EnumSet.of(Kind.ROWS, Kind.REPORTS, Kind.CHANGES));
    return Cursor.parse(after)
        .orElseThrow(
            () ->
                new UserException(
                    "--after is \"%s\"; it must be the cursor of a line."
                        .formatted(Terminal.safe(after))));
  }

  private @Nullable String source() {
    return ip == null
        ? null
        : IpAddresses.parse(ip.strip())
            .map(IpAddresses::toText)
            .orElseThrow(
                () ->
                    new UserException(
                        "--ip is \"%s\"; it must be an IPv4 or IPv6 address."
                            .formatted(Terminal.safe(ip))));
  }

  private Asked asked(Rooms rooms, Cursor cursor, @Nullable String source) {
    List<DomainInfo> wanted = new ArrayList<>();
    for (String name : domains) {
      wanted.add(KnownDomains.one(rooms, name));
    }
    return new Asked(
        wanted.isEmpty() ? null : wanted, cursor, from, to, failing ? Shown.FAILING : show, source);
  }

  private void give(Exports exports, Asked asked) {
    Path file = output;
    Progress progress = new Progress(spec.commandLine().getErr(), "Written", "line", 0);
    try {
      if (file == null) {
        // Who reads lines at a terminal sees how far it is.
        Runnable step = System.getenv("COLUMNS") == null ? progress::step : () -> {};
        write(new BufferedOutputStream(new StaysOpen(System.out), BUFFER), exports, asked, step);
      } else {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
          write(out, exports, asked, progress::step);
        }
        progress.end();
      }
    } catch (IOException | UncheckedIOException e) {
      throw new UserException(
          "Cannot write to %s: %s"
              .formatted(file == null ? "the output" : Terminal.safe(file.toString()), why(e)));
    }
  }

  private static String why(Exception failure) {
    Throwable cause = failure.getCause();
    Throwable reason = failure instanceof UncheckedIOException && cause != null ? cause : failure;
    return reason instanceof IOException trouble
        ? FileTrouble.saidOfNew(trouble)
        : reason.getMessage() + ".";
  }

  private void write(OutputStream out, Exports exports, Asked asked, Runnable step)
      throws IOException {
    try (Lines lines = Lines.to(out, format, kind.line())) {
      exports.give(
          kind,
          asked,
          line -> {
            lines.write(line);
            step.run();
            return true;
          });
    }
    out.flush();
  }

  /** Standard output is not ours to close. */
  private static final class StaysOpen extends OutputStream {

    private final PrintStream out;

    StaysOpen(PrintStream out) {
      this.out = out;
    }

    @Override
    public void write(int one) {
      out.write(one);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
      flush();
    }

    @Override
    public void flush() throws IOException {
      if (out.checkError()) {
        throw new IOException("nobody reads it any more, or there is no room for it");
      }
    }
  }
}
