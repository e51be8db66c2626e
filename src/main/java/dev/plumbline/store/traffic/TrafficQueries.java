package dev.plumbline.store.traffic;

import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.Settled;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads traffic from the daily totals. Periods are UTC days, both ends included. */
@ApplicationScoped
public class TrafficQueries {

  private static final String DOMAIN =
      """
      select id, name, organizational_domain, dmarc_record, adkim, aspf, spf_record, dns_checked_at
      from domain
      """;

  /**
   * What is told in place of a domain if a day is open: the views of settled days, which are quick
   * to plan, are of no use then.
   */
  private static final long A_DAY_IS_OPEN = -1;

  /** Told in place of a number of rows if the days of a source are not settled. */
  private static final long NOT_SETTLED = -1;

  private final Database sql;
  private final Clock clock;

  public TrafficQueries(Database sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * The messages of some domains in a period, by the domain's id; those without reports are left
   * out.
   */
  public Map<Long, Traffic> traffic(Collection<Long> domainIds, LocalDate from, LocalDate to) {
    Map<Long, Traffic> found = traffic("settled_day", domainIds, from, to);
    if (found.remove(A_DAY_IS_OPEN) != null) {
      found = traffic("counted_day", domainIds, from, to);
      found.remove(A_DAY_IS_OPEN);
    }
    return found;
  }

  /** Also that a day of theirs is open, if one is, in place of a domain. */
  private Map<Long, Traffic> traffic(
      String days, Collection<Long> domainIds, LocalDate from, LocalDate to) {
    Map<Long, Traffic> found = new HashMap<>();
    Long[] ids = domainIds.toArray(Long[]::new);
    sql.list(
        "select domain_id, "
            + Traffic.SUMS
            + "from "
            + days
            + """
             where domain_id = any(?) and day between ? and ?
            group by domain_id having sum(reports) <> 0
            union all select -1, 0, 0, 0, 0, 0, 0
            where exists (select 1 from open_day where domain_id = any(?))\
            """,
        row -> found.put(row.getLong("domain_id"), Traffic.of(row)),
        ids,
        from,
        to,
        ids);
    return found;
  }

  /** A domain's messages on one UTC day. */
  public record TrafficDay(LocalDate day, Traffic traffic) {}

  /** A domain's messages on each day with reports, by day. */
  public List<TrafficDay> days(long domainId, LocalDate from, LocalDate to) {
    return sql.list(
        "select day, "
            + Traffic.SUMS
            + """
            from counted_day where domain_id = ? and day between ? and ?
            group by day having sum(reports) <> 0 order by day\
            """,
        row -> new TrafficDay(row.getObject("day", LocalDate.class), Traffic.of(row)),
        domainId,
        from,
        to);
  }

  /** A monitored domain by its name in lower case. */
  public Optional<DomainInfo> domain(String name) {
    return sql.first(DOMAIN + "where name = ?", TrafficQueries::domainInfo, stored(name));
  }

  /** The form names are stored in, whatever form they are asked for in. */
  private static String stored(String name) {
    return DomainName.parseWritten(name).map(DomainName::toString).orElse(name);
  }

  /** As {@link #domain(String)}; empty, too, if the domain may not be seen. */
  public Optional<DomainInfo> domain(Scope scope, String name) {
    return scope.covers(stored(name)) ? domain(name) : Optional.empty();
  }

  /** One domain's messages in a period. */
  public DomainTotals totals(long domainId, LocalDate from, LocalDate to) {
    return sql.first(
            """
            select coalesce(sum(messages), 0) as messages, coalesce(sum(pass), 0) as pass
            from counted_day where domain_id = ? and day between ? and ?\
            """,
            row -> new DomainTotals(row.getLong("messages"), row.getLong("pass")),
            domainId,
            from,
            to)
        .orElseThrow();
  }

  /** Every monitored domain, by name. */
  public List<DomainInfo> domains() {
    return domains(Scope.EVERYTHING);
  }

  /** Every monitored domain that may be seen, by name. */
  public List<DomainInfo> domains(Scope scope) {
    return sql.list(
        DOMAIN + "where in_scope(name, ?::text[]) order by name",
        TrafficQueries::domainInfo,
        (Object) scope.parameter());
  }

  private static DomainInfo domainInfo(ResultSet row) throws SQLException {
    return new DomainInfo(
        row.getLong("id"),
        row.getString("name"),
        Optional.ofNullable(row.getString("organizational_domain"))
            .flatMap(DomainName::parse)
            .orElse(null),
        row.getString("dmarc_record"),
        Alignment.Mode.ofWire(row.getString("adkim")),
        Alignment.Mode.ofWire(row.getString("aspf")),
        row.getString("spf_record"),
        Database.instant(row, "dns_checked_at"));
  }

  /** The newest day with a report about any domain; days that are yet to come do not count. */
  public Optional<LocalDate> newestDay() {
    return sql.first(
        """
        select max(day + 0) as day from counted_report where day + 0 <= ?
        having max(day + 0) is not null\
        """,
        row -> row.getObject("day", LocalDate.class),
        tomorrow());
  }

  /** As {@link #newestDay()}, about domains that may be seen. */
  public Optional<LocalDate> newestDay(Scope scope) {
    if (scope.isEverything()) {
      return newestDay();
    }
    // One after another: each is one step in an index, and asks one machine where there are
    // several.
    return sql
        .list(
            "select id from domain where in_scope(name, ?::text[])",
            row -> row.getLong("id"),
            (Object) scope.parameter())
        .stream()
        .flatMap(id -> newestDay(id).stream())
        .max(Comparator.naturalOrder());
  }

  /** The newest day with a report about a domain; days that are yet to come do not count. */
  public Optional<LocalDate> newestDay(long domainId) {
    return sql.first(
        """
        select max(day) as day from counted_report where domain_id = ? and day <= ?
        having max(day) is not null\
        """,
        row -> row.getObject("day", LocalDate.class),
        domainId,
        tomorrow());
  }

  /** Clocks differ, so today is not the limit. */
  private LocalDate tomorrow() {
    return LocalDate.now(clock).plusDays(1);
  }

  /** Each source's traffic on each day, by day. */
  public List<SourceDay> sourceDays(long domainId, LocalDate from, LocalDate to) {
    return sql.list(
        """
        select day, host(source_ip) as ip, sum(rows) as rows, sum(messages) as messages,
          coalesce(sum(messages) filter (where dkim_pass or spf_pass), 0) as pass
        from counted_day_source
        where domain_id = ? and day between ? and ?
        group by day, source_ip having sum(rows) <> 0 order by day\
        """,
        row ->
            new SourceDay(
                row.getObject("day", LocalDate.class),
                address(row.getString("ip")),
                row.getLong("rows"),
                row.getLong("messages"),
                row.getLong("pass")),
        domainId,
        from,
        to);
  }

  /** One source's traffic on each day, by day. */
  public List<SourceDay> sourceDays(long domainId, InetAddress ip, LocalDate from, LocalDate to) {
    return Settled.or(
        sourceDays(SettledSources.DAYS, domainId, ip, from, to),
        one -> one.rows() == NOT_SETTLED,
        () -> sourceDays(SettledSources.DAYS_AT_EVERY_MOMENT, domainId, ip, from, to));
  }

  /** Also that days are not settled, if so, in place of a number of rows. */
  private List<SourceDay> sourceDays(
      String days, long domainId, InetAddress ip, LocalDate from, LocalDate to) {
    return sql.list(
        """
        select day, sum(rows) as rows, sum(messages) as messages,
          coalesce(sum(messages) filter (where dkim_pass or spf_pass), 0) as pass
        from %s
        where domain_id = ? and source_ip = ?::inet and day between ? and ?
        group by day having sum(rows) <> 0
        union all select ?::date, -1, 0, 0 where %s
        order by day\
        """
            .formatted(days, Settled.ARE_NOT),
        row ->
            new SourceDay(
                row.getObject("day", LocalDate.class),
                ip,
                row.getLong("rows"),
                row.getLong("messages"),
                row.getLong("pass")),
        domainId,
        IpAddresses.toText(ip),
        from,
        to,
        from,
        domainId);
  }

  /**
   * Some domains' messages in a period, by the domain's id; those without any are left out.
   *
   * @param days how many days in a row each of the parts has, counted from the first
   */
  public Map<Long, Course> courses(
      Collection<Long> domainIds, LocalDate from, LocalDate to, int days) {
    Map<Long, DaySums> sums = new HashMap<>();
    Long[] ids = domainIds.toArray(Long[]::new);
    sql.list(
        """
        select domain_id, month as day, messages, pass from month_domain
        where domain_id = any(?) and month between month_of(?) and ?
        union all
        select domain_id, day, array[sum(messages)::bigint], array[sum(pass)::bigint]
        from settled_change where domain_id = any(?) and day between ? and ? group by 1, 2
        union all select -1, null, null, null
        where exists (select 1 from open_day where domain_id = any(?))\
        """,
        row -> add(sums, row, from, to),
        ids,
        from,
        to,
        ids,
        from,
        to,
        ids);
    if (sums.remove(A_DAY_IS_OPEN) != null) {
      sums.clear();
      sql.list(
          """
          select domain_id, day, array[sum(messages)::bigint] as messages,
            array[sum(pass)::bigint] as pass
          from counted_day where domain_id = any(?) and day between ? and ? group by 1, 2\
          """,
          row -> add(sums, row, from, to),
          ids,
          from,
          to);
    }
    Map<Long, Course> courses = new HashMap<>();
    sums.forEach((domain, some) -> some.course(days).ifPresent(one -> courses.put(domain, one)));
    return courses;
  }

  private static boolean add(Map<Long, DaySums> sums, ResultSet row, LocalDate from, LocalDate to)
      throws SQLException {
    DaySums some = sums.computeIfAbsent(row.getLong("domain_id"), unused -> new DaySums(from, to));
    LocalDate first = row.getObject("day", LocalDate.class);
    if (first != null) {
      some.add(
          first,
          (Long[]) row.getArray("messages").getArray(),
          (Long[]) row.getArray("pass").getArray());
    }
    return true;
  }

  /** Who reported about a domain, by messages. */
  public List<ReporterTotals> reporters(long domainId, LocalDate from, LocalDate to) {
    return Settled.or(
        reporters("settled_day_reporter", domainId, from, to),
        one -> one.reports() == A_DAY_IS_OPEN,
        () -> reporters("counted_day_reporter", domainId, from, to));
  }

  /** Also that a day of it is open, if one is, in place of a number of reports. */
  private List<ReporterTotals> reporters(String days, long domainId, LocalDate from, LocalDate to) {
    return sql.list(
        """
        select p.name, sum(r.reports) as reports, sum(r.messages) as messages, sum(r.pass) as pass
        from (
          select reporter_id, sum(reports) as reports, sum(messages) as messages,
            sum(pass) as pass
          from %s where domain_id = ? and day between ? and ? group by reporter_id) r
        join reporter p on p.id = r.reporter_id
        group by p.name
        union all select '', -1, 0, 0
        where exists (select 1 from open_day where domain_id = ?)
        order by messages desc, name\
        """
            .formatted(days),
        row ->
            new ReporterTotals(
                row.getString("name"),
                row.getLong("reports"),
                row.getLong("messages"),
                row.getLong("pass")),
        domainId,
        from,
        to,
        domainId);
  }

  /** Who reported one source, by messages. */
  public List<ReporterOfSource> reportersOfSource(
      long domainId, InetAddress ip, LocalDate from, LocalDate to) {
    return sql.list(
        """
        select p.name, sum(messages) as messages,
          coalesce(sum(messages) filter (where dkim_pass or spf_pass), 0) as pass,
          coalesce(sum(messages) filter (where dkim_pass), 0) as dkim,
          coalesce(sum(messages) filter (where spf_pass), 0) as spf,
          coalesce(sum(messages) filter (where disposition in ('quarantine', 'reject')), 0)
            as refused,
          min(day) as first_day, max(day) as last_day
        from counted_traffic t join reporter p on p.id = t.reporter_id
        where domain_id = ? and source_ip = ?::inet and day between ? and ?
        group by p.name order by messages desc, p.name\
        """,
        row ->
            new ReporterOfSource(
                row.getString("name"),
                row.getLong("messages"),
                row.getLong("pass"),
                row.getLong("dkim"),
                row.getLong("spf"),
                row.getLong("refused"),
                row.getObject("first_day", LocalDate.class),
                row.getObject("last_day", LocalDate.class)),
        domainId,
        IpAddresses.toText(ip),
        from,
        to);
  }

  static @Nullable InetAddress address(@Nullable String text) {
    return text == null ? null : IpAddresses.parse(text).orElse(null);
  }
}
