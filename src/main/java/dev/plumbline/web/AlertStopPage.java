package dev.plumbline.web;

import dev.plumbline.store.alert.Channel;
import dev.plumbline.store.alert.Channels;
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

/** Ends alerts by mail from one of them, for whoever got it, without signing in. */
@Path("/alerts/stop")
@Produces(MediaType.TEXT_HTML)
@PermitAll
public class AlertStopPage {

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(StopView view);
  }

  /**
   * The question whether to end them.
   *
   * @param action where the answer goes, null if they were ended
   */
  public record StopView(String address, @Nullable String action) {}

  private final Channels channels;
  private final Clock clock;

  AlertStopPage(Channels channels, Clock clock) {
    this.channels = channels;
    this.clock = clock;
  }

  @GET
  @PermitAll
  @Path("/{key: [A-Za-z0-9_-]{1,100}}")
  public Response askToStop(@PathParam("key") String key) {
    Channel one = byKey(key);
    return quiet(new StopView(one.address(), one.endedAt() == null ? "/alerts/stop/" + key : null));
  }

  /** Ends them: by the button of the page, or at once by a mail client (RFC 8058). */
  @POST
  @PageForm
  @PermitAll
  @Consumes({MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA})
  @Path("/{key: [A-Za-z0-9_-]{1,100}}")
  public Response stop(@PathParam("key") String key) {
    Channel one = byKey(key);
    channels.end(new Who(one.address(), "link in a mail"), one, clock.instant());
    return quiet(new StopView(one.address(), null));
  }

  private Channel byKey(String key) {
    return channels
        .byKey(key)
        .orElseThrow(() -> new NotFoundException("This link ends no alerts."));
  }

  private static Response quiet(StopView view) {
    return KeyAnswer.of(Templates.show(view));
  }
}
