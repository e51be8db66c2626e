package dev.plumbline.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.store.Database;
import io.agroal.api.AgroalDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers of PostgreSQL, one of which follows the other. */
class ReadReplicaTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Where the answer comes from. */
  private static final String FOLLOWS = "select pg_is_in_recovery() as follows";

  @TempDir private static Path home;

  private static EmbeddedPostgres first;
  private static EmbeddedPostgres standby;
  private static AgroalDataSource primary;
  private static ReadReplica replica;
  private static Database database;
  private static boolean mayBeLate;

  @BeforeAll
  static void start() throws Exception {
    Path cluster = home.resolve("first");
    first = server(cluster).start();
    try (DirectDatabase made =
        DirectDatabase.connectOrMake(access(first.getPort()), "1min", () -> {})) {
      made.database().write("create table note (text text)");
    }
    int port = first.getPort();
    first.close();
    copy(cluster, home.resolve("standby"));
    first = server(cluster).setPort(port).start();
    Files.createFile(home.resolve("standby/standby.signal"));
    Files.writeString(
        home.resolve("standby/postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'".formatted(port));
    standby = server(home.resolve("standby")).start();
    primary = pool(port);
    replica = new ReadReplica(primary, pool(standby.getPort()), LIMIT, () -> mayBeLate);
    database = new Database(primary, replica);
  }

  @BeforeEach
  void follow() {
    mayBeLate = true;
    say("now()");
    caughtUp();
    replica.look();
  }

  @AfterAll
  static void stop() throws IOException {
    if (replica != null) {
      replica.close();
      primary.close();
      standby.close();
    }
    first.close();
  }

  @Test
  void who_may_read_late_asks_the_standby_and_everybody_writes_to_the_first() {
    assertThat(follows()).isTrue();
    assertThat(replica.secondsBehind()).hasValue(0);
    database.write("insert into note values ('written')");
    caughtUp();
    assertThat(database.number("select count(*) from note")).isEqualTo(1);
    boolean within =
        database.inTransaction(
            connection ->
                Database.first(connection, FOLLOWS, row -> row.getBoolean(1)).orElseThrow());
    assertThat(within).as("within a transaction").isFalse();
    mayBeLate = false;
    assertThat(follows()).isFalse();
  }

  @Test
  void a_question_that_makes_no_sense_or_takes_too_long_is_not_the_standbys_fault() {
    for (String sql : List.of("select 1 / 0", "select pg_sleep(20)")) {
      assertThatThrownBy(() -> database.list(sql, row -> "")).isInstanceOf(RuntimeException.class);
      assertThat(follows()).as(sql).isTrue();
    }
  }

  @Test
  void a_standby_that_stays_behind_is_left_out_until_it_has_caught_up() {
    onStandby("select pg_wal_replay_pause()");
    say("now() + interval '29 seconds'");
    replica.look();
    assertThat(follows()).as("29 seconds behind").isTrue();
    say("now() + interval '1 minute'");
    replica.look();
    assertThat(follows()).as("a minute behind").isFalse();
    assertThat(replica.secondsBehind().orElseThrow()).isBetween(59L, 120L);
    onStandby("select pg_wal_replay_resume()");
    caughtUp();
    replica.look();
    assertThat(follows()).as("caught up").isTrue();
  }

  @Test
  void a_standby_that_dies_costs_nobody_an_answer() throws IOException {
    assertThat(follows()).isTrue();
    int port = standby.getPort();
    standby.close();
    assertThat(follows()).as("the question that found it dead").isFalse();
    replica.look();
    assertThat(follows()).isFalse();
    assertThat(replica.secondsBehind()).isEmpty();
    standby = server(home.resolve("standby")).setPort(port).start();
    replica.look();
    assertThat(follows()).as("back again").isTrue();
  }

  @Test
  void a_standby_that_is_frozen_costs_nobody_an_answer() throws Exception {
    replica.look();
    assertThat(follows()).isTrue();
    Frozen frozen = Frozen.of(home.resolve("standby"));
    long begin = System.nanoTime();
    try (frozen) {
      replica.look();
      assertThat(follows()).isFalse();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
      assertThat(replica.secondsBehind()).isEmpty();
    }
    replica.look();
    assertThat(follows()).as("back again").isTrue();
  }

  private static boolean follows() {
    return database.first(FOLLOWS, row -> row.getBoolean("follows")).orElseThrow();
  }

  /** A process tells that it is there. */
  private static void say(String at) {
    database.write(
        """
        insert into replica (name, version, started_at, seen_at) values ('it', '1', now(), %1$s)
        on conflict (name) do update set seen_at = %1$s\
        """
            .formatted(at));
  }

  private static void caughtUp() {
    String written =
        new Database(primary)
            .first("select pg_current_wal_insert_lsn()::text as lsn", row -> row.getString("lsn"))
            .orElseThrow();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!onStandby("select pg_last_wal_replay_lsn() >= '" + written + "'::pg_lsn")) {
      assertThat(System.nanoTime()).as("it follows").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** Whether it answers yes. */
  private static boolean onStandby(String sql) {
    try (AgroalDataSource there = pool(standby.getPort())) {
      return new Database(there).first(sql, row -> "t".equals(row.getString(1))).orElseThrow();
    }
  }

  private static AgroalDataSource pool(int port) {
    return ReadReplica.pool(access(port), "select set_config('statement_timeout', '3s', false)");
  }

  private static DatabaseAccess access(int port) {
    return new DatabaseAccess("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "");
  }

  private static EmbeddedPostgres.Builder server(Path cluster) throws IOException {
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(Files.createDirectories(home.resolve("binaries")).toFile())
        .setDataDirectory(cluster)
        .setCleanDataDirectory(false)
        .setPGStartupWait(PATIENCE)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("fsync", "off");
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                folder, to.resolve(from.relativize(folder)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
