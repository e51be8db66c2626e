package dev.plumbline.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.store.server.EmbeddedDatabase.DatabaseAccess;
import dev.plumbline.store.server.EmbeddedDatabase.DatabaseStartException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

  @TempDir Path data;

  @Test
  void data_outlives_the_server() throws SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      run(database.access(), "create table kept (n int)");
      run(database.access(), "insert into kept values (42)");
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      assertThat(ask(database.access(), "select n from kept")).isEqualTo("42");
    }
  }

  @Test
  void what_is_committed_is_on_disk() throws SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      for (String setting : new String[] {"fsync", "full_page_writes", "synchronous_commit"}) {
        assertThat(ask(database.access(), "show " + setting)).as(setting).isEqualTo("on");
      }
    }
  }

  @Test
  void only_this_machine_with_the_password_gets_in() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      DatabaseAccess access = database.access();
      assertThat(ask(access, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThatThrownBy(() -> DriverManager.getConnection(access.url(), access.user(), "guess"))
          .isInstanceOf(SQLException.class);
      Path password = data.resolve("postgres-17").resolve("password");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void a_second_user_of_the_folder_shares_the_server_and_does_not_stop_it() throws SQLException {
    try (EmbeddedDatabase owner = EmbeddedDatabase.open(data)) {
      try (EmbeddedDatabase guest = EmbeddedDatabase.open(data)) {
        assertThat(guest.isOwner()).isFalse();
        assertThat(guest.access()).isEqualTo(owner.access());
      }
      assertThat(ask(owner.access(), "select 1")).isEqualTo("1");
    }
  }

  @Test
  void a_server_left_by_a_killed_process_is_replaced_without_loss() throws Exception {
    Process first =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = first.inputReader()) {
      assertThat(out.readLine()).isEqualTo("committed");
    }
    first.destroyForcibly();
    assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(data.resolve("postgres-17/cluster/postmaster.pid")).exists();

    try (EmbeddedDatabase second = EmbeddedDatabase.open(data)) {
      assertThat(second.isOwner()).isTrue();
      assertThat(ask(second.access(), "select n from kept")).isEqualTo("7");
    }
    assertThat(data.resolve("postgres-17/cluster/postmaster.pid")).doesNotExist();
  }

  @Test
  void data_of_another_major_version_is_refused_by_name() throws IOException {
    Path cluster = Files.createDirectories(data.resolve("postgres-17").resolve("cluster"));
    Files.writeString(cluster.resolve("PG_VERSION"), "16\n");
    assertThatThrownBy(() -> EmbeddedDatabase.open(data))
        .isInstanceOf(DatabaseStartException.class)
        .hasMessageContaining("was written by PostgreSQL 16");
  }

  @Test
  void a_server_nobody_can_reach_is_named_with_its_setting() {
    DatabaseAccess nowhere =
        new DatabaseAccess("jdbc:postgresql://127.0.0.1:1/plumbline", "plumbline", "");
    assertThatThrownBy(nowhere::check)
        .isInstanceOf(DatabaseStartException.class)
        .hasMessageContaining("plumbline.db.url");
  }

  private static void run(DatabaseAccess access, String sql) throws SQLException {
    try (Connection connection = access.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(DatabaseAccess access, String sql) throws SQLException {
    try (Connection connection = access.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Holds a database until it is killed. */
  static final class Holder {
    public static void main(String[] args) throws Exception {
      EmbeddedDatabase database = EmbeddedDatabase.open(Path.of(args[0]));
      run(database.access(), "create table kept (n int)");
      run(database.access(), "insert into kept values (7)");
      System.out.println("committed");
      Thread.sleep(TimeUnit.MINUTES.toMillis(2));
      database.close();
    }
  }
}
