package dev.plumbline.store.judgement;

import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What DNS said of a domain's own keys and records, as far as the judge wants to know. */
@ApplicationScoped
public class JudgedRecords {

  private final Database sql;

  JudgedRecords(Database database) {
    this.sql = database;
  }

  /**
   * What is known of each key, by its name; equal texts for equal knowledge.
   *
   * @param organizationalDomain keys of signing domains in it
   */
  public Map<String, String> keys(long domainId, String organizationalDomain) {
    Map<String, String> keys = new TreeMap<>();
    sql.list(
        """
        select lower(selector) || '._domainkey.' || lower(signing_domain) as name,
          md5(concat_ws('~', state, earlier_state, extract(epoch from since), detail)) as known
        from dkim_key where domain_id = ?
          and (signing_domain = ? or right(signing_domain, length(?) + 1) = '.' || ?)
        order by 1, 2""",
        row -> keys.put(row.getString("name"), row.getString("known")),
        domainId,
        organizationalDomain,
        organizationalDomain,
        organizationalDomain);
    return keys;
  }

  /** Since when each record set that ever changed reads as it does, by type and name. */
  public Map<String, String> records(long domainId) {
    Map<String, String> records = new TreeMap<>();
    sql.list(
        """
        select type || ' ' || name as what, max(first_seen)::text as since from dns_record
        where domain_id = ? group by type, name having count(*) > 1""",
        row -> records.put(row.getString("what"), row.getString("since")),
        domainId);
    return records;
  }

  /** The mail hosts of a domain, as DNS said last; empty if it was never asked. */
  public Optional<List<String>> mailHosts(long domainId, String name) {
    return sql.first(
        """
        select texts from dns_record where domain_id = ? and name = ? and type = 'MX'
        order by first_seen desc limit 1""",
        row -> Arrays.asList((String[]) row.getArray("texts").getArray()),
        domainId,
        name);
  }
}
