package dev.plumbline.web;

import dev.plumbline.mime.Submitter;
import dev.plumbline.people.Viewers;
import dev.plumbline.report.ReporterName;
import dev.plumbline.store.Scope;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.Page;
import dev.plumbline.store.traffic.Reporters;
import dev.plumbline.store.traffic.Reporters.Exclusion;
import dev.plumbline.store.traffic.Reporters.Reporter;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Who reports, what speaks for it, and whether its reports count. */
@Path("/reporters")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class ReportersPage {

  private static final int MOST_TEXT = 500;
  private static final int MOST_NAMES = 3;
  private static final int PAGE_SIZE = 50;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance list(ReportersView view);
  }

  private final Reporters reporters;
  private final Viewers viewers;
  private final Tables tables;
  private final Clock clock;

  ReportersPage(Reporters reporters, Viewers viewers, Tables tables, Clock clock) {
    this.tables = tables;
    this.viewers = viewers;
    this.reporters = reporters;
    this.clock = clock;
  }

  @GET
  public Response list(
      @QueryParam("q") @DefaultValue("") String search,
      @QueryParam("done") @Nullable Long done,
      @QueryParam("page") @Nullable String wantedPage) {
    return tables.paged("reporters", wantedPage, page -> list(search.strip(), done, page));
  }

  private TemplateInstance list(String search, @Nullable Long done, int page) {
    int size = tables.size("reporters", PAGE_SIZE);
    Scope scope = viewers.scope();
    Page<List<Reporter>> found = reporters.page(scope, search, page - 1, size);
    long out = reporters.leftOut(scope);
    return Templates.list(
        new ReportersView(
            Format.count(found.total(), "reporter", "reporters")
                + (search.isEmpty() ? "" : " found")
                + (out == 0 ? "." : ", " + Format.count(out) + " left out of all figures."),
            done == null
                ? null
                : reporters.byId(scope, done).map(ReportersPage::whatWasDone).orElse(null),
            search,
            found.items().stream().map(ReportersPage::line).toList(),
            Pager.of(page, size, found.total(), "/reporters?q=" + Links.value(search) + "&page=")));
  }

  @POST
  @PageForm
  @Path("/{id}/exclude")
  @RolesAllowed(Right.Name.DECIDE)
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response exclude(@PathParam("id") long id, @RestForm @Nullable String reason) {
    String why = reason == null ? "" : reason.strip();
    if (why.isEmpty() || why.length() > MOST_TEXT) {
      throw new BadRequestException(
          "Say in 1 to %d characters why it is to be left out.".formatted(MOST_TEXT));
    }
    Reporter reporter = known(id);
    reporters.exclude(viewers.everywhere(Right.DECIDE).who(), reporter, why, clock.instant());
    return back(id);
  }

  @POST
  @PageForm
  @Path("/{id}/include")
  @RolesAllowed(Right.Name.DECIDE)
  public Response include(@PathParam("id") long id) {
    Reporter reporter = known(id);
    reporters.include(viewers.everywhere(Right.DECIDE).who(), reporter, clock.instant());
    return back(id);
  }

  private Reporter known(long id) {
    return reporters.byId(viewers.scope(), id).orElseThrow(() -> Unknown.reporter(id));
  }

  private static Response back(long id) {
    return Response.seeOther(URI.create("/reporters?done=" + id)).build();
  }

  private static String whatWasDone(Reporter reporter) {
    return reporter.exclusion() == null
        ? "%s counts in all figures.".formatted(ReporterName.first(reporter.name()))
        : "%s is left out of all figures; its reports are kept."
            .formatted(ReporterName.first(reporter.name()));
  }

  /** One that spells its name in several ways, as one. */
  private static ReportersView.Line line(List<Reporter> spellings) {
    Reporter first = spellings.get(0);
    if (spellings.size() == 1) {
      return line(first);
    }
    Reporter all =
        new Reporter(
            first.id(),
            first.name(),
            spellings.stream().mapToLong(Reporter::reports).sum(),
            spellings.stream().mapToLong(Reporter::messages).sum(),
            first.domains(),
            min(spellings.stream().map(Reporter::firstDay)),
            max(spellings.stream().map(Reporter::lastDay)),
            spellings.stream().flatMap(one -> one.emails().stream()).distinct().toList(),
            spellings.stream().flatMap(one -> one.submitters().stream()).distinct().toList(),
            spellings.stream().mapToLong(Reporter::mails).sum(),
            spellings.stream().mapToLong(Reporter::proven).sum(),
            spellings.stream().mapToLong(Reporter::disproven).sum(),
            null);
    return line(all)
        .spelled(
            spellings.stream()
                .map(
                    one ->
                        new ReportersView.Spelling(
                            ReporterName.forPeople(one.name()),
                            "/reporters/" + one.id(),
                            Format.count(one.reports(), "report", "reports")
                                + (one.exclusion() == null ? "" : ", left out")))
                .toList());
  }

  private static LocalDate min(Stream<LocalDate> days) {
    return days.min(Comparator.naturalOrder()).orElseThrow();
  }

  private static LocalDate max(Stream<LocalDate> days) {
    return days.max(Comparator.naturalOrder()).orElseThrow();
  }

  /** One spelling of a reporter's name. */
  static ReportersView.Line line(Reporter reporter) {
    Exclusion exclusion = reporter.exclusion();
    String word = trustWord(reporter);
    return new ReportersView.Line(
        reporter.id(),
        ReporterName.forPeople(reporter.name()),
        Links.reportsBy(reporter.id()),
        Format.count(reporter.reports()),
        Format.count(reporter.messages()),
        Format.days(reporter.firstDay(), reporter.lastDay()),
        word,
        word.equals("proven") ? "mark-good" : word.equals("doubtful") ? "mark-warn" : "mark-plain",
        trust(reporter),
        exclusion == null
            ? null
            : "Left out since %s by %s: %s"
                .formatted(Format.time(exclusion.at()), exclusion.by(), exclusion.reason()),
        List.of());
  }

  private static String trustWord(Reporter reporter) {
    if (reporter.disproven() > 0 || !fits(reporter)) {
      return "doubtful";
    }
    return reporter.mails() > 0 && reporter.proven() == reporter.mails() ? "proven" : "not checked";
  }

  /** Whether each mail came from an organization that the reports name as theirs. */
  private static boolean fits(Reporter reporter) {
    return reporter.submitters().stream()
        .allMatch(
            submitter ->
                reporter.emails().isEmpty()
                    || reporter.emails().stream()
                        .anyMatch(email -> Submitter.sameOrganization(domain(email), submitter)));
  }

  private static String domain(String email) {
    return email.substring(email.lastIndexOf('@') + 1);
  }

  private static List<String> trust(Reporter reporter) {
    List<String> sentences = new ArrayList<>();
    // That none came as a mail is told once, above the list.
    if (reporter.mails() > 0) {
      String mailed =
          "Mailed by %s%s."
              .formatted(
                  names(reporter.submitters()),
                  fits(reporter)
                      ? ", as its reports say"
                      : ", while its reports name " + names(reporter.emails()));
      sentences.add(mailed);
      if (reporter.proven() + reporter.disproven() > 0) {
        sentences.add(
            "The sender is proven for %s of %s, by your mail server or by Plumbline."
                .formatted(
                    Format.count(reporter.proven()),
                    Format.count(reporter.mails(), "report", "reports")));
      }
    }
    return sentences;
  }

  private static String names(List<String> names) {
    String some = String.join(", ", names.stream().limit(MOST_NAMES).toList());
    return names.isEmpty()
        ? "nobody"
        : names.size() > MOST_NAMES ? some + " and " + (names.size() - MOST_NAMES) + " more" : some;
  }
}
