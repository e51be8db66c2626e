package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import java.util.List;

/**
 * What PostgreSQL knows of the tables, by which it plans. It looks again by itself, but only some
 * time after much has changed; a question that comes before, planned for an empty table, was seen
 * to take twenty minutes instead of six seconds.
 */
final class Statistics {

  /** Fewer changed rows make no plan wrong. */
  private static final int MANY_ROWS = 20_000;

  private Statistics() {}

  /** Renews them for the tables of which many rows, and a fifth of all, have changed. */
  static void renew(Database database) {
    List<String> stale =
        database.list(
            """
            select format('%I.%I', schemaname, relname) from pg_stat_user_tables
            where schemaname = current_schema()
              and n_mod_since_analyze > greatest(?, n_live_tup / 5)
            order by 1""",
            row -> row.getString(1), MANY_ROWS);
    for (String table : stale) {
      database.doInTransaction(
          connection -> {
            Database.takeTime(connection);
            Database.run(connection, "analyze " + table);
          });
    }
  }
}
