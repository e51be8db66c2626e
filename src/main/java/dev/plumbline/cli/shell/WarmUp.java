package dev.plumbline.cli.shell;

import dev.plumbline.people.FirstReader;
import dev.plumbline.people.SessionCookie;
import dev.plumbline.store.BackgroundThreads;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Opens each kind of page some times after the start, one after another and then as several readers
 * at once. What Java does the first time, loading and compiling, takes most of what a page costs
 * then, and would be waited for by whoever comes first.
 */
final class WarmUp {

  /** After that, pages are about as fast as they get. */
  private static final int ROUNDS = 5;

  private static final int READERS = 8;

  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final int MOST_MILLIS = 5_000;
  private static final int MOST_BYTES = 1 << 20;

  private static final CountDownLatch OPENED = new CountDownLatch(1);

  private static final Pattern DOMAIN = Pattern.compile("href=\"(/domains/[^\"?/#]+)");

  private final String base;
  private final String key;
  private final long end = System.nanoTime() + LONGEST.toNanos();
  private volatile boolean ending;

  private WarmUp(String base, String key) {
    this.base = base;
    this.key = key;
  }

  /** Does so while something else goes on, and leaves off when that ends. */
  static void during(Settings settings, Runnable serving) {
    boolean wanted = settings.get("plumbline.http.warm-up").map(Boolean::valueOf).orElse(true);
    if (!wanted || settings.tls().isPresent()) {
      serving.run();
      return;
    }
    FirstReader reader = CDI.current().select(FirstReader.class).get();
    String port =
        ConfigProvider.getConfig()
            .getOptionalValue("local.server.port", String.class)
            .orElseGet(() -> Integer.toString(settings.port()));
    during("http://127.0.0.1:" + port, reader, serving);
  }

  /**
   * As above.
   *
   * @param base where the pages are, without a slash at the end
   */
  static void during(String base, FirstReader reader, Runnable serving) {
    WarmUp work = new WarmUp(base, reader.begin());
    Thread thread =
        new Thread(
            () -> {
              try {
                work.openAll();
              } finally {
                reader.end();
              }
            },
            "warm-up");
    thread.setDaemon(true);
    thread.start();
    try {
      serving.run();
    } finally {
      work.ending = true;
      try {
        thread.join(MOST_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits until each kind of page was opened once in this process. */
  static void await(Duration most) {
    try {
      OPENED.await(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void openAll() {
    List<String> pages = pages();
    OPENED.countDown();
    for (int round = 1; round < ROUNDS; round++) {
      pages.forEach(this::open);
    }
    openTogether(pages);
  }

  /**
   * Readers who come at once have a connection to the database each, and the first questions of a
   * connection take longer.
   */
  private void openTogether(List<String> pages) {
    ExecutorService readers =
        Executors.newFixedThreadPool(READERS, BackgroundThreads.named("warm-up"));
    try {
      for (String page : pages) {
        readers.invokeAll(Collections.nCopies(READERS, () -> open(page)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      readers.shutdown();
    }
  }

  /** One of each kind, found by following links; opened once by that. */
  private List<String> pages() {
    List<String> pages = new ArrayList<>();
    Optional<String> domain = first(openAs(pages, "/"), DOMAIN);
    if (domain.isEmpty()) {
      return List.of(); // Nothing is known yet, and nothing takes long.
    }
    for (String page : List.of("/?days=365", "/history", "/reporters", "/intake")) {
      openAs(pages, page);
    }
    for (String tab : List.of("", "/policy", "/dns", "/history", "/failures", "/tls")) {
      openAs(pages, domain.get() + tab + "?days=90");
    }
    follow(pages, domain.get() + "/reports?days=90", "/reports/\\d+");
    follow(pages, domain.get() + "/senders?days=90", "/senders/[^\"?/#]+")
        .flatMap(sender -> first(openAs(pages, sender + "?days=90"), below("/sources/[^\"?/#]+")))
        .ifPresent(source -> openAs(pages, source + "?days=90"));
    return pages;
  }

  /** Opens a page, and the first of those it leads to; the address of that one. */
  private Optional<String> follow(List<String> pages, String page, String below) {
    Optional<String> found = first(openAs(pages, page), below(below));
    found.ifPresent(one -> openAs(pages, one));
    return found;
  }

  private static Pattern below(String path) {
    return Pattern.compile("href=\"(/domains/[^\"?/#]+" + path + ")");
  }

  private static Optional<String> first(String html, Pattern link) {
    Matcher found = link.matcher(html);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  private String openAs(List<String> pages, String page) {
    pages.add(page);
    return open(page);
  }

  /** What a page says; nothing, then and ever after, if one cannot be had: the program may end. */
  private String open(String page) {
    if (ending || System.nanoTime() - end > 0) {
      return "";
    }
    try {
      URL url = URI.create(base + page).toURL();
      HttpURLConnection connection = (HttpURLConnection) url.openConnection();
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(MOST_MILLIS);
      connection.setReadTimeout(MOST_MILLIS);
      connection.setRequestProperty("Cookie", SessionCookie.name(false) + "=" + key);
      connection.setRequestProperty("Accept", "text/html");
      try (InputStream body = connection.getInputStream()) {
        return new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      ending = true; // Whoever opens it next is told why.
      return "";
    }
  }
}
