package dev.plumbline.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.store.server.DatabaseAccess;
import dev.plumbline.store.server.DirectDatabase;
import dev.plumbline.store.server.EmbeddedDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on the database of an earlier version: every page works after its start. */
class UpgradedPagesIT {

  private static final Path PROGRAM = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final Duration START = Duration.ofMinutes(5);
  private static final int MOST_PAGES = 250;
  private static final int MOST_OF_A_KIND = 3;

  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");
  private static final Pattern LINK = Pattern.compile("href=\"(/[^\"#]*)");

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void every_page_works_after_an_upgrade(@TempDir Path folder) throws Exception {
    if (!Files.exists(PROGRAM)) {
      System.out.println("SKIPPED: UpgradedPagesIT needs " + PROGRAM);
    }
    assumeTrue(Files.exists(PROGRAM), "needs " + PROGRAM);
    try (EmbeddedDatabase server = EmbeddedDatabase.open(folder.resolve("data"))) {
      DatabaseAccess access = server.access();
      try (DirectDatabase database = DirectDatabase.asItIs(access)) {
        new Restore(database, line -> {}).asItWas(Path.of("src/test/resources/upgrade/v21.zip"));
      }
      Path log = folder.resolve("log");
      Process program = serve(access, folder, log);
      try {
        crawl(await(program, log));
      } finally {
        program.destroy();
        if (!program.waitFor(60, TimeUnit.SECONDS)) {
          program.destroyForcibly().waitFor();
        }
      }
      assertThat(Files.readString(log)).doesNotContain("ERROR");
    }
  }

  private static Process serve(DatabaseAccess access, Path folder, Path log) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dplumbline.home=" + folder,
            "-Dplumbline.today=2026-11-23",
            "-Dplumbline.dns.servers=none",
            "-Dplumbline.http.port=0",
            "-Dplumbline.db.url=" + access.url(),
            "-Dplumbline.db.user=" + access.user(),
            "-Dplumbline.db.password=" + access.password(),
            "-jar",
            PROGRAM.toString(),
            "serve")
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static String await(Process program, Path log) throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < end && program.isAlive()) {
      Matcher address = ADDRESS.matcher(Files.readString(log));
      if (address.find()) {
        return address.group();
      }
      Thread.sleep(300);
    }
    throw new AssertionError(Files.readString(log));
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
