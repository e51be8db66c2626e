package dev.plumbline.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.store.Database;
import dev.plumbline.store.server.DatabaseAccess;
import dev.plumbline.store.server.DatabaseStartException;
import dev.plumbline.store.server.DirectDatabase;
import dev.plumbline.store.server.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Databases as versions that were released left them, with what their demo had taken in and judged:
 * a backup of each is in {@code upgrade/}.
 */
class UpgradeTest {

  private static final Path FIXTURES = Path.of("src/test/resources/upgrade");
  private static final String AT_WORK =
      "from pg_stat_activity where datname = 'upgraded' and application_name <> 'holder'";

  /** What messages were signed with, by totals that were there before. */
  private static final String SIGNED =
      """
      daily_traffic join (
        select distinct domain_id, profile_id, identity as signer, qualifier as selector
        from auth_identity where mechanism = 'dkim' and identity <> '' and qualifier <> ''
      ) signed using (domain_id, profile_id)\
      """;

  private static EmbeddedDatabase server;

  private DirectDatabase database;

  @BeforeAll
  static void startServer(@TempDir Path data) {
    server = EmbeddedDatabase.open(data);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    execute("plumbline", "drop database if exists upgraded with (force)");
    execute("plumbline", "create database upgraded");
    database = DirectDatabase.asItIs(access("upgraded"));
  }

  private static List<Path> fixtures() throws Exception {
    try (Stream<Path> files = Files.list(FIXTURES)) {
      return files.filter(one -> one.toString().endsWith(".zip")).sorted().toList();
    }
  }

  @Test
  void every_version_that_was_released_is_brought_up_to_date_with_its_data() throws Exception {
    assertThat(fixtures()).isNotEmpty();
    for (Path fixture : fixtures()) {
      empty();
      try (DirectDatabase one = database) {
        Manifest manifest = new Restore(one, line -> {}, rows -> {}).asItWas(fixture);
        assertThat(one.schemaVersion()).isEqualTo(manifest.schema());
        List<Long> before = figures(one);
        assertThat(before).as(fixture.toString()).allMatch(figure -> figure > 0);
        final List<String> bytes = bytes(one, "raw_payload");
        one.migrate();
        assertThat(one.schemaVersion()).isEqualTo(DirectDatabase.newestSchema());
        assertThat(figures(one)).as(fixture.toString()).isEqualTo(before);
        assertThat(signed(one, "every_day_selector"))
            .as(fixture.toString())
            .isNotEmpty()
            .isEqualTo(signed(one, SIGNED));
        assertThat(bytes(one, "raw_payload join raw_content using (sha256)"))
            .as(fixture.toString())
            .isEqualTo(bytes);
        assertThat(
                one.database()
                    .number(
                        "select count(*) from pg_constraint where contype = 'f'"
                            + " and confrelid = 'raw_payload'::regclass"))
            .as("references to what came in")
            .isEqualTo(3);
      }
    }
  }

  /** Each time at another table that some migration changes, so that it has to wait there. */
  @Test
  void killed_in_the_middle_it_goes_on_at_the_next_start() throws Exception {
    try (DirectDatabase one = database) {
      new Restore(one, line -> {}, rows -> {}).asItWas(fixtures().get(0));
      List<Long> before = figures(one);
      int reached = one.schemaVersion();
      for (String table :
          List.of("sender_day", "intake_document", "source_standing", "domain_summary")) {
        assertThat(killedAt(table)).as("a migration that waited for %s", table).isTrue();
        assertThat(one.schemaVersion())
            .as("after the one that waited for %s", table)
            .isGreaterThan(reached)
            .isLessThan(DirectDatabase.newestSchema());
        reached = one.schemaVersion();
      }
      try (DirectDatabase last = DirectDatabase.asItIs(access("upgraded"))) {
        last.migrate();
      }
      assertThat(one.schemaVersion()).isEqualTo(DirectDatabase.newestSchema());
      assertThat(figures(one)).isEqualTo(before);
    }
  }

  /** Whether an upgrade failed whose connections ended while it waited for a table. */
  private static boolean killedAt(String table) throws Exception {
    try (Connection holder = connect("upgraded");
        Connection watcher = connect("plumbline");
        Statement hold = holder.createStatement();
        Statement watch = watcher.createStatement()) {
      hold.execute("set application_name = 'holder'");
      holder.setAutoCommit(false);
      hold.execute("lock table " + table + " in share mode");
      CompletableFuture<Boolean> failed =
          CompletableFuture.supplyAsync(
              () -> {
                try (DirectDatabase other = DirectDatabase.asItIs(access("upgraded"))) {
                  other.migrate();
                  return false;
                } catch (RuntimeException e) {
                  return true;
                }
              });
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (number(watch, "select count(*) " + AT_WORK + " and wait_event_type = 'Lock'") == 0) {
        assertThat(System.nanoTime()).as("nothing waits for %s", table).isLessThan(end);
        Thread.sleep(20);
      }
      watch.execute("select pg_terminate_backend(pid, 10000) " + AT_WORK + " and state <> 'idle'");
      return failed.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void several_that_bring_it_up_to_date_at_once_wait_for_each_other() throws Exception {
    try (DirectDatabase one = database) {
      new Restore(one, line -> {}, rows -> {}).asItWas(fixtures().get(0));
      List<CompletableFuture<Void>> all =
          Stream.generate(
                  () ->
                      CompletableFuture.runAsync(
                          () -> {
                            try (DirectDatabase other = DirectDatabase.asItIs(access("upgraded"))) {
                              other.migrate();
                            }
                          }))
              .limit(3)
              .toList();
      for (CompletableFuture<Void> each : all) {
        each.get(180, TimeUnit.SECONDS);
      }
      assertThat(one.schemaVersion()).isEqualTo(DirectDatabase.newestSchema());
      assertThat(
              one.database()
                  .number(
                      "select count(*) - count(distinct version) from flyway_schema_history where"
                          + " success"))
          .isZero();
    }
  }

  @Test
  void tables_of_a_later_version_are_refused() {
    try (DirectDatabase one = database) {
      one.migrate();
      one.database()
          .write(
              "insert into flyway_schema_history select installed_rank + 1000, '9999', 'later',"
                  + " type, 'V9999__later.sql', 1, installed_by, installed_on, 1, true from"
                  + " flyway_schema_history order by installed_rank desc limit 1");
      assertThatThrownBy(one::schemaVersion)
          .isInstanceOf(DatabaseStartException.class)
          .hasMessageContaining("by a newer Plumbline");
    }
  }

  @Test
  void data_of_another_postgresql_is_not_passed_over(@TempDir Path folder) throws Exception {
    Path cluster = Files.createDirectories(folder.resolve("postgres-16").resolve("cluster"));
    Files.writeString(cluster.resolve("PG_VERSION"), "16\n");
    assertThatThrownBy(() -> EmbeddedDatabase.open(folder))
        .isInstanceOf(DatabaseStartException.class)
        .hasMessageContaining("postgres-16 holds data of another PostgreSQL")
        .hasMessageContaining("restore the backup");
    assertThat(folder.resolve("postgres-17").resolve("cluster")).doesNotExist();
  }

  /** Reports, rows, messages of rows and of totals, standings, and what DNS said. */
  private static List<Long> figures(DirectDatabase one) {
    Database sql = one.database();
    return Stream.of(
            "select count(*) from report",
            "select count(*) from report_row",
            "select sum(messages) from report_row",
            "select sum(messages) from counted_day",
            "select count(*) from sender_standing",
            "select count(*) from source_check",
            "select sum(size_bytes) from raw_payload")
        .map(sql::number)
        .toList();
  }

  /** Messages by what they were signed with. */
  private static List<String> signed(DirectDatabase one, String from) {
    return one.database()
        .list(
            "select concat_ws(' ', domain_id, day, reporter_id, signer, selector, sum(messages))"
                + " from "
                + from
                + " group by domain_id, day, reporter_id, signer, selector order by 1",
            row -> row.getString(1));
  }

  /** All that came in, each with its bytes. */
  private static List<String> bytes(DirectDatabase one, String tables) {
    return one.database()
        .list(
            "select id || ' ' || size_bytes || ' ' || encoding || ' ' || md5(content) || ' '"
                + " || encode(sha256, 'hex') from "
                + tables
                + " order by id",
            row -> row.getString(1));
  }

  private static DatabaseAccess access(String name) {
    DatabaseAccess access = server.access();
    return new DatabaseAccess(
        access.url().replaceFirst("[^/]+$", name), access.user(), access.password());
  }

  private static Connection connect(String name) throws SQLException {
    DatabaseAccess access = access(name);
    return DriverManager.getConnection(access.url(), access.user(), access.password());
  }

  private static void execute(String name, String sql) throws SQLException {
    try (Connection connection = connect(name);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
