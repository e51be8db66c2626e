package dev.plumbline.store.checks;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** Mail is added up before it is asked as whom: else it is read once for each profile. */
  private static final String USED =
      """
      with mail as materialized (
        select source_ip as ip, profile_id, sum(messages) as messages from counted_traffic
        where domain_id = ? and day >= ? and source_ip %s
        group by source_ip, profile_id
      ), used as (
        select m.ip, i.identity, min(i.qualifier) as scope, sum(m.messages) as messages,
          row_number() over (partition by m.ip order by sum(m.messages) desc, i.identity) as place
        from mail m
        join auth_identity i
          on i.domain_id = ? and i.profile_id = m.profile_id and i.mechanism = 'spf'
        group by m.ip, i.identity
      )
      """;

  private static final String BY_ANY = USED.formatted("is not null");
  private static final String BY_SOME = USED.formatted("= any (?::inet[])");

  /**
   * Sources active since a day, each with the domains its SPF was checked for, those with most
   * messages first.
   *
   * @param most how much is wanted
   */
  public List<Target> targets(long domainId, LocalDate since, Most most) {
    return database.list(
        BY_ANY
            + """
            select host(ip) as ip, identity, scope from used where place <= ?
            order by messages desc, ip, place limit ?\
            """,
        CheckTargets::target,
        domainId,
        since,
        domainId,
        most.identitiesPerSource(),
        most.targets());
  }

  /**
   * Those of the targets without a verdict: mail from new sources, or under new names.
   *
   * @param own the monitored domain, for which each source is checked as well
   * @param most how much is wanted
   * @param among only these sources; null for all
   */
  public List<Target> unchecked(
      long domainId,
      String own,
      LocalDate since,
      Most most,
      @Nullable Collection<InetAddress> among) {
    List<Object> values = new ArrayList<>(List.of(domainId, since));
    if (among != null) {
      values.add(among.stream().map(IpAddresses::toText).toArray(String[]::new));
    }
    values.addAll(List.of(domainId, most.identitiesPerSource(), own, domainId, most.targets()));
    return database.list(
        (among == null ? BY_ANY : BY_SOME)
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
        values.toArray());
  }

  /** The sources that some reports tell of, as far as they are about days since one. */
  public List<InetAddress> sources(long domainId, LocalDate since, Collection<Long> reports) {
    return database.list(
        """
        select distinct host(t.source_ip) as ip from report r
        join counted_traffic t
          on t.domain_id = r.domain_id and t.day = r.day and t.report_id = r.id
        where r.domain_id = ? and r.id = any (?) and r.day >= ? and t.source_ip is not null""",
        row -> IpAddresses.parse(row.getString("ip")).orElseThrow(),
        domainId,
        reports.toArray(Long[]::new),
        since);
  }

  private static Target target(ResultSet row) throws SQLException {
    return new Target(
        IpAddresses.parse(row.getString("ip")).orElseThrow(),
        row.getString("identity"),
        row.getString("scope"));
  }

  /** Selectors seen since a day, those with most messages first, and those that tests rest on. */
  public List<Selector> selectors(long domainId, LocalDate since, int most) {
    return selectors(
        """
        select profile_id, sum(messages) as messages from counted_traffic
        where domain_id = ? and day >= ?
        group by profile_id""",
        domainId,
        since,
        most);
  }

  /** The same of some reports. */
  public List<Selector> selectors(long domainId, Collection<Long> reports, int most) {
    return selectors(
        """
        select t.profile_id, sum(t.messages) as messages from report r
        join counted_traffic t
          on t.domain_id = r.domain_id and t.day = r.day and t.report_id = r.id
        where r.domain_id = ? and r.id = any (?)
        group by t.profile_id""",
        domainId,
        reports.toArray(Long[]::new),
        most);
  }

  private List<Selector> selectors(String mail, long domainId, Object which, int most) {
    return database.list(
        """
        with mail as materialized (
          %s
        )
        select identity, qualifier from (
          select i.identity, i.qualifier, m.messages from mail m
          join auth_identity i on i.domain_id = ? and i.profile_id = m.profile_id
            and i.mechanism = 'dkim' and i.identity <> '' and i.qualifier <> ''
          union all
          (select distinct signer, selector, 0 from sender_test
          where domain_id = ? and signer is not null)) used
        group by 1, 2 order by sum(messages) desc, 1, 2 limit ?\
        """
            .formatted(mail),
        row -> new Selector(row.getString("identity"), row.getString("qualifier")),
        domainId,
        which,
        domainId,
        domainId,
        most);
  }
}
