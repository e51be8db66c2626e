package dev.plumbline.intake.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.intake.FailingDatabase;
import dev.plumbline.intake.Intake;
import dev.plumbline.intake.Mails;
import dev.plumbline.mime.Limits;
import dev.plumbline.store.Table;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real mail server in front takes the mail and hands it over by LMTP. */
@QuarkusTest
@Timeout(180)
class PostfixTest {

  private static final String DOMAIN = "reports.postfix-test.example";
  private static final String TO = "dmarc@" + DOMAIN;

  @Inject Intake intake;
  @Inject DataSource database;

  private final String id = "postfix-" + UUID.randomUUID();
  private MailListener listener;
  private Postfix postfix;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Postfix.isThere(), "Postfix is not installed, or may not be started");
    Listening settings = new Listening();
    settings.recipients = List.of(TO);
    listener =
        new MailListener(settings, new MailTaking(intake), Limits.DEFAULT, Clock.systemUTC(), true);
    listener.open();
    postfix = new Postfix(DOMAIN, listener.ports().get(1));
  }

  @AfterEach
  void stop() throws Exception {
    if (postfix != null) {
      postfix.close();
    }
    if (listener != null) {
      listener.stop(null);
    }
  }

  private void send(String mail, String to) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.from", "noreply@receiver.example");
    Session session = Session.getInstance(properties);
    MimeMessage message =
        new MimeMessage(
            session, new ByteArrayInputStream(mail.getBytes(StandardCharsets.ISO_8859_1)));
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect("127.0.0.1", postfix.port(), null, null);
      transport.sendMessage(message, new InternetAddress[] {new InternetAddress(to)});
    }
  }

  private String report() {
    return new String(Mails.report(id), StandardCharsets.ISO_8859_1);
  }

  private int stored() {
    return Table.rows(database, "select id from report where report_id = '" + id + "'").size();
  }

  private void await(Callable<Boolean> condition) throws Exception {
    for (int attempt = 0; attempt < 600 && !condition.call(); attempt++) {
      Thread.sleep(100);
    }
    assertThat(condition.call()).as(() -> told()).isTrue();
  }

  private String told() {
    try {
      return postfix.log();
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  @Test
  void a_report_that_it_hands_over_is_stored_and_leaves_its_queue() throws Exception {
    send(report(), TO);
    await(() -> stored() == 1);
    await(() -> postfix.queue().isBlank());
    assertThat(postfix.log()).contains("status=sent (250 2.0.0 Taken: stored)");
  }

  @Test
  void what_cannot_be_stored_now_waits_with_it_and_is_stored_once() throws Exception {
    String mail = report().replace("Report Domain:", "doomed-postfix Report Domain:");
    try (var failing =
        new FailingDatabase(database, "doomed-postfix", FailingDatabase.SHUTTING_DOWN)) {
      send(mail, TO);
      await(() -> postfix.log().contains("status=deferred"));
      assertThat(postfix.queue()).contains(TO);
      assertThat(stored()).isZero();
    }
    await(
        () -> {
          postfix.flush();
          return stored() == 1;
        });
    await(() -> postfix.queue().isBlank());
    assertThat(stored()).isOne();
  }

  @Test
  void who_is_no_recipient_is_told_so_to_the_sender() throws Exception {
    send(report(), "somebody@" + DOMAIN);
    await(() -> postfix.log().contains("status=bounced"));
    assertThat(stored()).isZero();
  }
}
