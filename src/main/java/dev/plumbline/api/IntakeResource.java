package dev.plumbline.api;

import dev.plumbline.export.Exports;
import dev.plumbline.intake.Intake;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.review.json.IntakeJson;
import dev.plumbline.store.Scope;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Deed;
import dev.plumbline.store.people.Right;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Takes reports in over HTTP, and tells what became of anything taken in. */
@Path("/api/v1/intake")
@Tag(name = "Reports")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Right.Name.UPLOAD)
public class IntakeResource {

  private static final String CHANNEL = "rest";

  /** RFC 6266, without the encoded form, which only matters for display. */
  private static final Pattern FILE_NAME =
      Pattern.compile("(?i)filename\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))");

  private final Intake intake;
  private final IntakeQueries queries;
  private final Exports exports;
  private final Access access;
  private final AuditLog audit;
  private final Answers answers;
  private final Clock clock;

  IntakeResource(
      Intake intake,
      IntakeQueries queries,
      Exports exports,
      Access access,
      AuditLog audit,
      Answers answers,
      Clock clock) {
    this.answers = answers;
    this.audit = audit;
    this.clock = clock;
    this.intake = intake;
    this.queries = queries;
    this.exports = exports;
    this.access = access;
  }

  /** Takes the files of a form. */
  @POST
  @Operation(summary = "Takes reports in", description = "The files of a form, or the body itself.")
  @APIResponseSchema(IntakeAnswer.class)
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Response files(@RestForm(FileUpload.ALL) @Nullable List<FileUpload> files)
      throws IOException {
    if (files == null || files.isEmpty()) {
      return new Problem("No file", 400, "The form holds no file.", null).response();
    }
    access.everywhere(Right.UPLOAD);
    List<IntakeJson> items = new ArrayList<>();
    for (FileUpload file : files) {
      items.add(take(file.fileName(), ReceivedBytes.of(file.uploadedFile())));
    }
    return answer(items);
  }

  /** Takes the body, whatever its type says. */
  @POST
  @APIResponseSchema(IntakeAnswer.class)
  @Consumes(MediaType.WILDCARD)
  public Response body(
      @RestQuery @Nullable String name,
      @HeaderParam("Content-Disposition") @Nullable String disposition,
      File body)
      throws IOException {
    access.everywhere(Right.UPLOAD);
    String called = name != null ? name : fileName(disposition).orElse("body");
    return answer(List.of(take(called, ReceivedBytes.of(body.toPath()))));
  }

  /** A page of the intake log. */
  public record IntakePage(List<IntakeJson> items, @Nullable String next) {}

  /** What became of everything that was taken in, the newest first. */
  @GET
  @RolesAllowed(Right.Name.READ)
  @Produces({MediaType.APPLICATION_JSON, Answers.NDJSON, Answers.CSV})
  @Operation(summary = "The intake log", description = "The newest first.")
  @APIResponse(
      responseCode = "200",
      description = "Entries, the newest first.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = IntakePage.class)),
        @Content(mediaType = Answers.NDJSON, schema = @Schema(implementation = IntakeJson.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response entries(
      @BeanParam ListRequest asked,
      @Parameter(description = "Only this outcome, as stored or rejected.") @RestQuery
          @Nullable String outcome,
      @Parameter(description = "Only entries older than the one of this id.") @RestQuery
          @Nullable String after,
      @Context Request request) {
    Outcome wanted = Refusal.word("outcome", outcome, Outcome.values(), Outcome::wire);
    if (after != null && !after.matches("\\d{1,18}")) {
      throw Refusal.value("after", after, "the id of an entry");
    }
    long before = after == null ? Long.MAX_VALUE : Long.parseLong(after);
    Scope scope = access.scope();
    return answers.list(
        request,
        asked.shape().from(after, line -> String.valueOf(((IntakeJson) line).intakeId())),
        IntakeJson.class,
        taker -> exports.intake(scope, wanted, before, taker));
  }

  /** What became of an item. */
  @GET
  @RolesAllowed(Right.Name.READ)
  @Operation(summary = "One entry of the intake log")
  @APIResponseSchema(IntakeJson.class)
  @Path("{id: \\d{1,18}}")
  public Response entry(@PathParam("id") long id, @Context Request request) {
    return queries
        .entry(access.scope(), id)
        .map(entry -> Answers.one(request, IntakeJson.of(entry)))
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

  private IntakeJson take(String name, ReceivedBytes content) {
    ItemOutcome outcome = intake.take(CHANNEL, name, null, content);
    if (outcome.outcome() != Outcome.TRY_AGAIN) {
      audit.add(
          access.who(),
          clock.instant(),
          Deed.of("upload", "intake entry " + outcome.intakeId(), null));
    }
    return IntakeJson.of(name, outcome);
  }

  private static Response answer(List<IntakeJson> items) {
    boolean again =
        items.stream().anyMatch(item -> item.outcome().equals(Outcome.TRY_AGAIN.wire()));
    return Response.status(again ? 503 : 200).entity(new IntakeAnswer(items)).build();
  }

  private static Optional<String> fileName(@Nullable String disposition) {
    Matcher matcher = FILE_NAME.matcher(disposition == null ? "" : disposition);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.ofNullable(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
  }
}
