package dev.plumbline.store.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of PostgreSQL that is stopped, frozen and let go on. */
class DatabasePulseTest {

  private static final Duration SOON = Duration.ofSeconds(8);

  @TempDir private Path home;

  private EmbeddedPostgres server;
  private AgroalDataSource others;
  private DatabasePulse pulse;

  @BeforeEach
  void start() throws Exception {
    server = server(0);
    DatabaseAccess access =
        new DatabaseAccess(
            "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", "postgres", "");
    others = Pool.to(access, 2, Duration.ofSeconds(2), "select 1");
    pulse = new DatabasePulse(others, access);
  }

  @AfterEach
  void stop() throws IOException {
    pulse.end();
    others.close();
    server.close();
  }

  private EmbeddedPostgres server(int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(Files.createDirectories(home.resolve("files")).toFile())
            .setDataDirectory(home.resolve("cluster"))
            .setCleanDataDirectory(false)
            .setPGStartupWait(Duration.ofMinutes(1))
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("fsync", "off");
    return port == 0 ? builder.start() : builder.setPort(port).start();
  }

  @Test
  void a_server_that_refuses_does_not_answer_and_is_not_silent() throws IOException {
    pulse.ask();
    assertThat(pulse.isAnswering()).isTrue();
    int port = server.getPort();
    server.close();
    pulse.ask();
    assertThat(pulse.isAnswering()).isFalse();
    assertThat(pulse.isSilent()).isFalse();
    server = server(port);
    pulse.ask();
    assertThat(pulse.isAnswering()).as("by another connection").isTrue();
  }

  @Test
  void a_server_that_is_frozen_is_silent_until_it_goes_on() throws Exception {
    pulse.ask();
    Frozen frozen = Frozen.of(home.resolve("cluster"));
    try (frozen) {
      assertThat(time(pulse::ask)).isLessThan(SOON);
      assertThat(pulse.isSilent()).isTrue();
      assertThat(pulse.isAnswering()).isFalse();
      assertThat(time(pulse::ask)).as("by a new connection").isLessThan(SOON);
      assertThat(pulse.isSilent()).isTrue();
    }
    pulse.ask();
    assertThat(pulse.isSilent()).isFalse();
    assertThat(pulse.isAnswering()).isTrue();
  }

  @Test
  void what_waits_for_a_server_that_is_frozen_for_long_is_given_up() throws Exception {
    try (Connection one = others.getConnection();
        Statement statement = one.createStatement()) {
      pulse.ask();
      Frozen frozen = Frozen.of(home.resolve("cluster"));
      CompletableFuture<String> waits =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return "answered " + statement.execute("select 1");
                } catch (SQLException e) {
                  return "given up";
                }
              });
      try (frozen) {
        for (int i = 0; i < 7 && !waits.isDone(); i++) {
          pulse.ask();
        }
        assertThat(waits.get(2, TimeUnit.SECONDS)).isEqualTo("given up");
        assertThat(time(this::connect)).as("of those who come now").isLessThan(SOON);
      }
    }
    pulse.ask();
    assertThat(connect()).as("all is well again").isTrue();
  }

  private boolean connect() {
    try (Connection one = others.getConnection()) {
      return one.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static Duration time(Runnable what) {
    long begin = System.nanoTime();
    what.run();
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
