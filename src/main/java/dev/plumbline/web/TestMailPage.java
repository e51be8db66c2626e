package dev.plumbline.web;

import dev.plumbline.dns.lint.Severity;
import dev.plumbline.intake.TestAddresses;
import dev.plumbline.intake.TestAddresses.Made;
import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.store.intake.TestMails;
import dev.plumbline.store.intake.TestMails.Kept;
import dev.plumbline.store.judgement.SenderTests;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.verify.MailStory;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
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
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** An address for one mail, and what a receiver makes of the mail that comes to it. */
@Path("/test-mail")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class TestMailPage {

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance start(Start view);

    static native TemplateInstance show(View view);

    static native TemplateInstance progress(Progress progress);
  }

  /** Before there is an address. */
  public record Start(boolean possible) {}

  /** The page of one address. */
  public record View(String title, Progress progress) {}

  /**
   * How far it came.
   *
   * @param pollHref where to ask again
   * @param story null as long as it is not known
   */
  public record Progress(
      String address,
      String text,
      String css,
      boolean waiting,
      String pollHref,
      @Nullable Told story) {}

  /** What a receiver makes of the mail. */
  public record Told(
      String subject,
      String summary,
      List<StepLine> steps,
      List<String> theirs,
      List<String> differences,
      List<FindingLine> findings) {
    public Told {
      steps = List.copyOf(steps);
      theirs = List.copyOf(theirs);
      differences = List.copyOf(differences);
      findings = List.copyOf(findings);
    }
  }

  /** A step of the receiver. */
  public record StepLine(String title, String word, String css, List<String> lines) {
    public StepLine {
      lines = List.copyOf(lines);
    }
  }

  /** Something to mend. */
  public record FindingLine(String word, String css, String text, @Nullable String fix) {}

  private final TestAddresses addresses;
  private final TestMails mails;
  private final SenderTests tests;
  private final DomainRequests requests;
  private final KeptReviews reviews;
  private final Viewers viewers;
  private final Clock clock;

  TestMailPage(
      TestAddresses addresses,
      TestMails mails,
      SenderTests tests,
      DomainRequests requests,
      KeptReviews reviews,
      Viewers viewers,
      Clock clock) {
    this.tests = tests;
    this.requests = requests;
    this.reviews = reviews;
    this.addresses = addresses;
    this.mails = mails;
    this.viewers = viewers;
    this.clock = clock;
  }

  @GET
  public TemplateInstance start() {
    return Templates.start(new Start(addresses.isPossible()));
  }

  @POST
  @PageForm
  @RolesAllowed(Right.Name.DECIDE)
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response make(
      @RestForm("domain") @Nullable String domain, @RestForm("sender") @Nullable String sender) {
    Optional<DomainInfo> of =
        sender == null ? Optional.empty() : Optional.of(known(domain, sender));
    Made made =
        addresses
            .make(viewers.now().who().name())
            .orElseThrow(
                () ->
                    new BadRequestException(
                        "Say by plumbline.test-mail.address of which address test addresses are"
                            + " made."));
    of.ifPresent(
        one ->
            tests.make(
                one.id(),
                made.token(),
                String.valueOf(sender),
                clock.instant(),
                viewers.now().who().name()));
    return Response.seeOther(URI.create("/test-mail/" + made.token())).build();
  }

  private DomainInfo known(@Nullable String domain, String sender) {
    DomainInfo found = requests.domain(domain == null ? "" : domain);
    if (reviews.sender(found, sender).isEmpty()) {
      throw new NotFoundException("No sender of this name is known for " + found.name() + ".");
    }
    return found;
  }

  @GET
  @Path("/{token: [a-z0-9]{20}}")
  public TemplateInstance show(@PathParam("token") String token) {
    Progress progress = progress(kept(token));
    return Templates.show(
        new View(progress.story() == null ? "A test mail" : "What receivers make of it", progress));
  }

  @GET
  @Path("/{token: [a-z0-9]{20}}/progress")
  public Response again(
      @PathParam("token") String token, @RestQuery("seen") @Nullable String seen) {
    Kept kept = kept(token);
    // Whoever is marking the address to copy it keeps what they marked.
    return state(kept).equals(seen)
        ? Response.noContent().build()
        : Response.ok(Templates.progress(progress(kept)).render()).build();
  }

  private String state(Kept kept) {
    return kept.story() != null
        ? "told"
        : kept.cameAt() != null
            ? "came"
            : kept.expiresAt().isBefore(clock.instant()) ? "over" : "waiting";
  }

  /** A test may be of any domain, so who may not see all of them sees what they made themselves. */
  private Kept kept(String token) {
    Viewer viewer = viewers.now();
    return mails
        .find(token)
        .filter(one -> viewer.scope().isEverything() || one.madeBy().equals(viewer.who().name()))
        .orElseThrow(NotFoundException::new);
  }

  private Progress progress(Kept kept) {
    MailStory story = kept.story();
    String state = state(kept);
    String href = "/test-mail/" + kept.token() + "/progress?seen=" + state;
    String address = addresses.of(kept.token());
    if (story != null) {
      return new Progress(address, verdict(story), css(story.verdict()), false, href, told(story));
    }
    if (kept.cameAt() != null) {
      return new Progress(
          address,
          "The mail came " + Format.time(kept.cameAt()) + " and is being looked at.",
          "",
          true,
          href,
          null);
    }
    boolean over = state.equals("over");
    return new Progress(
        address,
        over
            ? "No mail came until " + Format.time(kept.expiresAt()) + "; make a new address."
            : "Waiting for a mail to this address, until " + Format.time(kept.expiresAt()) + ".",
        over ? "notice-warn" : "",
        !over,
        href,
        null);
  }

  private static String verdict(MailStory story) {
    String who = story.author().isEmpty() ? "The mail" : "Mail of " + story.author();
    return switch (story.verdict()) {
      case "pass" -> who + " passes DMARC. " + story.reason();
      case "unknown" -> "Whether it passes DMARC is not known. " + story.reason();
      case "none" -> who + " has no DMARC policy. " + story.reason();
      default -> who + " does not pass DMARC (" + story.verdict() + "). " + story.reason();
    };
  }

  private static String css(String verdict) {
    return switch (verdict) {
      case "pass" -> "notice-good";
      case "fail", "permerror" -> "notice-bad";
      default -> "notice-warn";
    };
  }

  private static Told told(MailStory story) {
    return new Told(
        story.subject().isBlank() ? "(no subject)" : story.subject(),
        Severity.summary(severity -> count(story, severity.wire())).replaceFirst("\\.$", ""),
        story.steps().stream()
            .map(one -> new StepLine(one.title(), one.word(), css(one.state()), one.lines()))
            .toList(),
        story.theirs(),
        story.differences(),
        story.findings().stream()
            .map(
                one ->
                    new FindingLine(
                        one.severity(), severity(one.severity()), one.text(), one.fix()))
            .toList());
  }

  private static long count(MailStory story, String severity) {
    return story.findings().stream().filter(one -> one.severity().equals(severity)).count();
  }

  private static String css(MailStory.State state) {
    return switch (state) {
      case GOOD -> "mark-good";
      case BAD -> "mark-bad";
      case DOUBTFUL -> "mark-warn";
      case OPEN -> "mark-plain";
    };
  }

  private static String severity(String severity) {
    return switch (severity.toLowerCase(Locale.ROOT)) {
      case "error" -> "mark-bad";
      case "warning" -> "mark-warn";
      default -> "mark-plain";
    };
  }
}
