package dev.plumbline.store.judgement;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads of the kept judgement what remedies are found from. */
@ApplicationScoped
public class RemedyQueries {

  private final Database sql;

  RemedyQueries(Database database) {
    this.sql = database;
  }

  /** A source and how it was judged. */
  public record Judged(InetAddress ip, Standing standing, LocalDate lastSeen) {}

  /** The sources of a sender that were seen since a day, those with most messages first. */
  public List<Judged> sources(long domainId, String senderKey, LocalDate since) {
    return sql.list(
        """
        select host(source_ip) as ip, standing, last_seen from source_standing
        where domain_id = ? and sender_key = ? and last_seen >= ?
        order by messages desc, source_ip""",
        row ->
            new Judged(
                ip(row),
                Standing.valueOf(row.getString("standing")),
                row.getObject("last_seen", LocalDate.class)),
        domainId,
        senderKey,
        since);
  }

  /** A source and the names whose SPF record lets it pass now. */
  public record Passing(InetAddress ip, List<String> names) {

    public Passing {
      names = List.copyOf(names);
    }
  }

  /**
   * Sources that were seen since a day, in the order of their addresses.
   *
   * @param after only those behind this one; null for the first
   */
  public List<Passing> passing(
      long domainId, LocalDate since, @Nullable InetAddress after, int most) {
    return sql.list(
        """
        select host(s.source_ip) as ip, (
          select array_agg(c.identity) from source_check c
          where c.domain_id = s.domain_id and c.ip = s.source_ip and c.result = 'pass') as names
        from source_standing s
        where s.domain_id = ? and s.last_seen >= ? and s.source_ip > ?::inet
        order by s.source_ip limit ?""",
        row -> new Passing(ip(row), Database.texts(row, "names")),
        domainId,
        since,
        after == null ? "0.0.0.0/0" : IpAddresses.toText(after),
        most);
  }

  /** That a sender used a name, and how the source stands that did. */
  public record Use(String name, String senderKey, String senderName, Standing standing) {}

  /**
   * Which senders used some names, or names below them, in From: fields or for SPF; both days are
   * included.
   */
  public List<Use> uses(long domainId, Collection<String> names, LocalDate from, LocalDate to) {
    if (names.isEmpty()) {
      return List.of();
    }
    return sql.list(
        """
        with mail as materialized (
          select distinct source_ip, profile_id from counted_traffic
          where domain_id = ? and day between ? and ?
        ), named as materialized (
          select id as profile_id, header_from as name from auth_profile where domain_id = ?
          union
          select profile_id, identity from auth_identity where domain_id = ? and mechanism = 'spf'
        )
        select distinct named.name, s.sender_key, n.name as sender_name, s.standing from named
        join mail on mail.profile_id = named.profile_id
        join source_standing s on s.domain_id = ? and s.source_ip = mail.source_ip
        join sender_standing n on n.domain_id = s.domain_id and n.sender_key = s.sender_key
        where named.name = any (?) or named.name like any (?)""",
        row ->
            new Use(
                row.getString("name"),
                row.getString("sender_key"),
                row.getString("sender_name"),
                Standing.valueOf(row.getString("standing"))),
        domainId,
        from,
        to,
        domainId,
        domainId,
        domainId,
        names.stream().map(SqlText::clean).toArray(String[]::new),
        names.stream()
            .map(name -> SqlText.atEnd("." + SqlText.clean(name)))
            .toArray(String[]::new));
  }

  private static InetAddress ip(ResultSet row) throws SQLException {
    return IpAddresses.parse(row.getString("ip")).orElseThrow();
  }
}
