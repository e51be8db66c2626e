package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * That whatever is a page is among those that browsers look at: for their width, their colours,
 * their policy and what people with other senses find.
 */
@QuarkusTest
class BrowsedPagesTest {

  /** Ways to somewhere else, parts of pages, and a mail as its readers see it. */
  private static final Set<String> NO_PAGES =
      Set.of(
          "ProviderPage.signIn",
          "DomainPage.recheckState",
          "OverviewPage.allDomains",
          "TestMailPage.again",
          "DigestsPage.preview");

  @Inject SeededReports seeded;
  @Inject PeoplePages people;

  @AfterEach
  void nobodyIsLeft() {
    people.clear();
  }

  @Test
  void every_kind_of_page_is_looked_at_in_a_browser() {
    List<String> looked = new ArrayList<>(seeded.pages().values());
    looked.addAll(people.put().values());
    List<String> paths = looked.stream().map(path -> path.replaceFirst("[?#].*", "")).toList();
    for (JavaMethod get : PageRoutes.gets()) {
      String name = get.getOwner().getSimpleName() + "." + get.getName();
      boolean html =
          get.tryGetAnnotationOfType(Produces.class)
              .or(() -> get.getOwner().tryGetAnnotationOfType(Produces.class))
              .map(given -> List.of(given.value()).contains(MediaType.TEXT_HTML))
              .orElse(false);
      if (html && !NO_PAGES.contains(name)) {
        assertThat(paths).as(name).anyMatch(PageRoutes.address(get).asMatchPredicate());
      }
    }
  }
}
