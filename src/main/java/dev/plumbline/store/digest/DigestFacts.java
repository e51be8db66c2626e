package dev.plumbline.store.digest;

import dev.plumbline.store.Database;
import dev.plumbline.store.judgement.StandingChange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What happened in a period, by domain; both days are included. */
public final class DigestFacts {

  /** Of one domain; nobody reads more. */
  private static final int MOST_CHANGES = 200;

  private final Database sql;

  public DigestFacts(Database sql) {
    this.sql = sql;
  }

  /**
   * What changed in the judgement of a domain.
   *
   * @param told the first of it, in its order
   * @param more how much there is besides
   */
  public record Changes(List<StandingChange> told, long more) {

    public static final Changes NONE = new Changes(List.of(), 0);

    public Changes {
      told = List.copyOf(told);
    }
  }

  /** What changed in the judgement of some domains, by their names. */
  public Map<String, Changes> changes(List<Long> domains, Instant from, Instant until) {
    Map<String, List<StandingChange>> told = new HashMap<>();
    Map<String, Long> all = new HashMap<>();
    sql.list(
        """
        select * from (
          select c.*, d.name as domain, count(*) over (partition by c.domain_id) as all_changes,
            row_number() over (partition by c.domain_id order by c.at, c.id) as place
          from standing_change c join domain d on d.id = c.domain_id
          where c.domain_id = any(?) and c.at >= ? and c.at < ?
            and not (c.what = 'appeared' and exists (
              -- Called otherwise before, as by its network until DNS named it.
              select from sender_standing s
              where s.domain_id = c.domain_id and s.sender_key = c.sender_key
                and s.first_seen < (c.at at time zone 'UTC')::date - 28))) one
        where place <= ? order by domain_id, place\
        """,
        row -> {
          StandingChange change = StandingChange.of(row);
          all.put(change.domain(), row.getLong("all_changes"));
          return told.computeIfAbsent(change.domain(), unused -> new ArrayList<>()).add(change);
        },
        domains.toArray(Long[]::new),
        from,
        until,
        MOST_CHANGES);
    Map<String, Changes> found = new HashMap<>();
    told.forEach(
        (domain, some) ->
            found.put(domain, new Changes(some, all.getOrDefault(domain, 0L) - some.size())));
    return found;
  }

  /** Messages of strangers, and how many of them receivers quarantined or rejected. */
  public record Strangers(long messages, long stopped) {}

  public Map<Long, Strangers> strangers(List<Long> domains, LocalDate from, LocalDate to) {
    Map<Long, Strangers> found = new HashMap<>();
    sql.list(
        """
        select domain_id, sum(messages) as messages, sum(quarantined + rejected) as stopped
        from standing_day
        where domain_id = any(?) and day between ? and ?
          and standing in ('UNAUTHORIZED_USE', 'UNRECOGNIZED')
        group by domain_id\
        """,
        row ->
            found.put(
                row.getLong("domain_id"),
                new Strangers(row.getLong("messages"), row.getLong("stopped"))),
        domains.toArray(Long[]::new),
        from,
        to);
    return found;
  }

  /** What receivers quarantined or rejected of a sender. */
  public record Lost(String sender, String name, long messages, long refused) {}

  /** The sender of each domain that lost most, of those that are not strangers or forwarders. */
  public Map<Long, Lost> lost(List<Long> domains, LocalDate from, LocalDate to) {
    Map<Long, Lost> found = new HashMap<>();
    sql.list(
        """
        select distinct on (domain_id) domain_id, sender_key, name, messages, refused from (
          select d.domain_id, d.sender_key, s.name, sum(d.messages) as messages,
            sum(d.quarantined + d.rejected) as refused
          from sender_day d
          join sender_standing s on s.domain_id = d.domain_id and s.sender_key = d.sender_key
          where d.domain_id = any(?) and d.day between ? and ?
            and s.standing in ('REGRESSED', 'NEEDS_AUTHORIZING', 'NEEDS_ALIGNMENT', 'FIXED')
          group by 1, 2, 3) one
        where refused > 0 order by domain_id, refused desc, sender_key\
        """,
        row ->
            found.put(
                row.getLong("domain_id"),
                new Lost(
                    row.getString("sender_key"),
                    row.getString("name"),
                    row.getLong("messages"),
                    row.getLong("refused"))),
        domains.toArray(Long[]::new),
        from,
        to);
    return found;
  }

  /** A record that gave way to another. */
  public record RecordChange(
      long domain, String name, String type, List<String> before, List<String> after) {

    public RecordChange {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  public List<RecordChange> records(List<Long> domains, Instant from, Instant until) {
    return sql.list(
        """
        select * from (
          select domain_id, name, type, first_seen, texts, lag(texts) over (
            partition by domain_id, name, type order by first_seen) as before
          from dns_record where domain_id = any(?)) one
        where before is not null and first_seen >= ? and first_seen < ?
        order by domain_id, first_seen, type, name\
        """,
        row ->
            new RecordChange(
                row.getLong("domain_id"),
                row.getString("name"),
                row.getString("type"),
                Database.texts(row, "before"),
                Database.texts(row, "texts")),
        domains.toArray(Long[]::new),
        from,
        until);
  }

  /** A reporter that usually told of a domain, and did not in the period. */
  public record Missing(long domain, String reporter, LocalDate last) {}

  /**
   * Reporters that told of a domain on many of the days before, and on none since.
   *
   * @param least on so many days
   */
  public List<Missing> missing(
      List<Long> domains, LocalDate before, LocalDate from, LocalDate to, int least) {
    return sql.list(
        """
        select d.domain_id, p.name, max(d.day) as last
        from counted_day_reporter d join reporter p on p.id = d.reporter_id
        where d.domain_id = any(?) and d.day between ? and ?
        group by d.domain_id, p.name
        having count(distinct d.day) >= ? and max(d.day) < ?
        order by d.domain_id, p.name\
        """,
        row ->
            new Missing(
                row.getLong("domain_id"),
                row.getString("name"),
                row.getObject("last", LocalDate.class)),
        domains.toArray(Long[]::new),
        before,
        to,
        least,
        from);
  }
}
