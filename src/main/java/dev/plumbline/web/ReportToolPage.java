package dev.plumbline.web;

import dev.plumbline.mime.Found;
import dev.plumbline.mime.Limits;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.mime.ReportFinder;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.ReporterName;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportSink;
import dev.plumbline.store.people.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Reads a report that somebody has in hand; nothing of it is kept. */
@Path("/tools/report")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.TOOLS)
public class ReportToolPage {

  private static final int MOST_FILES = 5;
  private static final int MOST_REPORTS = 10;
  private static final int SHOWN_ROWS = 200;

  /** What is most worth looking at last: the first to go when there are too many. */
  private static final Comparator<ReportRow> BY_WORTH =
      Comparator.comparing((ReportRow row) -> !row.passes()).thenComparing(ReportRow::messages);

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(View view);
  }

  /** The page. */
  public record View(boolean asked, List<Read> reports) {

    public View {
      reports = List.copyOf(reports);
    }
  }

  /**
   * What was in a file.
   *
   * @param problem why it was not read, in one sentence; then there is nothing else
   */
  public record Read(
      String title,
      String about,
      @Nullable String problem,
      List<String> warnings,
      List<Figure> figures,
      List<Fact> policy,
      List<Fact> repairs,
      String repairsSummary,
      String rowsSummary,
      List<RowLine> rows) {

    public Read {
      warnings = List.copyOf(warnings);
      figures = List.copyOf(figures);
      policy = List.copyOf(policy);
      repairs = List.copyOf(repairs);
      rows = List.copyOf(rows);
    }

    static Read refused(String title, String problem) {
      return new Read(
          title, "", problem, List.of(), List.of(), List.of(), List.of(), "", "", List.of());
    }
  }

  private final ReportFinder finder;
  private final AggregateReportParser parser;
  private final ToolAsks asks;

  ReportToolPage(Limits limits, AggregateReportParser parser, ToolAsks asks) {
    this.finder = new ReportFinder(limits);
    this.parser = parser;
    this.asks = asks;
  }

  @GET
  public TemplateInstance show() {
    return Templates.show(new View(false, List.of()));
  }

  /** Reads files and shows what is in them. */
  @POST
  @PageForm
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public TemplateInstance read(@RestForm("files") List<FileUpload> files) {
    List<FileUpload> chosen = files.stream().filter(one -> !one.fileName().isEmpty()).toList();
    if (chosen.isEmpty()) {
      throw new BadRequestException("No file was chosen.");
    }
    if (chosen.size() > MOST_FILES) {
      throw new BadRequestException("At most %d files are read at once.".formatted(MOST_FILES));
    }
    return Templates.show(new View(true, asks.ask(() -> readAll(chosen))));
  }

  private List<Read> readAll(List<FileUpload> files) {
    List<Read> read = new ArrayList<>();
    for (FileUpload file : files) {
      try {
        for (Found found : finder.find(ReceivedBytes.of(file.uploadedFile()), file.fileName())) {
          if (read.size() < MOST_REPORTS) {
            read.addAll(read(file.fileName(), found));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return read;
  }

  private List<Read> read(String file, Found found) throws IOException {
    if (found instanceof Found.NotAReport not) {
      return List.of(Read.refused(file, not.reason()));
    }
    if (found instanceof Found.Refused refused) {
      return List.of(Read.refused(file, refused.reason()));
    }
    if (!(found instanceof Found.Report report)) {
      throw new AssertionError(found);
    }
    if (report.kind() != Found.Kind.AGGREGATE) {
      return List.of(
          Read.refused(
              file,
              report.kind() == Found.Kind.FAILURE
                  ? "This is a failure report about one message; they are read where they come in,"
                      + " and shown masked."
                  : "This is a TLS report; they are read where they come in."));
    }
    return aggregates(file, report);
  }

  private List<Read> aggregates(String file, Found.Report report) throws IOException {
    List<Read> read = new ArrayList<>();
    boolean more = true;
    for (int place = 0; more && place < MOST_REPORTS; place++) {
      Best best = new Best();
      try {
        AggregateReport parsed = parser.parse(report.content(), place, best);
        read.add(shown(file, parsed, best));
        more = parsed.followed();
      } catch (InvalidReportException e) {
        read.add(Read.refused(file, String.valueOf(e.getMessage())));
        more = e.isFollowed();
      } catch (LimitExceededException e) {
        read.add(Read.refused(file, e.getMessage()));
        more = false;
      }
    }
    return read;
  }

  private static Read shown(String file, AggregateReport parsed, Best best) {
    ReportHeader header = parsed.header();
    return new Read(
        "Report of " + ReporterName.forPeople(header.reporter()),
        "About %s, covers %s. From %s."
            .formatted(
                header.policy().domain().isEmpty() ? "no domain" : header.policy().domain(),
                ReportPage.span(header),
                file),
        null,
        ReportPage.warnings(parsed),
        ReportPage.figures(parsed, null),
        ReportPage.policy(header.policy()),
        parsed.repairs().stream().map(one -> Fact.of(one.code(), one.detail())).toList(),
        ReportPage.repairs(parsed.repairs().size()),
        parsed.rows() > SHOWN_ROWS
            ? "the %d of %s with most that fails"
                .formatted(SHOWN_ROWS, Format.count(parsed.rows(), "row", "rows"))
            : Format.count(parsed.rows(), "row", "rows") + ", those that fail first",
        best.rows().stream().map(RowLine::alone).toList());
  }

  /** Keeps so many rows, whatever their number. */
  private static final class Best implements ReportSink {

    private final PriorityQueue<ReportRow> rows = new PriorityQueue<>(BY_WORTH);

    @Override
    public void begin(ReportHeader header) {}

    @Override
    public void row(ReportRow row) {
      rows.add(row);
      if (rows.size() > SHOWN_ROWS) {
        rows.remove();
      }
    }

    List<ReportRow> rows() {
      return rows.stream().sorted(BY_WORTH.reversed()).toList();
    }
  }
}
