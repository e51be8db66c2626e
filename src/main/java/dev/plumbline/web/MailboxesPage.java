package dev.plumbline.web;

import dev.plumbline.intake.MailboxReport;
import dev.plumbline.intake.Mailboxes;
import dev.plumbline.people.Journal;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.intake.MailboxStates;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.people.Who;
import dev.plumbline.store.settings.KeptMailbox;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
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
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The mailboxes that reports are read from: shown, tried, and those made here changed. */
@Path("/settings/mailboxes")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.ADMINISTER)
public class MailboxesPage {

  private static final String ONE = "/{mailbox: [a-z0-9][a-z0-9_-]{0,39}}";

  private static final MailboxesView.Form EMPTY =
      new MailboxesView.Form("new", "", false, Map.of(), List.of());

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance list(MailboxesView view);
  }

  private final Mailboxes mailboxes;
  private final MailboxStates states;
  private final Viewers viewers;
  private final Journal journal;
  private final Clock clock;

  MailboxesPage(
      Mailboxes mailboxes, MailboxStates states, Viewers viewers, Journal journal, Clock clock) {
    this.mailboxes = mailboxes;
    this.states = states;
    this.viewers = viewers;
    this.journal = journal;
    this.clock = clock;
  }

  /** What to show besides the mailboxes. */
  private record Shown(
      @Nullable String said,
      String css,
      List<IntakeView.Found> findings,
      MailboxesView.Form fresh,
      MailboxesView.@Nullable Form typed) {

    static final Shown NOTHING = new Shown(null, "notice-good", List.of(), EMPTY, null);
  }

  @GET
  public TemplateInstance list(@QueryParam("preset") @Nullable String preset) {
    viewers.everywhere(Right.ADMINISTER);
    MailboxPreset known = MailboxPreset.of(preset);
    return page(
        known == null
            ? Shown.NOTHING
            : new Shown(
                null,
                "notice-good",
                List.of(),
                new MailboxesView.Form("new", "", true, known.settings(), List.of()),
                null),
        known);
  }

  private TemplateInstance page(Shown shown, @Nullable MailboxPreset preset) {
    Map<String, IntakeView.Mailbox> told =
        MailboxLines.of(mailboxes.names(), mailboxes.paused(), states.all(), clock.instant())
            .stream()
            .collect(Collectors.toMap(IntakeView.Mailbox::name, Function.identity()));
    List<MailboxesView.Line> lines =
        mailboxes.all().stream()
            .map(one -> line(one, told.get(one.name()), shown.typed()))
            .toList();
    MailboxesView.Form fresh = shown.fresh();
    return Templates.list(
        new MailboxesView(
            PeopleTabs.of(viewers.now(), PeopleTabs.MAILBOXES),
            shown.said(),
            shown.css(),
            shown.findings(),
            lines,
            MailboxPreset.tabs(preset),
            preset == null ? null : preset.advice(),
            lines.isEmpty()
                ? new MailboxesView.Form("new", fresh.name(), true, fresh.values(), fresh.sealed())
                : fresh));
  }

  private static MailboxesView.Line line(
      Mailboxes.Known one, IntakeView.@Nullable Mailbox told, MailboxesView.@Nullable Form typed) {
    KeptMailbox kept = one.kept();
    String where = "%s at %s, folder %s.".formatted(one.user(), one.server(), one.folder());
    if (kept != null && kept.active() && !one.read()) {
      return new MailboxesView.Line(
          one.name(),
          "not read",
          "mark-warn",
          "The configuration has a mailbox of this name, which is read in its place.",
          where,
          true,
          MailboxesView.Form.of(kept, false));
    }
    return new MailboxesView.Line(
        one.name(),
        told == null ? "not read" : told.state(),
        told == null ? "mark-plain" : told.css(),
        told == null ? "" : told.text(),
        where
            + (kept == null
                ? " Set in configuration, and changed there."
                : " Changed by %s on %s."
                    .formatted(kept.changedBy(), Format.time(kept.changedAt()))),
        one.read(),
        kept == null
            ? null
            : typed != null && typed.id().equals(kept.name())
                ? typed
                : MailboxesView.Form.of(kept, false));
  }

  /** Adds a mailbox and shows what was found when it was tried. */
  @POST
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response add(@BeanParam MailboxForm form) {
    Who who = administrator();
    Mailboxes.Wish wish = form.wish(FormText.orEmpty(form.name));
    return orSay(
        () -> made(wish.name().strip(), mailboxes.add(who, wish)),
        sentence ->
            new Shown(
                sentence,
                "notice-bad",
                List.of(),
                MailboxesView.Form.of("new", wish, List.of()),
                null));
  }

  /** Changes a mailbox and shows what was found when it was tried. */
  @POST
  @Path(ONE)
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response change(@PathParam("mailbox") String name, @BeanParam MailboxForm form) {
    Who who = administrator();
    KeptMailbox before = known(name);
    Mailboxes.Wish wish = form.wish(name);
    return orSay(
        () -> made(name, mailboxes.change(who, before, wish)),
        sentence ->
            new Shown(
                sentence,
                "notice-bad",
                List.of(),
                EMPTY,
                MailboxesView.Form.of(name, wish, List.copyOf(before.sealed().keySet()))));
  }

  private Response orSay(Supplier<Shown> work, Function<String, Shown> otherwise) {
    try {
      return Response.ok(page(work.get(), null).render()).build();
    } catch (IllegalArgumentException e) {
      return Response.status(Response.Status.BAD_REQUEST)
          .entity(page(otherwise.apply(String.valueOf(e.getMessage())), null).render())
          .build();
    }
  }

  private static Shown made(String name, Mailboxes.Made made) {
    return tried(
        made.report(),
        made.active()
            ? "Mailbox \"%s\" is kept. Its mail can be read, and is from now on.".formatted(name)
            : ("Mailbox \"%s\" is kept, but not read: its mail cannot be, as you see. Change it, or"
                    + " have it read all the same.")
                .formatted(name));
  }

  private static Shown tried(MailboxReport report, String said) {
    return new Shown(
        said,
        report.isGood() ? "notice-good" : "notice-bad",
        report.findings().stream().map(IntakePage::found).toList(),
        EMPTY,
        null);
  }

  /** Tries a mailbox; no message is touched. */
  @POST
  @Path(ONE + "/test")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public TemplateInstance test(@PathParam("mailbox") String name) {
    viewers.everywhere(Right.ADMINISTER);
    MailboxReport report =
        mailboxes
            .check(name)
            .orElseThrow(() -> new NotFoundException("There is no mailbox of this name."));
    journal.wrote("mailbox-test", report.name(), null);
    return page(
        tried(
            report,
            report.isGood()
                ? "The mail of \"%s\" can be read. It was tried just now; no message was touched."
                    .formatted(name)
                : "The mail of \"%s\" cannot be read.".formatted(name)),
        null);
  }

  /** Has a mailbox read, or not any more. */
  @POST
  @Path(ONE + "/read")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response read(@PathParam("mailbox") String name) {
    Who who = administrator();
    KeptMailbox one = known(name);
    FormText.orSay(() -> mailboxes.setActive(who, one, !one.active()));
    return back();
  }

  /** Takes a mailbox away; its messages stay where they are. */
  @POST
  @Path(ONE + "/end")
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response end(@PathParam("mailbox") String name) {
    Who who = administrator();
    mailboxes.end(who, known(name));
    return back();
  }

  private static Response back() {
    return Response.seeOther(URI.create("/settings/mailboxes")).build();
  }

  private Who administrator() {
    return viewers.everywhere(Right.ADMINISTER).who();
  }

  private KeptMailbox known(String name) {
    return mailboxes
        .kept(name)
        .orElseThrow(() -> new NotFoundException("No mailbox of this name was made here."));
  }
}
