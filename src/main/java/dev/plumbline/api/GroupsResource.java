package dev.plumbline.api;

import dev.plumbline.review.json.GroupJson;
import dev.plumbline.store.Scope;
import dev.plumbline.store.judgement.DomainList;
import dev.plumbline.store.judgement.DomainList.Group;
import dev.plumbline.store.people.Right;
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

/** Domains that belong together. */
@Path("/api/v1/groups")
@Tag(name = "Domains")
@Produces({MediaType.APPLICATION_JSON, Answers.NDJSON, Answers.CSV})
@RolesAllowed(Right.Name.READ)
public class GroupsResource {

  private final Access access;
  private final Answers answers;
  private final DomainList domains;

  GroupsResource(Access access, Answers answers, DomainList domains) {
    this.access = access;
    this.answers = answers;
    this.domains = domains;
  }

  /** A list of groups. */
  public record GroupsPage(List<GroupJson> items, @Nullable String next) {}

  @GET
  @Operation(
      summary = "Groups of domains",
      operationId = "groups",
      description = "By name, those with a domain that may be seen.")
  @APIResponse(
      responseCode = "200",
      description = "Groups.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = GroupsPage.class)),
        @Content(mediaType = Answers.NDJSON, schema = @Schema(implementation = GroupJson.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response list(@BeanParam ListRequest asked, @Context Request request) {
    Scope scope = access.scope();
    return answers.list(
        request,
        asked.shape(),
        GroupJson.class,
        taker -> {
          for (Group one : domains.wholeGroups(scope)) {
            if (!taker.take(GroupJson.of(one))) {
              return;
            }
          }
        });
  }
}
