package dev.plumbline.store.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on the database of an earlier version: every page works after its start. */
class UpgradedPagesIT {

  private static final int MOST_PAGES = 250;
  private static final int MOST_OF_A_KIND = 3;

  private static final Pattern LINK = Pattern.compile("href=\"(/[^\"#]*)");

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void every_page_works_after_an_upgrade(@TempDir Path folder) throws Exception {
    try (UpgradedServe serve = UpgradedServe.open(folder)) {
      serve.start("log");
      crawl(serve.address());
      serve.end();
      assertThat(serve.said()).doesNotContain("ERROR");
    }
  }

  /** Follows links, to a few pages of each kind. */
  private void crawl(String root) throws IOException, InterruptedException {
    Deque<String> next = new ArrayDeque<>(Set.of("/"));
    Set<String> seen = new TreeSet<>();
    Map<String, Integer> kinds = new TreeMap<>();
    Map<String, Integer> wrong = new TreeMap<>();
    int telling = 0;
    while (!next.isEmpty() && seen.size() < MOST_PAGES) {
      String path = next.remove();
      if (seen.contains(path) || kinds.merge(kind(path), 1, Integer::sum) > MOST_OF_A_KIND) {
        continue;
      }
      seen.add(path);
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(root + path.substring(1)))
                  .timeout(Duration.ofSeconds(60))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 400) {
        wrong.put(path, answer.statusCode());
      }
      telling += answer.body().contains("harbourlight.example") ? 1 : 0;
      Matcher link = LINK.matcher(answer.body());
      while (link.find()) {
        next.add(link.group(1).replace("&amp;", "&"));
      }
    }
    System.out.printf(
        "UpgradedPagesIT: %d pages of %d kinds, %d of them about what was stored%n",
        seen.size(), kinds.size(), telling);
    assertThat(wrong).isEmpty();
    assertThat(seen).as("pages that were found").hasSizeGreaterThan(60);
    assertThat(telling).as("pages about a domain that was stored").isGreaterThan(30);
  }

  /** The path without what is one of many in it, and the names of its parameters. */
  private static String kind(String path) {
    return path.replaceAll("=[^&]*", "=").replaceAll("/[^/?]*[\\d.%@][^/?]*", "/*");
  }
}
