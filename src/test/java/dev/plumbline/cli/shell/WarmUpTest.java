package dev.plumbline.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.people.FirstReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is opened after a start, at a server that writes down what it is asked. */
class WarmUpTest {

  private static final String FRONT = "<a href=\"/domains/harbourlight.example?days=30\">";
  private static final String SENDERS =
      "<a href=\"/domains/harbourlight.example/senders/service:post.example?days=90\">";
  private static final String SOURCES =
      "<a href=\"/domains/harbourlight.example/sources/192.0.2.7?days=90\">";
  private static final String REPORTS = "<a href=\"/domains/harbourlight.example/reports/12?x=1\">";

  private final Collection<String> asked = new ConcurrentLinkedQueue<>();
  private final Collection<String> cookies = new ConcurrentLinkedQueue<>();
  private final CountDownLatch eightFronts = new CountDownLatch(8);
  private final CountDownLatch together = new CountDownLatch(8);
  private HttpServer server;
  private Map<String, String> pages;
  private String broken = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    asked.add(path);
    cookies.add(exchange.getRequestHeaders().getFirst("Cookie"));
    if (path.equals("/") && eightFronts.getCount() <= 3) {
      waitForTheOthers();
    }
    byte[] html = pages.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
    boolean away = path.equals(broken);
    exchange.sendResponseHeaders(away ? 503 : 200, away || html.length == 0 ? -1 : html.length);
    if (!away) {
      exchange.getResponseBody().write(html);
    }
    exchange.close();
    if (path.equals("/")) {
      eightFronts.countDown();
    }
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Test
  void one_page_of_each_kind_is_opened_again_and_again_by_following_links() {
    String domain = "/domains/harbourlight.example";
    pages =
        Map.of(
            "/",
            FRONT,
            domain + "/senders?days=90",
            SENDERS,
            domain + "/senders/service:post.example?days=90",
            SOURCES,
            domain + "/reports?days=90",
            REPORTS);
    WarmUp.during(base(), new FirstReader(), this::waitForEight);
    Set<String> kinds = new LinkedHashSet<>(asked);
    assertThat(kinds)
        .contains(
            "/",
            "/history",
            "/reporters",
            "/intake",
            domain + "?days=90",
            domain + "/policy?days=90",
            domain + "/dns?days=90",
            domain + "/reports/12",
            domain + "/senders/service:post.example",
            domain + "/sources/192.0.2.7?days=90");
    assertThat(asked.stream().filter(domain::equals)).as("a page in no period").isEmpty();
    assertThat(cookies).allMatch(one -> one.matches("plumbline=[A-Za-z0-9_-]{43}"));
  }

  /** Later ones of the front page are answered only when eight have come. */
  private void waitForTheOthers() {
    together.countDown();
    try {
      together.await(4, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void in_the_end_each_page_is_opened_by_several_at_once() {
    pages = Map.of("/", FRONT);
    WarmUp.during(base(), new FirstReader(), this::waitForEight);
    assertThat(together.getCount()).isZero();
  }

  @Test
  void where_no_domain_is_known_the_front_page_is_opened_once() {
    pages = Map.of("/", "<p>No reports yet</p>");
    WarmUp.during(base(), new FirstReader(), WarmUpTest::pause);
    assertThat(asked).containsExactly("/");
  }

  @Test
  void it_leaves_off_at_the_first_page_that_cannot_be_had() {
    pages = Map.of("/", FRONT);
    broken = "/history";
    WarmUp.during(base(), new FirstReader(), WarmUpTest::pause);
    assertThat(asked).containsExactly("/", "/?days=365", "/history");
  }

  @Test
  void it_leaves_off_as_soon_as_the_program_ends() {
    pages = Map.of("/", FRONT);
    WarmUp.during(base(), new FirstReader(), () -> {});
    int then = asked.size();
    pause();
    assertThat(asked).hasSize(then).hasSizeLessThan(5);
  }

  private void waitForEight() {
    try {
      assertThat(eightFronts.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(1_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
