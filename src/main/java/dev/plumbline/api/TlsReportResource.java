package dev.plumbline.api;

import dev.plumbline.intake.TlsPosts;
import dev.plumbline.intake.TlsPosts.Answer;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.people.Viewers;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.File;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes TLS reports in as RFC 8460 section 5.4 has them posted to a {@code rua=https:} address.
 * Mail servers of others ask: they have no account, so this takes nothing but TLS reports about
 * domains that are monitored; and once anybody has to sign in, who did not is not told which those
 * are: they get the same answer for each report that is one.
 */
@Path("/api/v1/tls-report")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
public class TlsReportResource {

  private static final Set<String> TYPES =
      Set.of(
          "application/tlsrpt+gzip",
          "application/tlsrpt+json",
          // What senders without the type say.
          "application/gzip",
          "application/x-gzip",
          "application/json",
          "application/octet-stream");

  private final TlsPosts posts;
  private final Viewers viewers;

  TlsReportResource(TlsPosts posts, Viewers viewers) {
    this.posts = posts;
    this.viewers = viewers;
  }

  /** Takes one report. */
  @POST
  @Consumes(MediaType.WILDCARD)
  public Response report(@HeaderParam("Content-Type") @Nullable String type, File body)
      throws IOException {
    String named = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!TYPES.contains(named)) {
      return new Problem(
              "Not a TLS report",
              415,
              "A TLS report is application/tlsrpt+gzip or application/tlsrpt+json.",
              null)
          .response();
    }
    Answer answer = posts.take(ReceivedBytes.of(body.toPath()));
    if (answer.ofDomain() && !viewers.mayKnowEveryDomain()) {
      return Response.ok(new Taken("The report has come in.")).build();
    }
    return switch (answer.kind()) {
      case TAKEN -> Response.ok(new Taken(answer.sentence())).build();
      case UNUSABLE -> new Problem("Not usable", 400, answer.sentence(), answer.limit()).response();
      case NOT_HERE -> new Problem("Not here", 403, answer.sentence(), null).response();
      case LATER -> new Problem("Not available right now", 503, answer.sentence(), null).response();
    };
  }

  /** What became of it. */
  record Taken(String reason) {}
}
