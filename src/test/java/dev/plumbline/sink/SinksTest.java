package dev.plumbline.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.MadeKeys;
import dev.plumbline.export.Exports;
import dev.plumbline.sink.SinksSettings.Kind;
import dev.plumbline.sink.SinksSettings.Mechanism;
import dev.plumbline.sink.SinksSettings.One;
import dev.plumbline.sink.SinksSettings.Stream;
import dev.plumbline.store.Leases;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.export.Feed;
import dev.plumbline.store.export.SinkPositions;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.intake.ItemOutcome;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks against servers of this machine that do what the real ones document. */
@QuarkusTest
class SinksTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject IntakeStore store;
  @Inject Exports exports;
  @Inject SinkPositions positions;
  @Inject Leases leases;
  @Inject Feed feed;
  @TempDir Path folder;

  private HttpServer web;
  private final Map<String, JsonNode> documents = new TreeMap<>();
  private final ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> authorizations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger puts = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();

  /** The request that is answered 503; none if 0. */
  private int fails;

  @BeforeEach
  void start() throws IOException {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext("/", this::answer);
    web.start();
  }

  @AfterEach
  void stop() {
    web.stop(0);
  }

  private record Set(
      Kind kind,
      URI url,
      Optional<String> token,
      Optional<Path> trustFile,
      int batch,
      Duration timeout)
      implements One {

    Set(Kind kind, URI url, Optional<String> token, Optional<Path> trustFile, int batch) {
      this(kind, url, token, trustFile, batch, Duration.ofSeconds(10));
    }

    Set within(Duration time) {
      return new Set(kind, url, token, trustFile, batch, time);
    }

    @Override
    public List<Stream> streams() {
      return List.of(Stream.ROWS);
    }

    @Override
    public Optional<String> index() {
      return Optional.of("mail");
    }

    @Override
    public Optional<String> user() {
      return Optional.of("writer");
    }

    @Override
    public Optional<String> password() {
      return Optional.of("hush");
    }

    @Override
    public Optional<Path> passwordFile() {
      return Optional.empty();
    }

    @Override
    public Mechanism mechanism() {
      return Mechanism.SCRAM_SHA_512;
    }

    @Override
    public Optional<Path> tokenFile() {
      return Optional.empty();
    }
  }

  private record All(Map<String, One> all) implements SinksSettings {}

  private Sinks sinks(String name, Set one, Instant at) {
    return new Sinks(
        new All(Map.of(name, one)),
        exports,
        positions,
        leases,
        Clock.fixed(at, ZoneOffset.UTC),
        true);
  }

  private Set http(Kind kind, int batch) {
    return new Set(
        kind,
        URI.create("http://127.0.0.1:" + web.getAddress().getPort() + "/"),
        Optional.of("token"),
        Optional.empty(),
        batch);
  }

  /** As if it had been brought all that other tests stored. */
  private void fromNow(String name) {
    positions.took(name, "rows", Long.toString(feed.end()), 0, NOW);
  }

  private static MadeReport report(String domain, String id, int rows) {
    MadeReport report = MadeReport.about(domain).withId(id);
    for (int i = 1; i <= rows; i++) {
      String source = i < 256 ? "198.51.100." + i : "2001:db8::" + Integer.toHexString(i);
      report = report.with(MadeReport.row(source, 7, true));
    }
    return report;
  }

  private ItemOutcome put(MadeReport report) {
    return store.record(MadeReport.item(), report.alone());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    String said = "{}";
    int status = 200;
    if (asked.incrementAndGet() == fails) {
      status = 503;
    } else if (path.equals("/mail-rows/_bulk")) {
      said = bulk(body);
    } else if (path.equals("/mail-rows/_delete_by_query")) {
      JsonNode filter = JSON.readTree(body).at("/query/bool/filter");
      documents
          .values()
          .removeIf(
              one ->
                  one.path("report").asLong() == filter.at("/0/term/report").asLong()
                      && one.path("domain")
                          .asText()
                          .equals(filter.at("/1/match_phrase/domain").asText()));
    } else if (path.equals("/services/collector/event")) {
      bodies.add(body);
      said = "{\"text\":\"Success\",\"code\":0}";
    } else if (!path.equals("/mail-rows/_refresh")) {
      status = 404;
    }
    byte[] answer = said.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private String bulk(String body) throws IOException {
    assertThat(body).endsWith("\n");
    Iterator<String> lines = body.lines().iterator();
    while (lines.hasNext()) {
      String id = JSON.readTree(lines.next()).at("/index/_id").asText();
      documents.put(id, JSON.readTree(lines.next()));
      puts.incrementAndGet();
    }
    return "{\"errors\":false,\"items\":[]}";
  }

  @Test
  void a_search_engine_has_each_row_once_though_it_failed_and_none_of_what_was_taken_away()
      throws Exception {
    String domain = "opensearch.sink-test.example";
    fromNow("search");
    ItemOutcome first = put(report(domain, "one", 5));
    put(report(domain, "two", 4));
    Sinks sinks = sinks("search", http(Kind.OPENSEARCH, 3), NOW);
    fails = 2;
    sinks.round();
    assertThat(documents).hasSize(3);
    assertThat(positions.of("search", "rows").orElseThrow().problem()).contains("503");
    sinks.round();
    assertThat(documents).as("it is left alone for a while").hasSize(3);
    fails = 0;
    sinks("search", http(Kind.OPENSEARCH, 3), NOW).round();
    assertThat(documents).hasSize(9);
    assertThat(positions.of("search", "rows").orElseThrow().delivered()).isEqualTo(9);
    store.recordAgain(first.intakeId(), report(domain, "one", 2).alone());
    sinks("search", http(Kind.OPENSEARCH, 3), NOW).round();
    assertThat(documents).hasSize(6);
    assertThat(documents.values()).allMatch(one -> one.path("domain").asText().equals(domain));
    assertThat(authorizations)
        .containsOnly(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("writer:hush".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_batch_that_was_not_written_down_is_brought_again_under_the_same_ids() throws Exception {
    fromNow("again");
    long before = feed.end();
    put(report("again.sink-test.example", "one", 4));
    sinks("again", http(Kind.OPENSEARCH, 100), NOW).round();
    positions.took("again", "rows", Long.toString(before), 0, NOW);
    sinks("again", http(Kind.OPENSEARCH, 100), NOW).round();
    assertThat(puts).hasValue(8);
    assertThat(documents).hasSize(4);
  }

  @Test
  void a_sink_that_is_set_wrong_says_so_and_keeps_no_other_from_its_lines() throws Exception {
    fromNow("a-wrong");
    fromNow("right");
    put(report("wrong.sink-test.example", "one", 2));
    Set right = http(Kind.SPLUNK, 10);
    Set wrong =
        new Set(
            Kind.SPLUNK, right.url(), Optional.of("two\nlines"), Optional.empty(), right.batch());
    new Sinks(
            new All(new TreeMap<>(Map.of("a-wrong", wrong, "right", right))),
            exports,
            positions,
            leases,
            Clock.fixed(NOW, ZoneOffset.UTC),
            true)
        .round();
    assertThat(positions.of("a-wrong", "rows").orElseThrow().problem()).isNotBlank();
    assertThat(positions.of("right", "rows").orElseThrow().delivered()).isEqualTo(2);
  }

  @Test
  void a_server_that_nobody_gets_through_to_is_named_with_the_reason() throws Exception {
    put(report("away.sink-test.example", "one", 1));
    int closed;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = server.getLocalPort();
    }
    Map<String, String> said = new TreeMap<>();
    for (String address :
        List.of("http://127.0.0.1:" + closed, "https://127.0.0.1:" + web.getAddress().getPort())) {
      said.put(address, problem(Kind.OPENSEARCH, address));
      said.put(address + "/", problem(Kind.SPLUNK, address + "/"));
    }
    said.put("tcp", problem(Kind.SYSLOG, "tcp://127.0.0.1:" + closed));
    said.put("name", problem(Kind.SYSLOG, "tcp://nobody.invalid:514"));
    said.put("web", problem(Kind.OPENSEARCH, "http://nobody.invalid:9200"));
    assertThat(said.values())
        .allMatch(one -> one.matches("[a-z0-9.:]+ cannot be reached: .*\\."))
        .noneMatch(one -> one.contains("null"));
    assertThat(said.get("http://127.0.0.1:" + closed)).contains("the connection is refused");
    assertThat(said.get("tcp")).contains("the connection is refused");
    assertThat(said.get("name"))
        .isEqualTo("nobody.invalid:514 cannot be reached: its name has no address.");
    assertThat(said.get("web")).contains("its name has no address");
  }

  private String problem(Kind kind, String address) throws Exception {
    String name = "away-" + kind.ordinal() + "-" + Integer.toHexString(address.hashCode());
    fromNow(name);
    put(report("away.sink-test.example", name, 1));
    Set one =
        new Set(kind, URI.create(address), Optional.empty(), Optional.empty(), 10)
            .within(Duration.ofSeconds(5));
    sinks(name, one, NOW).round();
    return String.valueOf(positions.of(name, "rows").orElseThrow().problem());
  }

  @Test
  void a_server_of_syslog_that_never_answers_is_given_up() throws Exception {
    fromNow("mute");
    put(report("mute.sink-test.example", "one", 1));
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("tls://127.0.0.1:" + server.getLocalPort());
      Set mute =
          new Set(Kind.SYSLOG, url, Optional.empty(), Optional.empty(), 10, Duration.ofMillis(200));
      sinks("mute", mute, NOW).round();
    }
    assertThat(positions.of("mute", "rows").orElseThrow().problem()).isNotBlank();
  }

  @Test
  void a_server_of_syslog_that_stops_reading_is_given_up() throws Exception {
    fromNow("deaf");
    put(report("deaf.sink-test.example", "one", 10_000));
    try (ServerSocket server = new ServerSocket()) {
      server.setReceiveBufferSize(1_024);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI url = URI.create("tcp://127.0.0.1:" + server.getLocalPort());
      // More than both machines keep for a reader who does not come.
      Set deaf =
          new Set(
              Kind.SYSLOG, url, Optional.empty(), Optional.empty(), 10_000, Duration.ofMillis(300));
      sinks("deaf", deaf, NOW).round();
    }
    assertThat(positions.of("deaf", "rows").orElseThrow().problem())
        .contains("The server of syslog read nothing for 300 ms.");
  }

  @Test
  void splunk_gets_events_with_time_and_id() throws Exception {
    fromNow("splunk");
    put(report("splunk.sink-test.example", "one", 3));
    sinks("splunk", http(Kind.SPLUNK, 2), NOW).round();
    assertThat(authorizations).containsOnly("Splunk token");
    List<JsonNode> events = new ArrayList<>();
    for (String body : bodies) {
      for (String line : body.lines().toList()) {
        events.add(JSON.readTree(line));
      }
    }
    assertThat(events).hasSize(3);
    assertThat(events)
        .extracting(one -> one.at("/fields/id").asText())
        .doesNotHaveDuplicates()
        .allMatch(one -> one.startsWith("splunk.sink-test.example-"));
    assertThat(events.get(0).path("time").asLong()).isEqualTo(MadeReport.MARCH.getEpochSecond());
    assertThat(events.get(0).path("index").asText()).isEqualTo("mail");
    assertThat(events.get(0).at("/event/source_ip").asText()).isEqualTo("198.51.100.1");
  }

  @Test
  void syslog_gets_framed_messages_over_tls_from_a_server_that_is_known() throws Exception {
    fromNow("syslog");
    put(report("syslog.sink-test.example", "one", 3));
    KeyStore keys =
        MadeKeys.make(
            folder.resolve("keys.p12"), List.of("localhost"), "-keyalg", "EC", "-validity", "30");
    Path pem = folder.resolve("trust.pem");
    Files.writeString(
        pem,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(keys.getCertificate(MadeKeys.ALIAS).getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, MadeKeys.secret());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), null, null);
    ConcurrentLinkedQueue<String> got = new ConcurrentLinkedQueue<>();
    try (SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> serve(server, got), "syslog-server");
      thread.setDaemon(true);
      thread.start();
      URI url = URI.create("tls://localhost:" + server.getLocalPort());
      Sinks unknown =
          sinks("syslog", new Set(Kind.SYSLOG, url, Optional.empty(), Optional.empty(), 10), NOW);
      unknown.round();
      assertThat(positions.of("syslog", "rows").orElseThrow().problem()).isNotNull();
      assertThat(got).isEmpty();
      Sinks known =
          sinks("syslog", new Set(Kind.SYSLOG, url, Optional.empty(), Optional.of(pem), 10), NOW);
      known.round();
      assertThat(positions.of("syslog", "rows").orElseThrow().problem()).isNull();
      known.end();
      for (int i = 0; i < 100 && got.size() < 3; i++) {
        Thread.sleep(50);
      }
    }
    assertThat(got).hasSize(3);
    assertThat(got.element())
        .startsWith("<14>1 2026-03-01T00:00:00Z plumbline plumbline - rows [plumbline@32473 id=\"")
        .contains("] {\"event\":\"row\"");
  }

  @Test
  void a_broker_of_kafka_gets_what_it_did_not_take_under_the_same_keys() throws Exception {
    fromNow("kafka");
    long before = feed.end();
    put(report("kafka.sink-test.example", "one", 4));
    try (Broker broker = Broker.start(folder.resolve("broker"), "hush")) {
      URI url = URI.create("tcp://127.0.0.1:" + broker.signInPort());
      Set set = new Set(Kind.KAFKA, url, Optional.empty(), Optional.empty(), 3);
      sinks("kafka", set, NOW).round();
      assertThat(positions.of("kafka", "rows").orElseThrow().problem()).contains("mail-rows");
      broker.make("mail-rows", 2);
      Sinks sinks = sinks("kafka", set, NOW);
      sinks.round();
      assertThat(positions.of("kafka", "rows").orElseThrow().problem()).isNull();
      positions.took("kafka", "rows", Long.toString(before), 0, NOW);
      sinks.round();
      sinks.end();
      List<String> keys = new ArrayList<>();
      broker.read("mail-rows").forEach(one -> keys.add(one.key()));
      assertThat(keys).hasSize(8);
      assertThat(keys.subList(0, 4)).doesNotHaveDuplicates().isEqualTo(keys.subList(4, 8));
    }
  }

  private static void serve(SSLServerSocket server, ConcurrentLinkedQueue<String> got) {
    while (!server.isClosed()) {
      try (Socket client = server.accept();
          InputStream in = client.getInputStream()) {
        int length = 0;
        for (int c = in.read(); c >= 0; c = in.read()) {
          if (c == ' ') {
            got.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            length = 0;
          } else {
            length = length * 10 + c - '0';
          }
        }
      } catch (IOException e) {
        // The next one may do better.
      }
    }
  }
}
