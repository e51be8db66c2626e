package dev.plumbline.api;

import dev.plumbline.dkim.DkimLinter;
import dev.plumbline.dmarc.AlignmentCheck;
import dev.plumbline.dmarc.PolicyDiscovery;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.mailpolicy.DomainChecker;
import dev.plumbline.mailpolicy.PolicyFiles;
import dev.plumbline.resolver.HttpPolicyFiles;
import dev.plumbline.resolver.ResolverSettings;
import dev.plumbline.review.json.DkimKeyJson;
import dev.plumbline.review.json.DmarcLookupJson;
import dev.plumbline.review.json.DomainCheckJson;
import dev.plumbline.review.json.SpfIdentity;
import dev.plumbline.review.json.SpfVerdictJson;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.store.people.Right;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The checks that commands make, of any domain, by DNS of now. They read nothing that is kept, and
 * tell nothing that everybody cannot ask DNS for.
 */
@Path("/api/v1/checks")
@Tag(name = "Checks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Right.Name.READ)
@Singleton
public class ChecksResource {

  /** Each may ask DNS hundreds of questions. */
  private static final int AT_ONCE = 4;

  private static final int MOST_SELECTORS = 20;

  private final Dns dns;
  private final PolicyFiles files;
  private final Clock clock;
  private final Semaphore running = new Semaphore(AT_ONCE);

  ChecksResource(
      Dns dns,
      Clock clock,
      @ConfigProperty(name = "plumbline.dns.servers") Optional<String> servers) {
    this.dns = dns;
    this.clock = clock;
    boolean offline = servers.filter(ResolverSettings::isOffline).isPresent();
    this.files = offline ? PolicyFiles.offline() : HttpPolicyFiles.create();
  }

  @GET
  @Path("spf")
  @Operation(
      summary = "Whether an address may send for a domain, and why",
      operationId = "checkSpf",
      description = "The members of `plumbline spf check --format json`.")
  @APIResponse(
      responseCode = "200",
      description = "The verdict.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT)))
  public Response spf(
      @QueryParam("domain") @Nullable String domain,
      @Parameter(description = "The address of the sending host.") @QueryParam("ip")
          @Nullable String ip,
      @Parameter(description = "The MAIL FROM address or its domain; empty for none.")
          @QueryParam("mail_from")
          @Nullable String mailFrom,
      @Parameter(description = "The HELO or EHLO name.") @QueryParam("helo") @Nullable String helo,
      @Context Request request) {
    DomainName name = name("domain", domain);
    InetAddress address =
        IpAddresses.parse(ip == null ? "" : ip.strip())
            .orElseThrow(() -> Refusal.value("ip", ip, "an IPv4 or IPv6 address"));
    SpfIdentity identity = SpfIdentity.of(name.toString(), mailFrom, helo).orElseThrow();
    SpfQuery query = identity.query(address, clock.instant());
    return checked(
        request,
        () ->
            SpfVerdictJson.line(
                identity.domain(),
                query.ip(),
                new SpfEvaluator(dns).evaluate(identity.domain(), query)));
  }

  @GET
  @Path("dmarc")
  @Operation(
      summary = "Which DMARC policy applies to a name, and why",
      operationId = "checkDmarc",
      description = "The members of `plumbline dmarc lookup --format json`.")
  @APIResponse(
      responseCode = "200",
      description = "The policy.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT)))
  public Response dmarc(
      @QueryParam("domain") @Nullable String domain,
      @Parameter(description = "Whether this domain of SPF or DKIM is aligned; repeatable.")
          @QueryParam("identifier")
          List<String> identifiers,
      @Context Request request) {
    DomainName author = name("domain", domain);
    List<DomainName> others =
        few("identifier", identifiers).stream().map(one -> name("identifier", one)).toList();
    return checked(
        request,
        () -> {
          PolicyDiscovery discovery = new PolicyDiscovery(dns);
          List<AlignmentCheck> checks =
              others.stream().map(one -> discovery.alignment(author, one)).toList();
          return DmarcLookupJson.line(discovery.lookup(author), checks);
        });
  }

  @GET
  @Path("dkim")
  @Operation(
      summary = "Whether the key of a selector is published and good",
      operationId = "checkDkim",
      description = "The members of `plumbline dkim check --format json`.")
  @APIResponse(
      responseCode = "200",
      description = "The key.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT)))
  public Response dkim(
      @QueryParam("domain") @Nullable String domain,
      @Parameter(description = "It stands behind s= in a signature.") @QueryParam("selector")
          @Nullable String selector,
      @Context Request request) {
    DomainName name = name("domain", domain);
    String known = selector(selector);
    return checked(
        request,
        () -> DkimKeyJson.of(name, new DkimLinter(dns).lint(name, known)).toString() + "\n");
  }

  @GET
  @Path("domain")
  @Operation(
      summary = "All that a domain publishes about its mail",
      operationId = "checkDomain",
      description =
          "MX, SPF, DMARC, DKIM keys, MTA-STS, TLS-RPT and BIMI, with what is wrong: the members of"
              + " `plumbline domain check --format json`.")
  @APIResponse(
      responseCode = "200",
      description = "The check.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT)))
  public Response domain(
      @QueryParam("domain") @Nullable String domain,
      @Parameter(description = "Of keys; repeatable. Common ones are looked for without any.")
          @QueryParam("selector")
          List<String> selectors,
      @Context Request request) {
    DomainName name = name("domain", domain);
    List<String> asked = few("selector", selectors).stream().map(ChecksResource::selector).toList();
    return checked(
        request, () -> DomainCheckJson.line(new DomainChecker(dns, files).check(name, asked)));
  }

  private Response checked(Request request, Supplier<String> check) {
    if (!running.tryAcquire()) {
      throw Refusal.busy(
          "As many checks are under way as are made at once; try again in a minute.");
    }
    try {
      return Answers.json(request, check.get());
    } finally {
      running.release();
    }
  }

  private static DomainName name(String what, @Nullable String text) {
    return DomainName.parseWritten(text == null ? "" : text.strip())
        .filter(name -> name.labels().size() > 1)
        .orElseThrow(() -> Refusal.value(what, text, "a domain name such as example.org"));
  }

  private static String selector(@Nullable String text) {
    return DomainName.parseWritten(text == null ? "" : text.strip())
        .filter(DomainName::isHostName)
        .map(DomainName::toString)
        .orElseThrow(() -> Refusal.value("selector", text, "a selector such as s1"));
  }

  private static List<String> few(String what, List<String> given) {
    if (given.size() > MOST_SELECTORS) {
      throw Refusal.wrong("At most %d times %s.".formatted(MOST_SELECTORS, what));
    }
    return given;
  }
}
