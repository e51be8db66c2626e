package dev.plumbline.web;

import dev.plumbline.alert.AlertWishes;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.Outbox.Bounce;
import dev.plumbline.store.alert.AlertKind;
import dev.plumbline.store.alert.AlertPosts;
import dev.plumbline.store.alert.Channel;
import dev.plumbline.store.alert.Channel.Quiet;
import dev.plumbline.store.alert.Channel.Shape;
import dev.plumbline.store.alert.Channels;
import dev.plumbline.store.people.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Whom alerts are told, what was told, and how to end it. */
@Path("/account/alerts")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class AlertChannelsPage {

  private static final int SHOWN_POSTS = 5;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance list(View view);
  }

  /** The page. */
  public record View(
      List<Tab> tabs,
      boolean mayPost,
      String address,
      List<AlertsPage.Choice> kinds,
      List<Line> channels) {

    public View {
      tabs = List.copyOf(tabs);
      kinds = List.copyOf(kinds);
      channels = List.copyOf(channels);
    }
  }

  /**
   * One channel.
   *
   * @param gone what speaks against its address, null if nothing does
   * @param secret what posts are signed with, null if they are not
   */
  public record Line(
      long id,
      String where,
      @Nullable String gone,
      String about,
      String when,
      @Nullable String secret,
      boolean dead,
      List<PostLine> posts) {

    public Line {
      posts = List.copyOf(posts);
    }
  }

  /** One mail or post. */
  public record PostLine(String what, String state, String css, @Nullable String problem) {}

  private final Channels channels;
  private final AlertWishes wishes;
  private final AlertPosts posts;
  private final Viewers viewers;
  private final Clock clock;

  AlertChannelsPage(
      Channels channels, AlertWishes wishes, AlertPosts posts, Viewers viewers, Clock clock) {
    this.channels = channels;
    this.wishes = wishes;
    this.posts = posts;
    this.viewers = viewers;
    this.clock = clock;
  }

  @GET
  public TemplateInstance list() {
    Viewer viewer = viewers.now();
    String login = viewer.who().name();
    return Templates.list(
        new View(
            PeopleTabs.of(viewer, PeopleTabs.ALERTS),
            viewer.may(Right.ADMINISTER),
            login.contains("@") ? login : "",
            AlertsPage.kinds(),
            wishes.of(viewer).stream().map(this::line).toList()));
  }

  private Line line(Channel one) {
    List<AlertKind> kinds = one.kinds();
    Quiet quiet = one.quiet();
    List<AlertPosts.Line> newest = posts.newest(one.id(), SHOWN_POSTS);
    return new Line(
        one.id(),
        one.shape() == Shape.MAIL
            ? one.address()
            : name(one.shape()) + " at " + Channels.host(one.address()),
        OutboxWords.addressIsGone(
            newest.stream()
                .filter(line -> line.sentAt() != null)
                .map(line -> Optional.ofNullable(line.bounce()))
                .toList()),
        one.about().words()
            + (kinds == null
                ? ""
                : ": " + kinds.stream().map(AlertKind::title).collect(Collectors.joining(", "))),
        quiet == null
            ? "at any time"
            : "not from %02d:00 to %02d:00 (%s)"
                .formatted(quiet.from(), quiet.to(), quiet.zone().getId()),
        one.shape() == Shape.JSON ? one.secret() : null,
        newest.stream().anyMatch(AlertPosts.Line::dead),
        newest.stream().map(AlertChannelsPage::post).toList());
  }

  private static String name(Shape shape) {
    return switch (shape) {
      case MAIL -> "mail";
      case JSON -> "JSON";
      case SLACK -> "Slack";
      case TEAMS -> "Teams";
      case MATRIX -> "Matrix";
      case NTFY -> "ntfy";
    };
  }

  private static PostLine post(AlertPosts.Line line) {
    String state =
        OutboxWords.of(line.state(), line.attempts(), line.nextAt(), line.sentAt(), "not taken");
    String subject = line.subject();
    String what = subject == null ? (line.test() ? "A test" : "Alerts") : subject;
    Bounce bounce = line.bounce();
    if (bounce != null) {
      return new PostLine(what, OutboxWords.cameBack(bounce), "mark-warn", bounce.said());
    }
    return new PostLine(
        what,
        state,
        line.state().equals("sent") ? "mark-good" : line.dead() ? "mark-warn" : "mark-plain",
        line.problem());
  }

  @POST
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response add(
      @RestForm("shape") @Nullable String shape,
      @RestForm("address") @Nullable String address,
      @RestForm("secret") @Nullable String secret,
      @RestForm("domains") @Nullable String domains,
      @RestForm("groups") @Nullable String groups,
      @RestForm("kinds") List<String> kinds,
      @RestForm("quiet_from") @Nullable String quietFrom,
      @RestForm("quiet_to") @Nullable String quietTo,
      @RestForm("zone") @Nullable String zone) {
    Viewer viewer = viewers.now();
    FormText.orSay(
        () ->
            wishes.add(
                viewer,
                new AlertWishes.Asked(
                    FormText.orEmpty(shape),
                    FormText.orEmpty(address),
                    FormText.orEmpty(secret),
                    FormText.words(domains),
                    FormText.words(groups),
                    kinds.stream().filter(one -> !one.isBlank()).toList(),
                    FormText.orEmpty(quietFrom),
                    FormText.orEmpty(quietTo),
                    FormText.orEmpty(zone))));
    return back();
  }

  private static Response back() {
    return Response.seeOther(URI.create("/account/alerts")).build();
  }

  private Channel known(long id) {
    return wishes.of(viewers.now()).stream()
        .filter(one -> one.id() == id)
        .findFirst()
        .orElseThrow(() -> new NotFoundException("Nothing of this number is told."));
  }

  @POST
  @PageForm
  @Path("/{id: [0-9]{1,18}}/end")
  public Response end(@PathParam("id") long id) {
    channels.end(viewers.now().who(), known(id), clock.instant());
    return back();
  }

  /** Has something sent that only shows that it would come. */
  @POST
  @PageForm
  @Path("/{id: [0-9]{1,18}}/test")
  public Response test(@PathParam("id") long id) {
    posts.test(known(id).id(), clock.instant());
    return back();
  }

  /** Has what was not taken sent anew. */
  @POST
  @PageForm
  @Path("/{id: [0-9]{1,18}}/again")
  public Response again(@PathParam("id") long id) {
    posts.again(known(id).id());
    return back();
  }
}
