package dev.plumbline.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import javax.sql.DataSource;

/** Looks behind the store's back. */
public final class Table {

  private Table() {}

  /** The rows that a query finds, columns joined by blanks. */
  public static List<String> rows(DataSource database, String sql) {
    try (Connection connection = database.getConnection()) {
      return rows(connection, sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** As {@link #rows}, of a snapshot that is taken before the query is planned. */
  public static List<String> rowsOfOneMoment(DataSource database, String sql) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try {
        rows(connection, "select 1");
        return rows(connection, sql);
      } finally {
        connection.rollback();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        StringJoiner columns = new StringJoiner(" ");
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(row.getString(i)));
        }
        rows.add(columns.toString());
      }
      return rows;
    }
  }

  public static void change(DataSource database, String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }
}
