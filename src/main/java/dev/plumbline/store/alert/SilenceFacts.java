package dev.plumbline.store.alert;

import dev.plumbline.store.Database;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who tells no more. Reports of years ago, taken in from a folder, are history: that nobody has
 * reported since did not happen here, and is no alert.
 */
public final class SilenceFacts {

  /** Reports of a day come in within so many; who is silent for longer was silent before. */
  private static final int DAYS_ON_THE_WAY = 7;

  private final Database sql;

  public SilenceFacts(Database sql) {
    this.sql = sql;
  }

  /** A reporter that told on many days, and tells no more. */
  public record Silent(String name, LocalDate last, long days) {}

  /**
   * Domains about which nobody reported any more already when the first report about them came in,
   * as of a folder of old reports.
   */
  public Set<String> silentBeforeSeen() {
    return Set.copyOf(
        sql.list(
            """
            select d.name from domain_summary s join domain d on d.id = s.domain_id
            where s.silent_since < (d.created_at at time zone 'UTC')::date - ?::integer\
            """,
            row -> row.getString("name"),
            DAYS_ON_THE_WAY));
  }

  /**
   * Reporters that told on many of the days before, and on none since. Who told nothing any more
   * already when the first of these reports came in is not among them.
   */
  public List<Silent> silent(LocalDate before, LocalDate from, int least) {
    List<Silent> silent = toldNoMore(before, from, least);
    if (silent.isEmpty()) {
      return silent;
    }
    Map<String, LocalDate> seen = new HashMap<>();
    sql.list(
        """
        select p.name, min((r.received_at at time zone 'UTC')::date) as seen
        from report r join reporter p on p.id = r.reporter_id
        where r.day >= ? and p.name = any(?)
        group by p.name\
        """,
        row -> seen.put(row.getString("name"), row.getObject("seen", LocalDate.class)),
        before,
        silent.stream().map(Silent::name).toArray(String[]::new));
    return silent.stream()
        .filter(
            one ->
                !one.last()
                    .isBefore(seen.getOrDefault(one.name(), one.last()).minusDays(DAYS_ON_THE_WAY)))
        .toList();
  }

  private List<Silent> toldNoMore(LocalDate before, LocalDate from, int least) {
    return sql.list(
        """
        select p.name, max(d.day) as last, count(distinct d.day) as days
        from (
          select reporter_id, day from counted_day_reporter where day >= ? group by 1, 2) d
        join reporter p on p.id = d.reporter_id
        group by p.name having count(distinct d.day) >= ? and max(d.day) < ? order by p.name\
        """,
        row ->
            new Silent(
                row.getString("name"), row.getObject("last", LocalDate.class), row.getLong("days")),
        before,
        least,
        from);
  }
}
