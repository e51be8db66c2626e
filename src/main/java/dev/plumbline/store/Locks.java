package dev.plumbline.store;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What only one process may do at a time, for as long as it keeps a connection to the database. In
 * contrast to {@link Leases} nothing is written, and the end of a process is the end of its locks;
 * but each of them takes a connection.
 */
@Singleton
public class Locks {

  private final DataSource database;

  Locks(DataSource database) {
    this.database = database;
  }

  /** A lock that is ours until it is closed. For one thread. */
  public static final class Lock implements AutoCloseable {

    private final Connection connection;
    private final String name;

    private Lock(Connection connection, String name) {
      this.connection = connection;
      this.name = name;
    }

    /**
     * Makes sure that it is still ours.
     *
     * @throws StoreUnavailableException if the connection was lost, and the lock with it
     */
    public void check() {
      try {
        Database.run(connection, "select 1");
      } catch (SQLException e) {
        throw new StoreUnavailableException("The lock " + name + " was lost.", e);
      }
    }

    @Override
    public void close() {
      try (connection) {
        connection.rollback();
        connection.setAutoCommit(true);
      } catch (SQLException e) {
        // Whatever happened to the connection, the lock went with it.
      }
    }
  }

  /**
   * Takes a lock; empty if somebody else has it.
   *
   * @throws StoreUnavailableException while the database is down
   */
  public Optional<Lock> take(String name) {
    try {
      Connection connection = database.getConnection();
      boolean ours = false;
      try {
        connection.setAutoCommit(false);
        ours =
            Database.first(
                    connection,
                    "select pg_try_advisory_xact_lock(hashtextextended(?, 1)) as ours",
                    row -> row.getBoolean("ours"),
                    name)
                .orElse(false);
        return ours ? Optional.of(new Lock(connection, name)) : Optional.empty();
      } finally {
        if (!ours) {
          new Lock(connection, name).close();
        }
      }
    } catch (SQLException e) {
      throw Database.unavailable(e);
    }
  }
}
