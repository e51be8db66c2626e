package dev.plumbline.intake.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.FreePort;
import dev.plumbline.intake.Mails;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program, killed with SIGKILL between the end of a mail and its answer. {@code
 * -Dplumbline.crash.rounds=50} tries longer, {@code -Dplumbline.crash.seed} other moments.
 */
@Tag("crash")
class ListenerCrashIT {

  private static final Path PROGRAM = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final int ROUNDS = Integer.getInteger("plumbline.crash.rounds", 3);
  private static final long SEED = Long.getLong("plumbline.crash.seed", 20_261_128L);
  private static final int ROWS = 400;

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private EmbeddedDatabase database;
  private @Nullable Process program;
  private int port;

  @BeforeEach
  void start() throws IOException {
    if (!Files.exists(PROGRAM)) {
      System.out.println("SKIPPED: ListenerCrashIT needs " + PROGRAM);
    }
    assumeTrue(Files.exists(PROGRAM), "needs " + PROGRAM);
    database = EmbeddedDatabase.open(folder);
    port = FreePort.find();
  }

  @AfterEach
  void stop() throws Exception {
    kill();
    if (database != null) {
      database.close();
    }
  }

  @Test
  void killed_before_it_answers_it_loses_nothing_and_doubles_nothing() throws Exception {
    List<String> sent = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      String id = "listener-crash-" + round;
      sent.add(id);
      String mail =
          new String(Mails.largeReport(id, ROWS), StandardCharsets.ISO_8859_1)
              .replaceAll("\\r?\\n", "\r\n");
      program = run();
      try (SmtpClient client = connected()) {
        client.begin("EHLO", "dmarc@reports.example");
        client.send(mail + "\r\n.\r\n");
        // The first mail after a start takes longest.
        int millis = random.nextInt(round % 2 == 0 ? 400 : 1_500);
        TimeUnit.MILLISECONDS.sleep(millis);
        kill();
        System.out.printf("ListenerCrashIT round %d: killed after %d ms%n", round, millis);
      }
      program = run();
      try (SmtpClient client = connected()) {
        client.begin("EHLO", "dmarc@reports.example");
        assertThat(client.say(mail + "\r\n.")).startsWith("250 ");
      }
      kill();
    }
    assertThat(texts("select report_id from report")).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(texts("select sum(messages) from report_row"))
        .containsExactly(Long.toString(3L * ROWS * ROUNDS));
    assertThat(texts("select sum(messages) from daily_traffic"))
        .containsExactly(Long.toString(3L * ROWS * ROUNDS));
  }

  private Process run() throws IOException {
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
            plumbline.bounds.own-domains=intake.example
            plumbline.listener.smtp-port=%d
            plumbline.listener.recipients=dmarc@reports.example
            """
                .formatted(access.url(), access.user(), access.password(), port));
    return new ProcessBuilder(
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
  }

  private SmtpClient connected() throws Exception {
    for (int attempt = 0; ; attempt++) {
      try {
        return new SmtpClient(port);
      } catch (IOException e) {
        if (attempt > 900) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private void kill() throws InterruptedException {
    Process running = program;
    if (running != null) {
      running.destroyForcibly();
      running.waitFor();
    }
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
}
