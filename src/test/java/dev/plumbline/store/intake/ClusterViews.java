package dev.plumbline.store.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** The views of {@code deploy/citus/views.sql}, which say what those of the program say. */
final class ClusterViews {

  private static final Pattern VIEW = Pattern.compile("create or replace view (\\w+)");

  private ClusterViews() {}

  private static String script() {
    try {
      return Files.readString(Path.of("deploy/citus/views.sql"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> names() {
    return VIEW.matcher(script()).results().map((MatchResult one) -> one.group(1)).toList();
  }

  /** Puts them in place of the others for a moment, and compares all they give of a domain. */
  static void assertSame(DataSource database, long domainId) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try {
        Map<String, List<String>> ours = all(statement, domainId);
        statement.execute(script());
        assertThat(all(statement, domainId)).isEqualTo(ours);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, List<String>> all(Statement statement, long domainId)
      throws SQLException {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (String view : names()) {
      List<String> rows = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery(
              "select v::text as row, count(*) from %s v where domain_id = %d group by 1 order by 1"
                  .formatted(view, domainId))) {
        while (row.next()) {
          rows.add(row.getString(1) + " " + row.getLong(2));
        }
      }
      all.put(view, rows);
    }
    return all;
  }
}
