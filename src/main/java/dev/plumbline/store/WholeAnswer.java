package dev.plumbline.store;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/**
 * Whether a database that is spread over several machines gave all of an answer: Citus goes on
 * without what was lost between them, and only warns.
 */
final class WholeAnswer {

  private static final String LOST = "CIINF";

  private WholeAnswer() {}

  /**
   * What was read, once all rows of a statement were.
   *
   * @throws SQLException if a part of the answer is missing
   */
  static <T> T of(Statement statement, T answer) throws SQLException {
    for (SQLWarning one = statement.getWarnings(); one != null; one = one.getNextWarning()) {
      if (LOST.equals(one.getSQLState())) {
        throw new SQLException("A part of the answer was lost: " + one.getMessage(), LOST);
      }
    }
    return answer;
  }
}
