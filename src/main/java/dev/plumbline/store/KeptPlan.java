package dev.plumbline.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGStatement;

/** Leaves it to the server whether it plans a statement anew, which it is told to do for others. */
final class KeptPlan {

  private KeptPlan() {}

  /** A statement whose plan may be kept, until {@link #end}. */
  static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    set(connection, "auto");
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.unwrap(PGStatement.class).setPrepareThreshold(1);
    return statement;
  }

  /**
   * Has statements planned for what they ask again. A transaction that failed refuses this, but
   * takes the setting back itself.
   */
  static void end(Connection connection, boolean done) throws SQLException {
    try {
      set(connection, "force_custom_plan");
    } catch (SQLException e) {
      if (done) {
        throw e;
      }
    }
  }

  private static void set(Connection connection, String mode) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set plan_cache_mode = " + mode);
    }
  }
}
