package dev.plumbline.api;

import dev.plumbline.api.Answers.Shape;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.export.Asked;
import dev.plumbline.export.Exports;
import dev.plumbline.export.Kind;
import dev.plumbline.review.KeptDomain;
import dev.plumbline.review.json.ChangeJson;
import dev.plumbline.review.json.DnsJson;
import dev.plumbline.review.json.DomainJson;
import dev.plumbline.review.json.FindingsJson;
import dev.plumbline.review.json.PlanJson;
import dev.plumbline.review.json.ReadyJson;
import dev.plumbline.review.json.SenderJson;
import dev.plumbline.review.json.SendersJson;
import dev.plumbline.review.json.SourceJson;
import dev.plumbline.review.json.TrafficJson;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.checks.HistoryQueries;
import dev.plumbline.store.judgement.DomainList;
import dev.plumbline.store.judgement.DomainList.Sort;
import dev.plumbline.store.judgement.DomainList.Wanted;
import dev.plumbline.store.judgement.DomainState;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.judgement.StandingChange.What;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.DomainInfo;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Monitored domains as they were judged last: nothing here judges or asks DNS. */
@Path("/api/v1/domains")
@Tag(name = "Domains")
@Produces({MediaType.APPLICATION_JSON, Answers.NDJSON, Answers.CSV})
@RolesAllowed(Right.Name.READ)
public class DomainsResource {

  private final Access access;
  private final Answers answers;
  private final Exports exports;
  private final KeptJudgement kept;
  private final HistoryQueries dns;
  private final RemedyStore plans;
  private final DomainList list;

  DomainsResource(
      Access access,
      Answers answers,
      Exports exports,
      KeptJudgement kept,
      HistoryQueries dns,
      RemedyStore plans,
      DomainList list) {
    this.list = list;
    this.access = access;
    this.answers = answers;
    this.exports = exports;
    this.kept = kept;
    this.dns = dns;
    this.plans = plans;
  }

  /** A page of domains. */
  public record DomainsPage(List<DomainJson> items, @Nullable String next) {}

  @GET
  @Operation(summary = "Monitored domains", description = "By name, as they were judged last.")
  @APIResponse(
      responseCode = "200",
      description = "Domains.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = DomainsPage.class)),
        @Content(mediaType = Answers.NDJSON, schema = @Schema(implementation = DomainJson.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response domains(
      @BeanParam ListRequest asked,
      @Parameter(description = "Only domains whose name holds this.") @QueryParam("q")
          @Nullable String search,
      @Parameter(
              description =
                  "Only domains in this state: losing, regressed, fix, decide, ready, unknown,"
                      + " unjudged, fine, parked or silent.")
          @QueryParam("state")
          @Nullable String state,
      @Parameter(description = "Only domains of this group.") @QueryParam("group")
          @Nullable String group,
      @Parameter(description = "Only domains behind this one.") @QueryParam("after")
          @Nullable String after,
      @Context Request request) {
    Set<String> names = list.names(access.scope(), wanted(search, state, group));
    List<DomainInfo> wanted =
        access.visible().stream()
            .filter(domain -> names.contains(domain.name()))
            .filter(domain -> after == null || domain.name().compareTo(after) > 0)
            .sorted((one, other) -> one.name().compareTo(other.name()))
            .toList();
    return answers.list(
        request,
        asked.shape().from(after, line -> ((DomainJson) line).domain()),
        Kind.DOMAINS,
        Asked.about(wanted));
  }

  private Wanted wanted(@Nullable String search, @Nullable String state, @Nullable String group) {
    List<DomainState> states =
        state == null || state.isBlank()
            ? List.of()
            : List.of(
                DomainState.ofWire(state)
                    .orElseThrow(() -> Refusal.value("state", state, words(DomainState.values()))));
    String name = group == null || group.isBlank() ? null : group.strip();
    if (name != null && !list.groups(access.scope()).contains(name)) {
      throw Refusal.unknown("There is no group \"%s\".".formatted(name));
    }
    return new Wanted(states, search == null ? "" : search, name, Sort.NAME);
  }

  private static String words(DomainState[] states) {
    return Arrays.stream(states).map(DomainState::wire).collect(Collectors.joining(", "));
  }

  @GET
  @Path("{domain}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "One domain")
  @APIResponseSchema(DomainJson.class)
  public Response domain(@PathParam("domain") String name, @Context Request request) {
    DomainInfo domain = access.domain(name);
    return Answers.one(
        request,
        kept.summary(domain)
            .map(DomainJson::of)
            .orElseGet(() -> DomainJson.unjudged(domain.name(), null)));
  }

  @GET
  @Path("{domain}/senders")
  @Operation(
      summary = "Who sends for a domain",
      description =
          "With standing, reasons, sources, decision and remedy, the most pressing first. NDJSON"
              + " and CSV have one line a sender, without its sources.")
  @APIResponse(
      responseCode = "200",
      description = "The senders.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = SendersJson.class)),
        @Content(mediaType = Answers.NDJSON, schema = @Schema(implementation = SenderJson.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response senders(
      @PathParam("domain") String name,
      @BeanParam ListRequest asked,
      @Parameter(description = "Only senders of this standing, as needs_alignment.")
          @QueryParam("standing")
          @Nullable String standing,
      @Parameter(
              description =
                  "Only senders whose name holds this, or with an address that begins so.")
          @QueryParam("q")
          @Nullable String search,
      @Context Request request) {
    Standing wanted = standing(standing);
    DomainInfo domain = access.domain(name);
    Predicate<String> keys = kept.senders(domain, wanted, search == null ? "" : search);
    Shape shape = asked.shape();
    if (shape.format() != null) {
      return answers.list(
          request,
          shape,
          SenderJson.class,
          taker ->
              exports.give(
                  Kind.SENDERS,
                  Asked.about(List.of(domain)),
                  line -> !keys.test(((SenderJson) line).key()) || taker.take(line)));
    }
    KeptDomain whole = kept.whole(domain).of(keys).first(shape.limit());
    return Answers.one(request, SendersJson.of(whole, kept.facts(domain, whole.summary())));
  }

  private static @Nullable Standing standing(@Nullable String word) {
    return Refusal.word("standing", word, Standing.values(), Standing::wire);
  }

  /** A page of sources. */
  public record SourcesPage(List<SourceJson> items, @Nullable String next) {}

  @GET
  @Path("{domain}/sources")
  @Operation(summary = "The addresses that send for a domain", description = "By address.")
  @APIResponse(
      responseCode = "200",
      description = "Sources.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = SourcesPage.class)),
        @Content(mediaType = Answers.NDJSON, schema = @Schema(implementation = SourceJson.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response sources(
      @PathParam("domain") String name,
      @BeanParam ListRequest asked,
      @Parameter(description = "Only sources of this standing, as needs_alignment.")
          @QueryParam("standing")
          @Nullable String standing,
      @Parameter(description = "Only sources of this sender, by its key.") @QueryParam("sender")
          @Nullable String sender,
      @Parameter(description = "Only addresses behind this one.") @QueryParam("after")
          @Nullable String after,
      @Context Request request) {
    Standing wanted = standing(standing);
    DomainInfo domain = access.domain(name);
    InetAddress last =
        after == null
            ? null
            : IpAddresses.parse(after.strip())
                .orElseThrow(() -> Refusal.value("after", after, "an IPv4 or IPv6 address"));
    return answers.list(
        request,
        asked.shape().from(after, line -> ((SourceJson) line).ip()),
        SourceJson.class,
        taker ->
            exports.sources(
                domain,
                last,
                line -> {
                  SourceJson one = (SourceJson) line;
                  boolean asFor =
                      (wanted == null || one.standing().equals(wanted.wire()))
                          && (sender == null || one.sender().equals(sender));
                  return !asFor || taker.take(one);
                }));
  }

  /** A page of a domain's history. */
  public record HistoryPage(List<ChangeJson> items, @Nullable String next) {}

  @GET
  @Path("{domain}/history")
  @Operation(summary = "What changed in the judgement", description = "The newest first.")
  @APIResponse(
      responseCode = "200",
      description = "Entries, the newest first.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = HistoryPage.class)),
        @Content(mediaType = Answers.NDJSON, schema = @Schema(implementation = ChangeJson.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response history(
      @PathParam("domain") String name,
      @BeanParam ListRequest asked,
      @Parameter(description = "Only this sender, by its key.") @QueryParam("sender")
          @Nullable String sender,
      @Parameter(description = "Only changes of this, as standing, appeared or policy.")
          @QueryParam("what")
          @Nullable String what,
      @Parameter(description = "Only entries older than the one of this id.") @QueryParam("after")
          @Nullable String after,
      @Context Request request) {
    DomainInfo domain = access.domain(name);
    What wanted =
        Refusal.word("what", what, What.values(), one -> one.name().toLowerCase(Locale.ROOT));
    if (after != null && !after.matches("\\d{1,18}")) {
      throw Refusal.value("after", after, "the id of an entry");
    }
    Long before = after == null ? null : Long.valueOf(after);
    return answers.list(
        request,
        asked.shape().from(after, line -> Long.toString(((ChangeJson) line).id())),
        ChangeJson.class,
        taker ->
            kept.history(
                domain,
                sender,
                before,
                line ->
                    (wanted != null && !wanted.name().equalsIgnoreCase(((ChangeJson) line).what()))
                        || taker.take(line)));
  }

  @GET
  @Path("{domain}/plan")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "The records to publish", description = "One plan, tested together.")
  @APIResponseSchema(PlanJson.class)
  public Response plan(@PathParam("domain") String name, @Context Request request) {
    DomainInfo domain = access.domain(name);
    return Answers.one(
        request,
        plans
            .plan(domain.id())
            .map(plan -> PlanJson.of(domain.name(), plan))
            .orElseGet(() -> PlanJson.none(domain.name())));
  }

  @GET
  @Path("{domain}/ready")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Whether a stricter policy is safe")
  @APIResponseSchema(ReadyJson.class)
  public Response ready(@PathParam("domain") String name, @Context Request request) {
    DomainSummary summary = kept.judged(access.domain(name));
    DomainSummary.Ready ready = summary.ready();
    return Answers.one(
        request,
        ReadyJson.of(
            summary.domain(),
            true,
            ready.evidence(),
            ready.quarantine(),
            ready.reject(),
            ready.plan()));
  }

  /** A page of traffic. */
  public record TrafficPage(List<TrafficJson> items, @Nullable String next) {}

  @GET
  @Path("{domain}/traffic")
  @Operation(summary = "Messages by UTC day", description = "Days with reports, by day.")
  @APIResponse(
      responseCode = "200",
      description = "Days.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = TrafficPage.class)),
        @Content(mediaType = Answers.NDJSON, schema = @Schema(implementation = TrafficJson.class)),
        @Content(mediaType = Answers.CSV, schema = @Schema(implementation = String.class))
      })
  public Response traffic(
      @PathParam("domain") String name,
      @BeanParam ListRequest asked,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @Parameter(description = "Instead of from and to: so many UTC days up to today.")
          @QueryParam("days")
          @Nullable String count,
      @Parameter(description = "Only days behind this one.") @QueryParam("after")
          @Nullable String after,
      @Context Request request) {
    ListRequest.Days days = ListRequest.Days.of(from, to, count, access.today());
    var last = ListRequest.day("after", after);
    LocalDate first = days.from();
    if (last != null && (first == null || !first.isAfter(last))) {
      first = last.plusDays(1);
    }
    return answers.list(
        request,
        asked.shape().from(after, line -> ((TrafficJson) line).day().toString()),
        Kind.TRAFFIC,
        Asked.about(List.of(access.domain(name))).between(first, days.to()));
  }

  @GET
  @Path("{domain}/dns")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "What is published in DNS, and what was")
  @APIResponseSchema(DnsJson.class)
  public Response dns(@PathParam("domain") String name, @Context Request request) {
    DomainInfo domain = access.domain(name);
    return Answers.one(
        request,
        DnsJson.of(
            domain.name(),
            domain.dnsCheckedAt(),
            dns.records(domain.id()),
            dns.changes(domain.id())));
  }

  @GET
  @Path("{domain}/findings")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "What is wrong with the domain's own records")
  @APIResponseSchema(FindingsJson.class)
  public Response findings(@PathParam("domain") String name, @Context Request request) {
    DomainSummary summary = kept.judged(access.domain(name));
    return Answers.one(request, FindingsJson.of(summary.domain(), summary.findings()));
  }
}
