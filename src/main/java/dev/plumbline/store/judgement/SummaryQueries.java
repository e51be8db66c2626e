package dev.plumbline.store.judgement;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the summary of a domain is made of, added up by the database. */
@ApplicationScoped
public class SummaryQueries {

  private final Database sql;

  SummaryQueries(Database database) {
    this.sql = database;
  }

  /**
   * A sender, or some of its sources, as far as a policy may cost it mail.
   *
   * @param ip one of these sources
   * @param sources how many they are
   * @param of how many the sender ever had
   */
  public record Part(
      String key,
      String name,
      Standing standing,
      long messages,
      long passed,
      long mended,
      long strangers,
      InetAddress ip,
      int sources,
      int of) {}

  /** How many senders that are not silent have each standing. */
  public Map<Standing, Integer> standings(long domainId) {
    Map<Standing, Integer> counts = new EnumMap<>(Standing.class);
    sql.list(
        """
        select standing, count(*) as senders from sender_standing
        where domain_id = ? and silent_since is null group by standing""",
        row -> counts.put(Standing.valueOf(row.getString("standing")), row.getInt("senders")),
        domainId);
    return counts;
  }

  /** Messages of all senders that were seen since a day. */
  public long messages(long domainId, LocalDate since) {
    return sql.number(
        """
        select coalesce(sum(messages), 0) from sender_standing
        where domain_id = ? and last_seen >= ?""",
        domainId,
        since);
  }

  /**
   * Senders that were seen since a day and matter: the domain's own, and those with enough mail.
   *
   * @param most messages from which on a sender matters in any case
   */
  public List<Part> present(long domainId, LocalDate since, long most) {
    return sql.list(
        """
        select sender_key, name, standing, messages, pass_messages as passed,
          mended_messages as mended, stranger_messages as strangers, host(leading_source) as ip,
          sources, sources_ever as of
        from sender_standing
        where domain_id = ? and last_seen >= ? and (messages >= ?
          or standing not in ('UNRECOGNIZED', 'UNAUTHORIZED_USE', 'FORWARDER'))
        order by urgency, messages desc, sender_key""",
        SummaryQueries::part,
        domainId,
        since,
        most);
  }

  /**
   * Sources that were not seen since a day, whose mail would fail, and that may come back: seen not
   * long before, or of a sender that writes rarely.
   *
   * @param earliest the first day that is not long before
   */
  public List<Part> absent(long domainId, LocalDate since, LocalDate earliest) {
    return sql.list(
        """
        select s.sender_key, x.name, s.standing, sum(s.messages) as messages,
          sum(s.pass_messages) as passed,
          sum(case when s.fixed then s.messages - s.pass_messages else s.others_messages end)
            as mended,
          sum(s.stranger_messages) as strangers, host(min(s.source_ip)) as ip,
          count(*) as sources, x.sources_ever as of
        from source_standing s
        join sender_standing x on x.domain_id = s.domain_id and x.sender_key = s.sender_key
        where s.domain_id = ? and s.last_seen < ?
          and (s.last_seen >= ? or (x.silent_since is null and x.last_seen < ?))
          and s.standing in ('NEEDS_ALIGNMENT', 'NEEDS_AUTHORIZING', 'REGRESSED', 'FIXED')
        group by s.sender_key, x.name, s.standing, x.sources_ever
        order by messages desc, s.sender_key""",
        SummaryQueries::part,
        domainId,
        since,
        earliest,
        since);
  }

  private static Part part(ResultSet row) throws SQLException {
    return new Part(
        row.getString("sender_key"),
        row.getString("name"),
        Standing.valueOf(row.getString("standing")),
        row.getLong("messages"),
        row.getLong("passed"),
        row.getLong("mended"),
        row.getLong("strangers"),
        IpAddresses.parse(row.getString("ip")).orElseThrow(),
        row.getInt("sources"),
        row.getInt("of"));
  }

  /** The sender of some standings that is most pressing and writes still. */
  public Optional<Part> mostPressing(long domainId) {
    return sql.first(
        """
        select sender_key, name, standing, messages, pass_messages as passed,
          mended_messages as mended, stranger_messages as strangers, host(leading_source) as ip,
          sources, sources_ever as of
        from sender_standing
        where domain_id = ? and silent_since is null
          and standing in ('NEEDS_ALIGNMENT', 'NEEDS_AUTHORIZING', 'REGRESSED')
        order by urgency, messages desc, sender_key limit 1""",
        SummaryQueries::part,
        domainId);
  }
}
