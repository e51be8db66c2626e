package dev.plumbline.web;

import dev.plumbline.alert.AlertWishes;
import dev.plumbline.dns.DomainName;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.alert.Alert;
import dev.plumbline.store.alert.AlertKind;
import dev.plumbline.store.alert.Alerts;
import dev.plumbline.store.alert.Alerts.Mute;
import dev.plumbline.store.people.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** What somebody should know at once, and what nobody is told of any more. */
@Path("/alerts")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class AlertsPage {

  private static final int OPEN_SIZE = 50;
  private static final int NEWEST = 50;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance list(View view);
  }

  /** The page. */
  public record View(
      String summary,
      List<Line> open,
      Pager pager,
      List<Line> newest,
      List<MuteLine> mutes,
      List<Choice> kinds) {

    public View {
      open = List.copyOf(open);
      newest = List.copyOf(newest);
      mutes = List.copyOf(mutes);
      kinds = List.copyOf(kinds);
    }
  }

  /** One alert. */
  public record Line(
      long id,
      String kind,
      String says,
      String why,
      String href,
      String when,
      String state,
      String css,
      boolean mayAcknowledge) {}

  /** One mute. */
  public record MuteLine(long id, String what, String until, boolean mayEnd) {}

  /** Something to choose. */
  public record Choice(String value, String words) {}

  private final Alerts alerts;
  private final Viewers viewers;
  private final DomainRequests requests;
  private final Clock clock;
  private final Tables tables;

  AlertsPage(Alerts alerts, Viewers viewers, DomainRequests requests, Clock clock, Tables tables) {
    this.tables = tables;
    this.alerts = alerts;
    this.viewers = viewers;
    this.requests = requests;
    this.clock = clock;
  }

  @GET
  public TemplateInstance list(@QueryParam("page") @Nullable String wantedPage) {
    Viewer viewer = viewers.now();
    Instant now = clock.instant();
    int size = tables.whole("open", OPEN_SIZE);
    int page = size == OPEN_SIZE ? Pager.number(wantedPage) : 1;
    long all = alerts.openOnes(viewer.scope(), now);
    List<Alert> open = alerts.open(viewer.scope(), now, (page - 1L) * size, size);
    return Templates.list(
        new View(
            all == 0
                ? "Nothing asks for you."
                : Format.count(all, "alert asks", "alerts ask") + " for somebody.",
            open.stream().map(one -> line(viewer, one)).toList(),
            Pager.of(page, size, all, "/alerts?page="),
            alerts.newest(viewer.scope(), null, tables.whole("newest", NEWEST)).stream()
                .map(one -> line(viewer, one))
                .toList(),
            alerts.mutes(now).stream()
                .filter(one -> AlertWishes.maySee(viewer, one))
                .map(one -> mute(viewer, one))
                .toList(),
            kinds()));
  }

  static List<Choice> kinds() {
    return List.of(AlertKind.values()).stream()
        .map(one -> new Choice(one.wire(), one.title()))
        .toList();
  }

  private static Line line(Viewer viewer, Alert one) {
    Instant ended = one.endedAt();
    Instant acknowledged = one.acknowledgedAt();
    String state =
        ended != null && one.kind().lasts()
            ? "over since " + Format.time(ended)
            : acknowledged != null
                ? "%s takes care of it since %s"
                    .formatted(one.acknowledgedBy(), Format.time(acknowledged))
                : one.kind().lasts() ? "lasts" : "happened";
    return new Line(
        one.id(),
        one.kind().title(),
        DomainName.inSentence(one.says()),
        DomainName.inSentence(one.why()),
        one.href(),
        Format.time(one.raisedAt()),
        state,
        one.open() ? "mark-warn" : "mark-plain",
        acknowledged == null && AlertWishes.mayAcknowledge(viewer, one));
  }

  private static MuteLine mute(Viewer viewer, Mute one) {
    AlertKind kind = one.kind();
    String domain = one.domain();
    Instant until = one.until();
    return new MuteLine(
        one.id(),
        (kind == null ? "All kinds" : kind.title()) + (domain == null ? "" : ", " + domain),
        (until == null ? "for good" : "until " + Format.time(until)) + ", by " + one.by(),
        AlertWishes.mayMute(viewer, domain));
  }

  /** Says that somebody takes care of it. */
  @POST
  @PageForm
  @RolesAllowed(Right.Name.DECIDE)
  @Path("/{id: [0-9]{1,18}}/acknowledge")
  public Response acknowledge(@PathParam("id") long id) {
    Viewer viewer = viewers.now();
    Alert one =
        alerts
            .one(viewer.scope(), id)
            .orElseThrow(() -> new NotFoundException("There is no such alert."));
    alerts.acknowledge(viewer.who(), one, clock.instant());
    return back();
  }

  /** Has nobody told of some alerts. */
  @POST
  @PageForm
  @RolesAllowed(Right.Name.DECIDE)
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Path("/mute")
  public Response mute(
      @RestForm("kind") @Nullable String kind,
      @RestForm("domain") @Nullable String domain,
      @RestForm("time") @Nullable String time) {
    Viewer viewer = viewers.now();
    String name = FormText.orEmpty(domain).strip();
    String about = name.isEmpty() ? null : requests.domain(name).name();
    if (!AlertWishes.mayMute(viewer, about)) {
      throw new ForbiddenException("Only somebody who may see all domains can do that.");
    }
    String wanted = FormText.orEmpty(kind);
    Instant now = clock.instant();
    FormText.orSay(
        () ->
            alerts.mute(
                viewer.who(),
                wanted.isEmpty() ? null : AlertWishes.kind(wanted),
                about,
                AlertWishes.until(now, FormText.orEmpty(time)),
                now));
    return back();
  }

  /** Has them told again. */
  @POST
  @PageForm
  @RolesAllowed(Right.Name.DECIDE)
  @Path("/mutes/{id: [0-9]{1,18}}/end")
  public Response unmute(@PathParam("id") long id) {
    Viewer viewer = viewers.now();
    Instant now = clock.instant();
    Mute one =
        alerts.mutes(now).stream()
            .filter(mute -> mute.id() == id && AlertWishes.mayMute(viewer, mute.domain()))
            .findFirst()
            .orElseThrow(() -> new NotFoundException("There is no such mute."));
    alerts.unmute(viewer.who(), one, now);
    return back();
  }

  private static Response back() {
    return Response.seeOther(URI.create("/alerts")).build();
  }
}
