package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.settings.Adjustable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes aggregate reports away, with rows, totals and bytes, that are about days long past. A month
 * that is over as a whole goes by its partitions, which costs the same whatever is in it; where a
 * domain is held, and for the month that is not over yet, day by day.
 */
final class ReportRetention {

  /** Reports whose bytes one transaction looks after. */
  private static final int AT_ONCE = 500;

  private static final String[] PARTITIONED = {"report_row", "daily_traffic", "day_source"};

  private final Database database;
  private final List<Long> held;

  /**
   * What takes reports away.
   *
   * @param held domains whose reports stay
   */
  ReportRetention(Database database, List<Long> held) {
    this.database = database;
    this.held = List.copyOf(held);
  }

  /** Takes away all reports about days before another. */
  void clear(LocalDate before) {
    for (YearMonth month : months(before)) {
      if (!month.atEndOfMonth().isBefore(before) || holdsHeld(month) || !dropped(month)) {
        clearByDay(before, month);
      }
    }
    while (database.inTransaction(connection -> clearSome(connection, before))) {
      // Each step is a transaction of its own.
    }
  }

  /** Months of which there are partitions, and that begin before a day. */
  private List<YearMonth> months(LocalDate before) {
    return database.list(
        """
        select substring(c.relname from '\\d{4}_\\d{2}$') as month
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'report_row'::regclass and c.relname ~ '^report_row_\\d{4}_\\d{2}$'
          and to_date(substring(c.relname from '\\d{4}_\\d{2}$'), 'YYYY_MM') < ?
        order by 1\
        """,
        row -> YearMonth.parse(row.getString("month").replace('_', '-')), before);
  }

  private boolean holdsHeld(YearMonth month) {
    return database.inTransaction(
        connection ->
            Database.first(
                    connection,
                    "select 1 from report where domain_id = any (?) and day between ? and ? limit"
                        + " 1",
                    row -> true,
                    ids(connection),
                    month.atDay(1),
                    month.atEndOfMonth())
                .isPresent());
  }

  /** Lets a month go; false if somebody works on it just now. */
  private boolean dropped(YearMonth month) {
    try {
      database.doInTransaction(
          connection -> {
            Database.takeTime(connection);
            Database.run(connection, "set local lock_timeout = '5s'");
            Database.write(
                connection,
                """
                insert into open_day (domain_id, day)
                select distinct domain_id, day from report where day between ? and ?\
                """,
                month.atDay(1),
                month.atEndOfMonth());
            for (String table : PARTITIONED) {
              Database.run(
                  connection,
                  "drop table if exists %s_%s"
                      .formatted(table, month.toString().replace('-', '_')));
            }
          });
      return true;
    } catch (StoreUnavailableException e) {
      if (Database.state(e).equals("55P03")) {
        return false;
      }
      throw e;
    }
  }

  /** What is not held of a month, and before a day. */
  private void clearByDay(LocalDate before, YearMonth month) {
    LocalDate last =
        month.atEndOfMonth().isBefore(before) ? month.atEndOfMonth() : before.minusDays(1);
    for (LocalDate day = month.atDay(1); !day.isAfter(last); day = day.plusDays(1)) {
      LocalDate one = day;
      database.doInTransaction(
          connection -> {
            Database.takeTime(connection);
            clearDay(connection, one);
          });
    }
  }

  private void clearDay(Connection connection, LocalDate day) throws SQLException {
    Database.write(
        connection,
        """
        insert into open_day (domain_id, day)
        select distinct domain_id, day from report where day = ? and domain_id <> all (?)\
        """,
        day,
        ids(connection));
    for (String table : new String[] {"report_row", "daily_traffic"}) {
      Database.write(
          connection,
          "delete from " + table + " where day = ? and domain_id <> all (?)",
          day,
          ids(connection));
    }
  }

  /** Some reports, their rows where they are still there, and bytes that nothing points at then. */
  private boolean clearSome(Connection connection, LocalDate before) throws SQLException {
    Database.takeTime(connection);
    record Old(long domainId, long id, LocalDate day, long rawId, long intakeId) {}
    List<Old> old =
        Database.list(
            connection,
            """
            select domain_id, id, day, raw_id, intake_id from report
            where day + 0 < ? and domain_id <> all (?) order by day + 0 limit ?\
            """,
            row ->
                new Old(
                    row.getLong("domain_id"),
                    row.getLong("id"),
                    row.getObject("day", LocalDate.class),
                    row.getLong("raw_id"),
                    row.getLong("intake_id")),
            before,
            ids(connection),
            AT_ONCE);
    if (old.isEmpty()) {
      return false;
    }
    List<Long> raw = new ArrayList<>(old.stream().map(Old::rawId).toList());
    for (Old one : old) {
      raw.addAll(
          Database.list(
              connection,
              "delete from report_conflict where domain_id = ? and report_id = ? returning raw_id",
              row -> row.getLong(1),
              one.domainId(),
              one.id()));
      for (String table : new String[] {"report_row", "daily_traffic"}) {
        Database.write(
            connection,
            "delete from " + table + " where domain_id = ? and day = ? and report_id = ?",
            one.domainId(),
            one.day(),
            one.id());
      }
      Database.write(
          connection,
          "delete from report where domain_id = ? and id = ?",
          one.domainId(),
          one.id());
      Database.write(
          connection,
          "insert into open_day (domain_id, day) values (?, ?)",
          one.domainId(),
          one.day());
    }
    FreshEvents.removed(
        connection,
        old.stream()
            .map(one -> new FreshEvents.Subject(new ReportRef(one.domainId(), one.id()), one.day()))
            .toList());
    forget(connection, raw);
    return true;
  }

  /** Entries of the log keep what became of them; their bytes go when no report needs them. */
  private static void forget(Connection connection, List<Long> raw) throws SQLException {
    List<Long> unused = RawPayloads.withoutReports(connection, raw);
    Database.write(
        connection,
        """
        update intake_log i set raw_id = null
        where raw_id = any (?) and not exists (
          select from intake_document d
          where d.intake_id = i.id and d.kind in ('failure', 'tls') and d.outcome = 'stored')\
        """,
        connection.createArrayOf("bigint", unused.toArray()));
    RawPayloads.removeUnused(connection, unused);
  }

  private Object ids(Connection connection) throws SQLException {
    return connection.createArrayOf("bigint", held.toArray());
  }

  /** The shortest time: what is judged, and what its figures are compared with, stays. */
  static Optional<String> complaint(Duration kept) {
    return kept.toDays() < Adjustable.SHORTEST_REPORTS
        ? Optional.of(
            "plumbline.retention.reports is %d days; it must be 90d or more."
                .formatted(kept.toDays()))
        : Optional.empty();
  }
}
