package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.plumbline.intake.MailboxPoller.Turn;
import dev.plumbline.intake.imap.ImapMailboxes;
import dev.plumbline.mime.Limits;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.store.Leases;
import dev.plumbline.store.intake.IntakeEntry;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.LearntDomains;
import dev.plumbline.store.intake.LeftMessages;
import dev.plumbline.store.intake.MailboxState;
import dev.plumbline.store.intake.MailboxStates;
import dev.plumbline.store.intake.Outcome;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An IMAP server and a database, both real: from the inbox to the rows and the folders. */
@QuarkusTest
class ImapIntakeTest {

  private static final Turn NEVER_ENDING = Turn.until(() -> false);
  private static final Duration LEASE_TIME = Duration.ofSeconds(30);

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));

  @Inject Intake intake;
  @Inject Mailboxes mailboxes;
  @Inject IntakeStore store;
  @Inject LearntDomains learnt;
  @Inject ReportAddresses addresses;
  @Inject Event<IntakeStored> stored;
  @Inject Clock clock;
  @Inject IntakeQueries queries;
  @Inject MailboxStates states;
  @Inject LeftMessages left;
  @Inject Leases leases;
  @Inject DataSource database;

  private MailClient client;

  @BeforeEach
  void start() {
    server.start();
    server.setUser(MailClient.USER, MailClient.USER, MailClient.PASSWORD);
    client = new MailClient(server.getImap().getPort());
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void every_message_goes_to_the_folder_of_its_outcome() throws Exception {
    client.deliver(
        Mails.report("folders-1"),
        Mails.letter("hello"),
        Mails.brokenReport(),
        Mails.tlsReport(),
        Mails.report("folders-2"));
    var result = poller(intake, port()).poll();

    assertThat(result.taken()).isEqualTo(5);
    assertThat(result.waiting()).isZero();
    assertThat(client.everything("INBOX")).isEmpty();
    assertThat(client.subjects("Plumbline.Done")).hasSize(2);
    assertThat(client.subjects("Plumbline.Not a report")).containsExactly("hello");
    assertThat(client.subjects("Plumbline.Rejected")).containsExactly("broken", "tls");
    assertThat(newest("tls").reason())
        .isEqualTo(
            "The TLS report does not say which domain's policy it is about (policy-domain).");
    assertThat(newest("tls").sizeBytes()).isPositive();
  }

  @Test
  void messages_stay_unread() throws Exception {
    client.deliver(Mails.report("unread-1"));
    poller(intake, port()).poll();
    assertThat(client.everything("Plumbline.Done"))
        .containsExactly("Report Domain: intake.example Report-ID: unread-1");
  }

  @Test
  void a_message_whose_commit_fails_stays_in_the_inbox_until_the_database_is_back()
      throws Exception {
    client.deliver(Mails.report("before"), Mails.letter("doomed"), Mails.report("after"));
    MailboxPoller poller = poller(intake, port());
    try (var failing = new FailingDatabase(database, "doomed", FailingDatabase.SHUTTING_DOWN)) {
      var result = poller.poll();
      assertThat(result.waiting()).isEqualTo(1);
      assertThat(result.trouble()).contains("database");
      assertThat(client.everything("INBOX")).containsExactly("doomed");
      assertThat(client.subjects("Plumbline.Done")).hasSize(2);
    }
    poller.poll();
    assertThat(client.everything("INBOX")).isEmpty();
    assertThat(client.subjects("Plumbline.Not a report")).containsExactly("doomed");
  }

  @Test
  void an_error_of_ours_rejects_one_message_with_its_bytes() throws Exception {
    client.deliver(Mails.report("nonsense"), Mails.report("fine"));
    try (var failing = new FailingDatabase(database, "%%nonsense", FailingDatabase.NONSENSE)) {
      poller(intake, port()).poll();
    }
    assertThat(client.subjects("Plumbline.Done")).hasSize(1);
    assertThat(client.subjects("Plumbline.Rejected")).hasSize(1);
    IntakeEntry entry = newest("Report Domain: intake.example Report-ID: nonsense");
    assertThat(entry.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(entry.reason()).contains("error in Plumbline");
    assertThat(entry.sizeBytes()).isEqualTo(Mails.report("nonsense").length);
  }

  @Test
  void a_message_that_comes_again_is_a_duplicate_and_done() throws Exception {
    client.deliver(Mails.report("again"));
    poller(intake, port()).poll();
    client.deliver(Mails.report("again"));
    poller(intake, port()).poll();
    assertThat(client.everything("INBOX")).isEmpty();
    assertThat(client.subjects("Plumbline.Done")).hasSize(2);
    assertThat(newest("Report Domain: intake.example Report-ID: again").outcome())
        .isEqualTo(Outcome.DUPLICATE);
  }

  @Test
  void a_connection_cut_while_a_report_is_stored_loses_nothing() throws Exception {
    client.deliver(Mails.report("cut-1"), Mails.report("cut-2"), Mails.report("cut-3"));
    try (CuttingProxy proxy = new CuttingProxy(port())) {
      Intake slow =
          new Intake(
              store,
              stored,
              clock,
              Limits.DEFAULT,
              new AggregateReportParser(),
              Bounds.USUAL,
              learnt,
              addresses,
              false,
              Optional.empty(),
              false,
              Trust.blind(),
              OwnMail.NONE) {
            @Override
            public List<ItemOutcome> takeAll(List<Incoming> items) {
              List<ItemOutcome> outcomes = super.takeAll(items);
              proxy.cut();
              return outcomes;
            }
          };
      assertThat(poller(slow, proxy.port()).poll().taken()).isEqualTo(3);
    }
    assertThat(client.everything("INBOX")).isEmpty();
    assertThat(client.subjects("Plumbline.Done")).hasSize(3);
    assertThat(newest("Report Domain: intake.example Report-ID: cut-2").outcome())
        .isEqualTo(Outcome.STORED);
  }

  @Test
  void more_messages_than_a_batch_are_all_taken() throws Exception {
    client.deliver(
        IntStream.range(0, 12).mapToObj(i -> Mails.letter("letter " + i)).toArray(byte[][]::new));
    assertThat(poller(intake, port()).poll().taken()).isEqualTo(12);
    assertThat(client.subjects("Plumbline.Not a report")).hasSize(12);
  }

  @Test
  void a_large_message_arrives_byte_for_byte() throws Exception {
    byte[] large = Mails.letter("large " + "x".repeat(100) + "\r\n\r\n" + "y\r\n".repeat(900_000));
    client.deliver(large);
    poller(intake, port()).poll();
    List<IntakeEntry> entries = queries.entries(null, 0, 1).items();
    assertThat(entries.get(0).sizeBytes()).isGreaterThan(2_500_000);
    assertThat(client.everything("INBOX")).isEmpty();
  }

  @Test
  void a_message_over_the_limit_is_put_aside_with_the_name_of_the_limit() throws Exception {
    client.deliver(Mails.letter("much too long"), Mails.report("small"));
    Limits few = new Limits(100, 100, 100, 2, 100, 1, 1, 1, 1);
    poller(
            new Intake(
                store,
                stored,
                clock,
                few,
                new AggregateReportParser(),
                Bounds.USUAL,
                learnt,
                addresses,
                false,
                Optional.empty(),
                false,
                Trust.blind(),
                OwnMail.NONE),
            port())
        .poll();
    assertThat(client.subjects("Plumbline.Rejected")).contains("much too long");
    IntakeEntry entry = newest("much too long");
    assertThat(entry.limit()).isEqualTo("message-bytes");
    assertThat(entry.sizeBytes()).isNull();
    assertThat(entry.reason()).contains("not fetched");
  }

  @Test
  void a_broken_mailbox_is_said_to_be_and_does_not_stop_another() throws Exception {
    client.deliver(Mails.report("two-mailboxes"));
    Map<String, String> settings = new HashMap<>();
    for (String name : List.of("broken", "works")) {
      String prefix = "plumbline.mailboxes." + name + ".";
      settings.put(prefix + "host", "127.0.0.1");
      settings.put(prefix + "port", Integer.toString(name.equals("works") ? port() : 1));
      settings.put(prefix + "tls", "none");
      settings.put(prefix + "user", MailClient.USER);
      settings.put(prefix + "password", MailClient.PASSWORD);
      settings.put(prefix + "interval", "1s");
    }
    MailboxPolling polling =
        new MailboxPolling(
            Accounts.settings(settings),
            mailboxes,
            intake,
            states,
            left,
            leases,
            clock,
            LEASE_TIME,
            true);
    polling.start(new StartupEvent());
    try {
      await(() -> state("works").filter(state -> state.taken() == 1).isPresent());
      await(() -> state("broken").filter(state -> state.lastError() != null).isPresent());
    } finally {
      polling.stop(new ShutdownEvent());
    }
    assertThat(state("works").orElseThrow().lastError()).isNull();
    assertThat(state("works").orElseThrow().waiting()).isZero();
    assertThat(state("broken").orElseThrow().lastError())
        .contains("127.0.0.1:1 cannot be reached for mailbox \"broken\"");
    assertThat(client.everything("INBOX")).isEmpty();
  }

  private Optional<MailboxState> state(String name) {
    return states.all().stream().filter(state -> state.name().equals(name)).findFirst();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int attempt = 0; attempt < 300 && !condition.getAsBoolean(); attempt++) {
      Thread.sleep(100);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private IntakeEntry newest(String name) {
    return queries.entries(null, 0, 50).items().stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private int port() {
    return server.getImap().getPort();
  }

  private static MailboxPoller poller(Intake intake, int port) {
    return new MailboxPoller(
        account(port), () -> ImapMailboxes.open(account(port)), intake, NEVER_ENDING);
  }

  private static MailboxAccount account(int port) {
    return Accounts.of(
        "host",
        "127.0.0.1",
        "port",
        Integer.toString(port),
        "tls",
        "none",
        "user",
        MailClient.USER,
        "password",
        MailClient.PASSWORD,
        "batch-size",
        "5");
  }
}
