package dev.plumbline.store.traffic;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what is known of the sources of a domain, by a few queries for many of them at once.
 * Periods are UTC days, both ends included.
 */
@ApplicationScoped
public class SourceFactsQueries {

  private final Database sql;

  public SourceFactsQueries(Database database) {
    this.sql = database;
  }

  /** The first and the last UTC day with a message of a source. */
  public record SourceSeen(InetAddress ip, LocalDate first, LocalDate last) {}

  /** Every source with messages in the period, by messages. */
  public List<SourceFacts> sources(DomainInfo domain, LocalDate from, LocalDate to) {
    return gathering(domain).all(from, to);
  }

  /** For gathering facts of a domain's sources, some at a time. */
  public SourceGathering gathering(DomainInfo domain) {
    return new SourceGathering(sql, domain);
  }

  /**
   * When sources were seen, in the order of their addresses.
   *
   * @param after only those behind this one; null for the first
   * @param until days after this one do not count
   */
  public List<SourceSeen> seen(
      long domainId, @Nullable InetAddress after, LocalDate until, int most) {
    return sql.list(
        """
        select host(source_ip) as ip, min(day) as first, max(day) as last
        from counted_traffic
        where domain_id = ? and source_ip > ?::inet and day <= ?
        group by source_ip order by source_ip limit ?""",
        SourceFactsQueries::seen,
        domainId,
        after == null ? "0.0.0.0/0" : IpAddresses.toText(after),
        until,
        most);
  }

  /** When some sources were seen; those that were not are left out. */
  public List<SourceSeen> seen(long domainId, Collection<InetAddress> sources, LocalDate until) {
    return sql.list(
        """
        select host(source_ip) as ip, min(day) as first, max(day) as last
        from counted_traffic
        where domain_id = ? and source_ip = any(?::inet[]) and day <= ?
        group by source_ip order by source_ip""",
        SourceFactsQueries::seen,
        domainId,
        SourceGathering.array(sources),
        until);
  }

  private static SourceSeen seen(ResultSet row) throws SQLException {
    return new SourceSeen(
        IpAddresses.parse(row.getString("ip")).orElseThrow(),
        row.getObject("first", LocalDate.class),
        row.getObject("last", LocalDate.class));
  }

  /** Sources with rows on some days, in no order. */
  public List<InetAddress> seenBetween(long domainId, LocalDate from, LocalDate to) {
    return sql.list(
        """
        select distinct host(source_ip) as ip from counted_traffic
        where domain_id = ? and day between ? and ? and source_ip is not null""",
        row -> IpAddresses.parse(row.getString("ip")).orElseThrow(),
        domainId,
        from,
        to);
  }
}
