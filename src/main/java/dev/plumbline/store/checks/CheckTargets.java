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

  /**
   * How much one round asks. Whoever forges reports decides what is in them, but not what they make
   * us ask.
   *
   * @param identitiesPerSource how many domains of one source
   * @param targets how many sources with a domain each, over all
   */
  public record Most(int identitiesPerSource, int targets) {}

  /** A selector seen in reports. */
  public record Selector(String domain, String selector) {}

  private static final String USED =
      """
      with used as (
        select source_ip as ip, identity, min(qualifier) as scope, sum(messages) as messages,
          row_number() over (partition by source_ip order by sum(messages) desc, identity) as place
        from daily_identity
        where domain_id = ? and day >= ? and mechanism = 'spf' and source_ip is not null
        group by source_ip, identity
      )
      """;

  /**
   * Sources active since a day, each with the domains its SPF was checked for, those with most
   * messages first.
   *
   * @param most how much is wanted
   */
  public List<Target> targets(long domainId, LocalDate since, Most most) {
    return database.list(
        USED
            + """
            select host(ip) as ip, identity, scope from used where place <= ?
            order by messages desc, ip, place limit ?\
            """,
        CheckTargets::target,
        domainId,
        since,
        most.identitiesPerSource(),
        most.targets());
  }

  /**
   * Those of the targets without a verdict: mail from new sources, or under new names.
   *
   * @param own the monitored domain, for which each source is checked as well
   * @param most how much is wanted
   */
  public List<Target> unchecked(long domainId, String own, LocalDate since, Most most) {
    return database.list(
        USED
            + """
            select host(ip) as ip, identity, scope from (
              select ip, identity, scope, messages from used where place <= ?
              union all
              select ip, ?, 'mfrom', sum(messages) from used group by ip
            ) wanted
            where not exists (
              select from source_check known
              where known.domain_id = ? and known.ip = wanted.ip
                and known.identity = wanted.identity)
            group by ip, identity, scope
            order by max(messages) desc, 1, 2 limit ?\
            """,
        CheckTargets::target,
        domainId,
        since,
        most.identitiesPerSource(),
        own,
        domainId,
        most.targets());
  }

  private static Target target(ResultSet row) throws SQLException {
    return new Target(
        IpAddresses.parse(row.getString("ip")).orElseThrow(),
        row.getString("identity"),
        row.getString("scope"));
  }

  /** Selectors seen since a day, those with most messages first, and those that tests rest on. */
  public List<Selector> selectors(long domainId, LocalDate since, int most) {
    return database.list(
        """
        select identity, qualifier from (
          (select identity, qualifier, sum(messages) as messages from daily_identity
          where domain_id = ? and day >= ? and mechanism = 'dkim' and identity <> ''
            and qualifier <> ''
          group by 1, 2)
          union all
          (select distinct signer, selector, 0 from sender_test
          where domain_id = ? and signer is not null)) used
        group by 1, 2 order by sum(messages) desc, 1, 2 limit ?\
        """,
        row -> new Selector(row.getString("identity"), row.getString("qualifier")),
        domainId,
        since,
        domainId,
        most);
  }
}
