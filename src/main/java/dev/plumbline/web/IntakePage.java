package dev.plumbline.web;

import dev.plumbline.intake.Intake;
import dev.plumbline.intake.MailboxReport;
import dev.plumbline.intake.MailboxReport.Finding;
import dev.plumbline.intake.Mailboxes;
import dev.plumbline.intake.SecondChances;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.people.Journal;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.Scope;
import dev.plumbline.store.intake.DocumentKind;
import dev.plumbline.store.intake.DocumentOutcome;
import dev.plumbline.store.intake.DocumentResult;
import dev.plumbline.store.intake.IntakeEntry;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.MailboxStates;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.intake.RawContent;
import dev.plumbline.store.intake.ReportRef;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.Page;
import dev.plumbline.store.traffic.ReportQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** What came in and what became of it; and one more way for it to come in. */
@Path("/intake")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class IntakePage {

  private static final int PAGE_SIZE = 50;

  /** More outcomes than this do not fit an address; the log below has them all. */
  private static final int MAX_SHOWN_UPLOADS = 50;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance list(IntakeView view);

    static native TemplateInstance entry(IntakeView.Entry view);

    static native TemplateInstance mailbox(IntakeView.MailboxTest view);
  }

  private final Intake intake;
  private final IntakeQueries log;
  private final ReportQueries reports;
  private final MailboxStates mailboxes;
  private final SecondChances chances;
  private final Mailboxes checks;
  private final Viewers viewers;
  private final Journal journal;
  private final Tables tables;
  private final Clock clock;

  IntakePage(
      Intake intake,
      IntakeQueries log,
      ReportQueries reports,
      MailboxStates mailboxes,
      SecondChances chances,
      Mailboxes checks,
      Viewers viewers,
      Journal journal,
      Tables tables,
      Clock clock) {
    this.tables = tables;
    this.journal = journal;
    this.viewers = viewers;
    this.chances = chances;
    this.intake = intake;
    this.log = log;
    this.reports = reports;
    this.mailboxes = mailboxes;
    this.checks = checks;
    this.clock = clock;
  }

  @GET
  public Response list(
      @QueryParam("outcome") @Nullable String wantedOutcome,
      @QueryParam("page") @Nullable String wantedPage,
      @QueryParam("uploaded") @Nullable String uploaded) {
    Outcome outcome = outcome(wantedOutcome);
    return tables.paged("intake", wantedPage, page -> list(outcome, page, uploaded));
  }

  private TemplateInstance list(@Nullable Outcome outcome, int page, @Nullable String uploaded) {
    int size = tables.size("intake", PAGE_SIZE);
    Viewer viewer = viewers.now();
    Scope scope = viewer.scope();
    Map<Outcome, Long> counts = log.counts(scope);
    Page<IntakeEntry> found = log.entries(scope, counts, outcome, page - 1, size);
    List<IntakeEntry> fresh = uploaded(scope, uploaded);
    String query = outcome == null ? "" : "outcome=" + outcome.wire() + "&";
    return Templates.list(
        new IntakeView(
            uploadedSummary(fresh),
            fresh.stream().allMatch(one -> one.outcome() == Outcome.STORED)
                ? "notice-good"
                : "notice-warn",
            fresh.stream().map(IntakePage::line).toList(),
            scope.isEverything()
                ? MailboxLines.of(checks.names(), checks.paused(), mailboxes.all(), clock.instant())
                : List.of(),
            "Reports also come in by upload and drop folder.",
            outcomes(counts, outcome),
            found.items().stream().map(IntakePage::line).toList(),
            outcome == null ? "Nothing has come in yet." : "Nothing has this outcome.",
            outcome == null ? "/start" : null,
            viewer.mayEverywhere(Right.UPLOAD)
                && outcome == Outcome.REJECTED
                && found.total() > 0
                && chances.waiting() == 0,
            chances.waiting() == 0 || !scope.isEverything()
                ? null
                : Format.count(chances.waiting(), "message or file", "messages and files")
                    + " still to be tried again.",
            Pager.of(page, size, found.total(), "/intake?" + query + "page=")));
  }

  @GET
  @Path("/{id: [0-9]{1,18}}")
  public TemplateInstance entry(@PathParam("id") long id) {
    IntakeEntry entry = log.entry(viewers.scope(), id).orElseThrow(IntakePage::unknown);
    var facts = new ArrayList<Fact>();
    facts.add(Fact.of("Arrived by", channel(entry.channel())));
    facts.add(Fact.of("Received", Format.exactTime(entry.receivedAt())));
    Long size = entry.sizeBytes();
    facts.add(Fact.of("Size", size == null ? "too large to be kept" : Format.bytes(size)));
    if (entry.messageId() != null) {
      facts.add(Fact.of("Message-ID", entry.messageId()));
    }
    if (entry.limit() != null) {
      facts.add(Fact.of("Limit hit", entry.limit()));
    }
    return Templates.entry(
        new IntakeView.Entry(
            name(entry.name()),
            words(entry.outcome()),
            css(entry.outcome()),
            entry.reason(),
            size != null && !isPrivate(entry) ? Links.intakeEntry(id) + "/raw" : null,
            size != null ? Links.intakeEntry(id) + "/again" : null,
            size != null && isSetAside(entry) ? Links.intakeEntry(id) : null,
            facts,
            entry.documents().stream().map(one -> document(one)).toList()));
  }

  private static boolean isSetAside(IntakeEntry entry) {
    return entry.documents().stream().anyMatch(one -> one.outcome() == DocumentOutcome.SET_ASIDE);
  }

  private static boolean isPrivate(IntakeEntry entry) {
    return entry.documents().stream().anyMatch(one -> one.kind() == DocumentKind.FAILURE);
  }

  /** The message or file as it came in, unless it is about a private message. */
  @GET
  @Path("/{id: [0-9]{1,18}}/raw")
  @Produces(MediaType.WILDCARD)
  public Response raw(@PathParam("id") long id) throws IOException {
    if (log.entry(viewers.scope(), id).filter(IntakePage::isPrivate).isPresent()) {
      throw new ForbiddenException(
          "A failure report is about a private message; its bytes are not shown in the browser.");
    }
    RawContent raw = reports.rawOfIntake(viewers.scope(), id).orElseThrow(IntakePage::unknown);
    journal.wrote("raw-download", "intake entry " + id, null);
    return Download.bytes(raw.content().open(), raw.name());
  }

  /** Takes the item in again from its kept bytes, and shows what became of it. */
  @POST
  @PageForm
  @RolesAllowed(Right.Name.UPLOAD)
  @Path("/{id: [0-9]{1,18}}/again")
  public Response again(@PathParam("id") long id) {
    if (!log.isVisible(viewers.scope(), id) || chances.again(id).isEmpty()) {
      throw unknown();
    }
    journal.wrote("take-in-again", "intake entry " + id, null);
    return Response.seeOther(URI.create(Links.intakeEntry(id))).build();
  }

  /** Takes in what is set aside of an item, whatever it says. */
  @POST
  @PageForm
  @RolesAllowed(Right.Name.UPLOAD)
  @Path("/{id: [0-9]{1,18}}/take-in")
  public Response takeIn(@PathParam("id") long id) {
    viewers.everywhere(Right.UPLOAD);
    if (!log.isVisible(viewers.scope(), id) || chances.believe(id).isEmpty()) {
      throw unknown();
    }
    journal.wrote("take-in", "intake entry " + id, null);
    return Response.seeOther(URI.create(Links.intakeEntry(id))).build();
  }

  /** Has what is set aside of an item count nothing, for good. */
  @POST
  @PageForm
  @RolesAllowed(Right.Name.UPLOAD)
  @Path("/{id: [0-9]{1,18}}/throw-out")
  public Response throwOut(@PathParam("id") long id) {
    viewers.everywhere(Right.UPLOAD);
    String sentence = "Thrown out by " + viewers.now().who().name() + ".";
    if (log.entry(viewers.scope(), id).isEmpty()) {
      throw unknown();
    }
    // Whoever comes second finds nothing left to decide.
    if (log.throwOut(id, sentence)) {
      journal.wrote("throw-out", "intake entry " + id, null);
    }
    return Response.seeOther(URI.create(Links.intakeEntry(id))).build();
  }

  /** Has every rejected item taken in again, in the background. */
  @POST
  @PageForm
  @RolesAllowed(Right.Name.UPLOAD)
  @Path("/again")
  public Response allAgain() {
    viewers.everywhere(Right.UPLOAD);
    journal.wrote("take-in-again", "all rejected", null);
    chances.startRejected();
    return Response.seeOther(URI.create("/intake?outcome=rejected")).build();
  }

  /** Takes the files in, one after the other, and then shows what became of them. */
  @POST
  @PageForm
  @RolesAllowed(Right.Name.UPLOAD)
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Response upload(@RestForm("files") List<FileUpload> files) throws IOException {
    viewers.everywhere(Right.UPLOAD);
    var ids = new ArrayList<String>();
    for (FileUpload file : files) {
      // A form without a chosen file sends one of no name and no bytes.
      if (!file.fileName().isEmpty()) {
        ItemOutcome outcome =
            intake.take("upload", file.fileName(), null, ReceivedBytes.of(file.uploadedFile()));
        if (outcome.outcome() == Outcome.TRY_AGAIN) {
          throw new ServiceUnavailableException("Not everything was taken in: " + outcome.reason());
        }
        journal.wrote("upload", "intake entry " + outcome.intakeId(), null);
        ids.add(Long.toString(outcome.intakeId()));
      }
    }
    if (ids.isEmpty()) {
      throw new BadRequestException("No file was chosen.");
    }
    String query = String.join(",", ids.subList(0, Math.min(ids.size(), MAX_SHOWN_UPLOADS)));
    return Response.seeOther(URI.create("/intake?uploaded=" + query)).build();
  }

  /** Tries a mailbox and shows what was found; no message is touched. */
  @POST
  @PageForm
  @RolesAllowed(Right.Name.UPLOAD)
  @Path("/mailbox-test")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public TemplateInstance testMailbox(@RestForm("name") @Nullable String name) {
    viewers.everywhere(Right.UPLOAD);
    MailboxReport report =
        Optional.ofNullable(name)
            .flatMap(checks::check)
            .orElseThrow(() -> new NotFoundException("No mailbox of this name is configured."));
    journal.wrote("mailbox-test", report.name(), null);
    return Templates.mailbox(
        new IntakeView.MailboxTest(
            report.name(),
            report.isGood() ? "Its mail can be read." : "Its mail cannot be read.",
            report.isGood() ? "mark-good" : "mark-bad",
            report.findings().stream().map(IntakePage::found).toList()));
  }

  static IntakeView.Found found(Finding finding) {
    return finding.good()
        ? new IntakeView.Found("ok", "mark-good", finding.text())
        : new IntakeView.Found("fails", "mark-bad", finding.text());
  }

  private List<IntakeEntry> uploaded(Scope scope, @Nullable String ids) {
    var entries = new ArrayList<IntakeEntry>();
    if (ids != null) {
      for (String id : ids.split(",", MAX_SHOWN_UPLOADS + 1)) {
        if (id.matches("[0-9]{1,18}")) {
          log.entry(scope, Long.parseLong(id)).ifPresent(entries::add);
        }
      }
    }
    return entries;
  }

  private static String uploadedSummary(List<IntakeEntry> entries) {
    var counts = new EnumMap<Outcome, Integer>(Outcome.class);
    entries.forEach(one -> counts.merge(one.outcome(), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(each -> each.getValue() + " " + words(each.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static List<Tab> outcomes(Map<Outcome, Long> counts, @Nullable Outcome current) {
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    var tabs = new ArrayList<Tab>();
    tabs.add(new Tab("All " + Format.count(all), "/intake", current == null));
    for (Outcome outcome : Outcome.values()) {
      long count = counts.getOrDefault(outcome, 0L);
      if (count > 0 || outcome == current) {
        tabs.add(
            new Tab(
                capital(words(outcome)) + " " + Format.count(count),
                "/intake?outcome=" + outcome.wire(),
                outcome == current));
      }
    }
    return tabs;
  }

  private static IntakeView.Line line(IntakeEntry entry) {
    return new IntakeView.Line(
        name(entry.name()),
        Links.intakeEntry(entry.id()),
        words(entry.outcome()),
        css(entry.outcome()),
        entry.reason(),
        channel(entry.channel()),
        Format.time(entry.receivedAt()));
  }

  private static IntakeView.Document document(DocumentResult document) {
    ReportRef report = document.report();
    boolean aggregate = document.kind() == null || document.kind() == DocumentKind.AGGREGATE;
    return new IntakeView.Document(
        document.member().isEmpty() ? "the whole" : document.member(),
        words(document.outcome()),
        css(document.outcome()),
        document.reason(),
        report == null || !aggregate ? null : Links.report(document.domain(), report.reportId()));
  }

  private static NotFoundException unknown() {
    return new NotFoundException("No message or file of this number has come in.");
  }

  private static @Nullable Outcome outcome(@Nullable String wire) {
    return AddressWords.one("outcome", wire, List.of(Outcome.values()), Outcome::wire).orElse(null);
  }

  private static String name(String name) {
    return name.isBlank() ? "without a name" : name;
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case STORED -> "stored";
      case CONFLICT -> "conflict";
      case SET_ASIDE -> "set aside";
      case DUPLICATE -> "duplicate";
      case NOT_A_REPORT -> "not a report";
      case REJECTED -> "rejected";
      case TRY_AGAIN -> "will be tried again";
    };
  }

  private static String css(Outcome outcome) {
    return switch (outcome) {
      case STORED -> "mark-good";
      case DUPLICATE, NOT_A_REPORT -> "mark-plain";
      case REJECTED -> "mark-bad";
      case CONFLICT, SET_ASIDE, TRY_AGAIN -> "mark-warn";
    };
  }

  private static String words(DocumentOutcome outcome) {
    return switch (outcome) {
      case STORED -> "stored";
      case DUPLICATE -> "duplicate";
      case CONFLICT -> "conflict";
      case SET_ASIDE -> "set aside";
      case NOT_A_REPORT -> "not a report";
      case REJECTED -> "rejected";
    };
  }

  private static String css(DocumentOutcome outcome) {
    return switch (outcome) {
      case STORED -> "mark-good";
      case DUPLICATE, NOT_A_REPORT -> "mark-plain";
      case CONFLICT, SET_ASIDE -> "mark-warn";
      case REJECTED -> "mark-bad";
    };
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String channel(String channel) {
    if (channel.startsWith("mailbox:")) {
      return "mailbox " + channel.substring("mailbox:".length());
    }
    return switch (channel) {
      case "folder" -> "drop folder";
      case "rest" -> "REST interface";
      case "cli" -> "command line";
      default -> channel;
    };
  }
}
