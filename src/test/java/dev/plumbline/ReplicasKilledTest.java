package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.alert.AlertReplica;
import dev.plumbline.digest.DigestReplica;
import dev.plumbline.digest.LocalMail;
import dev.plumbline.sink.SinkReplica;
import dev.plumbline.store.Database;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.alert.Alert.Found;
import dev.plumbline.store.alert.AlertKind;
import dev.plumbline.store.alert.Alerts;
import dev.plumbline.store.alert.Channel;
import dev.plumbline.store.alert.Channel.Shape;
import dev.plumbline.store.alert.Channels;
import dev.plumbline.store.digest.Rhythm;
import dev.plumbline.store.digest.Subscription;
import dev.plumbline.store.digest.Subscriptions;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Who;
import dev.plumbline.store.server.DatabaseAccess;
import dev.plumbline.store.server.DatabaseStartException;
import dev.plumbline.store.server.DirectDatabase;
import dev.plumbline.store.server.EmbeddedDatabase;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes that share a database send digests, alerts and what is stored; each is killed by
 * the system wherever it just is. {@code -Dplumbline.kills.processes=300} goes on for longer.
 */
class ReplicasKilledTest {

  private static final int ROUNDS = Integer.getInteger("plumbline.kills.processes", 3);
  private static final int DIGESTS = 6;
  private static final int ALERTS = 4;
  private static final int CHANNELS = 4;
  private static final int ROWS = 40;
  private static final int BATCH = 7;

  /** They come to their work after some of this time, and are done with it before its end. */
  private static final int LONGEST_LIFE_MILLIS = 2_500;

  private static final Who TEST = Who.atShell("test");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T09:00:00Z"), ZoneOffset.UTC);
  private static final Instant BEFORE = CLOCK.instant().minus(Duration.ofDays(2));
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private GreenMail mail;
  private HttpServer web;

  /** What was posted, by the number of the post; and each document, how often it was brought. */
  private final Map<String, List<JsonNode>> posted = new ConcurrentHashMap<>();

  private final Map<String, Integer> documents = new ConcurrentHashMap<>();

  @BeforeEach
  void start() throws IOException {
    mail = LocalMail.started();
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext("/", this::answer);
    web.start();
  }

  @AfterEach
  void stop() {
    mail.stop();
    web.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body;
    try {
      body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // Whoever asked was killed.
      exchange.close();
      return;
    }
    String said = "{}";
    if (exchange.getRequestURI().getPath().equals("/kills-rows/_bulk")) {
      Iterator<String> lines = body.lines().iterator();
      while (lines.hasNext()) {
        documents.merge(JSON.readTree(lines.next()).at("/index/_id").asText(), 1, Integer::sum);
        lines.next();
      }
      said = "{\"errors\":false,\"items\":[]}";
    } else {
      posted
          .computeIfAbsent(
              exchange.getRequestHeaders().getFirst("Plumbline-Id"), id -> new ArrayList<>())
          .add(JSON.readTree(body));
    }
    byte[] answer = said.getBytes(StandardCharsets.UTF_8);
    try {
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (IOException e) {
      // Whoever asked was killed.
    }
    exchange.close();
  }

  /** What one process works with. */
  private record Work(Database database, int mailPort, int webPort) {

    void once(int round) throws InterruptedException {
      new Alerts(database).keep(List.of(AlertKind.NEW_SENDER), found(round), CLOCK.instant());
      LocalMail mail = new LocalMail(mailPort);
      DigestReplica digests = new DigestReplica(database, mail, CLOCK);
      digests.round();
      new AlertReplica(database, mail, "127.0.0.1:" + webPort, digests.post(), CLOCK).round();
      URI url = URI.create("http://127.0.0.1:" + webPort);
      new SinkReplica(database, url, BATCH, CLOCK).round();
    }

    private static List<Found> found(int round) {
      List<Found> found = new ArrayList<>();
      for (int i = 0; i < ALERTS; i++) {
        found.add(
            new Found(
                AlertKind.NEW_SENDER,
                "kills-test.example",
                "sender %d of round %d".formatted(i, round),
                "Sender",
                "It is new.",
                "It sent.",
                "/"));
      }
      return found;
    }
  }

  /** A process that works until it is killed. */
  static final class Replica {
    public static void main(String[] arguments) throws Exception {
      DatabaseAccess access = new DatabaseAccess(arguments[0], arguments[1], arguments[2]);
      try (DirectDatabase database = connected(access)) {
        Work work =
            new Work(
                database.database(),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]));
        int round = Integer.parseInt(arguments[5]);
        System.out.println("ready");
        System.in.read();
        while (true) {
          work.once(round);
        }
      }
    }

    /** On a busy machine the database may be long in answering; whoever waits gives up. */
    private static DirectDatabase connected(DatabaseAccess access) throws InterruptedException {
      while (true) {
        try {
          return DirectDatabase.connect(access, "1min", () -> {});
        } catch (DatabaseStartException e) {
          Thread.sleep(500);
        }
      }
    }
  }

  private Process replica(DatabaseAccess access, Path log, int round) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Replica.class.getName(),
            access.url(),
            access.user(),
            access.password(),
            Integer.toString(mail.getSmtp().getPort()),
            Integer.toString(web.getAddress().getPort()),
            Integer.toString(round))
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  @Test
  void everything_goes_out_once_though_each_of_two_processes_is_killed() throws Exception {
    try (EmbeddedDatabase server = EmbeddedDatabase.open(folder.resolve("data"));
        DirectDatabase database = DirectDatabase.connectOrMake(server.access(), "1min", () -> {})) {
      Work work =
          new Work(database.database(), mail.getSmtp().getPort(), web.getAddress().getPort());
      channels(database.database());
      Random random = new Random(ROUNDS);
      for (int round = 0; round < ROUNDS; round++) {
        Path log = Files.createTempFile(folder, "replicas", ".log");
        List<Process> replicas =
            List.of(replica(server.access(), log, round), replica(server.access(), log, round));
        wanted(database.database(), round);
        for (Process one : replicas) {
          assertThat(one.inputReader().readLine())
              .as("round %d: %s", round, Files.readString(log))
              .isEqualTo("ready");
        }
        for (Process one : replicas) {
          one.outputWriter().write('\n');
          one.outputWriter().flush();
        }
        int first = random.nextInt(LONGEST_LIFE_MILLIS);
        int second = random.nextInt(LONGEST_LIFE_MILLIS);
        Thread.sleep(Math.min(first, second));
        kill(replicas.get(first < second ? 0 : 1));
        Thread.sleep(Math.abs(first - second));
        kill(replicas.get(first < second ? 1 : 0));
        timePasses(server.access());
        work.once(round);
        check(server.access(), round);
      }
    }
  }

  private static void kill(Process replica) throws InterruptedException {
    assertThat(replica.isAlive()).as("it was working").isTrue();
    replica.destroyForcibly();
    assertThat(replica.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private void channels(Database database) {
    Channels channels = new Channels(database);
    for (int i = 0; i < CHANNELS; i++) {
      boolean byMail = i % 2 == 0;
      channels.add(
          TEST,
          new Channel.Draft(
              byMail ? Shape.MAIL : Shape.JSON,
              byMail
                  ? "alerts" + i + "@kills-test.example"
                  : "http://127.0.0.1:" + web.getAddress().getPort() + "/" + i,
              byMail ? "" : "secret",
              null,
              Limits.NONE,
              null,
              null),
          "key" + i,
          BEFORE);
    }
  }

  /** Digests that are due, and reports. */
  private static void wanted(Database database, int round) {
    Subscriptions subscriptions = new Subscriptions(database);
    subscriptions.active().forEach(one -> subscriptions.end(TEST, one, CLOCK.instant()));
    for (int i = 0; i < DIGESTS; i++) {
      subscriptions.add(
          TEST,
          new Subscription.Draft(
              "digest" + i + "@kills-test.example",
              null,
              Limits.NONE,
              new Subscription.Timing(Rhythm.DAILY, 1, 7, ZoneOffset.UTC)),
          "round" + round + "-" + i,
          BEFORE);
    }
    MadeReport report = MadeReport.about("kills-test.example").withId("round " + round);
    for (int i = 1; i <= ROWS; i++) {
      report = report.with(MadeReport.row("198.51.100." + i, 1, true));
    }
    new IntakeStore(database, CLOCK, 1_000).record(MadeReport.item(), report.alone());
  }

  /** Until nobody waits for a process that is dead. */
  private static void timePasses(DatabaseAccess access) throws SQLException {
    try (Connection connection = connect(access);
        Statement statement = connection.createStatement()) {
      for (String table : List.of("digest_mail", "alert_post")) {
        statement.execute(
            "update %s set held_until = clock_timestamp() - interval '1 s' where held_until is not null"
                .formatted(table));
      }
      statement.execute("update lease set expires_at = clock_timestamp() - interval '1 s'");
    }
  }

  private void check(DatabaseAccess access, int round) throws Exception {
    int kills = 2 * (round + 1);
    Map<String, Integer> mails = new HashMap<>();
    for (MimeMessage one : mail.getReceivedMessages()) {
      mails.merge(one.getMessageID().replaceAll("[<>]|\\..*", ""), 1, Integer::sum);
    }
    assertThat(mails.values()).as("no mail comes twice").containsOnly(1);
    List<String> due = new ArrayList<>();
    due.addAll(rows(access, "select 'digest-' || id, state from digest_mail"));
    due.addAll(
        rows(
            access,
            "select 'alerts-' || p.id, state from alert_post p"
                + " join alert_channel c on c.id = p.channel_id where c.shape = 'mail'"));
    int unsure = 0;
    for (String row : due) {
      String[] parts = row.split(" ");
      assertThat(parts[1]).as(row).isIn("sent", "unsure");
      if (parts[1].equals("sent")) {
        assertThat(mails).as("it is not lost: " + row).containsKey(parts[0]);
      } else {
        unsure++;
      }
    }
    assertThat(rows(access, "select id from digest_mail")).hasSize(DIGESTS * (round + 1));
    assertThat(unsure).as("mails nobody knows about").isLessThanOrEqualTo(kills);
    checkPosts(access, round, kills);
    assertThat(documents).as("each row came").hasSize(ROWS * (round + 1));
    assertThat(documents.values().stream().mapToInt(times -> times - 1).sum())
        .as("rows that came again, under the same id")
        .isLessThanOrEqualTo(kills * BATCH);
  }

  private void checkPosts(DatabaseAccess access, int round, int kills) throws SQLException {
    Set<String> sent =
        Set.copyOf(
            rows(
                access,
                "select p.id from alert_post p join alert_channel c on c.id = p.channel_id"
                    + " where c.shape = 'json' and p.state = 'sent'"));
    assertThat(posted.keySet()).isEqualTo(sent);
    assertThat(posted.values().stream().mapToInt(times -> times.size() - 1).sum())
        .as("posts that came again, under the same number")
        .isLessThanOrEqualTo(kills);
    Map<String, Integer> told = new HashMap<>();
    posted
        .values()
        .forEach(
            times ->
                times
                    .get(0)
                    .path("alerts")
                    .forEach(one -> told.merge(one.path("subject").asText(), 1, Integer::sum)));
    assertThat(told).hasSize(ALERTS * (round + 1));
    assertThat(told.values()).as("each is told once to each").containsOnly(CHANNELS / 2);
  }

  private static Connection connect(DatabaseAccess access) throws SQLException {
    return DriverManager.getConnection(access.url(), access.user(), access.password());
  }

  private static List<String> rows(DatabaseAccess access, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect(access);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        rows.add(
            found.getMetaData().getColumnCount() == 1
                ? found.getString(1)
                : found.getString(1) + " " + found.getString(2));
      }
    }
    return rows;
  }
}
