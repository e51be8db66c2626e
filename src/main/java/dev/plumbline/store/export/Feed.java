package dev.plumbline.store.export;

import dev.plumbline.store.Database;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.judgement.StandingChange;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything stored, in the order in which it was committed. Whoever reads on from the last {@link
 * Cursor} meets each thing once, and each removal. All methods throw {@link
 * StoreUnavailableException} while the database is down.
 */
@ApplicationScoped
public class Feed {

  private static final String REPORTS = "reports";
  private static final String CHANGES = "changes";

  /** Events looked up at once. */
  private static final int EVENTS = 500;

  /** Rows that the database sorts at once; those of a larger report come sorted by its index. */
  private static final long ROWS = 20_000;

  /** So many events at once change what the database should know of their table. */
  private static final long MANY = 1_000;

  private final Database database;

  public Feed(Database database) {
    this.database = database;
  }

  /**
   * Is handed one thing after the other.
   *
   * @param <T> what it is
   */
  @FunctionalInterface
  public interface Reader<T> {
    /** Takes one, and says whether it wants more. */
    boolean take(T one);
  }

  /** Is handed rows, and the reports that were taken away. */
  public interface RowReader {
    /** Takes a row, and says whether it wants more. */
    boolean row(FedRow row);

    /** Takes a removal, and says whether it wants more. */
    boolean removed(FedReport report);
  }

  /** Reports that were stored or taken away after a cursor. */
  public void reports(Cursor after, Wanted wanted, Reader<FedReport> reader) {
    number();
    Cursor at = after.row() == 0 ? after : Cursor.after(after.position());
    for (List<FedReport> found = events(at, wanted); !found.isEmpty(); found = events(at, wanted)) {
      for (FedReport report : found) {
        if ((report.removed() || report.stored() != null) && !reader.take(report)) {
          return;
        }
      }
      at = Cursor.after(found.get(found.size() - 1).position());
    }
  }

  /** Rows that were stored after a cursor, in constant memory, and reports taken away. */
  public void rows(Cursor after, Wanted wanted, RowReader reader) {
    number();
    Cursor at = after;
    for (List<FedReport> found = events(at, wanted); !found.isEmpty(); found = events(at, wanted)) {
      if (!rows(found, at, wanted, reader)) {
        return;
      }
      at = Cursor.after(found.get(found.size() - 1).position());
    }
  }

  private boolean rows(List<FedReport> events, Cursor after, Wanted wanted, RowReader reader) {
    List<FedReport> together = new ArrayList<>();
    long rows = 0;
    for (FedReport event : events) {
      FedReport.Stored stored = event.stored();
      long more = stored == null ? 0 : stored.rows();
      if (!together.isEmpty() && (event.removed() || rows + more > ROWS)) {
        if (!read(together, after, wanted, reader)) {
          return false;
        }
        together.clear();
        rows = 0;
      }
      if (event.removed()) {
        if (!reader.removed(event)) {
          return false;
        }
      } else if (stored != null) {
        together.add(event);
        rows += more;
      }
    }
    return together.isEmpty() || read(together, after, wanted, reader);
  }

  /**
   * Events after a cursor, that of a report read in part included. What they are about is looked up
   * for those alone.
   */
  private List<FedReport> events(Cursor after, Wanted wanted) {
    return database.list(
        """
        select e.position, e.removed, e.domain_id, coalesce(d.name, '') as domain, e.subject,
          e.day, p.name as reporter, r.report_id, r.begin_at, r.end_at, r.format, r.row_count,
          r.message_count, r.pass_message_count, r.partial, r.received_at,
          exists (select 1 from reporter_exclusion x
            where x.reporter_id = r.reporter_id and x.ended_at is null) as excluded
        from (
          select * from event
          where stream = ? and (position > ? or (position = ? and not removed and ?))
            and position >= ?
            and (?::bigint[] is null or domain_id = any(?::bigint[]))
            and (?::date is null or day >= ?::date) and (?::date is null or day <= ?::date)
          order by position limit ?) e
        left join domain d on d.id = e.domain_id
        left join report r on not e.removed and r.domain_id = e.domain_id and r.id = e.subject
        left join reporter p on p.id = r.reporter_id
        order by e.position\
        """,
        Feed::report,
        REPORTS,
        after.position(),
        after.position(),
        after.row() != Integer.MAX_VALUE,
        after.position(),
        numbers(wanted),
        numbers(wanted),
        wanted.from(),
        wanted.from(),
        wanted.to(),
        wanted.to(),
        EVENTS);
  }

  private static Long @Nullable [] numbers(Wanted wanted) {
    List<Long> domains = wanted.domains();
    return domains == null ? null : domains.toArray(Long[]::new);
  }

  private static FedReport report(ResultSet row) throws SQLException {
    String reporter = row.getString("reporter");
    return new FedReport(
        row.getLong("position"),
        row.getBoolean("removed"),
        row.getLong("domain_id"),
        row.getString("domain"),
        row.getLong("subject"),
        row.getObject("day", LocalDate.class),
        reporter == null
            ? null
            : new FedReport.Stored(
                reporter,
                row.getString("report_id"),
                Database.requiredInstant(row, "begin_at"),
                Database.requiredInstant(row, "end_at"),
                row.getString("format"),
                row.getLong("row_count"),
                row.getLong("message_count"),
                row.getLong("pass_message_count"),
                row.getBoolean("partial"),
                row.getBoolean("excluded"),
                Database.requiredInstant(row, "received_at")));
  }

  /** Reads the rows of some reports, the first of them perhaps from a row on. */
  private boolean read(List<FedReport> reports, Cursor after, Wanted wanted, RowReader reader) {
    boolean partly = reports.get(0).position() == after.position();
    return database.inTransaction(
        connection ->
            Database.each(
                connection,
                """
                select k.place, w.row_no, host(w.source_ip) as ip, w.messages, w.disposition,
                  w.dkim_pass, w.spf_pass, w.header_from, w.envelope_from, w.envelope_to,
                  w.overrides, w.auth_dkim, w.auth_spf
                from unnest(?::bigint[], ?::text[]::date[], ?::bigint[])
                  with ordinality as k (domain_id, day, report_id, place)
                join report_row w on w.domain_id = k.domain_id and w.day = k.day
                  and w.report_id = k.report_id
                where (k.place > 1 or w.row_no > ?)
                  and %s
                  and (?::inet is null or w.source_ip = ?::inet)
                order by k.place, w.row_no\
                """
                    .formatted(wanted.show().rows("w")),
                row -> reader.row(row(reports.get(row.getInt(1) - 1), row)),
                reports.stream().map(FedReport::domainId).toArray(Long[]::new),
                reports.stream().map(one -> String.valueOf(one.day())).toArray(String[]::new),
                reports.stream().map(FedReport::number).toArray(Long[]::new),
                partly ? after.row() : 0,
                wanted.sourceIp(),
                wanted.sourceIp()));
  }

  /** By place: by name would be looked up for every row. */
  private static FedRow row(FedReport report, ResultSet row) throws SQLException {
    return new FedRow(
        report,
        row.getInt(2),
        row.getString(3),
        row.getLong(4),
        row.getString(5),
        row.getBoolean(6),
        row.getBoolean(7),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getString(11),
        row.getString(12),
        row.getString(13));
  }

  /** An entry of the history and its place in the feed. */
  public record FedChange(long position, StandingChange change) {}

  /**
   * Entries of the history that were added after a cursor.
   *
   * @param domains the numbers of the domains, null for all
   */
  public void changes(Cursor after, @Nullable List<Long> domains, Reader<FedChange> reader) {
    number();
    long at = after.position();
    Long[] wanted = domains == null ? null : domains.toArray(Long[]::new);
    while (true) {
      List<FedChange> found =
          database.list(
              """
              select e.position, c.*, d.name as domain from event e
              join standing_change c on c.domain_id = e.domain_id and c.id = e.subject
              join domain d on d.id = e.domain_id
              where e.stream = ? and e.position > ?
                and (?::bigint[] is null or e.domain_id = any(?::bigint[]))
              order by e.position limit ?\
              """,
              row -> new FedChange(row.getLong("position"), StandingChange.of(row)),
              CHANGES,
              at,
              wanted,
              wanted,
              EVENTS);
      for (FedChange change : found) {
        if (!reader.take(change)) {
          return;
        }
      }
      if (found.size() < EVENTS) {
        return;
      }
      at = found.get(found.size() - 1).position();
    }
  }

  /** The position after which nothing has happened yet. */
  public long end() {
    number();
    return database.number("select coalesce(max(position), 0) from event");
  }

  /**
   * Gives positions to what was committed since somebody last did. One at a time: whoever comes
   * next waits for the end of this transaction, so positions appear in their order.
   */
  void number() {
    if (database.number("select 1 from fresh_event limit 1") == 0) {
      return;
    }
    database.doInTransaction(Feed::number);
  }

  /** What was given positions at once. */
  private record Numbered(long first, long many) {}

  private static void number(Connection connection) throws SQLException {
    Database.first(
        connection, "select pg_advisory_xact_lock(hashtextextended('feed', 3))", row -> true);
    Numbered numbered =
        Database.first(
                connection,
                """
                with taken as (delete from fresh_event returning *),
                numbered as (
                  insert into event (domain_id, stream, position, subject, day, removed)
                  select domain_id, stream, nextval('event_position'), subject, day, removed
                  from (select * from taken order by id) t
                  returning position)
                select coalesce(min(position), 0) as first, count(*) as many from numbered\
                """,
                row -> new Numbered(row.getLong("first"), row.getLong("many")))
            .orElseThrow();
    if (numbered.many() >= MANY) {
      // Else each part of a large backlog would be found by sorting all that is after it.
      Database.write(connection, "analyze event");
    }
    if (numbered.many() > 0) {
      // Of what was taken away nobody need hear that it was there.
      Database.write(
          connection,
          """
          delete from event e using event r
          where r.stream = ? and r.position >= ? and r.removed and e.domain_id = r.domain_id
            and e.stream = r.stream and e.subject = r.subject and e.position < r.position\
          """,
          REPORTS,
          numbered.first());
    }
  }
}
