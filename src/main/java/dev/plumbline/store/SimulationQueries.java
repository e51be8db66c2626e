package dev.plumbline.store;

import dev.plumbline.dns.DomainName;
import dev.plumbline.standing.Simulator;
import dev.plumbline.standing.Simulator.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Reads what the simulator and the readiness of a policy need, from the daily totals. */
@ApplicationScoped
public class SimulationQueries {

  private final Sql sql;

  SimulationQueries(DataSource database) {
    this.sql = new Sql(database);
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

  /** How many days a period has reports of, and from how many reporters. */
  public record Cover(int days, int reporters) {}

  /** What reports cover of a period; a report that spans several days covers each of them. */
  public Cover cover(long domainId, LocalDate from, LocalDate to) {
    return sql.first(
            """
            select
              (select count(distinct g.day) from counted_report r
                cross join lateral generate_series(
                  r.day, least(greatest(r.day, (r.end_at at time zone 'UTC')::date), r.day + 31),
                  interval '1 day') g (day)
                where r.domain_id = ? and r.day between ? and ? and g.day <= ?) as days,
              (select count(distinct reporter_id) from counted_report r
                where r.domain_id = ? and r.day between ? and ?) as reporters""",
            row -> new Cover(row.getInt("days"), row.getInt("reporters")),
            domainId,
            from,
            to,
            to,
            domainId,
            from,
            to)
        .orElse(new Cover(0, 0));
  }
}
