package dev.plumbline.api;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.export.Asked;
import dev.plumbline.export.Kind;
import dev.plumbline.review.json.ChangeJson;
import dev.plumbline.review.json.ReportJson;
import dev.plumbline.review.json.RowJson;
import dev.plumbline.store.export.Cursor;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.Shown;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Everything stored, in the order in which it was stored. Whoever goes on from the last cursor gets
 * each thing once, and hears of what was taken away.
 */
@Path("/api/v1")
@Tag(name = "Following")
@Produces({MediaType.APPLICATION_JSON, Answers.NDJSON, Answers.CSV})
@RolesAllowed(Right.Name.EXPORT)
public class FeedResource {

  private final Access access;
  private final Answers answers;

  FeedResource(Access access, Answers answers) {
    this.access = access;
    this.answers = answers;
  }

  /** Where to go on, and what is wanted. */
  public static class FeedRequest extends ListRequest {

    @Parameter(description = "Only about these domains; may be given several times.")
    @QueryParam("domain")
    List<String> domains = List.of();

    @Parameter(description = "Where to go on: the cursor of the last line, or next of a page.")
    @QueryParam("after")
    @Nullable String after;

    Cursor cursor() {
      if (after == null || after.isBlank()) {
        return Cursor.START;
      }
      return Cursor.parse(after)
          .orElseThrow(() -> Refusal.value("after", after, "a cursor that an answer gave"));
    }
  }

  /** Which reports are wanted. */
  public static class ReportsRequest extends FeedRequest {

    @Parameter(description = "Only reports of this UTC day or later.")
    @QueryParam("from")
    @Nullable String from;

    @Parameter(description = "Only reports of this UTC day or earlier.")
    @QueryParam("to")
    @Nullable String to;

    @Parameter(
        description = "Instead of from and to: only reports of so many UTC days up to today.")
    @QueryParam("days")
    @Nullable String days;

    Days period(Access access) {
      return Days.of(from, to, days, access.today());
    }

    Asked asked(Access access, Shown show, @Nullable String ip) {
      Days days = period(access);
      return new Asked(access.domains(domains), cursor(), days.from(), days.to(), show, ip);
    }
  }

  /** Which rows are wanted. */
  public static class RowsRequest extends ReportsRequest {

    @Parameter(
        description =
            "failing: only rows that do not pass DMARC; quarantined or rejected: only those of"
                + " messages that receivers put aside or refused.")
    @QueryParam("show")
    @Nullable String show;

    @Parameter(description = "Only rows of this source.")
    @QueryParam("ip")
    @Nullable String ip;

    Asked asked(Access access) {
      Shown shown =
          show == null
              ? Shown.ALL
              : Shown.ofWire(show)
                  .orElseThrow(
                      () -> Refusal.value("show", show, "failing, quarantined, rejected or all"));
      String source =
          ip == null || ip.isBlank()
              ? null
              : IpAddresses.parse(ip.strip())
                  .map(IpAddresses::toText)
                  .orElseThrow(() -> Refusal.value("ip", ip, "an IPv4 or IPv6 address"));
      return asked(access, shown, source);
    }
  }

  /** A page of rows. */
  public record RowsPage(List<RowJson> items, @Nullable String next) {}

  /** A page of reports. */
  public record ReportsPage(List<ReportJson> items, @Nullable String next) {}

  /** A page of the history. */
  public record ChangesPage(List<ChangeJson> items, @Nullable String next) {}

  @GET
  @Path("rows")
  @Operation(
      summary = "Rows of reports",
      description =
          "In the order in which they were stored, with the word that a report was taken away.")
  @APIResponse(
      responseCode = "200",
      description = "Rows, and removals of reports.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = RowsPage.class)),
        @Content(mediaType = Answers.NDJSON, schema = @Schema(implementation = RowJson.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response rows(@BeanParam RowsRequest asked, @Context Request request) {
    return answers.list(
        request,
        asked.shape().following(asked.after, line -> ((RowJson) line).cursor()),
        Kind.ROWS,
        asked.asked(access));
  }

  @GET
  @Path("reports")
  @Operation(
      summary = "Reports without their rows",
      description =
          "In the order in which they were stored, with the word that one was taken away.")
  @APIResponse(
      responseCode = "200",
      description = "Reports, and removals.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = ReportsPage.class)),
        @Content(mediaType = Answers.NDJSON, schema = @Schema(implementation = ReportJson.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response reports(@BeanParam ReportsRequest asked, @Context Request request) {
    return answers.list(
        request,
        asked.shape().following(asked.after, line -> ((ReportJson) line).cursor()),
        Kind.REPORTS,
        asked.asked(access, Shown.ALL, null));
  }

  @GET
  @Path("changes")
  @Operation(
      summary = "What changed in the judgement of all domains",
      description = "In the order in which it was found; the history of one domain is backwards.")
  @APIResponse(
      responseCode = "200",
      description = "Entries of the history.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = ChangesPage.class)),
        @Content(mediaType = Answers.NDJSON, schema = @Schema(implementation = ChangeJson.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response changes(@BeanParam FeedRequest asked, @Context Request request) {
    return answers.list(
        request,
        asked.shape().following(asked.after, line -> String.valueOf(((ChangeJson) line).cursor())),
        Kind.CHANGES,
        new Asked(access.domains(asked.domains), asked.cursor(), null, null, Shown.ALL, null));
  }
}
