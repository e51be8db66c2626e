package dev.plumbline.store.traffic;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import dev.plumbline.store.Settled;
import dev.plumbline.store.WholeMonths;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Figures of senders and sources for pages. Those of senders are as of the last judgement. Periods
 * are UTC days, both ends included.
 */
@ApplicationScoped
public class SenderTraffic {

  /** The days before the whole months, those after them, and these. */
  private static final String OF_SENDERS =
      """
      from (
        select sender_key, messages, pass, dkim, spf, quarantined, rejected from sender_day
        where domain_id = ? and sender_key = any(?) and day >= ? and day < ?
        union all
        select sender_key, messages, pass, dkim, spf, quarantined, rejected from sender_day
        where domain_id = ? and sender_key = any(?) and day between ? and ?
        union all
        select sender_key, messages, pass, dkim, spf, quarantined, rejected from sender_month
        where domain_id = ? and sender_key = any(?) and month >= ? and month < ?) parts
      group by sender_key
      """;

  /** What is told in place of a source if days are not settled. */
  private static final String NOT_SETTLED = "";

  private final Database sql;

  SenderTraffic(Database sql) {
    this.sql = sql;
  }

  /**
   * Messages of sources that stand alike, of one day or of several in a row.
   *
   * @param day the first of them
   * @param standing null for messages that nobody judged, as those without a readable address
   */
  public record StandingDay(LocalDate day, @Nullable Standing standing, Traffic traffic) {}

  /** One day's messages of a sender. */
  public record SenderDay(LocalDate day, Traffic traffic) {}

  /**
   * A domain's messages by part of a period and standing of their source, by day.
   *
   * @param days how many days in a row each part has, counted from the first; the day given is the
   *     first of its part
   */
  public List<StandingDay> standingDays(long domainId, LocalDate from, LocalDate to, int days) {
    return sql.list(
        "select (day - ?::date) / ? as part, standing, "
            + Traffic.SUMS
            + """
            from standing_day where domain_id = ? and day between ? and ?
            group by 1, 2 order by 1, 2\
            """,
        row ->
            new StandingDay(
                from.plusDays((long) days * row.getInt("part")),
                standing(row.getString("standing")),
                Traffic.of(row)),
        from,
        days,
        domainId,
        from,
        to);
  }

  private static @Nullable Standing standing(String wire) {
    return wire.equals(SenderDays.UNJUDGED) ? null : Standing.valueOf(wire);
  }

  /** The messages of some senders in a period; those without any are left out. */
  public Map<String, Traffic> senders(
      long domainId, Collection<String> senderKeys, LocalDate from, LocalDate to) {
    Map<String, Traffic> found = new HashMap<>();
    WholeMonths months = WholeMonths.of(from, to);
    String[] keys = senderKeys.toArray(String[]::new);
    sql.list(
        "select sender_key, " + Traffic.SUMS + OF_SENDERS,
        row -> found.put(row.getString("sender_key"), Traffic.of(row)),
        domainId,
        keys,
        from,
        months.first(),
        domainId,
        keys,
        months.end(),
        to,
        domainId,
        keys,
        months.first(),
        months.end());
    return found;
  }

  /** One sender's messages on each day, by day. */
  public List<SenderDay> senderDays(long domainId, String senderKey, LocalDate from, LocalDate to) {
    return sql.list(
        "select day, "
            + Traffic.SUMS
            + """
            from sender_day
            where domain_id = ? and sender_key = ? and day between ? and ?
            group by day order by day\
            """,
        row -> new SenderDay(row.getObject("day", LocalDate.class), Traffic.of(row)),
        domainId,
        senderKey,
        from,
        to);
  }

  /** The messages of some sources in a period; those without any are left out. */
  public Map<InetAddress, Traffic> sources(
      long domainId, Collection<InetAddress> sources, LocalDate from, LocalDate to) {
    Map<String, Traffic> found = sources(SettledSources.DAYS, domainId, sources, from, to);
    if (found.containsKey(NOT_SETTLED)) {
      found = sources(SettledSources.DAYS_AT_EVERY_MOMENT, domainId, sources, from, to);
      found.remove(NOT_SETTLED);
    }
    Map<InetAddress, Traffic> traffic = new HashMap<>();
    found.forEach((ip, sums) -> traffic.put(IpAddresses.parse(ip).orElseThrow(), sums));
    return traffic;
  }

  /** Also that days are not settled, if so, in place of a source. */
  private Map<String, Traffic> sources(
      String days, long domainId, Collection<InetAddress> sources, LocalDate from, LocalDate to) {
    Map<String, Traffic> found = new HashMap<>();
    sql.list(
        """
        select host(source_ip) as ip, sum(messages) as messages,
          coalesce(sum(messages) filter (where dkim_pass or spf_pass), 0) as pass,
          coalesce(sum(messages) filter (where dkim_pass), 0) as dkim,
          coalesce(sum(messages) filter (where spf_pass), 0) as spf,
          coalesce(sum(messages) filter (where disposition = 'quarantine'), 0) as quarantined,
          coalesce(sum(messages) filter (where disposition = 'reject'), 0) as rejected
        from %s
        where domain_id = ? and source_ip = any(?::inet[]) and day between ? and ?
        group by source_ip having sum(rows) <> 0
        union all select '', 0, 0, 0, 0, 0, 0 where %s\
        """
            .formatted(days, Settled.ARE_NOT),
        row -> found.put(row.getString("ip"), Traffic.of(row)),
        domainId,
        sources.stream().map(IpAddresses::toText).collect(Collectors.joining(",", "{", "}")),
        from,
        to,
        domainId);
    return found;
  }
}
