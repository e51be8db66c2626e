package dev.plumbline.intake.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.MadeKeys;
import dev.plumbline.mime.Limits;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.RejectException;

@Timeout(120)
class MailListenerTest {

  private static final String TO = "dmarc@reports.example";
  private static final String MAIL = "From: ann@client.example\r\nSubject: Hello\r\n\r\nText\r\n";

  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final Listening settings = new Listening();
  private Limits limits = Limits.DEFAULT;
  private int refusal;
  private MailListener listener;

  private SmtpClient smtp() throws IOException {
    return new SmtpClient(port(0));
  }

  private int port(int place) {
    if (listener == null) {
      listener = new MailListener(settings, this::take, limits, Clock.systemUTC(), true);
      listener.open();
    }
    return listener.ports().get(place);
  }

  private String take(ReceivedMail mail) throws RejectException {
    if (refusal > 0) {
      throw new RejectException(refusal, "4.3.0 Not now");
    }
    try (InputStream in = mail.content().open()) {
      taken.add(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return "Taken";
  }

  @AfterEach
  void stop() {
    if (listener != null) {
      listener.stop(null);
    }
  }

  @Test
  void mail_of_an_ordinary_client_is_taken_with_our_own_trace_before_it() throws Exception {
    Session session = Session.getInstance(new Properties());
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom("ann@client.example");
    mail.setRecipient(Message.RecipientType.TO, new InternetAddress(TO));
    mail.setSubject("Hello");
    mail.setText(".dot\n..two\n.\nend\n");
    mail.saveChanges();
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.from", "bounce@client.example");
    Transport transport = Session.getInstance(properties).getTransport("smtp");
    transport.connect("127.0.0.1", port(0), null, null);
    transport.sendMessage(mail, mail.getAllRecipients());
    transport.close();
    assertThat(taken).hasSize(1);
    assertThat(taken.get(0))
        .startsWith("Delivered-To: dmarc@reports.example\r\nReturn-Path: <")
        .contains("\r\n by mx.reports.example with ESMTP id ")
        .contains("([127.0.0.1])")
        .contains("\r\n\r\n.dot\r\n..two\r\n.\r\nend\r\n");
  }

  @Test
  void mail_for_others_is_never_taken() throws IOException {
    try (SmtpClient client = smtp()) {
      client.answer();
      client.say("EHLO client.example");
      client.say("MAIL FROM:<ann@client.example>");
      for (String other :
          List.of(
              "dmarc@other.example",
              "bob@reports.example",
              "dmarc@reports.example@other.example",
              "<dmarc@reports.example",
              "@relay.example:dmarc@reports.example",
              "dmarc%other.example@reports.example",
              "dmarc",
              "")) {
        assertThat(client.say("RCPT TO:<" + other + ">")).as(other).startsWith("5");
      }
      assertThat(client.say("DATA")).startsWith("503");
      assertThat(client.say("RCPT TO:<DMARC+anything@Reports.Example>")).startsWith("250");
    }
  }

  @Test
  void answer_comes_after_the_mail_is_taken() throws IOException {
    refusal = 451;
    try (SmtpClient client = smtp()) {
      client.begin("EHLO", TO);
      assertThat(client.say(MAIL + ".")).startsWith("451");
      refusal = 0;
      client.say("MAIL FROM:<>");
      client.say("RCPT TO:<" + TO + ">");
      client.say("DATA");
      assertThat(client.say(MAIL + ".")).isEqualTo("250 2.0.0 Taken");
    }
    assertThat(taken).hasSize(1);
    assertThat(taken.get(0)).contains("\r\nReturn-Path: <>\r\n");
  }

  @Test
  void mail_within_a_mail_is_not_taken_for_another() throws IOException {
    for (String end : List.of("\n.\n", "\n.\r\n", "\r.\r", "\r\n.\n", "\r.\r\n", "\n.\r")) {
      try (SmtpClient client = smtp()) {
        client.begin("EHLO", TO);
        client.send(
            MAIL
                + end
                + "MAIL FROM:<eve@other.example>\r\nRCPT TO:<"
                + TO
                + ">\r\nDATA\r\n"
                + MAIL
                + "\r\n.\r\n");
        assertThat(client.answer()).as(end).startsWith("550");
        assertThat(client.answer()).isNull();
      }
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void connection_that_breaks_leaves_nothing() throws IOException {
    try (SmtpClient client = smtp()) {
      client.begin("EHLO", TO);
      client.send(MAIL);
    }
    try (SmtpClient client = smtp()) {
      client.begin("EHLO", TO);
      client.say("\r\n.");
      assertThat(client.say("BDAT 4000 LAST")).startsWith("502");
    }
    assertThat(taken).hasSize(1);
  }

  @Test
  void mail_that_is_too_large_is_refused_before_it_is_kept() throws IOException {
    limits = new Limits(100_000, 100_000, 1_000_000, 200, 8_000_000, 10, 2, 5, 10);
    try (SmtpClient client = smtp()) {
      client.answer();
      client.say("EHLO client.example");
      assertThat(client.say("MAIL FROM:<a@client.example> SIZE=100001")).startsWith("552");
      client.say("MAIL FROM:<a@client.example>");
      client.say("RCPT TO:<" + TO + ">");
      client.say("DATA");
      client.send(MAIL + "text text\r\n".repeat(12_000));
      assertThat(client.answer()).startsWith("552");
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void mail_comes_encrypted_where_keys_are_set(@TempDir Path folder) throws Exception {
    KeyStore keys = keys(folder);
    settings.requireTls = true;
    try (SmtpClient client = smtp()) {
      client.answer();
      client.say("EHLO client.example");
      assertThat(client.say("MAIL FROM:<a@client.example>")).startsWith("530");
      // What is said before must not count as said within.
      client.send("STARTTLS\r\nMAIL FROM:<eve@other.example>\r\n");
      assertThat(client.answer()).startsWith("220");
      client.startTls(keys);
      assertThat(client.say("EHLO client.example")).startsWith("250");
      assertThat(client.say("MAIL FROM:<ann@client.example>")).startsWith("250");
      client.say("RCPT TO:<" + TO + ">");
      client.say("DATA");
      assertThat(client.say(MAIL + ".")).startsWith("250");
    }
    assertThat(taken.get(0)).contains("(using TLSv1.3)", "with ESMTPS id");
    assertThat(taken.get(0)).contains("\r\nReturn-Path: <ann@client.example>\r\n");
  }

  private KeyStore keys(Path folder) throws Exception {
    KeyStore keys =
        MadeKeys.make(
            folder.resolve("keys.p12"), List.of("localhost"), "-keyalg", "EC", "-validity", "30");
    settings.certificate = folder.resolve("certificate.pem");
    settings.key = folder.resolve("key.pem");
    Files.writeString(
        settings.certificate, pem("CERTIFICATE", keys.getCertificate(MadeKeys.ALIAS).getEncoded()));
    Files.writeString(
        settings.key,
        pem("PRIVATE KEY", keys.getKey(MadeKeys.ALIAS, MadeKeys.secret()).getEncoded()));
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate(MadeKeys.ALIAS));
    return trusted;
  }

  private static String pem(String kind, byte[] octets) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(octets), kind);
  }

  @Test
  void lmtp_answers_for_each_recipient() throws IOException {
    try (SmtpClient client = new SmtpClient(port(1))) {
      client.answer();
      assertThat(client.say("EHLO client.example")).startsWith("500");
      assertThat(client.say("LHLO client.example")).startsWith("250");
      client.say("MAIL FROM:<a@client.example>");
      assertThat(client.say("RCPT TO:<bob@reports.example>")).startsWith("550");
      client.say("RCPT TO:<" + TO + ">");
      client.say("RCPT TO:<dmarc+other@reports.example>");
      client.say("DATA");
      assertThat(client.say(MAIL + ".")).startsWith("250");
      assertThat(client.answer()).startsWith("250");
      assertThat(client.say("NOOP")).startsWith("250");
    }
    assertThat(taken).hasSize(1);
    assertThat(taken.get(0)).contains(" with LMTP id ");
  }

  @Test
  void commands_may_come_all_at_once() throws IOException {
    try (SmtpClient client = smtp()) {
      client.answer();
      client.send(
          "EHLO client.example\r\nMAIL FROM:<a@client.example>\r\nRCPT TO:<"
              + TO
              + ">\r\nDATA\r\n");
      for (int i = 0; i < 3; i++) {
        assertThat(client.answer()).startsWith("250");
      }
      assertThat(client.answer()).startsWith("354");
      client.send(MAIL + ".\r\nQUIT\r\n");
      assertThat(client.answer()).startsWith("250");
      assertThat(client.answer()).startsWith("221");
    }
    assertThat(taken).hasSize(1);
  }

  @Test
  void rubbish_ends_the_connection_or_is_refused() throws IOException {
    settings.connectionsOfAddress = 1_000;
    Random random = new Random(3);
    for (int i = 0; i < 30; i++) {
      byte[] octets = new byte[3_000];
      random.nextBytes(octets);
      try (SmtpClient client = smtp()) {
        client.answer();
        client.send(new String(octets, StandardCharsets.ISO_8859_1) + "\r\n");
        String answer = client.answer();
        assertThat(answer == null || answer.startsWith("5") || answer.startsWith("421")).isTrue();
      } catch (IOException e) {
        continue; // Closed while we were still speaking.
      }
    }
    try (SmtpClient client = smtp()) {
      client.begin("EHLO", TO);
      assertThat(client.say(MAIL + ".")).startsWith("250");
    }
    assertThat(taken).hasSize(1);
  }

  @Test
  void sender_that_takes_its_time_is_cut_off() throws Exception {
    settings.session = Duration.ofSeconds(2);
    try (SmtpClient client = smtp()) {
      client.begin("EHLO", TO);
      long begun = System.nanoTime();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 200; i++) {
                  client.send("x");
                  Thread.sleep(100);
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    }
    settings.silence = Duration.ofSeconds(1);
    assertThat(taken).isEmpty();
  }

  @Test
  void one_address_gets_so_many_connections_and_mails() throws IOException {
    settings.connectionsOfAddress = 2;
    settings.mailsPerMinute = 2;
    try (SmtpClient one = smtp();
        SmtpClient two = smtp()) {
      one.begin("EHLO", TO);
      assertThat(one.say(MAIL + ".")).startsWith("250");
      two.begin("EHLO", TO);
      assertThat(two.say(MAIL + ".")).startsWith("250");
      try (SmtpClient three = smtp()) {
        assertThat(three.answer()).startsWith("421");
      }
      assertThat(one.say("MAIL FROM:<a@client.example>")).startsWith("421");
    }
    assertThat(taken).hasSize(2);
  }

  @Test
  void a_thousand_connections_take_no_more_threads_than_set() throws Exception {
    settings.connectionsOfAddress = 2_000;
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", port(0));
    int before = Thread.activeCount();
    List<SocketChannel> channels = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(address);
      channels.add(channel);
    }
    Thread.sleep(1_500);
    assertThat(Thread.activeCount() - before).isLessThan(settings.connections + 20);
    for (SocketChannel channel : channels) {
      channel.close();
    }
    for (int attempt = 0; attempt < 50 && taken.isEmpty(); attempt++) {
      try (SmtpClient client = smtp()) {
        client.begin("EHLO", TO);
        client.say(MAIL + ".");
      } catch (IOException e) {
        Thread.sleep(200);
      }
    }
    assertThat(taken).hasSize(1);
  }

  @Test
  void wrong_settings_stop_the_start_with_one_sentence() {
    settings.recipients = List.of();
    assertThatThrownBy(() -> port(0)).hasMessageContaining("plumbline.listener.recipients");
    listener = null;
    settings.recipients = List.of("not an address");
    assertThatThrownBy(() -> port(0)).hasMessageContaining("is no mail address");
    listener = null;
    settings.recipients = List.of(TO);
    settings.requireTls = true;
    assertThatThrownBy(() -> port(0)).hasMessageContaining("require-tls needs");
    listener = null;
  }
}
