package dev.plumbline.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.MadeKeys;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.mailpolicy.MailServers;
import dev.plumbline.mailpolicy.MailServers.Answer;
import dev.plumbline.mailpolicy.MailServers.Certificate;
import dev.plumbline.mailpolicy.MailServers.NoStartTls;
import dev.plumbline.mailpolicy.MailServers.Unreached;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks mail servers on this machine, with certificates made for the test. */
class SmtpMailServersTest {

  private static final DomainName HOST = DomainName.of("mx.certificates.example");
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @TempDir static Path folder;
  private static KeyStore valid;
  private static KeyStore ended;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private @Nullable ServerSocket server;

  @BeforeAll
  static void keys() throws Exception {
    valid = keys("valid", "-1d", 30);
    ended = keys("ended", "-30d", 10);
  }

  @AfterEach
  void stop() throws IOException {
    if (server != null) {
      server.close();
    }
    threads.shutdownNow();
  }

  @Test
  void certificate_is_seen_behind_starttls() throws Exception {
    Answer answer = ask(valid, "250-mx greets you\r\n250-SIZE 1000\r\n250 starttls\r\n", valid);

    Certificate certificate = (Certificate) answer;
    assertThat(certificate.names()).containsExactly("mx.certificates.example", "*.other.example");
    assertThat(certificate.names(HOST)).isTrue();
    assertThat(certificate.names(DomainName.of("a.other.example"))).isTrue();
    assertThat(certificate.names(DomainName.of("a.b.other.example"))).isFalse();
    assertThat(certificate.until()).isAfter(Instant.now());
    assertThat(certificate.trusted()).isTrue();
  }

  @Test
  void certificate_of_an_unknown_authority_is_not_trusted() throws Exception {
    Certificate certificate = (Certificate) ask(valid, "250 STARTTLS\r\n", ended);
    assertThat(certificate.trusted()).isFalse();
    assertThat(certificate.names(HOST)).isTrue();
  }

  @Test
  void certificate_that_has_ended_is_told_with_its_date() throws Exception {
    Certificate certificate = (Certificate) ask(ended, "250 STARTTLS\r\n", ended);
    assertThat(certificate.until()).isBefore(Instant.now());
  }

  @Test
  void server_without_starttls_is_told() throws Exception {
    assertThat(ask(valid, "250-mx\r\n250 STARTTLSX\r\n", valid)).isEqualTo(new NoStartTls());
  }

  @Test
  void server_that_refuses_everybody_is_not_known() throws Exception {
    assertThat(asked("554 go away\r\n"))
        .isEqualTo(new Unreached("it does not take mail from here."));
  }

  @Test
  void replies_without_end_and_silence_cost_bounded_time() throws Exception {
    long start = System.nanoTime();
    assertThat(asked("220-again\r\n".repeat(5_000))).isInstanceOf(Unreached.class);
    assertThat(asked("220 " + "x".repeat(100_000))).isInstanceOf(Unreached.class);
    assertThat(asked("")).isEqualTo(new Unreached("it did not answer within 2 s."));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void server_that_sends_an_octet_now_and_then_costs_bounded_time() throws Exception {
    Answer answer =
        serve(
            socket -> {
              for (int i = 0; i < 300; i++) {
                socket.getOutputStream().write('2');
                Thread.sleep(100);
              }
            },
            null);
    assertThat(answer).isEqualTo(new Unreached("it did not answer within 2 s."));
  }

  @Test
  void servers_within_a_network_are_not_connected_to() {
    FakeDns dns =
        new FakeDns()
            .a(HOST.toString(), "127.0.0.1")
            .a("inside.example", "10.0.0.1")
            .aaaa("six.example", "::1");
    MailServers servers = SmtpMailServers.of(dns);

    for (String host : List.of(HOST.toString(), "inside.example", "six.example", "no.example")) {
      assertThat(servers.ask(DomainName.of(host)))
          .isEqualTo(new Unreached("it has no public address."));
    }
  }

  private interface Dialogue {
    void with(Socket socket) throws IOException, InterruptedException, GeneralSecurityException;
  }

  private Answer ask(KeyStore shown, String offers, KeyStore trusted) throws Exception {
    return serve(
        socket -> {
          send(socket, "220 mx.certificates.example\r\n");
          var in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("EHLO [127.0.0.1]")) {
              send(socket, offers);
            } else if (line.equals("STARTTLS")) {
              send(socket, "220 go\r\n");
              secure(socket, shown);
              return;
            } else {
              send(socket, "221 bye\r\n");
            }
          }
        },
        trusted);
  }

  /** What comes of a server that says only this and then waits. */
  private Answer asked(String greeting) throws Exception {
    return serve(
        socket -> {
          send(socket, greeting);
          socket.getInputStream().readAllBytes();
        },
        null);
  }

  private Answer serve(Dialogue dialogue, @Nullable KeyStore trusted) throws Exception {
    ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    server = listening;
    threads.execute(
        () -> {
          try (Socket socket = listening.accept()) {
            dialogue.with(socket);
          } catch (IOException | GeneralSecurityException e) {
            // The other side has hung up.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    List<InetAddress> here = List.of(InetAddress.getLoopbackAddress());
    return new SmtpMailServers(host -> here, listening.getLocalPort(), trusted, PATIENCE).ask(HOST);
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void secure(Socket socket, KeyStore keys)
      throws IOException, GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, MadeKeys.secret());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    try (SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(socket, null, true)) {
      secure.startHandshake();
      secure.getInputStream().readAllBytes();
    }
  }

  private static KeyStore keys(String name, String start, int days) throws Exception {
    return MadeKeys.make(
        folder.resolve(name + ".p12"),
        List.of("mx.certificates.example", "*.other.example"),
        "-keyalg",
        "EC",
        "-startdate",
        start,
        "-validity",
        String.valueOf(days));
  }
}
