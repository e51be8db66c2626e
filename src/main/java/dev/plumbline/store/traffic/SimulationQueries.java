package dev.plumbline.store.traffic;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Simulator;
import dev.plumbline.standing.Simulator.Identity;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads what the simulator and the readiness of a policy need, from the daily totals. */
@ApplicationScoped
public class SimulationQueries {

  private final Database sql;

  public SimulationQueries(Database sql) {
    this.sql = sql;
  }

  /** A domain's messages, by source, identities and result. Days are UTC, both ends included. */
  public List<Simulator.Traffic> traffic(DomainInfo domain, LocalDate from, LocalDate to) {
    Map<String, List<Identity>> identities = new HashMap<>();
    sql.list(
        """
        select profile_id::text as profile, mechanism, identity, result from auth_identity
        where domain_id = ?""",
        row ->
            identities
                .computeIfAbsent(row.getString("profile"), unused -> new ArrayList<>())
                .add(
                    new Identity(
                        row.getString("mechanism").equals("dkim"),
                        row.getString("identity"),
                        row.getString("result").equals("pass"))),
        domain.id());
    DomainName own = DomainName.parse(domain.name()).orElse(DomainName.ROOT);
    return sql.list(
        """
        select host(t.source_ip) as ip, t.profile_id::text as profile, p.header_from, t.dkim_pass,
          t.spf_pass, t.override_type <> '' as overridden, coalesce(a.name_exists, true) as known,
          sum(t.messages) as messages
        from counted_traffic t
        join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id
        left join author_domain a on a.domain_id = t.domain_id and a.name = p.header_from
        where t.domain_id = ? and t.day between ? and ?
        group by t.source_ip, t.profile_id, p.header_from, t.dkim_pass, t.spf_pass, overridden,
          known""",
        row ->
            new Simulator.Traffic(
                TrafficQueries.address(row.getString("ip")),
                DomainName.parse(row.getString("header_from")).orElse(own),
                identities.getOrDefault(row.getString("profile"), List.of()),
                row.getBoolean("dkim_pass"),
                row.getBoolean("spf_pass"),
                row.getBoolean("overridden"),
                row.getBoolean("known"),
                row.getLong("messages")),
        domain.id(),
        from,
        to);
  }

  /** Messages of sources that were seen between two days, and not since. */
  public long goneSince(long domainId, LocalDate from, LocalDate to) {
    return sql.first(
            """
            select coalesce(sum(messages), 0) as messages from counted_traffic
            where domain_id = ? and day between ? and ? and source_ip not in (
              select source_ip from counted_traffic
              where domain_id = ? and day > ? and source_ip is not null)""",
            row -> row.getLong("messages"),
            domainId,
            from,
            to,
            domainId,
            to)
        .orElse(0L);
  }

  /** The UTC days on which any of some sources sent messages. */
  public List<LocalDate> activeDays(
      long domainId, Collection<InetAddress> sources, LocalDate from, LocalDate to) {
    return sql.list(
        """
        select distinct day from counted_traffic
        where domain_id = ? and source_ip = any(?::inet[]) and day between ? and ?
          and messages > 0""",
        row -> row.getObject("day", LocalDate.class),
        domainId,
        sources.stream().map(IpAddresses::toText).collect(Collectors.joining(",", "{", "}")),
        from,
        to);
  }

  /** How many days a period has reports of, and from how many reporters. */
  public record Cover(int days, int reporters) {}

  /**
   * What reports cover of a period; a report that spans several days covers each of them. Days and
   * reporters are few, and each is asked for one report: there are many of these.
   *
   * @param earliest the first day that counts as covered, which may be before the period: the
   *     newest days are not reported yet
   */
  public Cover cover(long domainId, LocalDate earliest, LocalDate from, LocalDate to) {
    return sql.first(
            """
            with recursive reporter_of (id) as (
              select min(reporter_id) from report where domain_id = ?
              union all
              select (
                select min(reporter_id) from report where domain_id = ? and reporter_id > o.id)
              from reporter_of o where o.id is not null
            )
            select
              (select count(*)
                from generate_series(?::timestamp, ?::timestamp, interval '1 day') g (day)
                where exists (
                  select from counted_report r where r.domain_id = ? and r.day = g.day::date)
                or exists (
                  select from counted_report r where r.domain_id = ?
                    and r.day between greatest(?::date, g.day::date - 31) and g.day::date - 1
                    and (r.end_at at time zone 'UTC')::date >= g.day::date)) as days,
              (select count(*) from reporter_of o
                where exists (
                  select from counted_report r where r.domain_id = ? and r.reporter_id = o.id
                    and r.day between ? and ?)) as reporters""",
            row -> new Cover(row.getInt("days"), row.getInt("reporters")),
            domainId,
            domainId,
            earliest,
            to,
            domainId,
            domainId,
            earliest,
            domainId,
            from,
            to)
        .orElse(new Cover(0, 0));
  }
}
