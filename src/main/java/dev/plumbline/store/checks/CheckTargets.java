package dev.plumbline.store.checks;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/** What there is to check: sources with the domains their mail used, and selectors. */
@ApplicationScoped
public class CheckTargets {

  private final Database database;

  CheckTargets(Database database) {
    this.database = database;
  }

  /**
   * A source with a domain that SPF was checked for.
   *
   * @param scope {@code mfrom}, {@code helo} or {@code assumed}
   */
  public record Target(InetAddress ip, String identity, String scope) {}

  /** A selector seen in reports. */
  public record Selector(String domain, String selector) {}

  private static final String USED =
      """
      with used as (
        select source_ip as ip, identity, min(qualifier) as scope,
          row_number() over (partition by source_ip order by sum(messages) desc, identity) as place
        from daily_identity
        where domain_id = ? and day >= ? and mechanism = 'spf' and source_ip is not null
        group by source_ip, identity
      )
      """;

  /**
   * Sources active since a day, each with the domains its SPF was checked for, by messages.
   *
   * @param most how many domains of one source are wanted
   */
  public List<Target> targets(long domainId, LocalDate since, int most) {
    return database.list(
        USED
            + "select host(ip) as ip, identity, scope from used where place <= ? order by 1, place",
        CheckTargets::target,
        domainId,
        since,
        most);
  }

  /**
   * Those of the targets without a verdict: mail from new sources, or under new names.
   *
   * @param own the monitored domain, for which each source is checked as well
   */
  public List<Target> unchecked(long domainId, String own, LocalDate since, int most) {
    return database.list(
        USED
            + """
            select host(ip) as ip, identity, scope from (
              select ip, identity, scope from used where place <= ?
              union
              select distinct ip, ?, 'mfrom' from used
            ) wanted
            where not exists (
              select from source_check known
              where known.domain_id = ? and known.ip = wanted.ip
                and known.identity = wanted.identity)
            order by 1, 2\
            """,
        CheckTargets::target,
        domainId,
        since,
        most,
        own,
        domainId);
  }

  private static Target target(ResultSet row) throws SQLException {
    return new Target(
        IpAddresses.parse(row.getString("ip")).orElseThrow(),
        row.getString("identity"),
        row.getString("scope"));
  }

  /** Selectors seen since a day. */
  public List<Selector> selectors(long domainId, LocalDate since) {
    return database.list(
        """
        select distinct identity, qualifier from daily_identity
        where domain_id = ? and day >= ? and mechanism = 'dkim' and identity <> ''
          and qualifier <> '' order by 1, 2\
        """,
        row -> new Selector(row.getString("identity"), row.getString("qualifier")),
        domainId,
        since);
  }
}
