package dev.plumbline.store;

import java.sql.SQLException;

/** Carries an SQL failure through a parser, which knows nothing of databases. */
final class SqlFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SqlFailure(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
