package dev.plumbline.store.checks;

import dev.plumbline.store.Database;
import dev.plumbline.store.Settled;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.WholeMonths;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names in From: fields that were reported for a domain, and what DNS says of them. All methods
 * throw {@link StoreUnavailableException} while the database is down.
 */
@ApplicationScoped
public class AuthorDomains {

  private static final long NOT_SETTLED = -1;

  private final Database sql;

  /** Reads and writes this database. */
  public AuthorDomains(Database sql) {
    this.sql = sql;
  }

  /**
   * How a name was used.
   *
   * @param messages reported with it
   * @param passMessages that passed DMARC
   * @param exists whether the name exists in DNS; null if nobody asked yet
   * @param dmarcRecord a DMARC record of its own, null if it has none or nobody asked yet
   */
  public record AuthorDomain(
      String name,
      long messages,
      long passMessages,
      LocalDate lastDay,
      @Nullable Boolean exists,
      @Nullable String dmarcRecord) {}

  /** What DNS said of a name. */
  public record CheckedAuthor(String name, boolean exists, @Nullable String dmarcRecord) {

    /** Names are compared as they are kept. */
    public CheckedAuthor {
      name = SqlText.clean(name);
      dmarcRecord = SqlText.cleanOrNull(dmarcRecord);
    }
  }

  /** The names of a period, the most used first; both days are included. */
  public List<AuthorDomain> used(long domainId, LocalDate from, LocalDate to, int most) {
    return Settled.or(
        settled(domainId, from, to, most),
        one -> one.messages() == NOT_SETTLED,
        () -> atEveryMoment(domainId, from, to, most));
  }

  private List<AuthorDomain> settled(long domainId, LocalDate from, LocalDate to, int most) {
    WholeMonths months = WholeMonths.of(from, to);
    return used(
        """
        select header_from, messages, pass, day as last_day from day_author
        where domain_id = ? and day >= ? and day < ?
        union all
        select header_from, messages, pass, day from day_author
        where domain_id = ? and day between ? and ?
        union all
        select header_from, messages, pass, last_day from month_author
        where domain_id = ? and month >= ? and month < ?
        union all
        select header_from, messages, pass, day from open_day_author
        where domain_id = ? and day between ? and ?\
        """,
        List.of(
            domainId,
            from,
            months.first(),
            domainId,
            months.end(),
            to,
            domainId,
            months.first(),
            months.end(),
            domainId,
            from,
            to),
        domainId,
        most);
  }

  private List<AuthorDomain> atEveryMoment(long domainId, LocalDate from, LocalDate to, int most) {
    return used(
        """
        select header_from, messages, pass, day as last_day from counted_day_author
        where domain_id = ? and day between ? and ?\
        """,
        List.of(domainId, from, to),
        domainId,
        most);
  }

  /** Also that days are not settled, if so, in place of a number of messages. */
  private List<AuthorDomain> used(String days, List<Object> whichDays, long domainId, int most) {
    List<Object> parameters = new ArrayList<>(whichDays);
    parameters.addAll(List.of(domainId, most, domainId));
    return sql.listByKeptPlan(
        """
        (select t.header_from, sum(t.messages) as messages, sum(t.pass) as pass,
          max(t.last_day) as last_day, a.name_exists, a.dmarc_record
        from (%s) t
        left join author_domain a on a.domain_id = ? and a.name = t.header_from
        group by t.header_from, a.name_exists, a.dmarc_record
        order by messages desc, t.header_from limit ?)
        union all
        select '', -1, 0, now()::date, null, null
        where %s\
        """
            .formatted(days, Settled.ARE_NOT),
        row ->
            new AuthorDomain(
                row.getString("header_from"),
                row.getLong("messages"),
                row.getLong("pass"),
                row.getObject("last_day", LocalDate.class),
                row.getObject("name_exists", Boolean.class),
                row.getString("dmarc_record")),
        parameters.toArray());
  }

  /** The name that stands for all names below a domain. */
  public static String wildcard(String domain) {
    return "*." + domain;
  }

  /** Whether a wildcard record makes every name below a domain exist; false if nobody asked yet. */
  public boolean hasWildcard(long domainId, String domain) {
    return sql.first(
            "select name_exists from author_domain where domain_id = ? and name = ?",
            row -> row.getBoolean("name_exists"),
            domainId,
            wildcard(domain))
        .orElse(false);
  }

  /** Keeps what DNS said, as far as that is something else than before. */
  public void save(long domainId, List<CheckedAuthor> names, Instant at) {
    Set<CheckedAuthor> known =
        Set.copyOf(
            sql.list(
                "select name, name_exists, dmarc_record from author_domain where domain_id = ?",
                row ->
                    new CheckedAuthor(
                        row.getString("name"),
                        row.getBoolean("name_exists"),
                        row.getString("dmarc_record")),
                domainId));
    List<CheckedAuthor> changed = names.stream().filter(name -> !known.contains(name)).toList();
    Findings.keep(
        sql,
        domainId,
        """
        insert into author_domain (domain_id, name, name_exists, dmarc_record, checked_at)
        values (?, ?, ?, ?, ?)
        on conflict (domain_id, name) do update set name_exists = excluded.name_exists,
          dmarc_record = excluded.dmarc_record, checked_at = excluded.checked_at\
        """,
        changed,
        (upsert, name) -> {
          upsert.setLong(1, domainId);
          upsert.setString(2, name.name());
          upsert.setBoolean(3, name.exists());
          upsert.setString(4, name.dmarcRecord());
          upsert.setTimestamp(5, Timestamp.from(at));
        });
  }
}
