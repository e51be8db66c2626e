package dev.plumbline.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

  @TempDir Path data;

  private final List<String> told = new CopyOnWriteArrayList<>();

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
  void a_server_left_by_a_killed_process_is_taken_over_without_loss() throws Exception {
    Process first = hold();
    first.destroyForcibly();
    assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pidFile()).exists();

    try (EmbeddedDatabase second = EmbeddedDatabase.open(data)) {
      assertThat(second.isOwner()).isTrue();
      assertThat(ask(second.access(), "select n from kept")).isEqualTo("7");
    }
    assertThat(pidFile()).doesNotExist();
  }

  @Test
  void an_owner_who_leaves_does_not_stop_a_server_that_others_use() throws Exception {
    Process first = hold();
    EmbeddedDatabase guest = EmbeddedDatabase.open(data);
    try (guest) {
      assertThat(guest.isOwner()).isFalse();
      guest.watch(told::add, () -> {});

      leave(first);

      assertThat(ask(guest.access(), "select n from kept")).isEqualTo("7");
      await(guest::isOwner);
    }
    assertThat(pidFile()).doesNotExist();
  }

  @Test
  void the_last_user_stops_the_server_though_another_one_started_it() throws Exception {
    Process first = hold();
    try (EmbeddedDatabase guest = EmbeddedDatabase.open(data)) {
      leave(first);
      assertThat(ask(guest.access(), "select n from kept")).isEqualTo("7");
    }
    assertThat(pidFile()).doesNotExist();
  }

  @Test
  void a_server_that_is_killed_is_started_again_where_it_was() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      database.watch(told::add, () -> {});
      run(database.access(), "create table kept (n int)");
      run(database.access(), "insert into kept values (42)");
      for (int round = 0; round < 2; round++) {
        Postmaster server = Postmaster.of(cluster()).orElseThrow();
        server.process().destroyForcibly();
        await(() -> !server.isAlive());
        await(
            () -> {
              try {
                return ask(database.access(), "select n from kept").equals("42");
              } catch (SQLException e) {
                return false;
              }
            });
      }
    }
    assertThat(told).anyMatch(what -> what.contains("starting it again"));
    assertThat(pidFile()).doesNotExist();
  }

  @Test
  void a_server_that_is_killed_while_it_is_starting_is_not_waited_for() throws Exception {
    ExecutorService looking = Executors.newSingleThreadExecutor();
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      Postmaster.of(cluster()).orElseThrow().process().destroyForcibly();
      await(this::noServerRuns);
      for (int round = 0; round < 3; round++) {
        Future<Boolean> start = looking.submit(() -> database.lookAfter(told::add));
        await(() -> !noServerRuns());
        Postmaster.of(cluster()).orElseThrow().process().destroyForcibly();
        // Far from the minute that a slow start may take.
        assertThatThrownBy(() -> start.get(50, TimeUnit.SECONDS))
            .isInstanceOf(ExecutionException.class)
            .cause()
            .isInstanceOf(DatabaseStartException.class)
            .hasMessageContaining("could not be started");
        await(this::noServerRuns);
      }
      assertThat(database.lookAfter(told::add)).isTrue();
      assertThat(ask(database.access(), "select 1")).isEqualTo("1");
    } finally {
      looking.shutdownNow();
    }
  }

  @Test
  void a_server_that_is_killed_as_soon_as_it_is_up_is_not_waited_for() throws Exception {
    ExecutorService looking = Executors.newSingleThreadExecutor();
    Path log = home().resolve("server.log");
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      Postmaster.of(cluster()).orElseThrow().process().destroyForcibly();
      await(this::noServerRuns);
      for (int round = 0; round < 5; round++) {
        Files.write(log, new byte[0]);
        Future<Boolean> start = looking.submit(() -> database.lookAfter(told::add));
        while (!Files.readString(log).contains("server started") && !start.isDone()) {
          Thread.onSpinWait();
        }
        Postmaster.of(cluster()).ifPresent(server -> server.process().destroyForcibly());
        // It may have been up for long enough to be asked, which is no failure.
        assertThat(start)
            .as("round %d", round)
            .satisfiesAnyOf(
                one -> assertThat(one).succeedsWithin(Duration.ofSeconds(50)),
                one ->
                    assertThat(one)
                        .failsWithin(Duration.ofSeconds(1))
                        .withThrowableThat()
                        .withCauseInstanceOf(DatabaseStartException.class));
        await(this::noServerRuns);
      }
      assertThat(database.lookAfter(told::add)).isTrue();
      assertThat(ask(database.access(), "select 1")).isEqualTo("1");
    } finally {
      looking.shutdownNow();
    }
  }

  private boolean noServerRuns() {
    try {
      return Postmaster.of(cluster()).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_start_that_failed_does_not_keep_the_same_process_from_a_later_one() throws Exception {
    Path settings = cluster().resolve("postgresql.auto.conf");
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      Postmaster server = Postmaster.of(cluster()).orElseThrow();
      server.process().destroyForcibly();
      await(() -> !server.isAlive());
      String before = Files.readString(settings);
      Files.writeString(settings, "shared_buffers = 'much'\n");
      for (int round = 0; round < 2; round++) {
        assertThatThrownBy(() -> database.lookAfter(told::add))
            .isInstanceOf(DatabaseStartException.class)
            .hasMessageContaining("postgresql.auto.conf");
      }
      Files.writeString(settings, before);
      assertThat(database.lookAfter(told::add)).isTrue();
      assertThat(ask(database.access(), "select 1")).isEqualTo("1");
    }
  }

  @Test
  void a_guest_starts_the_server_again_when_it_died_with_its_owner() throws Exception {
    Process first = hold();
    try (EmbeddedDatabase guest = EmbeddedDatabase.open(data)) {
      guest.watch(told::add, () -> {});
      first.destroyForcibly();
      Postmaster.of(cluster()).orElseThrow().process().destroyForcibly();
      await(
          () -> {
            try {
              return guest.isOwner() && ask(guest.access(), "select n from kept").equals("7");
            } catch (SQLException e) {
              return false;
            }
          });
    }
  }

  @Test
  void a_stale_pid_file_is_no_hindrance_and_no_other_process_comes_to_harm() throws Exception {
    EmbeddedDatabase.open(data).close();
    String own = ProcessHandle.current().pid() + "\n";
    for (String left : List.of("", "rubbish", own, "1\n/elsewhere\n1\n5432\n", "999999999\n")) {
      told.clear();
      Files.writeString(pidFile(), left);
      try (EmbeddedDatabase database = EmbeddedDatabase.open(data, told::add)) {
        assertThat(ask(database.access(), "select 1")).isEqualTo("1");
      }
      assertThat(told).as(left).singleElement().asString().contains("postmaster.pid");
    }
  }

  @Test
  void a_pid_file_that_names_another_postgresql_does_not_stop_that_one(@TempDir Path elsewhere)
      throws Exception {
    EmbeddedDatabase.open(data).close();
    try (EmbeddedDatabase other = EmbeddedDatabase.open(elsewhere)) {
      Files.copy(elsewhere.resolve("postgres-17/cluster/postmaster.pid"), pidFile());
      try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
        assertThat(database.access().url()).isNotEqualTo(other.access().url());
        assertThat(ask(database.access(), "select 1")).isEqualTo("1");
      }
      assertThat(ask(other.access(), "select 1")).isEqualTo("1");
    }
  }

  @Test
  void a_port_file_that_holds_none_is_told_of_and_written_anew() throws Exception {
    Files.createDirectories(home());
    for (String port : List.of("", "rubbish", "70000", "-1")) {
      told.clear();
      Files.writeString(home().resolve("port"), port);
      try (EmbeddedDatabase database = EmbeddedDatabase.open(data, told::add)) {
        assertThat(database.access().url())
            .contains(":" + Files.readString(home().resolve("port")).trim() + "/");
      }
      assertThat(told).as(port).singleElement().asString().contains("should hold a port number");
    }
  }

  @Test
  void no_outgoing_connection_takes_the_port_while_a_killed_server_is_away() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket outgoing = new Socket(other.getInetAddress(), other.getLocalPort())) {
      int first;
      try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
        first = portOf(database);
        assertThat(LoopbackPort.mayBeTaken(outgoing.getLocalPort())).isTrue();
        assertThat(LoopbackPort.mayBeTaken(first)).isFalse();
      }
      try (EmbeddedDatabase database = EmbeddedDatabase.open(data, told::add)) {
        assertThat(portOf(database)).isEqualTo(first);
      }
      assertThat(told).isEmpty();
      Files.writeString(home().resolve("port"), outgoing.getLocalPort() + "\n");
      try (EmbeddedDatabase database = EmbeddedDatabase.open(data, told::add)) {
        assertThat(LoopbackPort.mayBeTaken(portOf(database))).isFalse();
        assertThat(Files.readString(home().resolve("port")).trim())
            .isEqualTo(Integer.toString(portOf(database)));
      }
      assertThat(told).singleElement().asString().contains("an outgoing connection may take");
    }
  }

  @Test
  void a_password_file_that_does_not_fit_is_one_sentence() throws Exception {
    EmbeddedDatabase.open(data).close();
    for (String password : List.of("", "rubbish", "0".repeat(32))) {
      Files.writeString(home().resolve("password"), password);
      assertThatThrownBy(() -> EmbeddedDatabase.open(data))
          .as(password)
          .isInstanceOf(DatabaseStartException.class)
          .hasMessageContaining(home().resolve("password").toString())
          .hasMessageContaining("back from a backup");
      assertThat(pidFile()).doesNotExist();
    }
  }

  @Test
  void an_empty_password_file_of_a_first_start_that_was_cut_off_is_no_hindrance() throws Exception {
    Files.createDirectories(home());
    Files.createFile(home().resolve("password"));
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      assertThat(ask(database.access(), "select 1")).isEqualTo("1");
    }
  }

  @Test
  void a_server_that_cannot_start_says_why_in_its_own_words() throws Exception {
    EmbeddedDatabase.open(data).close();
    Files.writeString(cluster().resolve("postgresql.auto.conf"), "shared_buffers = 'much'\n");
    long begin = System.nanoTime();
    assertThatThrownBy(() -> EmbeddedDatabase.open(data))
        .isInstanceOf(DatabaseStartException.class)
        .hasMessageContaining("FATAL")
        .hasMessageContaining("postgresql.auto.conf");
    // Far from the minute that a slow start may take.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(50));
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

  private static int portOf(EmbeddedDatabase database) {
    return URI.create(database.access().url().substring("jdbc:".length())).getPort();
  }

  private Path home() {
    return data.resolve("postgres-17");
  }

  private Path cluster() {
    return home().resolve("cluster");
  }

  private Path pidFile() {
    return cluster().resolve("postmaster.pid");
  }

  /** A process that holds a database with one row, until it is told to leave or killed. */
  private Process hold() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("committed");
    return process;
  }

  private static void leave(Process holder) throws Exception {
    holder.outputWriter().close();
    assertThat(holder.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(BooleanSupplier wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!wanted.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(100);
    }
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

  /** Holds a database until its standard input ends, or it is killed. */
  static final class Holder {
    public static void main(String[] args) throws Exception {
      EmbeddedDatabase database = EmbeddedDatabase.open(Path.of(args[0]));
      run(database.access(), "create table kept (n int)");
      run(database.access(), "insert into kept values (7)");
      System.out.println("committed");
      System.in.read();
      database.close();
    }
  }
}
