package dev.plumbline.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.plumbline.MadeKeys;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.PublicAddresses;
import dev.plumbline.mailpolicy.PolicyFiles;
import dev.plumbline.mailpolicy.PolicyFiles.File;
import dev.plumbline.mailpolicy.PolicyFiles.Unavailable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks a real HTTPS server on this machine, with a certificate made for the test. */
class HttpPolicyFilesTest {

  private static final DomainName DOMAIN = DomainName.of("example.org");
  private static final String POLICY = "version: STSv1\r\nmode: none\r\nmax_age: 0\r\n";
  private static final CountDownLatch END = new CountDownLatch(1);
  private static final AtomicInteger ASKED = new AtomicInteger();

  @TempDir static Path folder;
  private static HttpsServer server;
  private static ExecutorService threads;
  private static SSLContext trusting;

  @BeforeAll
  static void start() throws Exception {
    KeyStore keys = keys("localhost");
    trusting = context(keys);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(trusting));
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    on(
        "/policy",
        exchange -> {
          ASKED.incrementAndGet();
          answer(exchange, 200, POLICY);
        });
    on("/missing", exchange -> answer(exchange, 404, "no"));
    on(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/policy");
          answer(exchange, 302, "");
        });
    on("/huge", HttpPolicyFilesTest::endless);
    on(
        "/slow",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('v');
          exchange.getResponseBody().flush();
          await();
        });
    on("/silent", exchange -> await());
    server.start();
  }

  @AfterAll
  static void stop() {
    END.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void file_is_fetched_with_its_type() {
    File file = (File) fetch("/policy");
    assertThat(file.body()).isEqualTo(POLICY);
    assertThat(file.contentType()).isEqualTo("text/plain");
    assertThat(file.address()).endsWith("/policy");
  }

  @Test
  void other_status_and_redirects_are_no_file() {
    assertThat(reason("/missing")).contains("status 404");
    assertThat(reason("/moved")).contains("redirects (status 302)");
  }

  @Test
  void file_without_end_is_cut_off() {
    assertThat(reason("/huge")).contains("longer than 65536 octets");
  }

  @Test
  void server_that_stops_talking_costs_bounded_time() {
    long start = System.nanoTime();
    assertThat(reason("/slow")).contains("did not answer within 2 s");
    assertThat(reason("/silent")).contains("did not answer within 2 s");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void certificate_that_is_not_trusted_is_refused() {
    SSLSocketFactory plain = (SSLSocketFactory) SSLSocketFactory.getDefault();
    assertThat(reason(plain, "localhost", "/policy")).startsWith("TLS failed:");
  }

  @Test
  void certificate_of_another_name_is_refused() {
    assertThat(reason(trusting.getSocketFactory(), "127.0.0.1", "/policy"))
        .startsWith("TLS failed:");
  }

  @Test
  void host_that_does_not_listen_is_told() throws IOException {
    int port;
    try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    HttpPolicyFiles files =
        files(trusting.getSocketFactory(), URI.create("https://localhost:" + port + "/"));
    assertThat(((Unavailable) files.fetch(DOMAIN)).reason()).contains("not reachable");
  }

  @Test
  void nothing_is_fetched_from_inside() {
    for (String host : new String[] {"localhost", "127.0.0.1", "[::1]"}) {
      assertThat(insideReason(address(host, "/policy"))).as(host).contains("not one of the public");
    }
    for (String host :
        new String[] {
          "10.0.0.1",
          "100.64.0.1",
          "169.254.169.254",
          "192.168.0.1",
          "[fd00::1]",
          "[fe80::1]",
          "[64:ff9b::a00:1]",
          "[::ffff:10.0.0.1]"
        }) {
      assertThat(insideReason(URI.create("https://" + host + "/"))).as(host).contains("public");
    }
    assertThat(ASKED).as("that were asked").hasValue(0);
  }

  /** A name may mean a public host when it is looked up first, and an inner one a moment later. */
  @Test
  void the_address_that_is_looked_at_is_the_one_that_is_connected_to() {
    ASKED.set(0);
    var seen = new ArrayList<InetAddress>();
    PolicyFiles.Answer answer =
        new HttpPolicyFiles(
                trusting.getSocketFactory(),
                domain -> address("localhost", "/policy"),
                one -> seen.add(one) && false,
                Duration.ofSeconds(2))
            .fetch(DOMAIN);
    assertThat(answer).isInstanceOf(Unavailable.class);
    assertThat(seen).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
    assertThat(ASKED).hasValue(0);
  }

  private static String insideReason(URI address) {
    ASKED.set(0);
    PolicyFiles.Answer answer =
        new HttpPolicyFiles(
                trusting.getSocketFactory(),
                domain -> address,
                PublicAddresses::contain,
                Duration.ofSeconds(2))
            .fetch(DOMAIN);
    return ((Unavailable) answer).reason();
  }

  @Test
  void address_is_the_one_of_the_rfc() {
    assertThat(PolicyFiles.addressOf(DOMAIN))
        .isEqualTo("https://mta-sts.example.org/.well-known/mta-sts.txt");
    DomainName odd = DomainName.of("a b.example.org");
    assertThat(HttpPolicyFiles.create().fetch(odd)).isInstanceOf(Unavailable.class);
  }

  private static PolicyFiles.Answer fetch(String path) {
    return files(trusting.getSocketFactory(), address("localhost", path)).fetch(DOMAIN);
  }

  private static String reason(String path) {
    return ((Unavailable) fetch(path)).reason();
  }

  private static String reason(SSLSocketFactory client, String host, String path) {
    return ((Unavailable) files(client, address(host, path)).fetch(DOMAIN)).reason();
  }

  /** Everything but the address is as it is in use. */
  private static HttpPolicyFiles files(SSLSocketFactory client, URI address) {
    return new HttpPolicyFiles(client, domain -> address, any -> true, Duration.ofSeconds(2));
  }

  private static URI address(String host, String path) {
    return URI.create("https://" + host + ":" + server.getAddress().getPort() + path);
  }

  private static void on(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/plain");
    exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
    exchange.getResponseBody().write(octets);
    exchange.close();
  }

  private static void endless(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      while (END.getCount() > 0) {
        body.write(new byte[8_192]);
      }
    } catch (IOException e) {
      exchange.close(); // the client has heard enough
    }
  }

  private static void await() {
    try {
      END.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static KeyStore keys(String host) throws Exception {
    return MadeKeys.make(
        folder.resolve("keys.p12"), List.of(host), "-keyalg", "EC", "-validity", "30");
  }

  private static SSLContext context(KeyStore keys) throws GeneralSecurityException, IOException {
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, MadeKeys.secret());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("test", keys.getCertificate(MadeKeys.ALIAS));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
