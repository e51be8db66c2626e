package dev.plumbline.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import dev.plumbline.digest.DigestPost;
import dev.plumbline.digest.LocalMail;
import dev.plumbline.store.Database;
import dev.plumbline.store.alert.Alert;
import dev.plumbline.store.alert.Alert.Found;
import dev.plumbline.store.alert.AlertKind;
import dev.plumbline.store.alert.Alerts;
import dev.plumbline.store.alert.Channel;
import dev.plumbline.store.alert.Channel.Shape;
import dev.plumbline.store.alert.Channels;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Who;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each kind of alert by a real mail server, read back as a mail client reads it. */
@QuarkusTest
class AlertMailsTest {

  private static final Who TEST = Who.atShell("test");

  /** After all other tests of alerts, so that none of theirs is the same thing still. */
  private static final Instant NOW = Instant.parse("2027-02-23T12:00:00Z");

  @Inject Alerts alerts;
  @Inject Channels channels;
  @Inject Database database;
  @Inject DigestPost digests;

  private GreenMail mail;

  @BeforeEach
  void start() {
    mail = LocalMail.started();
    channels.active().forEach(one -> channels.end(TEST, one, NOW));
    alerts.mutes(NOW).forEach(one -> alerts.unmute(TEST, one, NOW));
    alerts.keep(Set.of(AlertKind.values()), List.of(), NOW.minus(Duration.ofDays(30)));
    send(NOW);
    channels.add(
        TEST,
        new Channel.Draft(
            Shape.MAIL, "kinds@alert-test.example", "", null, Limits.NONE, null, null),
        UUID.randomUUID().toString(),
        NOW);
  }

  @AfterEach
  void stop() {
    mail.stop();
    channels.active().forEach(one -> channels.end(TEST, one, NOW));
    database.write("delete from alert where raised_at >= ?", NOW);
  }

  private void send(Instant at) {
    new AlertReplica(
            database,
            new LocalMail(mail.getSmtp().getPort()),
            "127.0.0.1",
            digests,
            Clock.fixed(at, ZoneOffset.UTC))
        .round();
  }

  @Test
  void both_parts_of_each_kind_say_the_same() throws Exception {
    List<Found> all = RealAlerts.ofEveryKind().stream().map(AlertMailsTest::found).toList();
    List<Found> before = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Found one = all.get(i);
      before.add(one);
      Instant at = NOW.plus(Duration.ofMinutes(i));
      alerts.keep(Set.of(AlertKind.values()), before, at);
      send(at.plusSeconds(30));
      assertThat(mail.getReceivedMessages()).as(one.kind().wire()).hasSize(i + 1);
      said(mail.getReceivedMessages()[i], one);
    }
  }

  @Test
  void both_parts_of_a_mail_of_all_kinds_say_the_same() throws Exception {
    List<Found> all = RealAlerts.ofEveryKind().stream().map(AlertMailsTest::found).toList();
    alerts.keep(Set.of(AlertKind.values()), all, NOW);
    send(NOW.plusSeconds(30));
    assertThat(mail.getReceivedMessages()).hasSize(1);
    said(mail.getReceivedMessages()[0], all.toArray(Found[]::new));
  }

  private static void said(MimeMessage message, Found... all) throws Exception {
    MimeMultipart both = (MimeMultipart) message.getContent();
    String text = (String) both.getBodyPart(0).getContent();
    Document html = Jsoup.parse((String) both.getBodyPart(1).getContent());
    for (Found one : all) {
      assertThat(text).contains(one.says(), one.why(), one.href(), one.kind().title());
    }
    html.select("a[href]").forEach(link -> link.appendText(" " + link.attr("href") + " "));
    assertThat(words(html.body().text())).isEqualTo(words(text));
    assertThat(html.select("[src], link, script")).as("nothing is loaded").isEmpty();
    assertThat(message.getSubject()).hasSizeLessThan(200).doesNotContain("\n");
    assertThat(message.getHeader("List-Unsubscribe")).hasSize(1);
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split("[\\s\\u00a0]+"))
        .map(word -> word.replaceFirst("^(more|this|alerts):$", "$1"))
        // What divides the two links of the last line.
        .filter(word -> !word.isEmpty() && !word.equals("·"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Found found(Alert one) {
    return new Found(
        one.kind(), one.domain(), one.subject(), one.name(), one.says(), one.why(), one.href());
  }
}
