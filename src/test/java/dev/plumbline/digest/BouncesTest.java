package dev.plumbline.digest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import dev.plumbline.intake.Intake;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.Outbox.Bounce;
import dev.plumbline.store.digest.DigestMails;
import dev.plumbline.store.digest.Rhythm;
import dev.plumbline.store.digest.Subscription;
import dev.plumbline.store.digest.Subscription.Timing;
import dev.plumbline.store.digest.Subscriptions;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Who;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Digests that a mail server took, and that come back as mail. */
@QuarkusTest
class BouncesTest {

  private static final Who TEST = Who.atShell("test");
  private static final Instant MONDAY = Instant.parse("2026-11-23T09:00:00Z");

  @Inject Intake intake;
  @Inject DigestMaker maker;
  @Inject Subscriptions subscriptions;
  @Inject DigestMails mails;

  private GreenMail server;

  @BeforeEach
  void start() {
    server = LocalMail.started();
    subscriptions.active().forEach(one -> subscriptions.end(TEST, one, MONDAY));
  }

  @AfterEach
  void stop() {
    server.stop();
    subscriptions.active().forEach(one -> subscriptions.end(TEST, one, MONDAY));
  }

  private Subscription subscribe(String address) {
    String key = UUID.randomUUID().toString();
    subscriptions.add(
        TEST,
        new Subscription.Draft(
            address,
            null,
            Limits.of(List.of("bounces.digest-test.example"), List.of()),
            new Timing(Rhythm.DAILY, 1, 7, ZoneOffset.UTC)),
        key,
        MONDAY.minus(Duration.ofDays(40)));
    return subscriptions.byKey(key).orElseThrow();
  }

  /** Sends what is due, and says what the newest mail is called. */
  private String sent(Instant now) throws Exception {
    new DigestPost(
            subscriptions,
            mails,
            maker,
            new LocalMail(server.getSmtp().getPort()),
            Clock.fixed(now, ZoneOffset.UTC),
            true,
            Optional.of("https://plumbline.example.org"),
            8080)
        .round();
    MimeMessage[] all = server.getReceivedMessages();
    return all[all.length - 1].getMessageID();
  }

  private ItemOutcome comes(ReturnedMail mail) {
    return comes(mail.bytes());
  }

  private ItemOutcome comes(byte[] mail) {
    return intake.take("mailbox:bounces", "Undelivered", null, ReceivedBytes.of(mail));
  }

  private DigestMails.Line newest(Subscription one) {
    return mails.newest(one.id(), 1).get(0);
  }

  @Test
  void a_digest_that_comes_back_is_shown_with_whom_it_did_not_reach_and_why() throws Exception {
    Subscription one = subscribe("gone@digest-test.example");
    String id = sent(MONDAY);
    ItemOutcome outcome = comes(ReturnedMail.forGood(id, "gone@digest-test.example"));
    assertThat(outcome.outcome()).isEqualTo(Outcome.NOT_A_REPORT);
    assertThat(outcome.documents().get(0).reason()).startsWith("It tells that a digest came back");
    Bounce bounce = newest(one).bounce();
    assertThat(bounce).isNotNull();
    assertThat(bounce.status()).isEqualTo("5.1.1");
    assertThat(bounce.forGood()).isTrue();
    assertThat(bounce.said())
        .isEqualTo(
            "gone@digest-test.example: 550 5.1.1 <gone@digest-test.example>: Recipient address"
                + " rejected: User unknown");
    assertThat(given().get("/account/digests").asString())
        .contains("came back", "for good", "Recipient address rejected: User unknown")
        .doesNotContain("Is the address right?");
    assertThat(given().get("/api/v1/metrics").asString())
        .contains("plumbline_digest_mails{state=\"bounced\"}");
  }

  @Test
  void an_address_from_which_all_comes_back_is_told_and_still_written_to() throws Exception {
    Subscription one = subscribe("always@digest-test.example");
    comes(ReturnedMail.forGood(sent(MONDAY), one.address()));
    comes(ReturnedMail.forGood(sent(MONDAY.plus(Duration.ofDays(1))), one.address()));
    assertThat(given().get("/account/digests").asString())
        .contains("The last 2 mails came back for good. Is the address right?");
    assertThat(subscriptions.byKey(one.key()).orElseThrow().endedAt()).isNull();
    sent(MONDAY.plus(Duration.ofDays(2)));
    assertThat(newest(one).bounce()).as("a new one was sent").isNull();
    assertThat(given().get("/account/digests").asString()).doesNotContain("Is the address right?");
  }

  @Test
  void what_was_given_up_is_told_from_what_comes_back_for_good() throws Exception {
    Subscription one = subscribe("full@digest-test.example");
    comes(
        new ReturnedMail(
            sent(MONDAY), one.address(), "failed", "4.4.7", "451 4.4.7 Nobody answered"));
    assertThat(newest(one).bounce().forGood()).isFalse();
    assertThat(given().get("/account/digests").asString()).contains("given up");
  }

  @Test
  void a_mail_that_is_only_late_did_not_come_back() throws Exception {
    Subscription one = subscribe("slow@digest-test.example");
    comes(new ReturnedMail(sent(MONDAY), one.address(), "delayed", "4.4.1", "451 Not now"));
    assertThat(newest(one).bounce()).isNull();
    assertThat(newest(one).state()).isEqualTo("sent");
  }

  @Test
  void nobody_can_say_it_of_a_mail_they_did_not_see() throws Exception {
    Subscription one = subscribe("safe@digest-test.example");
    String id = sent(MONDAY);
    String number = id.replaceAll("^<digest-(\\d+)\\..*$", "$1");
    assertThat(id).matches("<digest-" + number + "\\.[0-9a-f]{32}@digest-test\\.example>");
    for (String forged :
        List.of(
            "<digest-" + number + "@digest-test.example>",
            "<digest-" + number + "." + "0".repeat(32) + "@digest-test.example>",
            "<digest-" + number + ".%@digest-test.example>",
            "<digest-999999999999999999." + "a".repeat(32) + "@digest-test.example>",
            "<digest-" + "9".repeat(60) + "." + "a".repeat(32) + "@digest-test.example>",
            id.replace("digest-", "alerts-").replace("digest-test", "x"),
            id.replace("<digest", "<x-digest"))) {
      ItemOutcome outcome = comes(ReturnedMail.forGood(forged, one.address()));
      assertThat(outcome.documents().get(0).reason())
          .as(forged)
          .isEqualTo("It is a bounce or receipt (delivery-status).");
    }
    assertThat(newest(one).bounce()).isNull();
  }

  @Test
  void what_the_other_side_says_does_no_harm_where_it_is_shown() throws Exception {
    Subscription one = subscribe("odd@digest-test.example");
    comes(
        new ReturnedMail(
            sent(MONDAY),
            one.address(),
            "failed",
            "5.0.0",
            "550 <script>alert(1)</script>\u202e\u0000 " + "long ".repeat(1_000)));
    assertThat(newest(one).bounce().said()).hasSizeLessThan(600).contains("\\u{202e}");
    assertThat(given().get("/account/digests").asString())
        .contains("&lt;script&gt;alert(1)")
        .doesNotContain("<script>alert(1)");
  }

  @Test
  void a_bounce_of_mail_of_others_stays_what_it_was() {
    byte[] mail =
        ReturnedMail.forGood("<20261123@elsewhere.example>", "x@elsewhere.example").bytes();
    assertThat(new String(mail, StandardCharsets.UTF_8)).contains("delivery-status");
    ItemOutcome outcome = comes(mail);
    assertThat(outcome.outcome()).isEqualTo(Outcome.NOT_A_REPORT);
    assertThat(outcome.documents().get(0).reason())
        .isEqualTo("It is a bounce or receipt (delivery-status).");
  }
}
