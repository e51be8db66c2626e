package dev.plumbline.store.checks;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.judgement.JudgingQueue;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps which service's SPF record lists a source. */
@ApplicationScoped
public class Services {

  private final Database database;

  Services(Database database) {
    this.database = database;
  }

  private record Listed(InetAddress ip, String record) {}

  /**
   * Keeps what was found.
   *
   * @param sources those that were looked for; what was known of them otherwise is forgotten
   * @param found names of records, by source
   * @return the sources for which something else was found than before
   */
  public Set<InetAddress> save(
      long domainId, Collection<InetAddress> sources, Map<InetAddress, String> found) {
    Map<InetAddress, String> known = known(domainId);
    List<InetAddress> gone = new ArrayList<>();
    List<Listed> listed = new ArrayList<>();
    for (InetAddress ip : sources) {
      String record = found.get(ip);
      if (record == null && known.containsKey(ip)) {
        gone.add(ip);
      } else if (record != null && !record.equals(known.get(ip))) {
        listed.add(new Listed(ip, record));
      }
    }
    if (!gone.isEmpty() || !listed.isEmpty()) {
      write(domainId, gone, listed);
    }
    Set<InetAddress> changed = new HashSet<>(gone);
    listed.forEach(one -> changed.add(one.ip()));
    return changed;
  }

  private void write(long domainId, List<InetAddress> gone, List<Listed> listed) {
    database.doInTransaction(
        connection -> {
          JudgingQueue.wantChecked(connection, domainId);
          Database.writeAll(
              connection,
              "delete from source_service where domain_id = ? and ip = ?::inet",
              gone,
              (statement, ip) -> {
                statement.setLong(1, domainId);
                statement.setString(2, IpAddresses.toText(ip));
              });
          Database.writeAll(
              connection,
              """
              insert into source_service (domain_id, ip, spf_record) values (?, ?::inet, ?)
              on conflict (domain_id, ip) do update set spf_record = excluded.spf_record\
              """,
              listed,
              (statement, one) -> {
                statement.setLong(1, domainId);
                statement.setString(2, IpAddresses.toText(one.ip()));
                statement.setString(3, SqlText.clean(one.record()));
              });
        });
  }

  private Map<InetAddress, String> known(long domainId) {
    Map<InetAddress, String> known = new HashMap<>();
    database.list(
        "select host(ip) as ip, spf_record from source_service where domain_id = ?",
        row ->
            known.put(
                IpAddresses.parse(row.getString("ip")).orElseThrow(), row.getString("spf_record")),
        domainId);
    return known;
  }
}
