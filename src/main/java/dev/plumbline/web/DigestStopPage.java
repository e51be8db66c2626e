package dev.plumbline.web;

import dev.plumbline.store.digest.Subscription;
import dev.plumbline.store.digest.Subscriptions;
import dev.plumbline.store.people.Who;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Ends a digest from its mail, for whoever got it, without signing in. */
@Path("/digests/stop")
@Produces(MediaType.TEXT_HTML)
@PermitAll
public class DigestStopPage {

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(StopView view);
  }

  /**
   * The question whether to end one.
   *
   * @param action where the answer goes, null if it was ended
   */
  public record StopView(String address, @Nullable String action) {}

  private final Subscriptions subscriptions;
  private final Clock clock;

  DigestStopPage(Subscriptions subscriptions, Clock clock) {
    this.subscriptions = subscriptions;
    this.clock = clock;
  }

  @GET
  @PermitAll
  @Path("/{key: [A-Za-z0-9_-]{1,100}}")
  public Response askToStop(@PathParam("key") String key) {
    Subscription one = byKey(key);
    return quiet(
        new StopView(one.address(), one.endedAt() == null ? "/digests/stop/" + key : null));
  }

  /** Ends a digest: by the button of the page, or at once by a mail client (RFC 8058). */
  @POST
  @PageForm
  @PermitAll
  @Consumes({MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA})
  @Path("/{key: [A-Za-z0-9_-]{1,100}}")
  public Response stop(@PathParam("key") String key) {
    Subscription one = byKey(key);
    subscriptions.end(new Who(one.address(), "link in a mail"), one, clock.instant());
    return quiet(new StopView(one.address(), null));
  }

  private Subscription byKey(String key) {
    return subscriptions
        .byKey(key)
        .orElseThrow(() -> new NotFoundException("This link ends no digest."));
  }

  private static Response quiet(StopView view) {
    return KeyAnswer.of(Templates.show(view));
  }
}
