package dev.plumbline.store;

import java.sql.SQLException;

/** Carries an SQL failure through a parser, which knows nothing of databases. */
public final class SqlFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SqlFailure(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  /** The SQLSTATE of the failure, wherever it is wrapped; empty if it is none of SQL's. */
  public static String state(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  /** Whether the values were at fault: 22 data exception, 54 program limit exceeded. */
  public static boolean isAboutData(Throwable failure) {
    String state = state(failure);
    return state.startsWith("22") || state.startsWith("54");
  }
}
