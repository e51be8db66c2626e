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
import dev.plumbline.store.checks.HistoryQueries;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.RemedyStore;
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
import java.util.List;
import java.util.Locale;
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

  DomainsResource(
      Access access,
      Answers answers,
      Exports exports,
      KeptJudgement kept,
      HistoryQueries dns,
      RemedyStore plans) {
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
      @Parameter(description = "Only domains behind this one.") @QueryParam("after")
          @Nullable String after,
      @Context Request request) {
    String part = search == null ? "" : search.strip().toLowerCase(Locale.ROOT);
    List<DomainInfo> wanted =
        access.visible().stream()
            .filter(domain -> domain.name().contains(part))
            .filter(domain -> after == null || domain.name().compareTo(after) > 0)
            .sorted((one, other) -> one.name().compareTo(other.name()))
            .toList();
    return answers.list(
        request,
        asked.shape().from(after, line -> ((DomainJson) line).domain()),
        Kind.DOMAINS,
        Asked.about(wanted));
  }

  @GET
  @Path("{domain}")
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
      @PathParam("domain") String name, @BeanParam ListRequest asked, @Context Request request) {
    DomainInfo domain = access.domain(name);
    Shape shape = asked.shape();
    if (shape.format() != null) {
      return answers.list(request, shape, Kind.SENDERS, Asked.about(List.of(domain)));
    }
    KeptDomain whole = kept.whole(domain);
    return Answers.one(request, SendersJson.of(whole, kept.facts(domain, whole.summary())));
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
      @Parameter(description = "Only addresses behind this one.") @QueryParam("after")
          @Nullable String after,
      @Context Request request) {
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
        taker -> exports.sources(domain, last, taker));
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
      @Parameter(description = "Only entries older than the one of this id.") @QueryParam("after")
          @Nullable String after,
      @Context Request request) {
    DomainInfo domain = access.domain(name);
    if (after != null && !after.matches("\\d{1,18}")) {
      throw Refusal.value("after", after, "the id of an entry");
    }
    Long before = after == null ? null : Long.valueOf(after);
    return answers.list(
        request,
        asked.shape().from(after, line -> Long.toString(((ChangeJson) line).id())),
        ChangeJson.class,
        taker -> kept.history(domain, sender, before, taker));
  }

  @GET
  @Path("{domain}/plan")
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
      @Parameter(description = "Only days behind this one.") @QueryParam("after")
          @Nullable String after,
      @Context Request request) {
    var last = ListRequest.day("after", after);
    var first = last == null ? ListRequest.day("from", from) : last.plusDays(1);
    return answers.list(
        request,
        asked.shape().from(after, line -> ((TrafficJson) line).day().toString()),
        Kind.TRAFFIC,
        Asked.about(List.of(access.domain(name))).between(first, ListRequest.day("to", to)));
  }

  @GET
  @Path("{domain}/dns")
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
  @Operation(summary = "What is wrong with the domain's own records")
  @APIResponseSchema(FindingsJson.class)
  public Response findings(@PathParam("domain") String name, @Context Request request) {
    DomainSummary summary = kept.judged(access.domain(name));
    return Answers.one(request, FindingsJson.of(summary.domain(), summary.findings()));
  }
}
