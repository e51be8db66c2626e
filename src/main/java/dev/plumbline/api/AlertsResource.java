package dev.plumbline.api;

import dev.plumbline.alert.AlertWishes;
import dev.plumbline.export.Exports;
import dev.plumbline.export.Exports.Taker;
import dev.plumbline.people.Viewers;
import dev.plumbline.review.json.AlertJson;
import dev.plumbline.review.json.PublishedJson;
import dev.plumbline.store.Scope;
import dev.plumbline.store.alert.Alert;
import dev.plumbline.store.alert.Alerts;
import dev.plumbline.store.people.Right;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What somebody should know at once. */
@Path("/api/v1/alerts")
@Tag(name = "Alerts")
@Produces({MediaType.APPLICATION_JSON, Answers.NDJSON, Answers.CSV})
@RolesAllowed(Right.Name.READ)
public class AlertsResource {

  private final Access access;
  private final Answers answers;
  private final Alerts alerts;
  private final Exports exports;
  private final Viewers viewers;
  private final Clock clock;

  AlertsResource(
      Access access,
      Answers answers,
      Alerts alerts,
      Exports exports,
      Viewers viewers,
      Clock clock) {
    this.access = access;
    this.answers = answers;
    this.alerts = alerts;
    this.exports = exports;
    this.viewers = viewers;
    this.clock = clock;
  }

  /** A page of alerts. */
  public record AlertsPage(List<AlertJson> items, @Nullable String next) {}

  @GET
  @Operation(
      summary = "Alerts",
      operationId = "alerts",
      description = "The newest first; those that ask for somebody still, the most pressing first.")
  @APIResponse(
      responseCode = "200",
      description = "Alerts.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = AlertsPage.class)),
        @Content(mediaType = Answers.NDJSON, schema = @Schema(implementation = AlertJson.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response list(
      @BeanParam ListRequest asked,
      @Parameter(description = "open: those that ask for somebody still; else all.")
          @QueryParam("state")
          @Nullable String state,
      @Parameter(description = "Only those older than the one of this id.") @QueryParam("after")
          @Nullable String after,
      @Context Request request) {
    if (state != null && !state.equals("open") && !state.equals("all")) {
      throw Refusal.value("state", state, "open or all");
    }
    if (after != null && !after.matches("\\d{1,18}")) {
      throw Refusal.value("after", after, "the id of an alert");
    }
    Scope scope = access.scope();
    if ("open".equals(state)) {
      return answers.list(
          request,
          asked.shape(),
          AlertJson.class,
          taker -> give(alerts.open(scope, clock.instant(), Integer.MAX_VALUE), taker));
    }
    Long before = after == null ? null : Long.valueOf(after);
    return answers.list(
        request,
        asked.shape().from(after, line -> Long.toString(((AlertJson) line).id())),
        AlertJson.class,
        taker -> exports.alerts(scope, before, taker));
  }

  private static boolean give(List<Alert> some, Taker taker) {
    return some.stream().allMatch(one -> taker.take(AlertJson.of(one)));
  }

  @POST
  @RolesAllowed(Right.Name.DECIDE)
  @Path("{id}/acknowledge")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Says that somebody takes care of an alert", operationId = "acknowledge")
  @APIResponseSchema(AlertJson.class)
  public Response acknowledge(@PathParam("id") String id) {
    if (!id.matches("\\d{1,18}")) {
      throw Refusal.unknown("There is no such alert.");
    }
    Alert one = known(Long.parseLong(id));
    if (!AlertWishes.mayAcknowledge(viewers.now(), one)) {
      throw one.domain().isEmpty()
          ? Refusal.rightEverywhere(Right.Name.DECIDE)
          : Refusal.right(Right.Name.DECIDE);
    }
    alerts.acknowledge(access.who(), one, clock.instant());
    return Response.ok(
            PublishedJson.line(AlertJson.of(known(one.id()))), MediaType.APPLICATION_JSON_TYPE)
        .build();
  }

  private Alert known(long id) {
    return alerts
        .one(access.scope(), id)
        .orElseThrow(() -> Refusal.unknown("There is no such alert."));
  }
}
