package dev.plumbline;

import dev.plumbline.store.server.DatabaseAccess;
import dev.plumbline.store.server.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The PostgreSQL of every {@code @QuarkusTest}, found by Quarkus as a service: one server for the
 * run, with an empty database. {@code PLUMBLINE_TEST_DB_URL} (and {@code _USER}, {@code _PASSWORD})
 * names another one, which is wiped; with {@code _WIPE=false} it is taken as it is, so that the
 * same tests run over tables that are spread over several machines.
 */
public final class TestDatabase implements QuarkusTestResourceLifecycleManager {

  private static final Path DATA = Path.of("target", "test-database");
  private static final String NAME = "plumbline_test";

  private EmbeddedDatabase server;

  @Override
  public Map<String, String> start() {
    Optional<String> url = Optional.ofNullable(System.getenv("PLUMBLINE_TEST_DB_URL"));
    if (url.isPresent()) {
      return Map.of(
          "plumbline.db.url", url.get(),
          "plumbline.db.user", System.getenv().getOrDefault("PLUMBLINE_TEST_DB_USER", "plumbline"),
          "plumbline.db.password", System.getenv().getOrDefault("PLUMBLINE_TEST_DB_PASSWORD", ""),
          "quarkus.flyway.clean-at-start",
              System.getenv().getOrDefault("PLUMBLINE_TEST_DB_WIPE", "true"));
    }
    server = EmbeddedDatabase.open(DATA);
    DatabaseAccess access = server.access();
    empty(access);
    Map<String, String> settings = new HashMap<>();
    settings.put("plumbline.db.url", access.url().replaceFirst("[^/]+$", NAME));
    settings.put("plumbline.db.user", access.user());
    settings.put("plumbline.db.password", access.password());
    return settings;
  }

  private static void empty(DatabaseAccess access) {
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement()) {
      statement.execute("drop database if exists " + NAME + " with (force)");
      statement.execute("create database " + NAME);
      // A crash may cost the tests their data; nobody waits for the disk.
      statement.execute("alter database " + NAME + " set synchronous_commit = off");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.close();
    }
  }
}
