package dev.plumbline.api;

import dev.plumbline.export.Asked;
import dev.plumbline.export.Kind;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.review.json.DecisionJson;
import dev.plumbline.review.json.PublishedJson;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Decision.Verdict;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.judgement.Decisions.Recorded;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.DomainInfo;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What people, and programs for them, decide about senders. */
@Path("/api/v1/domains/{domain}/decisions")
@Tag(name = "Domains")
@Produces({MediaType.APPLICATION_JSON, Answers.NDJSON, Answers.CSV})
@RolesAllowed(Right.Name.READ)
public class DecisionsResource {

  private final Access access;
  private final Answers answers;
  private final Decisions decisions;
  private final KeptReviews reviews;
  private final Clock clock;

  DecisionsResource(
      Access access, Answers answers, Decisions decisions, KeptReviews reviews, Clock clock) {
    this.access = access;
    this.answers = answers;
    this.decisions = decisions;
    this.reviews = reviews;
    this.clock = clock;
  }

  /** A list of decisions. */
  public record DecisionsPage(List<DecisionJson.Exported> items, @Nullable String next) {}

  /**
   * A decision to be kept.
   *
   * @param sender the sender's key, empty for the domain as a whole
   * @param verdict {@code ours}, {@code not_ours} or {@code undecided}
   * @param due a day such as 2026-11-22
   */
  public record Wanted(
      @Nullable String sender,
      @Nullable String verdict,
      @Nullable String owner,
      @Nullable String purpose,
      @Nullable String note,
      @Nullable String due) {}

  @GET
  @Operation(summary = "Decisions about senders", description = "All ever made, the newest first.")
  @APIResponse(
      responseCode = "200",
      description = "Decisions.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = DecisionsPage.class)),
        @Content(
            mediaType = Answers.NDJSON,
            schema = @Schema(implementation = DecisionJson.Exported.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response list(
      @PathParam("domain") String name, @BeanParam ListRequest asked, @Context Request request) {
    return answers.list(
        request, asked.shape(), Kind.DECISIONS, Asked.about(List.of(access.domain(name))));
  }

  @POST
  @RolesAllowed(Right.Name.DECIDE)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Says whose a sender is",
      description = "Earlier decisions about it become its history; the domain is judged anew.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Wanted.class)))
  @APIResponseSchema(value = DecisionJson.Exported.class, responseCode = "201")
  public Response decide(@PathParam("domain") String name, @Nullable String body) {
    DomainInfo domain = access.domain(name);
    Wanted wanted = JsonBody.read(body, Wanted.class);
    if (wanted.sender() == null) {
      throw Refusal.wrong("The request names no sender; sender is the key of one, or empty.");
    }
    String sender = wanted.sender();
    Verdict verdict =
        Arrays.stream(Verdict.values())
            .filter(one -> one.wire().equals(wanted.verdict()))
            .findFirst()
            .orElseThrow(
                () -> Refusal.value("verdict", wanted.verdict(), "ours, not_ours or undecided"));
    boolean whole = sender.equals(Decision.WHOLE_DOMAIN);
    if (!whole && reviews.sender(domain, sender).isEmpty()) {
      throw Refusal.wrong("%s has no sender \"%s\".".formatted(domain.name(), sender));
    }
    Decision decision =
        new Decision(
            verdict,
            text("owner", wanted.owner()),
            text("purpose", wanted.purpose()),
            text("note", wanted.note()),
            ListRequest.day("due", wanted.due()),
            access.who().name(),
            clock.instant());
    decisions.decide(access.who(), domain, sender, decision);
    return Response.status(201)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(
            PublishedJson.line(
                DecisionJson.Exported.of(domain.name(), new Recorded(sender, decision))))
        .build();
  }

  private static @Nullable String text(String name, @Nullable String given) {
    return Decision.text(
        given,
        length ->
            Refusal.wrong(
                "%s has %d characters; at most %d are kept."
                    .formatted(name, length, Decision.MOST_TEXT)));
  }
}
