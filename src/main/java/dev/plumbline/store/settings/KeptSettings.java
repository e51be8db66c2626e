package dev.plumbline.store.settings;

import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Deed;
import dev.plumbline.store.people.Who;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps what was set on a page and not in the configuration, and writes down who set it. */
@ApplicationScoped
public class KeptSettings {

  private static final String SELECT = "select name, value, changed_at, changed_by from setting ";

  /** More of a value than this is not written to the audit log. */
  private static final int MOST_TOLD = 2_000;

  private final Database sql;

  public KeptSettings(Database sql) {
    this.sql = sql;
  }

  /** What was set. */
  public record Kept(String name, String value, Instant changedAt, String changedBy) {}

  /** All of it, by name. */
  public List<Kept> all() {
    return sql.list(SELECT + "order by name", KeptSettings::kept);
  }

  /** What was set of one; empty if nobody set it. */
  public Optional<Kept> find(Adjustable one) {
    return sql.first(SELECT + "where name = ?", KeptSettings::kept, one.key());
  }

  /**
   * Sets one.
   *
   * @param value as {@link Adjustable#valid} gives it; empty for as usual
   */
  public void set(Who by, Adjustable one, String value, Instant at) {
    sql.doInTransaction(
        connection -> {
          String before = value(connection, one.key());
          if (value.equals(before == null ? "" : before)) {
            return;
          }
          if (value.isEmpty()) {
            Database.write(connection, "delete from setting where name = ?", one.key());
          } else {
            Database.write(
                connection,
                """
                insert into setting (name, value, changed_at, changed_by) values (?, ?, ?, ?)
                on conflict (name) do update set value = excluded.value,
                  changed_at = excluded.changed_at, changed_by = excluded.changed_by\
                """,
                one.key(),
                SqlText.clean(value),
                at,
                by.name());
          }
          AuditLog.add(
              connection,
              by,
              at,
              new Deed("setting-change", one.key(), null, told(before), told(value)));
        });
  }

  private static @Nullable String value(Connection connection, String name) throws SQLException {
    return Database.first(
            connection,
            "select value from setting where name = ? for update",
            row -> row.getString("value"),
            name)
        .orElse(null);
  }

  private static @Nullable Map<String, String> told(@Nullable String value) {
    return value == null || value.isEmpty()
        ? null
        : Map.of(
            "value", value.length() > MOST_TOLD ? value.substring(0, MOST_TOLD) + " …" : value);
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        row.getString("name"),
        row.getString("value"),
        Database.requiredInstant(row, "changed_at"),
        row.getString("changed_by"));
  }
}
