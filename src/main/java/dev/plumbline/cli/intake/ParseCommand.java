package dev.plumbline.cli.intake;

import dev.plumbline.cli.shell.Settings;
import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.mime.Found;
import dev.plumbline.mime.Limits;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.mime.ReportFinder;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.store.FileTrouble;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline parse}: says what is in report files, without a database or network. */
@Command(
    name = "parse",
    mixinStandardHelpOptions = true,
    description =
        "Reads report files (aggregate, failure and TLS reports; plain, packed, or in mails) and"
            + " prints what is in them.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:every file holds a report",
      "1:a file holds no report, or one that was rejected",
      "2:wrong usage, or a file cannot be read"
    })
public final class ParseCommand implements Callable<Integer> {

  /** How the reports are printed. */
  enum Format {
    TEXT,
    JSON,
    CSV
  }

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = FormatConverter.class,
      description = "text (default), json (one object a line), or csv (one line a row).")
  private Format format = Format.TEXT;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files to read; - is standard input.")
  private List<String> files = List.of();

  private Limits limits = Limits.DEFAULT;
  private AggregateReportParser parser = new AggregateReportParser();

  /** Reads {@code --format} without regard to case. */
  static final class FormatConverter implements CommandLine.ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
      for (Format format : Format.values()) {
        if (format.name().toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT))) {
          return format;
        }
      }
      throw new CommandLine.TypeConversionException("\"" + value + "\" is not text, json or csv");
    }
  }

  @Override
  public Integer call() throws IOException {
    if (spec == null) {
      throw new IllegalStateException("run by picocli only");
    }
    PrintWriter errors = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = Settings.load();
    limits = settings.limits();
    parser = new AggregateReportParser(settings.mostRows());
    int status = 0;
    try (ReportPrinter printer = printer(out)) {
      for (String file : files) {
        status = Math.max(status, parse(file, printer, errors));
      }
    }
    out.flush();
    errors.flush();
    return status;
  }

  private ReportPrinter printer(PrintWriter out) throws IOException {
    return switch (format) {
      case TEXT -> new TextReportPrinter(out);
      case JSON -> new JsonReportPrinter(out);
      case CSV -> new CsvReportPrinter(out);
    };
  }

  private int parse(String file, ReportPrinter printer, PrintWriter errors) throws IOException {
    Path spooled = null;
    try {
      Path path = Path.of(file);
      if (file.equals("-")) {
        spooled = spool();
        path = spooled;
      }
      List<Found> findings = new ReportFinder(limits).find(ReceivedBytes.of(path), file);
      int status = 0;
      for (Found finding : findings) {
        status = Math.max(status, new PayloadParsing(file, parser, printer, errors).parse(finding));
      }
      return status;
    } catch (IOException e) {
      return unreadable(file, FileTrouble.said(e), errors);
    } catch (InvalidPathException e) {
      return unreadable(file, "that is no path.", errors);
    } finally {
      if (spooled != null) {
        Files.deleteIfExists(spooled);
      }
    }
  }

  private static int unreadable(String file, String why, PrintWriter errors) {
    errors.println(
        "plumbline: %s cannot be read: %s".formatted(Terminal.safe(file), Terminal.safe(why)));
    return 2;
  }

  /** Standard input as a file, since reports are read more than once. */
  private Path spool() throws IOException {
    Path file = Files.createTempFile("plumbline-", ".in");
    boolean complete = false;
    try (OutputStream out = Files.newOutputStream(file)) {
      // One byte more than the largest input, so that the limit is seen to be hit.
      byte[] buffer = new byte[65_536];
      long left = limits.unpackedBytes() + 1;
      for (int n = System.in.read(buffer); n >= 0 && left > 0; n = System.in.read(buffer)) {
        out.write(buffer, 0, n);
        left -= n;
      }
      complete = true;
    } finally {
      if (!complete) {
        Files.deleteIfExists(file);
      }
    }
    return file;
  }
}
