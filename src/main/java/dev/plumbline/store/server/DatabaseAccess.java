package dev.plumbline.store.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Where a PostgreSQL is and who asks, in the form JDBC takes. */
public record DatabaseAccess(String url, String user, String password) {

  /** The lowest server version with everything the schema uses. */
  public static final int OLDEST_MAJOR_VERSION = 15;

  /** A server that is frozen takes a connection and says nothing by it. */
  private static final int SECONDS_TO_CONNECT = 10;

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, properties(SECONDS_TO_CONNECT));
  }

  /** As {@link #connect()}; whatever is asked by the connection is given up after the time. */
  Connection connect(Duration patience) throws SQLException {
    Properties properties = properties((int) patience.toSeconds());
    properties.setProperty("socketTimeout", Long.toString(patience.toSeconds()));
    return DriverManager.getConnection(url, properties);
  }

  private Properties properties(int secondsToConnect) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", Integer.toString(secondsToConnect));
    properties.setProperty("loginTimeout", Integer.toString(secondsToConnect));
    return properties;
  }

  /**
   * Connects once.
   *
   * @throws DatabaseStartException if nobody answers there or the server is too old
   */
  public void check() {
    try (Connection connection = connect()) {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      if (major < OLDEST_MAJOR_VERSION) {
        throw new DatabaseStartException(
            "The server at %s is PostgreSQL %d; Plumbline needs %d or later (plumbline.db.url)."
                .formatted(url, major, OLDEST_MAJOR_VERSION));
      }
    } catch (SQLException e) {
      throw new DatabaseStartException(
          "No PostgreSQL could be reached at %s as %s (plumbline.db.url): %s"
              .formatted(url, user, e.getMessage()),
          e);
    }
  }

  /**
   * Looks whether this program knows the tables.
   *
   * @throws DatabaseStartException in one sentence if a later program made them
   */
  public void checkTables() {
    try (Connection connection = connect()) {
      if (Schema.state(connection) == Schema.State.NEWER) {
        throw Schema.newer(toString());
      }
    } catch (SQLException e) {
      throw new DatabaseStartException(
          "The database %s does not answer: %s".formatted(this, e.getMessage()), e);
    }
  }

  @Override
  public String toString() {
    return url + " as " + user;
  }
}
