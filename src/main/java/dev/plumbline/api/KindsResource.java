package dev.plumbline.api;

import dev.plumbline.api.Answers.Shape;
import dev.plumbline.api.FeedResource.ReportsRequest;
import dev.plumbline.export.Asked;
import dev.plumbline.export.Exports;
import dev.plumbline.review.json.IncidentJson;
import dev.plumbline.review.json.TlsReportJson;
import dev.plumbline.store.export.Cursor;
import dev.plumbline.store.failure.FailureExample;
import dev.plumbline.store.failure.FailureIncident;
import dev.plumbline.store.failure.FailureQueries;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Deed;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.DomainInfo;
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
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Failure reports and TLS reports, domain by domain, each in the order of its number. */
@Path("/api/v1")
@Tag(name = "Reports")
@Produces({MediaType.APPLICATION_JSON, Answers.NDJSON, Answers.CSV})
@RolesAllowed(Right.Name.EXPORT)
public class KindsResource {

  private static final int MOST_EXAMPLES = 100;

  private final Access access;
  private final Answers answers;
  private final FailureQueries failures;
  private final Exports exports;
  private final AuditLog audit;
  private final Clock clock;

  KindsResource(
      Access access,
      Answers answers,
      FailureQueries failures,
      Exports exports,
      AuditLog audit,
      Clock clock) {
    this.access = access;
    this.answers = answers;
    this.failures = failures;
    this.exports = exports;
    this.audit = audit;
    this.clock = clock;
  }

  /** Where to go on: behind one thing of one domain. */
  private record Behind(long domain, long number) {

    static Behind of(@Nullable String after) {
      if (after == null || after.isBlank()) {
        return new Behind(0, 0);
      }
      if (!after.matches("\\d{1,18}-\\d{1,18}")) {
        throw Refusal.value("after", after, "a cursor that an answer gave");
      }
      String[] parts = after.split("-", -1);
      return new Behind(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    long in(DomainInfo one) {
      return one.id() == domain ? number : 0;
    }
  }

  private List<DomainInfo> domains(ReportsRequest asked, Behind behind) {
    List<DomainInfo> wanted = access.domains(asked.domains);
    return (wanted == null ? access.visible() : wanted)
        .stream()
            .filter(one -> one.id() >= behind.domain())
            .sorted(Comparator.comparingLong(DomainInfo::id))
            .toList();
  }

  private Asked period(ReportsRequest asked, Shown show) {
    ListRequest.Days days = asked.period(access);
    return new Asked(null, Cursor.START, days.from(), days.to(), show, null);
  }

  /** A page of incidents. */
  public record IncidentsPage(List<IncidentJson> items, @Nullable String next) {}

  /** Which failure reports are wanted. */
  public static class IncidentsRequest extends ReportsRequest {

    @Parameter(description = "So many reports of each incident, 3 unless told, at most 100.")
    @QueryParam("examples")
    @Nullable String examples;

    @Parameter(
        description =
            "true: with names, addresses and subjects. Takes the right unmask, and is written to"
                + " the audit log.")
    @QueryParam("unmask")
    @Nullable String unmask;

    int wanted() {
      if (examples == null) {
        return 3;
      }
      if (!examples.matches("\\d{1,3}") || Integer.parseInt(examples) > MOST_EXAMPLES) {
        throw Refusal.value("examples", examples, "a number from 0 to " + MOST_EXAMPLES);
      }
      return Integer.parseInt(examples);
    }

    boolean unmasked() {
      if (unmask != null && !unmask.equals("true") && !unmask.equals("false")) {
        throw Refusal.value("unmask", unmask, "true or false");
      }
      return "true".equals(unmask);
    }
  }

  @GET
  @Path("failure-reports")
  @Operation(
      summary = "Failure reports by incident",
      description = "Names, addresses and subjects are words in their place.")
  @APIResponse(
      responseCode = "200",
      description = "Incidents with examples.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = IncidentsPage.class)),
        @Content(mediaType = Answers.NDJSON, schema = @Schema(implementation = IncidentJson.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response failureReports(@BeanParam IncidentsRequest asked, @Context Request request) {
    Asked period = period(asked, Shown.ALL);
    Behind behind = Behind.of(asked.after);
    int examples = asked.wanted();
    boolean unmasked = asked.unmasked();
    List<DomainInfo> domains = domains(asked, behind);
    if (unmasked) {
      access.need(Right.UNMASK);
      domains.forEach(
          one ->
              audit.add(
                  access.who(), clock.instant(), Deed.of("unmask", "failure reports", one.name())));
    }
    Shape shape = asked.shape().from(asked.after, line -> ((IncidentJson) line).cursor());
    return answers.list(
        request,
        shape,
        IncidentJson.class,
        taker -> {
          for (DomainInfo domain : domains) {
            if (!exports.failureReports(
                domain,
                period,
                behind.in(domain),
                one -> examples(one, examples, unmasked),
                taker)) {
              return;
            }
          }
        });
  }

  private List<FailureExample> examples(FailureIncident one, int most, boolean unmasked) {
    return unmasked
        ? failures.unmasked(one.domainId(), one.id(), most)
        : failures.examples(one.domainId(), one.id(), most);
  }

  /** A page of TLS reports. */
  public record TlsReportsPage(List<TlsReportJson> items, @Nullable String next) {}

  /** Which TLS reports are wanted. */
  public static class TlsRequest extends ReportsRequest {

    @Parameter(description = "failing: only reports that tell of failed sessions.")
    @QueryParam("show")
    @Nullable String show;

    boolean failing() {
      if (show != null && !show.equals("failing") && !show.equals("all")) {
        throw Refusal.value("show", show, "failing or all");
      }
      return "failing".equals(show);
    }
  }

  @GET
  @Path("tls-reports")
  @Operation(summary = "TLS reports", description = "One line a report and domain.")
  @APIResponse(
      responseCode = "200",
      description = "Reports.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = TlsReportsPage.class)),
        @Content(
            mediaType = Answers.NDJSON,
            schema = @Schema(implementation = TlsReportJson.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response tlsReports(@BeanParam TlsRequest asked, @Context Request request) {
    Behind behind = Behind.of(asked.after);
    Asked period = period(asked, asked.failing() ? Shown.FAILING : Shown.ALL);
    List<DomainInfo> domains = domains(asked, behind);
    Shape shape = asked.shape().from(asked.after, line -> ((TlsReportJson) line).cursor());
    return answers.list(
        request,
        shape,
        TlsReportJson.class,
        taker -> {
          for (DomainInfo domain : domains) {
            if (!exports.tlsReports(domain, period, behind.in(domain), taker)) {
              return;
            }
          }
        });
  }
}
