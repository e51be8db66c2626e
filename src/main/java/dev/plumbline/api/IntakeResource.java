package dev.plumbline.api;

import dev.plumbline.api.IntakeAnswer.Item;
import dev.plumbline.intake.Intake;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Deed;
import dev.plumbline.store.people.Right;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Takes reports in over HTTP, and tells what became of anything taken in. */
@Path("/api/v1/intake")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Right.Name.UPLOAD)
public class IntakeResource {

  private static final String CHANNEL = "rest";

  /** RFC 6266, without the encoded form, which only matters for display. */
  private static final Pattern FILE_NAME =
      Pattern.compile("(?i)filename\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))");

  private final Intake intake;
  private final IntakeQueries queries;
  private final Viewers viewers;
  private final AuditLog audit;
  private final Clock clock;

  IntakeResource(
      Intake intake, IntakeQueries queries, Viewers viewers, AuditLog audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
    this.viewers = viewers;
    this.intake = intake;
    this.queries = queries;
  }

  /** Takes the files of a form. */
  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Response files(@RestForm(FileUpload.ALL) @Nullable List<FileUpload> files)
      throws IOException {
    if (files == null || files.isEmpty()) {
      return new Problem("No file", 400, "The form holds no file.", null).response();
    }
    viewers.everywhere(Right.UPLOAD);
    List<Item> items = new ArrayList<>();
    for (FileUpload file : files) {
      items.add(take(file.fileName(), ReceivedBytes.of(file.uploadedFile())));
    }
    return answer(items);
  }

  /** Takes the body, whatever its type says. */
  @POST
  @Consumes(MediaType.WILDCARD)
  public Response body(
      @RestQuery @Nullable String name,
      @HeaderParam("Content-Disposition") @Nullable String disposition,
      File body)
      throws IOException {
    viewers.everywhere(Right.UPLOAD);
    String called = name != null ? name : fileName(disposition).orElse("body");
    return answer(List.of(take(called, ReceivedBytes.of(body.toPath()))));
  }

  /** What became of an item. */
  @GET
  @RolesAllowed(Right.Name.READ)
  @Path("{id: \\d{1,18}}")
  public Response entry(@PathParam("id") long id) {
    return queries
        .entry(viewers.scope(), id)
        .map(entry -> Response.ok(Item.of(entry)).build())
        .orElseGet(
            () ->
                new Problem("Unknown", 404, "There is no entry " + id + " in the intake log.", null)
                    .response());
  }

  @ServerExceptionMapper
  Response unavailable(StoreUnavailableException problem) {
    return new Problem(
            "Not available right now",
            503,
            "The database cannot be reached; try again in a minute.",
            null)
        .response();
  }

  private Item take(String name, ReceivedBytes content) {
    ItemOutcome outcome = intake.take(CHANNEL, name, null, content);
    if (outcome.outcome() != Outcome.TRY_AGAIN) {
      audit.add(
          viewers.now().who(),
          clock.instant(),
          Deed.of("upload", "intake entry " + outcome.intakeId(), null));
    }
    return Item.of(name, outcome);
  }

  private static Response answer(List<Item> items) {
    boolean again =
        items.stream().anyMatch(item -> item.outcome().equals(Outcome.TRY_AGAIN.wire()));
    Response.ResponseBuilder response = again ? Response.status(503) : Response.ok();
    if (again) {
      response.header("Retry-After", 60);
    }
    return response.entity(new IntakeAnswer(items)).build();
  }

  private static Optional<String> fileName(@Nullable String disposition) {
    Matcher matcher = FILE_NAME.matcher(disposition == null ? "" : disposition);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.ofNullable(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
  }
}
