package dev.plumbline.store.judgement;

import dev.plumbline.dns.DomainName;
import dev.plumbline.standing.Simulator;
import dev.plumbline.standing.Simulator.Behind;
import dev.plumbline.standing.Simulator.Identity;
import dev.plumbline.standing.Simulator.Known;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the messages that policies are tried on, put together by who is behind them. */
@ApplicationScoped
public class SimulatedTraffic {

  private static final String GROUPS =
      """
      select t.domain_id, coalesce(s.sender_key, '') as sender_key,
        case when t.profile_id = any(s.others_profiles) then 'UNRECOGNIZED'
          else coalesce(s.standing, 'UNRECOGNIZED') end as standing,
        coalesce(s.fixed and t.profile_id <> all(s.others_profiles), false) as fixed,
        t.profile_id, t.dkim_pass, t.spf_pass, t.override_type <> '' as overridden,
        sum(t.messages) as messages
      from counted_traffic t
      left join source_standing s on s.domain_id = t.domain_id and s.source_ip = t.source_ip
      where t.domain_id = ? and t.day between ? and ?
      group by 1, 2, 3, 4, 5, 6, 7, 8
      """;

  /** One statement, so that what goes and what comes see the same traffic. */
  private static final String REFRESH =
      "with now as ("
          + GROUPS
          + """
          ), gone as (
            delete from simulated_traffic k where domain_id = ? and not exists (
              select from now n where n.sender_key = k.sender_key and n.standing = k.standing
                and n.fixed = k.fixed and n.profile_id = k.profile_id and n.dkim_pass = k.dkim_pass
                and n.spf_pass = k.spf_pass and n.overridden = k.overridden)
          )
          insert into simulated_traffic as k (domain_id, sender_key, standing, fixed, profile_id,
            dkim_pass, spf_pass, overridden, messages)
          select * from now
          on conflict (domain_id, sender_key, standing, fixed, profile_id, dkim_pass, spf_pass,
            overridden) do update set messages = excluded.messages
          where k.messages <> excluded.messages""";

  private final Database database;

  public SimulatedTraffic(Database database) {
    this.database = database;
  }

  /** Brings it up to date in the transaction that wrote {@code source_standing}; days are UTC. */
  public static void refresh(Connection connection, long domainId, LocalDate from, LocalDate to)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REFRESH)) {
      statement.setLong(1, domainId);
      statement.setObject(2, from);
      statement.setObject(3, to);
      statement.setLong(4, domainId);
      statement.executeUpdate();
    }
  }

  /**
   * A domain's messages in the window by which it was judged.
   *
   * @param domain its name, for rows whose author domain cannot be read
   */
  public List<Known> of(long domainId, DomainName domain) {
    Map<String, List<Identity>> identities = identities(domainId);
    return database.list(
        """
        select t.*, t.profile_id::text as profile, p.header_from,
          coalesce(a.name_exists, true) as known, n.name, n.standing as sender_standing
        from simulated_traffic t
        join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id
        left join author_domain a on a.domain_id = t.domain_id and a.name = p.header_from
        left join sender_standing n on n.domain_id = t.domain_id and n.sender_key = t.sender_key
        where t.domain_id = ?""",
        row -> known(row, identities, domain),
        domainId);
  }

  private static Known known(
      ResultSet row, Map<String, List<Identity>> identities, DomainName domain)
      throws SQLException {
    Simulator.Traffic traffic =
        new Simulator.Traffic(
            null,
            DomainName.parse(row.getString("header_from")).orElse(domain),
            identities.getOrDefault(row.getString("profile"), List.of()),
            row.getBoolean("dkim_pass"),
            row.getBoolean("spf_pass"),
            row.getBoolean("overridden"),
            row.getBoolean("known"),
            row.getLong("messages"));
    String sender = row.getString("sender_standing");
    if (sender == null) {
      return new Known(traffic, null);
    }
    return new Known(
        traffic,
        new Behind(
            row.getString("sender_key"),
            row.getString("name"),
            Standing.valueOf(row.getString("standing")),
            Standing.valueOf(sender),
            row.getBoolean("fixed")));
  }

  private Map<String, List<Identity>> identities(long domainId) {
    Map<String, List<Identity>> identities = new HashMap<>();
    database.list(
        """
        select profile_id::text as profile, mechanism, identity, result from auth_identity
        where domain_id = ? and profile_id in (
          select profile_id from simulated_traffic where domain_id = ?)""",
        row ->
            identities
                .computeIfAbsent(row.getString("profile"), unused -> new ArrayList<>())
                .add(
                    new Identity(
                        row.getString("mechanism").equals("dkim"),
                        row.getString("identity"),
                        row.getString("result").equals("pass"))),
        domainId,
        domainId);
    return identities;
  }
}
