package dev.plumbline.store.intake;

import java.sql.SQLException;

/** Carries an SQL failure through a parser, which knows nothing of databases. */
final class CarriedSqlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CarriedSqlException(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
