package dev.plumbline.store.judgement;

import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps one summary for each domain, and the history of what changed. */
@ApplicationScoped
public class Summaries {

  private final DomainSummaryEntity.Repository summaries;
  private final Database sql;

  Summaries(DomainSummaryEntity.Repository summaries, Database database) {
    this.summaries = summaries;
    this.sql = database;
  }

  /**
   * What a domain was judged by last.
   *
   * @param shared what the judgements of its sources rest on beside themselves, as {@link #save}
   *     took it
   */
  public record Last(DomainSummary summary, String catalogue, String shared) {}

  /** The last judgement of a domain; empty if it was never judged. */
  @Transactional
  public Optional<Last> last(long domainId, String name) {
    return summaries
        .findByIdOptional(domainId)
        .map(entity -> new Last(entity.record(name, null), entity.catalogue, entity.shared()));
  }

  /** Keeps a summary in place of the last one. */
  @Transactional
  public void save(DomainSummary summary, String catalogue, String shared) {
    DomainSummaryEntity entity = summaries.findById(summary.domainId());
    boolean first = entity == null;
    if (entity == null) {
      entity = new DomainSummaryEntity();
    }
    entity.fill(summary, catalogue, shared);
    if (first) {
      summaries.persist(entity);
    }
    summaries.flush();
  }

  /** An entry of the history before it has a number. */
  public record Change(
      String senderKey,
      String senderName,
      StandingChange.What what,
      @Nullable String was,
      @Nullable String became,
      StandingChange.Because because) {}

  /** Adds to the history, and notes it for those who follow. */
  public void add(long domainId, Instant at, List<Change> changes) {
    if (!changes.isEmpty()) {
      sql.doInTransaction(connection -> add(connection, domainId, at, changes));
    }
  }

  private static void add(Connection connection, long domainId, Instant at, List<Change> changes)
      throws SQLException {
    long last =
        Database.first(
                connection,
                "select coalesce(max(id), 0) from standing_change where domain_id = ?",
                row -> row.getLong(1),
                domainId)
            .orElse(0L);
    Database.writeAll(
        connection,
        """
        insert into standing_change (domain_id, id, at, subject, sender_key, sender_name, what, was,
          became, cause, detail)
        values (?, nextval('standing_change_id'), ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)\
        """,
        changes,
        (insert, change) -> {
          insert.setLong(1, domainId);
          insert.setObject(2, at.atOffset(ZoneOffset.UTC));
          insert.setString(3, change.senderKey().isEmpty() ? "domain" : "sender");
          insert.setString(4, SqlText.clean(change.senderKey()));
          insert.setString(5, SqlText.clean(change.senderName()));
          insert.setString(6, change.what().name().toLowerCase(Locale.ROOT));
          insert.setString(7, SqlText.cleanOrNull(change.was()));
          insert.setString(8, SqlText.cleanOrNull(change.became()));
          insert.setString(9, change.because().cause().wire());
          insert.setString(
              10,
              KeptJson.write(
                  new ChangeDetail(change.because().reports(), change.because().text())));
        });
    Database.write(
        connection,
        """
        insert into fresh_event (stream, domain_id, subject, removed)
        select 'changes', domain_id, id, false from standing_change
        where domain_id = ? and id > ? order by id\
        """,
        domainId,
        last);
  }

  /** All UTC days with a report or with traffic that was added up by sender. */
  public List<LocalDate> reportDays(long domainId) {
    return sql.list(
        """
        select day from report where domain_id = ?
        union select day from sender_day where domain_id = ?\
        """,
        row -> row.getObject("day", LocalDate.class),
        domainId,
        domainId);
  }

  /** The UTC days with a report that counts, newest first. */
  public List<LocalDate> reportDays(long domainId, LocalDate from, LocalDate to) {
    return sql.list(
        """
        select g.day::date as day
        from generate_series(?::timestamp, ?::timestamp, interval '1 day') g (day)
        where exists (
          select from counted_report r where r.domain_id = ? and r.day = g.day::date)
        order by 1 desc\
        """,
        row -> row.getObject("day", LocalDate.class),
        from,
        to,
        domainId);
  }

  /**
   * Messages of the domain's own senders that receivers quarantined or rejected, of sources that
   * were not fixed since.
   */
  public long losing(long domainId, LocalDate from, LocalDate to) {
    return sql.number(
        """
        select coalesce(sum(t.messages), 0) from counted_traffic t
        join source_standing s on s.domain_id = t.domain_id and s.source_ip = t.source_ip
        where t.domain_id = ? and t.day between ? and ?
          and t.disposition in ('quarantine', 'reject') and not s.fixed
          and s.standing in ('AUTHORIZED', 'REGRESSED', 'NEEDS_AUTHORIZING', 'NEEDS_ALIGNMENT')\
        """,
        domainId,
        from,
        to);
  }
}
