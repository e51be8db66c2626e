package dev.plumbline.api;

import dev.plumbline.review.json.ReporterJson;
import dev.plumbline.store.Scope;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.Reporters;
import dev.plumbline.store.traffic.Reporters.Reporter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who reports, and what speaks for it. */
@Path("/api/v1/reporters")
@Tag(name = "Reports")
@Produces({MediaType.APPLICATION_JSON, Answers.NDJSON, Answers.CSV})
@RolesAllowed(Right.Name.READ)
public class ReportersResource {

  private final Access access;
  private final Answers answers;
  private final Reporters reporters;

  ReportersResource(Access access, Answers answers, Reporters reporters) {
    this.reporters = reporters;
    this.access = access;
    this.answers = answers;
  }

  /** A list of reporters. */
  public record ReportersPage(List<ReporterJson> items, @Nullable String next) {}

  @GET
  @Operation(summary = "Who reports", description = "By the number of their reports.")
  @APIResponse(
      responseCode = "200",
      description = "Reporters.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = ReportersPage.class)),
        @Content(mediaType = Answers.NDJSON, schema = @Schema(implementation = ReporterJson.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response list(@BeanParam ListRequest asked, @Context Request request) {
    Scope scope = access.scope();
    return answers.list(
        request,
        asked.shape(),
        ReporterJson.class,
        taker -> {
          for (Reporter one : reporters.all(scope)) {
            if (!taker.take(ReporterJson.of(one))) {
              return;
            }
          }
        });
  }
}
