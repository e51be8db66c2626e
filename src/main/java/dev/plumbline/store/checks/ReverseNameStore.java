package dev.plumbline.store.checks;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the names that sources have. What did not change is not written. */
@ApplicationScoped
public class ReverseNameStore {

  /** Names of a domain that nobody checks any more are not lent. */
  private static final Duration LENT = Duration.ofDays(1);

  private final Database database;

  ReverseNameStore(Database database) {
    this.database = database;
  }

  /**
   * A reverse name, looked up now.
   *
   * @param name null if there is none
   */
  public record CheckedName(InetAddress ip, @Nullable String name, boolean confirmed) {

    /** Names are compared as they are kept. */
    public CheckedName {
      name = SqlText.cleanOrNull(name);
    }
  }

  /**
   * Takes over the reverse names that another domain's rounds have asked for.
   *
   * @param sources of which nothing is known
   * @param origin where it asked, as {@link dev.plumbline.dns.Dns#origin} says
   */
  public void borrow(long domainId, Collection<InetAddress> sources, String origin, Instant at) {
    if (sources.isEmpty()) {
      return;
    }
    database.write(
        """
        insert into reverse_name as known (domain_id, ip, name, confirmed, checked_at, origin)
        select distinct on (other.ip) ?, other.ip, other.name, other.confirmed, other.checked_at,
          other.origin
        from unnest(?::inet[]) as wanted (ip)
        join reverse_name other on other.ip = wanted.ip
        join domain lender on lender.id = other.domain_id
        where other.domain_id <> ? and other.origin = ? and lender.dns_checked_at >= ?
        order by other.ip, lender.dns_checked_at desc
        on conflict (domain_id, ip) do update set name = excluded.name,
          confirmed = excluded.confirmed, checked_at = excluded.checked_at,
          origin = excluded.origin
        where known.origin <> excluded.origin\
        """,
        domainId,
        sources.stream().map(IpAddresses::toText).toArray(String[]::new),
        domainId,
        origin,
        at.minus(LENT));
  }

  /** What is known of the sources' names, from the same DNS. */
  public Map<InetAddress, CheckedName> known(long domainId, String origin) {
    Map<InetAddress, CheckedName> known = new HashMap<>();
    database.list(
        """
        select host(ip) as ip, name, confirmed from reverse_name
        where domain_id = ? and origin = ?\
        """,
        row -> {
          InetAddress ip = IpAddresses.parse(row.getString("ip")).orElseThrow();
          return known.put(
              ip, new CheckedName(ip, row.getString("name"), row.getBoolean("confirmed")));
        },
        domainId,
        origin);
    return known;
  }

  /**
   * Keeps names; those DNS did not answer for are not handed over.
   *
   * @param known what {@link #known} told
   * @return the sources that have another name than before
   */
  public Set<InetAddress> save(
      long domainId,
      List<CheckedName> names,
      Map<InetAddress, CheckedName> known,
      String origin,
      Instant at) {
    List<CheckedName> changed =
        names.stream().filter(name -> !name.equals(known.get(name.ip()))).toList();
    Findings.keep(
        database,
        domainId,
        """
        insert into reverse_name (domain_id, ip, name, confirmed, checked_at, origin)
        values (?, ?::inet, ?, ?, ?, ?)
        on conflict (domain_id, ip) do update set name = excluded.name,
          confirmed = excluded.confirmed, checked_at = excluded.checked_at,
          origin = excluded.origin\
        """,
        changed,
        (statement, name) -> {
          statement.setLong(1, domainId);
          statement.setString(2, IpAddresses.toText(name.ip()));
          statement.setString(3, name.name());
          statement.setBoolean(4, name.confirmed());
          statement.setTimestamp(5, Timestamp.from(at));
          statement.setString(6, origin);
        });
    Set<InetAddress> sources = new HashSet<>();
    changed.forEach(name -> sources.add(name.ip()));
    return sources;
  }
}
