package dev.plumbline.web;

import dev.plumbline.store.people.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The documentation of this very version, from the program itself. */
@Path("/help/docs")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.TOOLS)
public class DocsPage {

  /** What there is, in the order in which somebody comes to need it, beside its subject. */
  private static final List<Chapter> CHAPTERS =
      List.of(
          new Chapter(
              "Begin", List.of("install", "mailboxes", "receiving", "test-mail", "configuration")),
          new Chapter(
              "What the pages say",
              List.of(
                  "standings",
                  "repairs",
                  "failure-reports",
                  "tls-reports",
                  "catalogue",
                  "digest",
                  "alerts")),
          new Chapter(
              "Run it", List.of("security", "operations", "metrics", "performance", "growth")),
          new Chapter("Other programs", List.of("cli", "api", "mcp", "sinks", "architecture")));

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance list(List<ChapterView> chapters);

    static native TemplateInstance show(View view);
  }

  private record Chapter(String title, List<String> pages) {}

  /** Some pages about related things. */
  public record ChapterView(String title, List<Tab> pages) {

    public ChapterView {
      pages = List.copyOf(pages);
    }
  }

  /**
   * One page.
   *
   * @param html what the page says, safe to be shown
   */
  public record View(String title, RawString html) {}

  private final Map<String, View> pages = new ConcurrentHashMap<>();

  @GET
  public TemplateInstance list() {
    return Templates.list(
        CHAPTERS.stream()
            .map(
                chapter ->
                    new ChapterView(
                        chapter.title(),
                        chapter.pages().stream()
                            .map(name -> new Tab(page(name).title(), "/help/docs/" + name, false))
                            .toList()))
            .toList());
  }

  @GET
  @Path("/{doc: [a-z][a-z-]{0,60}}")
  public TemplateInstance show(@PathParam("doc") String name) {
    if (CHAPTERS.stream().flatMap(one -> one.pages().stream()).noneMatch(name::equals)) {
      throw unknown();
    }
    return Templates.show(page(name));
  }

  /** Why something is as it is, which pages of the documentation lead to. */
  @GET
  @Path("/decisions/{doc: [a-z0-9][a-z0-9-]{0,60}}")
  public TemplateInstance decision(@PathParam("doc") String name) {
    return Templates.show(page("decisions/" + name));
  }

  private View page(String name) {
    View known = pages.get(name);
    if (known == null) {
      known =
          Docs.text(name)
              .map(text -> new View(Docs.title(text), new RawString(Docs.html(name, text))))
              .orElseThrow(DocsPage::unknown);
      pages.put(name, known);
    }
    return known;
  }

  private static NotFoundException unknown() {
    return new NotFoundException("There is no such page in the documentation.");
  }

  /** The names of all that are listed. */
  static Stream<String> names() {
    return CHAPTERS.stream().flatMap(one -> one.pages().stream());
  }
}
