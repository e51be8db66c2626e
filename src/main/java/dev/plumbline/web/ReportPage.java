package dev.plumbline.web;

import dev.plumbline.mime.Found;
import dev.plumbline.mime.Limits;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.mime.ReportFinder;
import dev.plumbline.people.Journal;
import dev.plumbline.people.Viewers;
import dev.plumbline.report.ReporterName;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.PolicyPublished;
import dev.plumbline.report.aggregate.ReportFormat;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.store.intake.RawContent;
import dev.plumbline.store.intake.ReportRef;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.Page;
import dev.plumbline.store.traffic.ReportDetail;
import dev.plumbline.store.traffic.ReportQueries;
import dev.plumbline.store.traffic.StoredRow;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One report for people: who says what about how many messages, and the file it came from. */
@Path("/domains/{domain}/reports/{id: [0-9]{1,18}}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class ReportPage {

  private static final int PAGE_SIZE = 100;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(ReportView view);
  }

  private final DomainRequests requests;
  private final Viewers viewers;
  private final Journal journal;
  private final ReportQueries reports;
  private final KeptReviews reviews;
  private final Tables tables;
  private final ReportFinder finder;

  ReportPage(
      DomainRequests requests,
      Viewers viewers,
      ReportQueries reports,
      Journal journal,
      KeptReviews reviews,
      Tables tables,
      Limits limits) {
    this.tables = tables;
    this.reviews = reviews;
    this.journal = journal;
    this.requests = requests;
    this.viewers = viewers;
    this.finder = new ReportFinder(limits);
    this.reports = reports;
  }

  /**
   * The report.
   *
   * @param signer with {@code selector}: only rows with such a signature are shown
   * @param sender only rows of this sender are shown, by its key
   * @param whose only rows of some senders
   * @param author only rows with this name in From:
   */
  @GET
  public Response show(
      @PathParam("domain") String name,
      @PathParam("id") long id,
      @QueryParam("show") @Nullable String show,
      @QueryParam("ip") @DefaultValue("") String ip,
      @QueryParam("standing") @Nullable String standing,
      @QueryParam("signer") @DefaultValue("") String signer,
      @QueryParam("selector") @DefaultValue("") String selector,
      @QueryParam("sender") @DefaultValue("") String sender,
      @QueryParam("whose") @Nullable String whose,
      @QueryParam("author") @DefaultValue("") String author,
      @QueryParam("page") @Nullable String wantedPage) {
    WantedRows wanted =
        new WantedRows(
            Shows.of(show),
            ip,
            Standings.of(standing),
            ReportsRequest.signature(signer, selector),
            sender.isBlank() ? null : sender,
            Whose.of(whose),
            author.isBlank() ? null : author.strip());
    return tables.paged("rows", wantedPage, page -> show(name, id, wanted, page));
  }

  private TemplateInstance show(String name, long id, WantedRows wanted, int page) {
    ReportRef ref = ref(name, id);
    ReportDetail report = reports.report(ref).orElseThrow(() -> unknown(name));
    AggregateReport parsed = report.report();
    ReportHeader header = parsed.header();
    int size = tables.size("rows", PAGE_SIZE);
    Page<StoredRow> rows = reports.rows(ref, wanted.filter(), page - 1, size);
    String self = Links.report(name, id);
    String query = wanted.query();
    return Templates.show(
        new ReportView(
            name,
            Links.domain(name),
            Links.reports(name),
            self,
            ReporterName.forPeople(header.reporter()),
            "About " + name + ", covers " + span(header) + ".",
            self + "/xml",
            self + "/raw",
            warnings(parsed),
            conflicts(report),
            figures(parsed, self + "?show=failing#rows"),
            Format.count(rows.total(), "row", "rows")
                + (query.isEmpty() ? "" : " of " + Format.count(parsed.rows())),
            Shows.choices(wanted.show()),
            Standings.choices(wanted.standing()),
            wanted.ip(),
            wanted.chosen(key -> reviews.name(requests.domain(name), key)),
            wanted.kept(),
            wanted.isNoAddress() ? "This is no IP address, so all rows are shown." : null,
            rows.items().stream().map(one -> RowLine.ofReport(name, one)).toList(),
            Pager.of(page, size, rows.total(), self + "?" + query + "page=", "#rows"),
            facts(report),
            policy(header.policy()),
            repairs(parsed.repairs().size()),
            parsed.repairs().stream()
                .map(one -> new ReportView.RepairLine(one.code(), one.detail()))
                .toList()));
  }

  /** The document as it was found in the mail or file, unpacked. */
  @GET
  @Path("/xml")
  @Produces(MediaType.WILDCARD)
  public Response xml(@PathParam("domain") String name, @PathParam("id") long id)
      throws IOException {
    RawContent raw = reports.raw(ref(name, id)).orElseThrow(() -> unknown(name));
    List<Found> found = finder.find(ReceivedBytes.of(raw.content(), raw.sizeBytes()), raw.name());
    if (raw.position() < 0
        || raw.position() >= found.size()
        || !(found.get(raw.position()) instanceof Found.Report report)) {
      throw new NotFoundException(
          "The document cannot be found in the mail or file any more; take that as received.");
    }
    wrote(name, id);
    String member = report.member().isEmpty() ? raw.name() : report.member();
    return Download.text(report.content().open(), xmlName(member));
  }

  /** The mail or file that the report came in, unless it holds reports that may not be seen. */
  @GET
  @Path("/raw")
  @Produces(MediaType.WILDCARD)
  public Response raw(@PathParam("domain") String name, @PathParam("id") long id)
      throws IOException {
    RawContent raw =
        reports.received(viewers.scope(), ref(name, id)).orElseThrow(() -> unknown(name));
    wrote(name, id);
    return Download.bytes(raw.content().open(), raw.name());
  }

  private void wrote(String domain, long id) {
    journal.wrote("raw-download", "report " + id, domain);
  }

  /** What was unpacked is no archive any more. */
  private static String xmlName(String member) {
    String bare = member.replaceFirst("(?i)(\\.xml)?\\.(gz|gzip|zip|eml)$", "");
    return Download.safeName(bare, ".xml");
  }

  static String span(ReportHeader header) {
    Instant begin = header.begin();
    Instant end = header.end();
    return begin == null || end == null ? "an unknown time" : Format.span(begin, end);
  }

  private static List<ReportView.Conflict> conflicts(ReportDetail report) {
    return report.conflicts().stream()
        .map(
            one ->
                new ReportView.Conflict(
                    Format.count(one.rows(), "row", "rows")
                        + ", "
                        + Format.count(one.messages(), "message", "messages")
                        + ", received "
                        + Format.time(one.receivedAt()),
                    Links.intakeEntry(one.intakeId())))
        .toList();
  }

  private ReportRef ref(String domain, long id) {
    DomainInfo info = requests.domain(domain);
    return new ReportRef(info.id(), id);
  }

  private static NotFoundException unknown(String domain) {
    return new NotFoundException("There is no report of this number about " + domain + ".");
  }

  static List<String> warnings(AggregateReport report) {
    var warnings = new ArrayList<String>();
    if (report.partial()) {
      warnings.add(
          "This report is incomplete: the document broke off. What could be read is counted; rows"
              + " may be missing.");
    }
    return warnings;
  }

  /**
   * What a report counts.
   *
   * @param failingHref where the rows are that fail, null if they are not apart from others
   */
  static List<Figure> figures(AggregateReport report, @Nullable String failingHref) {
    long failing = report.messages() - report.passMessages();
    return List.of(
        new Figure("Messages", Format.count(report.messages()), null),
        new Figure("Pass DMARC", Format.share(report.passMessages(), report.messages()), null),
        new Figure("Fail DMARC", Format.count(failing), null, failing == 0 ? null : failingHref),
        new Figure("Rows", Format.count(report.rows()), null));
  }

  static String repairs(int count) {
    return count == 0
        ? "The document follows its standard; nothing had to be mended."
        : Format.count(count, "deviation from the standard", "deviations from the standard")
            + ", read all the same.";
  }

  static List<Fact> policy(PolicyPublished policy) {
    var facts = new ArrayList<Fact>();
    add(facts, "Domain", policy.domain());
    add(facts, "Policy (p)", policy.p());
    add(facts, "Subdomains (sp)", policy.sp());
    add(facts, "Names that do not exist (np)", policy.np());
    add(facts, "DKIM alignment (adkim)", alignment(policy.adkim()));
    add(facts, "SPF alignment (aspf)", alignment(policy.aspf()));
    Integer pct = policy.pct();
    add(facts, "Percentage (pct)", pct == null ? null : pct + "%");
    add(facts, "Failure reports (fo)", policy.fo());
    Boolean testing = policy.testing();
    add(facts, "Testing (t)", testing == null ? null : testing ? "yes" : "no");
    add(facts, "Found by", policy.discoveryMethod());
    return facts;
  }

  private static String submitterCheck(@Nullable String check) {
    return switch (String.valueOf(check)) {
      case "pass" -> ", as your mail server found proven";
      case "fail" -> ", but your mail server found no proof of that";
      default -> "";
    };
  }

  private static List<Fact> facts(ReportDetail report) {
    ReportHeader header = report.report().header();
    var facts = new ArrayList<Fact>();
    add(facts, "Report ID", header.reportId());
    add(facts, "Contact", header.email());
    add(facts, "More about the contact", header.extraContactInfo());
    add(facts, "Written by", header.generator());
    facts.add(
        Fact.of(
            "Format", header.format() == ReportFormat.RFC9990 ? "RFC 9990" : "RFC 7489 or older"));
    facts.add(
        new Fact(
            "Received",
            Format.time(report.receivedAt()) + ", see how it came in",
            Links.intakeEntry(report.intakeId())));
    if (report.submitter() != null) {
      facts.add(Fact.of("Mailed by", report.submitter() + submitterCheck(report.submitterCheck())));
    }
    if (report.excluded()) {
      facts.add(new Fact("Not counted", "Its reporter is left out of all figures", "/reporters"));
    }
    add(facts, "Found in it as", report.member());
    for (String error : header.errors()) {
      add(facts, "Error at the reporter", error);
    }
    return facts;
  }

  static void add(List<Fact> facts, String label, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      facts.add(Fact.of(label, value));
    }
  }

  private static @Nullable String alignment(@Nullable String mode) {
    if (mode == null) {
      return null;
    }
    return switch (mode) {
      case "r" -> "relaxed (r)";
      case "s" -> "strict (s)";
      default -> mode;
    };
  }
}
