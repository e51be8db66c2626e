package dev.plumbline.store.server;

import dev.plumbline.store.Database;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A database that one command works with, without the application. Connections are kept as long as
 * the command runs.
 */
public final class DirectDatabase implements AutoCloseable {

  /** Two that take reports in, each with another one for a month that is missing. */
  private static final int MOST_CONNECTIONS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AgroalDataSource source;

  private DirectDatabase(AgroalDataSource source) {
    this.source = source;
  }

  /**
   * Connects.
   *
   * @param statementLimit how long one statement may take, in the form PostgreSQL takes
   * @param whenBehind is told before tables of an earlier program are brought up to date
   * @throws DatabaseStartException if there is no database, in one sentence
   */
  public static DirectDatabase connect(
      DatabaseAccess access, String statementLimit, Runnable whenBehind) {
    return connect(access, statementLimit, whenBehind, false);
  }

  /**
   * As {@link #connect}, for work that may be the first there is: makes tables where there are
   * none.
   */
  public static DirectDatabase connectOrMake(
      DatabaseAccess access, String statementLimit, Runnable whenBehind) {
    return connect(access, statementLimit, whenBehind, true);
  }

  /**
   * Connects, and leaves the tables as they are, whatever there is of them; statements may take as
   * long as they like.
   */
  public static DirectDatabase asItIs(DatabaseAccess access) {
    return new DirectDatabase(source(access, "0"));
  }

  /** The version of the newest tables that this program knows. */
  public static int newestSchema() {
    return Schema.newest();
  }

  /**
   * The version of the tables; 0 if there are none.
   *
   * @throws DatabaseStartException if a later program made them, or the database does not answer
   */
  public int schemaVersion() {
    try (Connection connection = source.getConnection()) {
      if (Schema.state(connection) == Schema.State.NEWER) {
        throw Schema.newer(connection.getMetaData().getURL());
      }
      return Schema.version(connection);
    } catch (SQLException e) {
      throw new DatabaseStartException("The database does not answer: " + e.getMessage(), e);
    }
  }

  /** Makes tables as an earlier program had them, where there are none. */
  public void migrateTo(int version) {
    Schema.migrate(source, version);
  }

  /** Brings the tables to what this program expects. */
  public void migrate() {
    Schema.migrate(source);
  }

  private static DirectDatabase connect(
      DatabaseAccess access, String statementLimit, Runnable whenBehind, boolean mayMake) {
    DirectDatabase database = new DirectDatabase(source(access, statementLimit));
    try {
      switch (Schema.state(database.source)) {
        case MISSING -> {
          if (!mayMake) {
            throw new DatabaseStartException(
                "The database %s is empty; `plumbline ingest FILE...` or `plumbline serve` fills it."
                    .formatted(access));
          }
          Schema.migrate(access.url(), access.user(), access.password());
        }
        case BEHIND -> {
          whenBehind.run();
          Schema.migrate(access.url(), access.user(), access.password());
        }
        case NEWER -> throw Schema.newer(access.toString());
        case CURRENT -> {}
      }
      return database;
    } catch (SQLException e) {
      database.close();
      throw new DatabaseStartException(
          "The database %s does not answer: %s".formatted(access, e.getMessage()), e);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static AgroalDataSource source(DatabaseAccess access, String statementLimit) {
    try {
      return Pool.to(access, MOST_CONNECTIONS, PATIENCE, limit(statementLimit));
    } catch (SQLException e) {
      throw new DatabaseStartException(
          "The database %s does not answer: %s".formatted(access, e.getMessage()), e);
    }
  }

  private static String limit(String statementLimit) {
    return "select set_config('statement_timeout', '%s', false)"
        .formatted(statementLimit.replace("'", "''"));
  }

  /** The one way to ask it. */
  public Database database() {
    return new Database(source);
  }

  @Override
  public void close() {
    source.close();
  }
}
