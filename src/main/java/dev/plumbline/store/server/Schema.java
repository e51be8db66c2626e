package dev.plumbline.store.server;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The tables of a database, for a command that does without the application. */
final class Schema {

  /** How they are, beside what this program expects. */
  enum State {
    /** There are none. */
    MISSING,
    /** They were made by an earlier program. */
    BEHIND,
    /** They are as expected. */
    CURRENT,
    /** They were made by a later program. */
    NEWER
  }

  /** How often Flyway tries to be the one that brings tables up to date. */
  static final int FOR_EVER = -1;

  private static final String MIGRATIONS = "db/migration";
  private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*\\.sql");

  private Schema() {}

  static State state(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return state(connection);
    }
  }

  static State state(Connection connection) throws SQLException {
    if (!exists(connection)) {
      return State.MISSING;
    }
    int version = version(connection);
    return version == newest() ? State.CURRENT : version < newest() ? State.BEHIND : State.NEWER;
  }

  private static boolean exists(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select to_regclass('flyway_schema_history') is not null")) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** The version of the tables; 0 if there are none. */
  static int version(Connection connection) throws SQLException {
    if (!exists(connection)) {
      return 0;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select coalesce(max(version::int), 0) from flyway_schema_history where success")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /** What is said of tables that a later program made; nothing is wrong with them. */
  static DatabaseStartException newer(String database) {
    return new DatabaseStartException(
        ("The database %s was brought up to date by a newer Plumbline than this one, which does not"
                + " know its tables. Run that version again, or a later one; nothing was changed.")
            .formatted(database));
  }

  /** Brings the tables to what this program expects, as the application does at its start. */
  static void migrate(DataSource database) {
    configured().dataSource(database).load().migrate();
  }

  /** As {@link #migrate(DataSource)}, by a connection of its own, which has no limit. */
  static void migrate(String url, String user, String password) {
    configured().dataSource(url, user, password).load().migrate();
  }

  /** Others may be at it: whoever comes second waits, however long it takes, and finds it done. */
  private static FluentConfiguration configured() {
    return Flyway.configure(Schema.class.getClassLoader()).lockRetryCount(FOR_EVER);
  }

  /** As {@link #migrate(DataSource)}, to a version that was the newest once. */
  static void migrate(DataSource database, int version) {
    configured().dataSource(database).target(Integer.toString(version)).load().migrate();
  }

  /** The version of the newest migration that comes with this program. */
  static int newest() {
    URL folder = Schema.class.getClassLoader().getResource(MIGRATIONS);
    if (folder == null) {
      throw new IllegalStateException("The program holds no " + MIGRATIONS + ".");
    }
    try {
      return names(folder).stream()
          .map(VERSION::matcher)
          .filter(Matcher::matches)
          .mapToInt(found -> Integer.parseInt(found.group(1)))
          .max()
          .orElseThrow();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("The program's " + MIGRATIONS + " cannot be read.", e);
    }
  }

  private static List<String> names(URL folder) throws IOException, URISyntaxException {
    if (folder.openConnection() instanceof JarURLConnection jar) {
      return jar.getJarFile().stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(MIGRATIONS))
          .map(name -> name.substring(name.lastIndexOf('/') + 1))
          .toList();
    }
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
