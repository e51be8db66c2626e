package dev.plumbline.web;

import dev.plumbline.digest.DigestPost;
import dev.plumbline.people.DigestWishes;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.Outbox.Bounce;
import dev.plumbline.store.digest.DigestMails;
import dev.plumbline.store.digest.DigestMails.Line;
import dev.plumbline.store.digest.Subscription;
import dev.plumbline.store.digest.Subscriptions;
import dev.plumbline.store.people.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
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
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Who gets a digest by mail, which went out, and how to end one. */
@Path("/account/digests")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class DigestsPage {

  private static final int SHOWN_MAILS = 5;

  /** Its colours stand at its elements, as mail clients want it. */
  private static final String PREVIEW_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'; sandbox allow-popups";

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance list(View view);
  }

  /** The page. */
  public record View(
      List<Tab> tabs, boolean canSend, String address, String zone, List<DigestLine> digests) {

    public View {
      tabs = List.copyOf(tabs);
      digests = List.copyOf(digests);
    }
  }

  /**
   * One digest.
   *
   * @param gone what speaks against its address, null if nothing does
   */
  public record DigestLine(
      long id,
      String address,
      @Nullable String gone,
      String about,
      String when,
      List<MailLine> mails) {

    public DigestLine {
      mails = List.copyOf(mails);
    }
  }

  /** One mail. */
  public record MailLine(String period, String state, String css, @Nullable String problem) {}

  private final Subscriptions subscriptions;
  private final DigestWishes wishes;
  private final DigestMails mails;
  private final DigestPost post;
  private final Viewers viewers;
  private final Clock clock;

  DigestsPage(
      Subscriptions subscriptions,
      DigestWishes wishes,
      DigestMails mails,
      DigestPost post,
      Viewers viewers,
      Clock clock) {
    this.subscriptions = subscriptions;
    this.wishes = wishes;
    this.mails = mails;
    this.post = post;
    this.viewers = viewers;
    this.clock = clock;
  }

  @GET
  public TemplateInstance list() {
    Viewer viewer = viewers.now();
    String login = viewer.who().name();
    return Templates.list(
        new View(
            PeopleTabs.of(viewer, PeopleTabs.DIGESTS),
            post.canSend(),
            login.contains("@") ? login : "",
            "UTC",
            wishes.of(viewer).stream().map(this::line).toList()));
  }

  private DigestLine line(Subscription one) {
    Subscription.Timing timing = one.timing();
    String day =
        switch (timing.rhythm()) {
          case DAILY -> "every day";
          case WEEKLY ->
              "every " + DayOfWeek.of(timing.day()).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
          case MONTHLY -> "on day " + timing.day() + " of each month";
        };
    List<Line> newest = mails.newest(one.id(), SHOWN_MAILS);
    return new DigestLine(
        one.id(),
        one.address(),
        OutboxWords.addressIsGone(
            newest.stream()
                .filter(line -> line.sentAt() != null)
                .map(line -> Optional.ofNullable(line.bounce()))
                .toList()),
        one.about().words(),
        "%s at %02d:00 (%s)".formatted(day, timing.hour(), timing.zone().getId()),
        newest.stream().map(DigestsPage::mail).toList());
  }

  private static MailLine mail(Line line) {
    // Behind the period of one that somebody asked for stands when they did.
    String period = line.period().replaceFirst(" .*$", ", asked for");
    Bounce bounce = line.bounce();
    if (bounce != null) {
      return new MailLine(period, OutboxWords.cameBack(bounce), "mark-warn", bounce.said());
    }
    String state =
        OutboxWords.of(line.state(), line.attempts(), line.nextAt(), line.sentAt(), "refused");
    return new MailLine(
        period,
        state,
        line.state().equals("sent") ? "mark-good" : line.dead() ? "mark-warn" : "mark-plain",
        line.problem());
  }

  @POST
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response add(
      @RestForm("address") @Nullable String address,
      @RestForm("domains") @Nullable String domains,
      @RestForm("groups") @Nullable String groups,
      @RestForm("rhythm") @Nullable String rhythm,
      @RestForm("day") @Nullable String day,
      @RestForm("hour") @Nullable String hour,
      @RestForm("zone") @Nullable String zone) {
    Viewer viewer = viewers.now();
    FormText.orSay(
        () ->
            wishes.add(
                viewer,
                new DigestWishes.Asked(
                    FormText.orEmpty(address),
                    FormText.words(domains),
                    FormText.words(groups),
                    FormText.orEmpty(rhythm),
                    FormText.orEmpty(day),
                    FormText.orEmpty(hour),
                    FormText.orEmpty(zone))));
    return back();
  }

  private static Response back() {
    return Response.seeOther(URI.create("/account/digests")).build();
  }

  private Subscription known(long id) {
    return wishes.of(viewers.now()).stream()
        .filter(one -> one.id() == id)
        .findFirst()
        .orElseThrow(() -> new NotFoundException("There is no such digest."));
  }

  @POST
  @PageForm
  @Path("/{id: [0-9]{1,18}}/end")
  public Response end(@PathParam("id") long id) {
    subscriptions.end(viewers.now().who(), known(id), clock.instant());
    return back();
  }

  @POST
  @PageForm
  @Path("/{id: [0-9]{1,18}}/send")
  public Response send(@PathParam("id") long id) {
    post.wantNow(known(id));
    return back();
  }

  /** The newest mail as a mail client draws it. */
  @GET
  @Path("/{id: [0-9]{1,18}}/preview")
  public Response preview(@PathParam("id") long id, HttpServerRequest request) {
    String html = post.html(known(id));
    // That of all other pages is there already, and would count as well.
    request.response().headers().remove("Content-Security-Policy");
    return Response.ok(html).header("Content-Security-Policy", PREVIEW_POLICY).build();
  }
}
