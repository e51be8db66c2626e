package dev.plumbline.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.store.server.DatabaseStartException;
import dev.plumbline.store.server.DirectDatabase;
import dev.plumbline.store.server.EmbeddedDatabase;
import dev.plumbline.store.server.OlderCluster;
import dev.plumbline.store.server.OlderServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data of a real PostgreSQL 16 that is brought to the present one. */
class ClusterUpgradeTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir static Path filled;
  @TempDir Path data;

  private final List<String> told = new ArrayList<>();
  private static List<Long> before = List.of();

  @BeforeAll
  static void fill() throws Exception {
    assumeTrue(OlderServer.isToBeHad(), "There is no PostgreSQL 16 for this machine.");
    try (OlderServer older = OlderServer.in(filled);
        DirectDatabase database = DirectDatabase.asItIs(older.access())) {
      new Restore(database, table -> {}, rows -> {}).asItWas(fixture());
      before = figures(database);
    }
    assertThat(before).allMatch(figure -> figure > 0);
  }

  @BeforeEach
  void copy() throws Exception {
    int status = new ProcessBuilder("cp", "-a", filled + "/.", data.toString()).start().waitFor();
    assertThat(status).isZero();
  }

  private static Path fixture() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/upgrade"))) {
      return files
          .filter(one -> one.toString().endsWith(".zip"))
          .max(Path::compareTo)
          .orElseThrow();
    }
  }

  private static List<Long> figures(DirectDatabase database) {
    return Stream.of("report_row", "report", "raw_payload", "sender_standing", "intake_log")
        .map(table -> database.database().number("select count(*) from " + table))
        .toList();
  }

  private boolean upgrade() {
    return ClusterUpgrade.ifOlder(data, NOW, told::add);
  }

  private List<Long> present() {
    try (EmbeddedDatabase server = EmbeddedDatabase.open(data);
        DirectDatabase database = DirectDatabase.asItIs(server.access())) {
      assertThat(database.database().first("show server_version", row -> row.getString(1)))
          .hasValueSatisfying(
              version -> assertThat(version).startsWith(OlderCluster.newVersion() + "."));
      return figures(database);
    }
  }

  @Test
  void all_of_it_is_in_the_present_one_and_the_older_one_is_kept_aside() throws Exception {
    assertThatThrownBy(() -> EmbeddedDatabase.open(data))
        .isInstanceOf(DatabaseStartException.class)
        .hasMessageContaining("holds data of another PostgreSQL (16)")
        .hasMessageContaining("`plumbline migrate`");
    assertThat(EmbeddedDatabase.exists(data)).isTrue();

    assertThat(upgrade()).isTrue();
    assertThat(told.get(told.size() - 1)).contains("postgres-16.old");
    assertThat(present()).isEqualTo(before);
    assertThat(data.resolve("postgres-16")).doesNotExist();
    assertThat(data.resolve("postgres-16.old/cluster/PG_VERSION")).exists();
    assertThat(data.resolve("upgrade.zip")).doesNotExist();
    assertThat(data.resolve("upgrading")).doesNotExist();
    assertThat(upgrade()).as("there is nothing to be done again").isFalse();
  }

  @Test
  void what_a_killed_one_left_is_begun_anew() throws Exception {
    Files.writeString(data.resolve("upgrade.zip"), "half");
    // Not closed: its server runs on, as after a kill.
    EmbeddedDatabase left = EmbeddedDatabase.open(data.resolve("upgrading"));
    DirectDatabase.asItIs(left.access()).close();
    assertThat(upgrade()).isTrue();
    assertThatThrownBy(() -> DirectDatabase.asItIs(left.access()).schemaVersion())
        .as("it was stopped")
        .isInstanceOf(RuntimeException.class);
    assertThat(present()).isEqualTo(before);
  }

  @Test
  void what_is_kept_is_not_written_over_and_one_killed_at_the_end_needs_nothing_more()
      throws Exception {
    Files.createDirectories(data.resolve("postgres-16.old/of-before"));
    assertThat(upgrade()).isTrue();
    assertThat(data.resolve("postgres-16.old/of-before")).exists();
    assertThat(told.get(told.size() - 1)).contains("postgres-16.old.2");

    Files.move(data.resolve("postgres-16.old.2"), data.resolve("postgres-16"));
    Files.writeString(data.resolve("upgrade.zip"), "whole");
    Files.createDirectories(data.resolve("upgrading/postgres-17"));
    assertThat(upgrade()).isFalse();
    assertThat(present()).isEqualTo(before);
    assertThat(data.resolve("upgrade.zip")).doesNotExist();
    assertThat(data.resolve("upgrading")).doesNotExist();
    assertThat(data.resolve("postgres-16/cluster/PG_VERSION")).exists();
  }

  @Test
  void a_database_without_tables_is_brought_over_too(@TempDir Path empty) throws Exception {
    OlderServer.in(empty).close();
    assertThat(ClusterUpgrade.ifOlder(empty, NOW, told::add)).isTrue();
    assertThat(told.get(told.size() - 1)).startsWith("0 rows of 0 tables");
    try (EmbeddedDatabase server = EmbeddedDatabase.open(empty);
        DirectDatabase database = DirectDatabase.asItIs(server.access())) {
      assertThat(database.schemaVersion()).isZero();
    }
  }

  @Test
  void without_its_programs_it_stays_as_it_is_and_the_way_is_told() throws Exception {
    Files.move(data.resolve("postgres-16/binaries"), data.resolve("elsewhere"));
    assertThatThrownBy(this::upgrade)
        .isInstanceOf(DatabaseStartException.class)
        .hasMessageContaining("lacks the programs of PostgreSQL 16");
    assertThat(data.resolve("postgres-16/cluster/PG_VERSION")).exists();
    assertThat(data.resolve("postgres-17/cluster")).doesNotExist();
  }

  @Test
  void nobody_is_disturbed_who_uses_it() throws Exception {
    try (OlderCluster held = OlderCluster.hold(data).orElseThrow()) {
      assertThat(held.version()).isEqualTo(16);
      assertThatThrownBy(this::upgrade)
          .isInstanceOf(DatabaseStartException.class)
          .hasMessageContaining("Another process uses");
    }
    assertThat(data.resolve("postgres-17/cluster")).doesNotExist();
  }
}
