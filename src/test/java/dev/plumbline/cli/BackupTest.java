package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.store.server.DatabaseAccess;
import dev.plumbline.store.server.DirectDatabase;
import dev.plumbline.store.server.EmbeddedDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of one database, restored into another, by the commands that people type. */
class BackupTest {

  /** The newest tables of a version before failure reports, people and the feed. */
  private static final int EARLIER = 21;

  private static final List<String> FIGURES =
      List.of(
          "select d.name, count(*), sum(r.message_count) from report r join domain d on d.id ="
              + " r.domain_id group by d.name order by d.name",
          "select d.name, count(*), sum(t.messages) from report_row t join domain d on d.id ="
              + " t.domain_id group by d.name order by d.name",
          "select d.name, sum(t.messages) from daily_traffic t join domain d on d.id = t.domain_id"
              + " group by d.name order by d.name",
          "select d.name, sum(t.reports), sum(t.messages) from counted_day t join domain d on d.id"
              + " = t.domain_id group by d.name order by d.name",
          "select count(*), sum(reports) from failure_incident",
          "select count(*), count(distinct content_sha256) from tls_report",
          "select count(*), count(distinct sha256) from raw_payload join raw_content using (sha256)");

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream systemOut = System.out;
  private final PrintStream systemErr = System.err;
  private static EmbeddedDatabase server;
  private Path file;

  @BeforeAll
  static void startServer(@TempDir Path data) {
    server = EmbeddedDatabase.open(data);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void start() throws SQLException {
    for (String database : List.of("one", "other")) {
      execute("plumbline", "drop database if exists " + database + " with (force)");
      execute("plumbline", "create database " + database);
    }
    file = folder.resolve("backup.zip");
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    System.setOut(systemOut);
    System.setErr(systemErr);
    for (String name : List.of("url", "user", "password")) {
      System.clearProperty("plumbline.db." + name);
    }
  }

  @Test
  void a_backup_made_while_reports_come_in_is_whole_and_nothing_is_doubled_after_it()
      throws Exception {
    on("one");
    CompletableFuture<Integer> intake =
        CompletableFuture.supplyAsync(() -> Main.run("ingest", "--unjudged", "sample-reports"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!intake.isDone() && System.nanoTime() < end && taken() < 8) {
      Thread.sleep(20);
    }
    run(0, "backup", file.toString());
    final long atBackup = taken();
    assertThat(intake.get(120, TimeUnit.SECONDS)).isNotEqualTo(2);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    on("other");
    run(0, "restore", file.toString());
    assertThat(text(out)).containsPattern("Totals of [1-9]\\d* domains equal the rows");
    assertThat(number("other", "select count(*) from intake_log")).isBetween(1L, atBackup);
    assertThat(
            number("other", "select count(*) from fresh_event")
                + number("other", "select count(*) from event"))
        .as("what others follow has each report once")
        .isEqualTo(number("other", "select count(*) from report"));
    run(null, "ingest", "--unjudged", "sample-reports");
    run(0, "totals");
    for (String figures : FIGURES) {
      assertThat(rows("other", figures)).as(figures).isEqualTo(rows("one", figures));
    }
    run(2, "restore", file.toString());
    assertThat(text(err)).contains("holds data already");
    run(2, "backup", file.toString());
    assertThat(text(err)).contains("is there already");
  }

  @Test
  void who_follows_the_feed_skips_nothing_that_is_new_after_a_backup_came_back() throws Exception {
    List<String> reports = reports();
    on("one");
    run(null, "ingest", "--unjudged", reports.get(0));
    run(0, "backup", file.toString());
    run(null, "ingest", "--unjudged", reports.get(1));
    run(0, "export", "reports");
    String[] followed = text(out).strip().split("\n");
    final String cursor = text(followed[followed.length - 1], "cursor");
    final long lost = number("one", "select max(id) from report");

    on("other");
    run(0, "restore", file.toString());
    run(null, "ingest", "--unjudged", reports.get(2));
    run(0, "export", "reports", "--after", cursor);
    String[] fresh = text(out).strip().split("\n");
    assertThat(fresh).as("what nobody had followed at the backup, and what is new").hasSize(2);
    assertThat(Long.parseLong(text(fresh[0], "report"))).isLessThan(lost);
    assertThat(Long.parseLong(text(fresh[1], "report"))).isGreaterThan(lost);
  }

  /** A value of one line of JSON, as text. */
  private static String text(String json, String name) throws IOException {
    return new ObjectMapper().readTree(json).get(name).asText();
  }

  @Test
  void tables_of_an_earlier_version_come_back_and_are_brought_up_to_date() throws Exception {
    try (DirectDatabase earlier = DirectDatabase.asItIs(access("one"))) {
      earlier.migrateTo(EARLIER);
    }
    execute(
        "one",
        "insert into domain (name, created_at) values ('restored.example', now() - interval '1"
            + " year')");
    on("one");
    run(0, "backup", file.toString());
    assertThat(number("one", "select max(version::int) from flyway_schema_history"))
        .as("a backup changes nothing")
        .isEqualTo(EARLIER);
    on("other");
    run(0, "restore", file.toString());
    assertThat(number("other", "select count(*) from domain where name = 'restored.example'"))
        .isEqualTo(1);
    assertThat(number("other", "select max(version::int) from flyway_schema_history"))
        .isEqualTo(DirectDatabase.newestSchema());
    execute("other", "insert into domain (name, created_at) values ('next.example', now())");
    assertThat(number("other", "select count(distinct id) from domain")).isEqualTo(2);
  }

  @Test
  void a_damaged_backup_restores_nothing_and_a_good_one_can_follow() throws Exception {
    on("one");
    run(null, "ingest", "--unjudged", firstReport());
    run(0, "backup", file.toString());
    byte[] bytes = Files.readAllBytes(file);
    Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(bytes, bytes.length / 2));
    on("other");
    run(2, "restore", cut.toString());
    assertThat(text(err)).contains("is no backup, or is damaged");
    bytes[entry(bytes, "tables/raw_content.copy") + 40] ^= 0x55;
    run(2, "restore", Files.write(folder.resolve("bad.zip"), bytes).toString());
    assertThat(text(err)).contains("damaged");
    assertThat(number("other", "select count(*) from domain")).isZero();
    run(0, "restore", file.toString());
    assertThat(number("other", "select count(*) from report")).isEqualTo(1);
  }

  @Test
  void nothing_is_restored_under_a_server_that_runs() throws Exception {
    on("one");
    run(null, "ingest", "--unjudged", firstReport());
    run(0, "backup", file.toString());
    on("other");
    try (Connection running = connect("other")) {
      assertThat(running.isValid(5)).isTrue();
      run(2, "restore", file.toString());
      assertThat(text(err)).contains("stop Plumbline everywhere");
    }
  }

  private static String firstReport() throws IOException {
    return reports().get(0);
  }

  private static List<String> reports() throws IOException {
    try (var files = Files.list(Path.of("sample-reports"))) {
      return files.map(Path::toString).filter(one -> one.endsWith(".xml")).sorted().toList();
    }
  }

  /** Where the local header of an entry is. */
  private static int entry(byte[] zip, String name) {
    return new String(zip, StandardCharsets.ISO_8859_1).indexOf(name) + name.length();
  }

  private void run(Integer status, String... command) {
    out.reset();
    err.reset();
    int found = Main.run(command);
    if (status != null) {
      assertThat(found).as(text(err) + text(out)).isEqualTo(status);
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void on(String database) {
    DatabaseAccess access = access(database);
    Map.of("url", access.url(), "user", access.user(), "password", access.password())
        .forEach((name, value) -> System.setProperty("plumbline.db." + name, value));
  }

  private DatabaseAccess access(String database) {
    DatabaseAccess access = server.access();
    return new DatabaseAccess(
        access.url().replaceFirst("[^/]+$", database), access.user(), access.password());
  }

  private Connection connect(String database) throws SQLException {
    DatabaseAccess access = access(database);
    return DriverManager.getConnection(access.url(), access.user(), access.password());
  }

  private long taken() {
    try {
      return number("one", "select case when to_regclass('intake_log') is null then 0 else 1 end")
              == 0
          ? 0
          : number("one", "select count(*) from intake_log");
    } catch (SQLException e) {
      return 0;
    }
  }

  private long number(String database, String sql) throws SQLException {
    return Long.parseLong(rows(database, sql).get(0));
  }

  private List<String> rows(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
          values.add(row.getString(column));
        }
        rows.add(String.join(" ", values));
      }
      return rows;
    }
  }

  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
