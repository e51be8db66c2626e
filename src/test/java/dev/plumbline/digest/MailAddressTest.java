package dev.plumbline.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.digest.MailServer.Answer;
import dev.plumbline.digest.MailServer.Fate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Addresses with letters beyond ASCII, and what of them goes to a mail server. */
class MailAddressTest {

  private static final String FROM = "Plumbline <plumbline@digest-test.example>";

  private final List<String> heard = new CopyOnWriteArrayList<>();

  private static Letter letter(String from, String to) {
    return Letter.of(
        new Letter.Content("A subject", "text", "<p>text</p>", "digest"),
        new Letter.Envelope(
            from, to, "digest-1", Instant.parse("2026-11-23T09:00:00Z"), "https://a.example/stop"));
  }

  private static String header(Letter letter) {
    return new String(letter.bytes(), StandardCharsets.UTF_8).split("\r\n\r\n", 2)[0];
  }

  /** Sends a mail to a server that offers this besides, and hears what that is told. */
  private Answer sent(String to, String offer) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> serve(server, offer), "smtp-server");
      thread.setDaemon(true);
      thread.start();
      return new MailServer(new LocalMail(server.getLocalPort()))
          .send(letter(FROM, to), () -> true);
    }
  }

  private void serve(ServerSocket server, String offer) {
    try (Socket client = server.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = client.getOutputStream()) {
      say(out, "220 mx.digest-test.example ESMTP");
      boolean data = false;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        heard.add(line);
        if (data && !line.equals(".")) {
          continue;
        }
        data = line.startsWith("DATA");
        if (line.startsWith("EHLO")) {
          say(out, "250-mx.digest-test.example");
          say(out, "250 " + offer);
        } else {
          say(out, data ? "354 go on" : line.startsWith("QUIT") ? "221 bye" : "250 ok");
        }
      }
    } catch (IOException e) {
      heard.add("The connection broke: " + e.getMessage());
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Test
  void a_domain_beyond_ascii_is_written_as_every_mail_server_knows_it() throws Exception {
    assertThat(sent("ops@bücher.example", "8BITMIME").fate()).isEqualTo(Fate.TAKEN);
    assertThat(heard)
        .contains("RCPT TO:<ops@xn--bcher-kva.example>", "To: ops@xn--bcher-kva.example")
        .contains("MAIL FROM:<plumbline@digest-test.example>");
  }

  @Test
  void a_name_beyond_ascii_goes_to_a_server_that_takes_such_as_it_is() throws Exception {
    assertThat(sent("jürgen@bücher.example", "SMTPUTF8").fate()).isEqualTo(Fate.TAKEN);
    assertThat(heard)
        .contains(
            "MAIL FROM:<plumbline@digest-test.example> SMTPUTF8",
            "RCPT TO:<jürgen@xn--bcher-kva.example>",
            "To: jürgen@xn--bcher-kva.example");
  }

  @Test
  void mail_that_does_not_need_it_is_sent_as_any_server_takes_it() throws Exception {
    assertThat(sent("ops@digest-test.example", "SMTPUTF8").fate()).isEqualTo(Fate.TAKEN);
    assertThat(heard).noneMatch(line -> line.startsWith("MAIL") && line.contains("SMTPUTF8"));
  }

  @Test
  void a_server_that_does_not_take_such_is_never_told_another_address() throws Exception {
    Answer answer = sent("jürgen@digest-test.example", "8BITMIME");
    assertThat(answer.fate()).isEqualTo(Fate.REFUSED);
    assertThat(answer.problem()).contains("before the @", "SMTPUTF8");
    assertThat(heard).noneMatch(line -> line.startsWith("MAIL") || line.startsWith("RCPT"));
  }

  @Test
  void whom_it_is_from_is_ascii_on_the_wire_whatever_it_is_called() {
    String header = header(letter("Bücher AG <dmarc@bücher.example>", "ops@digest-test.example"));
    assertThat(header)
        .contains(
            "From: =?UTF-8?Q?B=C3=BCcher_AG?= <dmarc@xn--bcher-kva.example>",
            "Message-ID: <digest-1@xn--bcher-kva.example>",
            "<digest.xn--bcher-kva.example>");
    assertThat(header.chars()).allMatch(c -> c < 0x80);
  }

  @Test
  void what_is_no_address_is_named_alone() {
    assertThatThrownBy(() -> letter(FROM, "not one"))
        .hasMessageStartingWith("\"not one\" is no mail address: ")
        .hasMessageEndingWith(".")
        .hasMessageNotContaining("plumbline@");
    assertThatThrownBy(() -> letter("nobody", "ops@digest-test.example"))
        .hasMessageStartingWith("\"nobody\" is no mail address: ");
    assertThatThrownBy(() -> letter(FROM, "a@b.example, c@d.example"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> letter(FROM, "ops@" + "ü".repeat(80) + ".example"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
