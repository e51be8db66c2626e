package dev.plumbline.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.plumbline.digest.MailServer.Answer;
import dev.plumbline.digest.MailServer.Fate;
import dev.plumbline.digest.MailSettings.Security;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is told of mail servers that cannot be talked to. */
class MailServerTest {

  private static Answer sent(int port, Security security) {
    return new MailServer(new LocalMail(port, security))
        .send(
            Letter.of(
                new Letter.Content("A subject", "text", "<p>text</p>", "digest"),
                new Letter.Envelope(
                    "plumbline@digest-test.example",
                    "ann@digest-test.example",
                    "digest-1",
                    Instant.parse("2026-11-23T09:00:00Z"),
                    "https://a.example/stop")),
            () -> true);
  }

  @Test
  void a_certificate_that_is_not_trusted_is_named_as_the_reason() {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
    server.start();
    try {
      Answer answer = sent(server.getSmtps().getPort(), Security.TLS);
      assertThat(answer.fate()).isEqualTo(Fate.LATER);
      assertThat(answer.problem()).contains("certification path");
      assertThat(server.getReceivedMessages()).isEmpty();
    } finally {
      server.stop();
    }
  }

  @Test
  void a_server_that_does_not_begin_with_tls_is_told_from_one_that_is_away() throws IOException {
    GreenMail plain = LocalMail.started();
    try {
      assertThat(sent(plain.getSmtp().getPort(), Security.TLS).problem()).contains("SSL message");
    } finally {
      plain.stop();
    }
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(sent(free, Security.TLS).problem()).contains("refused");
  }
}
