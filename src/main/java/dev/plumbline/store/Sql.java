package dev.plumbline.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Queries that read rows into records. */
public final class Sql {

  private static final int FETCH_ROWS = 1_000;

  private final DataSource database;

  public Sql(DataSource database) {
    this.database = database;
  }

  /** Turns the current row into a value. */
  public interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  public <T> List<T> list(String sql, Mapper<T> mapper, @Nullable Object... parameters) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH_ROWS);
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameter(parameters[i]));
      }
      List<T> values = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          values.add(mapper.map(row));
        }
      }
      return values;
    } catch (SQLException e) {
      throw new StoreUnavailableException("The database did not answer: " + e.getMessage(), e);
    }
  }

  private static @Nullable Object parameter(@Nullable Object value) {
    if (value instanceof Instant at) {
      return at.atOffset(ZoneOffset.UTC);
    }
    return value instanceof String text ? SqlText.clean(text) : value;
  }

  public <T> Optional<T> first(String sql, Mapper<T> mapper, @Nullable Object... parameters) {
    return list(sql, mapper, parameters).stream().findFirst();
  }

  public long number(String sql, @Nullable Object... parameters) {
    return first(sql, row -> row.getLong(1), parameters).orElse(0L);
  }

  public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  public static Instant requiredInstant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** A text to be found anywhere in a column by LIKE, its wildcards made plain. */
  public static String anywhere(String text) {
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }
}
