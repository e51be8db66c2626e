package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.store.Leases;
import dev.plumbline.store.intake.LeftMessages;
import dev.plumbline.store.intake.MailboxState;
import dev.plumbline.store.intake.MailboxStates;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mailboxes that are read in the background, on a server that can IDLE. */
@QuarkusTest
class MailboxPollingTest {

  @Inject Intake intake;
  @Inject Mailboxes mailboxes;
  @Inject MailboxStates states;
  @Inject LeftMessages left;
  @Inject Leases leases;
  @Inject Clock clock;
  @Inject DataSource database;

  private final String name = "box-" + UUID.randomUUID();
  private Dovecot server;
  private MailClient client;

  @BeforeEach
  void start() throws Exception {
    boolean there = Files.isExecutable(Dovecot.PROGRAM);
    if (!there) {
      System.out.println("SKIPPED: MailboxPollingTest needs " + Dovecot.PROGRAM);
    }
    assumeTrue(there, "needs " + Dovecot.PROGRAM);
    server = new Dovecot("", '/', "");
    client = new MailClient(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void a_message_is_taken_at_once_where_the_server_tells_of_it() throws Exception {
    MailboxPolling polling = polling(server.port(), "1h");
    polling.start(new StartupEvent());
    try {
      await(() -> state().watched());
      assertThat(state().nextPollAt()).isAfter(clock.instant().plusSeconds(1_000));
      for (int i = 1; i <= 3; i++) {
        client.deliver(Mails.letter("news " + i));
        int expected = i;
        await(() -> client.subjects("Plumbline/Not a report").size() == expected);
      }
    } finally {
      long before = System.nanoTime();
      polling.stop(new ShutdownEvent());
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void a_watch_that_is_cut_is_followed_by_another() throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(server.port())) {
      MailboxPolling polling = polling(proxy.port(), "2s");
      polling.start(new StartupEvent());
      try {
        await(() -> state().watched());
        proxy.cut();
        client.deliver(Mails.letter("after the cut"));
        await(() -> client.subjects("Plumbline/Not a report").size() == 1);
        assertThat(state().lastError()).isNull();
        await(() -> state().watched());
      } finally {
        polling.stop(new ShutdownEvent());
      }
    }
  }

  @Test
  void of_two_readers_of_one_mailbox_one_reads_and_the_other_follows_when_it_stops()
      throws Exception {
    MailboxPolling first = polling(server.port(), "1s");
    MailboxPolling second = polling(server.port(), "1s");
    first.start(new StartupEvent());
    second.start(new StartupEvent());
    try {
      for (int delivery = 0; delivery < 5; delivery++) {
        int from = delivery * 10;
        client.deliver(
            IntStream.range(from, from + 10)
                .mapToObj(i -> Mails.report(name + "-" + i))
                .toArray(byte[][]::new));
      }
      await(() -> client.everything("INBOX").isEmpty());
      String reader = state().reader();
      MailboxPolling reading = reader.equals(first.process()) ? first : second;
      reading.stop(new ShutdownEvent());
      client.deliver(Mails.letter("for the other one"));
      await(() -> client.subjects("Plumbline/Not a report").size() == 1);
      assertThat(state().reader()).isNotEqualTo(reader);
    } finally {
      first.stop(new ShutdownEvent());
      second.stop(new ShutdownEvent());
    }
    assertThat(client.everything("Plumbline/Done")).hasSize(50).doesNotHaveDuplicates();
    assertThat(number("select count(*) from intake_log where channel = 'mailbox:" + name + "'"))
        .isEqualTo(51);
    assertThat(number("select count(*) from report where report_id like '" + name + "-%'"))
        .isEqualTo(50);
  }

  private MailboxPolling polling(int port, String interval) {
    Map<String, String> settings = new HashMap<>();
    String prefix = "plumbline.mailboxes." + name + ".";
    settings.put(prefix + "host", "127.0.0.1");
    settings.put(prefix + "port", Integer.toString(port));
    settings.put(prefix + "tls", "none");
    settings.put(prefix + "user", MailClient.USER);
    settings.put(prefix + "password", MailClient.PASSWORD);
    settings.put(prefix + "interval", interval);
    return new MailboxPolling(
        Accounts.settings(settings),
        mailboxes,
        intake,
        states,
        left,
        leases,
        clock,
        Duration.ofSeconds(4),
        true);
  }

  private MailboxState state() {
    return states.all().stream()
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElse(new MailboxState(name, null, null, null, null, 0, null, false, null, null, null));
  }

  private long number(String sql) throws Exception {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    for (int attempt = 0; attempt < 300 && !condition.call(); attempt++) {
      Thread.sleep(100);
    }
    assertThat(condition.call()).isTrue();
  }
}
