package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DocsPageTest {

  private static final Pattern LINK = Pattern.compile("href=\"([^\"]*)\"");
  private static final Pattern HELP = Pattern.compile("section=\"[a-z]*\" help=\"([a-z-]*)\"");

  @Test
  void every_file_of_the_documentation_is_a_page() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      assertThat(DocsPage.names())
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".md"))
                  .map(name -> name.substring(0, name.length() - 3))
                  .toList());
    }
    assertThat(given().get("/help/docs").asString())
        .contains("<a href=\"/help/docs/standings\">", "<a href=\"/help/docs/mailboxes\">");
  }

  @Test
  void every_link_between_them_leads_to_a_page_and_a_heading_that_are_there() {
    Set<String> dead = new TreeSet<>();
    Set<String> seen = new HashSet<>();
    DocsPage.names().forEach(name -> follow("/help/docs/" + name, seen, dead));
    assertThat(seen).contains("/help/docs/decisions/secrets-sealed");
    assertThat(dead).isEmpty();
  }

  private static void follow(String path, Set<String> seen, Set<String> dead) {
    if (!seen.add(path)) {
      return;
    }
    String page = given().get(path).asString();
    String article = page.substring(page.indexOf("<article"), page.indexOf("</article>"));
    Matcher link = LINK.matcher(article);
    while (link.find()) {
      String[] target = link.group(1).split("#", 2);
      if (target[0].startsWith("http")) {
        continue;
      }
      String to = target[0].isEmpty() ? path : target[0];
      if (!to.startsWith("/help/docs/") || given().get(to).statusCode() != 200) {
        dead.add(path + " to " + link.group(1));
        continue;
      }
      if (target.length == 2 && !given().get(to).asString().contains("id=\"" + target[1] + "\"")) {
        dead.add(path + " to " + link.group(1));
      }
      follow(to, seen, dead);
    }
  }

  @Test
  void every_page_has_a_link_to_a_page_that_helps_with_it() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources/templates"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".html")).toList()) {
        String template = Files.readString(file);
        if (template.contains("{#include layout ")) {
          Matcher help = HELP.matcher(template);
          assertThat(help.find()).as(file.toString()).isTrue();
          assertThat(DocsPage.names().collect(Collectors.toSet()))
              .as(file.toString())
              .containsAll(help.group(1).isEmpty() ? Set.of() : Set.of(help.group(1)));
        }
      }
    }
    assertThat(given().get("/intake").asString())
        .contains("href=\"/help/docs/mailboxes\" aria-label=\"Help with this page\"");
  }

  @Test
  void a_page_that_is_not_there_is_not_found() {
    assertThat(given().get("/help/docs/no-such-page").statusCode()).isEqualTo(404);
    assertThat(given().get("/help/docs/decisions/no-such-page").statusCode()).isEqualTo(404);
  }

  @Test
  void html_in_a_file_does_nothing() {
    assertThat(Docs.html("x", "# T\n\n<script>alert(1)</script> [a](javascript:alert(1))"))
        .doesNotContain("<script>")
        .doesNotContain("<a ");
  }
}
