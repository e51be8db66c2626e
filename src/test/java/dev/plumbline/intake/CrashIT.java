package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.store.server.DatabaseAccess;
import dev.plumbline.store.server.EmbeddedDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged program, killed with SIGKILL while it takes mail in from a real IMAP server into a
 * real database. {@code -Dplumbline.crash.rounds=500} tries longer, {@code -Dplumbline.crash.seed}
 * other moments.
 */
@Tag("crash")
class CrashIT {

  private static final Path PROGRAM = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final int ROUNDS = Integer.getInteger("plumbline.crash.rounds", 4);
  private static final long SEED = Long.getLong("plumbline.crash.seed", 20_261_123L);
  private static final int LARGE_REPORT_ROWS = 400;

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final List<String> reports = new ArrayList<>();
  private final List<String> letters = new ArrayList<>();
  private final List<Process> started = new ArrayList<>();
  private int broken;

  private EmbeddedDatabase database;
  private CuttingProxy databaseProxy;

  @BeforeEach
  void start() throws IOException {
    for (Path needed : List.of(Dovecot.PROGRAM, PROGRAM)) {
      if (!Files.exists(needed)) {
        System.out.println("SKIPPED: CrashIT needs " + needed);
      }
      assumeTrue(Files.exists(needed), "needs " + needed);
    }
    database = EmbeddedDatabase.open(folder);
    databaseProxy = new CuttingProxy(port(database.access()));
  }

  @AfterEach
  void stop() throws Exception {
    for (Process process : started) {
      kill(process);
    }
    if (database != null) {
      databaseProxy.close();
      database.close();
    }
  }

  /** With MOVE, and with what older servers have: UIDPLUS, or not even that. */
  @ParameterizedTest
  @ValueSource(strings = {"", "IMAP4rev1 NAMESPACE UIDPLUS", "IMAP4rev1 NAMESPACE"})
  void killed_at_any_step_it_loses_nothing_and_doubles_nothing(String capability) throws Exception {
    try (Dovecot server = new Dovecot("", '/', capability);
        CuttingProxy mailProxy = new CuttingProxy(server.port())) {
      MailClient client = new MailClient(server.port());
      deliver(client);
      databaseProxy.arm(Integer.MAX_VALUE, false, () -> {});
      long began = System.nanoTime();
      Process first = program(mailProxy.port(), databaseProxy.port());
      awaitEmpty(client, first);
      final long millis = (System.nanoTime() - began) / 1_000_000;
      final int mailRequests = mailProxy.requests();
      final int databaseRequests = databaseProxy.requests();
      kill(first);

      for (int round = 0; round < ROUNDS; round++) {
        deliver(client);
        Process process = program(mailProxy.port(), databaseProxy.port());
        Runnable death = () -> kill(process);
        boolean answered = random.nextBoolean();
        mailProxy.disarm();
        databaseProxy.disarm();
        String moment;
        switch (round % 4) {
          case 0, 1 -> {
            int request = 1 + random.nextInt(mailRequests);
            mailProxy.arm(request, answered, death);
            moment = "mail server, request " + request;
          }
          case 2 -> {
            // The first ones are those of the start.
            int request = databaseRequests - random.nextInt(databaseRequests / 3);
            databaseProxy.arm(request, answered, death);
            moment = "database, request " + request;
          }
          default -> {
            long after = millis / 3 + random.nextInt((int) millis);
            process.waitFor(after, TimeUnit.MILLISECONDS);
            death.run();
            moment = after + " ms";
          }
        }
        System.out.printf("CrashIT round %d: killed at %s, %s%n", round, moment, answered);
        await(120, () -> !process.isAlive() || client.everything("INBOX").isEmpty());
        kill(process);
      }
      mailProxy.disarm();
      databaseProxy.disarm();
      Process last = program(mailProxy.port(), databaseProxy.port());
      awaitEmpty(client, last);
      assertEverythingOnce(client);
    }
  }

  @Test
  void of_two_processes_one_goes_on_when_the_other_is_killed() throws Exception {
    try (Dovecot server = new Dovecot("", '/', "")) {
      MailClient client = new MailClient(server.port());
      int databasePort = port(database.access());
      Process one = program(server.port(), databasePort);
      await(120, () -> number("select count(*) from pg_tables where tablename = 'lease'") == 1);
      Process other = program(server.port(), databasePort);
      for (int delivery = 0; delivery < 10; delivery++) {
        deliver(client);
      }
      awaitEmpty(client, one);
      long entries = number("select count(*) from intake_log");
      assertThat(entries).as("each message was taken by one of them").isEqualTo(40);

      for (int delivery = 0; delivery < 10; delivery++) {
        deliver(client);
      }
      await(60, () -> number("select count(*) from intake_log") >= entries + 3);
      Process reader = reader().equals(Long.toString(one.pid())) ? one : other;
      Process standby = reader == one ? other : one;
      kill(reader);
      long died = System.nanoTime();
      await(60, () -> reader().equals(Long.toString(standby.pid())));
      long takeover = (System.nanoTime() - died) / 1_000_000;
      System.out.printf("CrashIT: taken over after %d ms with a lease of 2 s%n", takeover);
      assertThat(takeover).isLessThan(15_000);
      awaitEmpty(client, standby);
      assertEverythingOnce(client);
      assertThat(number("select count(*) from intake_log"))
          .as("at most one batch was met twice")
          .isBetween(80L, 80L + 25L);
    }
  }

  @Test
  void a_database_that_stops_and_starts_again_needs_no_hand() throws Exception {
    try (Dovecot server = new Dovecot("", '/', "")) {
      MailClient client = new MailClient(server.port());
      Process process = program(server.port(), port(database.access()));
      deliver(client);
      awaitEmpty(client, process);
      for (int stop = 0; stop < 2; stop++) {
        for (int delivery = 0; delivery < 5; delivery++) {
          deliver(client);
        }
        Thread.sleep(random.nextInt(1_500));
        database.close();
        deliver(client);
        Thread.sleep(3_000);
        assertThat(client.everything("INBOX")).isNotEmpty();
        assertThat(process.isAlive()).isTrue();
        database = EmbeddedDatabase.open(folder);
        awaitEmpty(client, process);
      }
      assertEverythingOnce(client);
    }
  }

  /**
   * Three processes share the mailbox and the database, and are killed in turn. {@code
   * -Dplumbline.crash.mails=400 -Dplumbline.crash.kills=50} is the long form.
   */
  @Test
  void of_three_processes_any_may_be_killed_at_any_time() throws Exception {
    int kills = Integer.getInteger("plumbline.crash.kills", 3);
    int deliveries = Math.max(1, Integer.getInteger("plumbline.crash.mails", 48) / 4 / kills);
    try (Dovecot server = new Dovecot("", '/', "")) {
      MailClient client = new MailClient(server.port());
      int databasePort = port(database.access());
      List<Process> three = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        three.add(program(server.port(), databasePort));
      }
      await(180, () -> number("select count(*) from pg_tables where tablename = 'replica'") == 1);
      await(120, () -> number("select count(*) from replica") == 3);
      long longest = 0;
      for (int kill = 0; kill < kills; kill++) {
        for (int delivery = 0; delivery < deliveries; delivery++) {
          deliver(client);
        }
        Thread.sleep(random.nextInt(1_500));
        kill(three.remove(random.nextInt(three.size())));
        // Of those that are left, both may be starting still: nobody can take over before one has.
        await(120, () -> three.stream().anyMatch(this::hasStarted));
        long left = System.nanoTime();
        await(
            60, () -> three.stream().anyMatch(one -> Long.toString(one.pid()).equals(readerNow())));
        longest = Math.max(longest, (System.nanoTime() - left) / 1_000_000);
        three.add(program(server.port(), databasePort));
      }
      System.out.printf(
          "CrashIT: %d kills of three processes, the mailbox had no reader for %d ms at most%n",
          kills, longest);
      assertThat(longest).as("with a lease of 2 s").isLessThan(15_000);
      awaitEmpty(client, three.get(0));
      assertEverythingOnce(client);
      await(60, () -> number("select count(*) from open_report") == 0);
      assertThat(number("select sum(messages) from counted_day"))
          .isEqualTo(number("select sum(messages) from report_row"));
    }
  }

  private boolean hasStarted(Process process) {
    try {
      return number(
              "select count(*) from replica where split_part(name, ':', 2) = '%d'"
                  .formatted(process.pid()))
          > 0;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String readerNow() {
    try {
      return reader();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Mail comes in without a pause while the database is started again and again. {@code
   * -Dplumbline.soak.seconds=3600 -Dplumbline.soak.restarts=10} is an hour of it.
   */
  @Test
  void long_work_leaves_nothing_open() throws Exception {
    int seconds = Integer.getInteger("plumbline.soak.seconds", 30);
    int restarts = Integer.getInteger("plumbline.soak.restarts", 1);
    try (Dovecot server = new Dovecot("", '/', "")) {
      MailClient client = new MailClient(server.port());
      Process process = program(server.port(), port(database.access()));
      for (int warmUp = 0; warmUp < 5; warmUp++) {
        deliver(client);
      }
      awaitEmpty(client, process);
      long files = openFiles(process);
      for (int part = 0; part <= restarts; part++) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds / (restarts + 1));
        while (System.nanoTime() < end) {
          deliver(client);
          Thread.sleep(200);
        }
        if (part < restarts) {
          database.close();
          Thread.sleep(1_000);
          database = EmbeddedDatabase.open(folder);
        }
        awaitEmpty(client, process);
        System.out.printf(
            "CrashIT soak: %d reports, %d open files, %d KiB in memory, %d connections%n",
            reports.size(), openFiles(process), memory(process), connections());
      }
      assertEverythingOnce(client);
      assertThat(connections()).as("as many as the pool may have, and ours").isLessThan(22);
      assertThat(openFiles(process)).as("at the start: " + files).isLessThan(files + 40);
      assertThat(memory(process)).as("KiB, with a heap of 256 MiB").isLessThan(900_000);
    }
  }

  private long connections() throws Exception {
    return number(
        "select count(*) from pg_stat_activity where datname = current_database()"
            + " and backend_type = 'client backend'");
  }

  private static long openFiles(Process process) throws IOException {
    try (var files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return files.count();
    }
  }

  private static long memory(Process process) throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }

  /** Two reports, a letter and something broken. */
  private void deliver(MailClient client) throws Exception {
    String id = "crash-" + reports.size();
    letters.add("hello " + id);
    client.deliver(
        Mails.report(id),
        Mails.letter("hello " + id),
        Mails.largeReport(id + "-large", LARGE_REPORT_ROWS),
        Mails.brokenReport());
    reports.add(id);
    reports.add(id + "-large");
    broken++;
  }

  private void assertEverythingOnce(MailClient client) throws Exception {
    assertThat(client.everything("INBOX")).isEmpty();
    assertThat(client.everything("Plumbline/Done"))
        .containsExactlyInAnyOrderElementsOf(
            reports.stream().map(id -> "Report Domain: intake.example Report-ID: " + id).toList());
    assertThat(client.everything("Plumbline/Not a report"))
        .containsExactlyInAnyOrderElementsOf(letters);
    assertThat(client.everything("Plumbline/Rejected")).hasSize(broken);
    assertThat(texts("select report_id from report")).containsExactlyInAnyOrderElementsOf(reports);
    long rows = (reports.size() / 2) * (1L + LARGE_REPORT_ROWS);
    assertThat(number("select count(*) from report_row")).isEqualTo(rows);
    assertThat(number("select sum(messages) from report_row")).isEqualTo(3 * rows);
    assertThat(number("select sum(messages) from daily_traffic")).isEqualTo(3 * rows);
    assertThat(number("select count(*) from intake_log where outcome = 'stored'"))
        .isEqualTo(reports.size());
    assertThat(number("select count(*) from report_conflict")).isZero();
  }

  private Process program(int mailPort, int databasePort) throws IOException {
    DatabaseAccess access = database.access();
    Path home = Files.createTempDirectory(folder, "home");
    Path settings =
        Files.writeString(
            home.resolve("plumbline.properties"),
            """
            plumbline.http.port=0
            plumbline.db.url=%s
            plumbline.db.user=%s
            plumbline.db.password=%s
            plumbline.dns.servers=none
            plumbline.lease-time=2s
            plumbline.mailboxes.main.host=127.0.0.1
            plumbline.mailboxes.main.port=%d
            plumbline.mailboxes.main.tls=none
            plumbline.mailboxes.main.user=%s
            plumbline.mailboxes.main.password=%s
            plumbline.mailboxes.main.interval=2s
            """
                .formatted(
                    access.url().replaceFirst(":\\d+/", ":" + databasePort + "/"),
                    access.user(),
                    access.password(),
                    mailPort,
                    MailClient.USER,
                    MailClient.PASSWORD));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dplumbline.home=" + home,
                "-Dplumbline.config=" + settings,
                "-jar",
                PROGRAM.toString(),
                "serve")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start();
    started.add(process);
    return process;
  }

  private static void kill(Process process) {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEmpty(MailClient client, Process process) throws Exception {
    await(
        180,
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("The program ended: " + logs());
          }
          return client.everything("INBOX").isEmpty();
        });
  }

  private void await(int seconds, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + seconds + " s; the program said: " + logs());
      }
      Thread.sleep(100);
    }
  }

  private String logs() throws IOException {
    StringBuilder text = new StringBuilder();
    try (var homes = Files.newDirectoryStream(folder, "home*")) {
      for (Path home : homes) {
        List<String> lines = Files.readAllLines(home.resolve("log"), StandardCharsets.UTF_8);
        text.append(String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size())));
        text.append("\n--\n");
      }
    }
    return text.toString();
  }

  /** The number of the process that reads the mailbox; empty if none does yet. */
  private String reader() throws Exception {
    List<String> holders = texts("select holder from lease where expires_at > clock_timestamp()");
    return holders.isEmpty() ? "" : holders.get(0).split(":")[1];
  }

  private long number(String sql) throws Exception {
    return Long.parseLong(texts(sql).get(0));
  }

  private List<String> texts(String sql) throws Exception {
    DatabaseAccess access = database.access();
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (row.next()) {
        texts.add(row.getString(1));
      }
      return texts;
    }
  }

  private static int port(DatabaseAccess access) {
    return Integer.parseInt(access.url().replaceFirst(".*:(\\d+)/.*", "$1"));
  }
}
