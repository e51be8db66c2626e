package dev.plumbline.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import dev.plumbline.digest.MailServer.Answer;
import dev.plumbline.store.Outbox;
import dev.plumbline.store.Table;
import dev.plumbline.store.digest.DigestMails;
import dev.plumbline.store.digest.DigestMails.Claimed;
import dev.plumbline.store.digest.Rhythm;
import dev.plumbline.store.digest.Subscription;
import dev.plumbline.store.digest.Subscription.Timing;
import dev.plumbline.store.digest.Subscriptions;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Who;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two processes that are stopped at any step while they send: no mail goes out twice, and none is
 * lost that the server could not have taken. {@code -Dplumbline.kills=300} goes on for longer.
 */
@QuarkusTest
class KillsTest {

  private static final int ROUNDS = Integer.getInteger("plumbline.kills", 6);
  private static final int MAILS = 12;
  private static final Who TEST = Who.atShell("test");
  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

  /** Short, so that others soon take over what a process left. */
  private static final Duration HELD = Duration.ofSeconds(2);

  @Inject Subscriptions subscriptions;
  @Inject DigestMails mails;
  @Inject DataSource database;

  private GreenMail server;

  /** Where a process ends. */
  private enum End {
    BEFORE_IT_CONNECTS,
    BEFORE_IT_SAYS_SO,
    BEFORE_THE_MAIL_ENDS,
    AFTER_THE_SERVER_TOOK_IT,
    NOT
  }

  /** Stands for the end of a process. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  void start() {
    server = LocalMail.started();
    subscriptions.active().forEach(one -> subscriptions.end(TEST, one, NOW));
  }

  @AfterEach
  void stop() {
    server.stop();
    subscriptions.active().forEach(one -> subscriptions.end(TEST, one, NOW));
  }

  @Test
  void no_mail_goes_out_twice_and_none_is_lost_wherever_processes_end() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Subscription one = subscription(round);
      for (int i = 0; i < MAILS; i++) {
        mails.want(one.id(), LocalDate.of(2026, 1, 1).plusDays(i).toString(), NOW);
      }
      Map<String, End> ends = new HashMap<>();
      ExecutorService both = Executors.newFixedThreadPool(2);
      try {
        List<Future<?>> running = new ArrayList<>();
        for (int process = 0; process < 2; process++) {
          Random random = new Random(round * 2L + process);
          running.add(both.submit(() -> process(random, ends)));
        }
        for (Future<?> process : running) {
          process.get(120, TimeUnit.SECONDS);
        }
      } finally {
        both.shutdownNow();
      }
      Thread.sleep(HELD.plusMillis(200).toMillis());
      process(null, ends);
      Map<String, Long> got = new HashMap<>();
      for (MimeMessage mail : server.getReceivedMessages()) {
        got.merge(mail.getMessageID(), 1L, Long::sum);
      }
      for (String row :
          Table.rows(database, "select id, state from digest_mail where digest_id = " + one.id())) {
        String[] parts = row.split(" ");
        long times = got.getOrDefault("<kill-" + parts[0] + "@digest-test.example>", 0L);
        assertThat(times).as("mail %s, %s", row, ends.get(parts[0])).isLessThanOrEqualTo(1);
        assertThat(parts[1]).as("mail %s", row).isIn("sent", "unsure");
        assertThat(parts[1].equals("sent") && times == 0).as("mail %s is lost", row).isFalse();
        if (parts[1].equals("unsure")) {
          assertThat(ends.get(parts[0]))
              .as("nobody knows only where the server could have taken it")
              .isIn(End.BEFORE_THE_MAIL_ENDS, End.AFTER_THE_SERVER_TOOK_IT);
        }
      }
      subscriptions.end(TEST, one, NOW);
    }
  }

  private Subscription subscription(int round) {
    String address = "kill" + round + "@digest-test.example";
    String key = UUID.randomUUID().toString();
    subscriptions.add(
        TEST,
        new Subscription.Draft(
            address,
            null,
            Limits.of(List.of("kills.digest-test.example"), List.of()),
            new Timing(Rhythm.DAILY, 1, 7, ZoneOffset.UTC)),
        key,
        NOW);
    return subscriptions.byKey(key).orElseThrow();
  }

  /** Sends what there is, as a process that is started again whenever it was stopped. */
  private void process(@Nullable Random random, Map<String, End> ends) {
    for (Optional<Claimed> mail = mails.claim(HELD); mail.isPresent(); mail = mails.claim(HELD)) {
      End end = random == null ? End.NOT : End.values()[random.nextInt(End.values().length)];
      String id = Long.toString(mail.get().claim().id());
      synchronized (ends) {
        if (end != End.NOT) {
          ends.put(id, end);
        }
      }
      try {
        send(mail.get(), end);
      } catch (Killed e) {
        // The next one goes on.
      }
    }
  }

  private void send(Claimed mail, End end) {
    Outbox outbox = mails.outbox();
    if (end == End.BEFORE_IT_CONNECTS) {
      throw new Killed();
    }
    Letter letter =
        Letter.of(
            new Letter.Content("Subject", "Text", "<p>Text</p>", "digest"),
            new Letter.Envelope(
                "plumbline@digest-test.example",
                "kills@digest-test.example",
                "kill-" + mail.claim().id(),
                NOW,
                null));
    Answer answer =
        new MailServer(new LocalMail(server.getSmtp().getPort()))
            .send(
                letter,
                () -> {
                  if (end == End.BEFORE_IT_SAYS_SO) {
                    throw new Killed();
                  }
                  boolean may = outbox.handing(mail.claim(), "Subject", HELD);
                  if (end == End.BEFORE_THE_MAIL_ENDS) {
                    throw new Killed();
                  }
                  return may;
                });
    if (end == End.AFTER_THE_SERVER_TOOK_IT) {
      throw new Killed();
    }
    Postage.settle(outbox, mail.claim(), mail.claim().attempt(), answer);
  }
}
