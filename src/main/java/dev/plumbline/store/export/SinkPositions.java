package dev.plumbline.store.export;

import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far each sink was brought what is stored. */
@ApplicationScoped
public class SinkPositions {

  private final Database sql;

  public SinkPositions(Database sql) {
    this.sql = sql;
  }

  /**
   * How far one came.
   *
   * @param problem why it did not come further, null if it did
   */
  public record Position(
      Cursor cursor,
      long delivered,
      Instant at,
      @Nullable String problem,
      @Nullable Instant problemAt) {}

  /** How far it came; empty if it was brought nothing yet. */
  public Optional<Position> of(String name, String stream) {
    return sql.first(
        "select * from sink_position where name = ? and stream = ?",
        row ->
            new Position(
                Cursor.parse(row.getString("cursor")).orElse(Cursor.START),
                row.getLong("delivered"),
                Database.requiredInstant(row, "at"),
                row.getString("problem"),
                Database.instant(row, "problem_at")),
        name,
        stream);
  }

  /** It took everything up to a cursor. */
  public void took(String name, String stream, String cursor, long lines, Instant at) {
    sql.write(
        """
        insert into sink_position as known (name, stream, cursor, delivered, at)
        values (?, ?, ?, ?, ?)
        on conflict (name, stream) do update set cursor = excluded.cursor, at = excluded.at,
          delivered = known.delivered + excluded.delivered, problem = null, problem_at = null\
        """,
        name,
        stream,
        cursor,
        lines,
        at);
  }

  /** It took nothing. */
  public void failed(String name, String stream, String problem, Instant at) {
    sql.write(
        """
        insert into sink_position as known (name, stream, cursor, delivered, at, problem, problem_at)
        values (?, ?, '0', 0, ?, ?, ?)
        on conflict (name, stream) do update set problem = excluded.problem,
          problem_at = coalesce(known.problem_at, excluded.problem_at)\
        """,
        name,
        stream,
        at,
        problem,
        at);
  }
}
