package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.FreePort;
import dev.plumbline.MadeKeys;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate of its own, run as people run it; the certificate changes. */
class TlsIT {

  private static final Path PROGRAM = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final Duration START = Duration.ofSeconds(300);

  /** It is read again each half minute. */
  private static final Duration RENEWAL = Duration.ofSeconds(180);

  @TempDir private Path home;
  private Process server;

  @AfterEach
  void stop() throws InterruptedException {
    if (server != null) {
      server.destroy();
      if (!server.waitFor(60, TimeUnit.SECONDS)) {
        server.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void a_new_certificate_is_taken_up_while_the_server_runs() throws Exception {
    if (!Files.exists(PROGRAM)) {
      System.out.println("SKIPPED: TlsIT needs " + PROGRAM);
    }
    assumeTrue(Files.exists(PROGRAM), "needs " + PROGRAM);
    X509Certificate first = put("first");
    int port = FreePort.find();
    server = serve(port);
    HttpResponse<String> answer = await(client(first), port, START);
    assertThat(serial(answer)).isEqualTo(first.getSerialNumber());
    assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
    assertThat(get(client(first), "https", port, "/").statusCode())
        .as("everybody signs in")
        .isEqualTo(303);
    assertThat(speaks(client(first), port)).as("nothing but TLS").isFalse();

    X509Certificate second = put("second");
    assertThat(serial(await(client(second), port, RENEWAL))).isEqualTo(second.getSerialNumber());
    assertThat(server.isAlive()).isTrue();
  }

  private Process serve(int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dplumbline.home=" + home,
            "-Dplumbline.dns.servers=none",
            "-Dplumbline.http.port=" + port,
            "-Dplumbline.http.public-url=https://localhost:" + port,
            "-Dplumbline.http.tls.certificate-file=" + home.resolve("tls.crt"),
            "-Dplumbline.http.tls.key-file=" + home.resolve("tls.key"),
            "-jar",
            PROGRAM.toString(),
            "serve")
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("log").toFile())
        .start();
  }

  /** What the server answers, once it does so under a certificate that this client trusts. */
  private HttpResponse<String> await(HttpClient client, int port, Duration longest)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      try {
        return get(client, "https", port, "/q/health");
      } catch (IOException e) {
        if (System.nanoTime() > end || !server.isAlive()) {
          throw new AssertionError(Files.readString(home.resolve("log")), e);
        }
        Thread.sleep(500);
      }
    }
  }

  private static boolean speaks(HttpClient client, int port) throws InterruptedException {
    try {
      get(client, "http", port, "/q/health");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static HttpResponse<String> get(HttpClient client, String scheme, int port, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(scheme + "://localhost:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static BigInteger serial(HttpResponse<String> answer) throws SSLPeerUnverifiedException {
    Certificate shown = answer.sslSession().orElseThrow().getPeerCertificates()[0];
    return ((X509Certificate) shown).getSerialNumber();
  }

  /** Trusts one certificate, and keeps no connection for another question. */
  private static HttpClient client(X509Certificate trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("server", trusted);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  /** Makes a certificate, and puts it and its key where the server reads them, each in one step. */
  private X509Certificate put(String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    KeyStore keys =
        MadeKeys.make(
            home.resolve(name + ".p12"),
            List.of("localhost"),
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-validity",
            "30");
    write("tls.crt", "CERTIFICATE", keys.getCertificate(MadeKeys.ALIAS).getEncoded());
    write("tls.key", "PRIVATE KEY", keys.getKey(MadeKeys.ALIAS, MadeKeys.secret()).getEncoded());
    return (X509Certificate) keys.getCertificate(MadeKeys.ALIAS);
  }

  private void write(String name, String what, byte[] content) throws IOException {
    String pem =
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(content), what);
    Path fresh = Files.writeString(home.resolve(name + ".new"), pem);
    Files.move(fresh, home.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
