package dev.plumbline.store.judgement;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Days;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** Reads the kept judgement of all domains at once, as far as they may be seen. */
@ApplicationScoped
public class AcrossDomains {

  private final Database database;

  public AcrossDomains(Database database) {
    this.database = database;
  }

  /**
   * A sender of some domain.
   *
   * @param failing messages that fail, or would by today's records
   * @param days which its messages are of
   */
  public record SenderOf(
      String domain,
      String key,
      String name,
      Standing standing,
      long messages,
      long failing,
      Days days) {}

  /**
   * An address that sent for some domain.
   *
   * @param sender who is behind it, for people
   * @param days which its messages are of
   */
  public record SourceOf(
      String domain, InetAddress ip, String sender, Standing standing, long messages, Days days) {}

  /** Senders of one's own at which most mail is at stake. */
  public List<SenderOf> mostAtStake(Scope scope, int most) {
    return database.list(
        """
        select d.name as domain, s.sender_key, s.name, s.standing, s.messages,
          case when s.standing = 'REGRESSED' then s.messages else s.messages - s.pass_messages end
            as failing,
          s.last_seen, x.window_from, x.window_to
        from sender_standing s join domain d on d.id = s.domain_id
        join domain_summary x on x.domain_id = s.domain_id
        where s.silent_since is null
          and s.standing in ('REGRESSED', 'NEEDS_AUTHORIZING', 'NEEDS_ALIGNMENT')
          and in_scope(d.name, ?::text[])
        order by case when s.standing = 'REGRESSED' then s.messages
          else s.messages - s.pass_messages end desc
        limit ?\
        """,
        AcrossDomains::sender,
        scope.parameter(),
        most);
  }

  /** Senders whose names begin with a text, those with most messages first. */
  public List<SenderOf> senders(Scope scope, String text, int most) {
    String begin = SqlText.clean(text.strip().toLowerCase(Locale.ROOT));
    return database.list(
        """
        select domain, sender_key, name, standing, messages, messages - pass_messages as failing,
          last_seen, window_from, window_to
        from (
          select d.name as domain, s.sender_key, s.name, s.standing, s.messages, s.pass_messages,
            s.last_seen, x.window_from, x.window_to
          from sender_standing s join domain d on d.id = s.domain_id
          join domain_summary x on x.domain_id = s.domain_id
          where lower(s.name) ~>=~ ? and lower(s.name) ~<~ ? and in_scope(d.name, ?::text[])
          limit 1000) found
        order by messages desc, domain, sender_key limit ?\
        """,
        AcrossDomains::sender,
        begin,
        SqlText.behind(begin),
        scope.parameter(),
        most);
  }

  /** The domains an address sent for, those with most messages first. */
  public List<SourceOf> sources(Scope scope, InetAddress ip, int most) {
    return database.list(
        """
        select d.name as domain, s.sender_name, s.standing, s.messages, s.last_seen, x.window_from,
          x.window_to
        from source_standing s join domain d on d.id = s.domain_id
        join domain_summary x on x.domain_id = s.domain_id
        where s.source_ip = ?::inet and in_scope(d.name, ?::text[])
        order by s.messages desc, d.name limit ?\
        """,
        row ->
            new SourceOf(
                row.getString("domain"),
                ip,
                row.getString("sender_name"),
                Standing.valueOf(row.getString("standing")),
                row.getLong("messages"),
                days(row)),
        IpAddresses.toText(ip),
        scope.parameter(),
        most);
  }

  /** What changed since an instant, the newest first. */
  public List<StandingChange> changesSince(Scope scope, Instant since, int most) {
    return database.list(
        """
        select c.id, d.name as domain, c.at, c.sender_key, c.sender_name, c.what, c.was, c.became,
          c.cause, c.detail
        from standing_change c join domain d on d.id = c.domain_id
        where c.at >= ? and in_scope(d.name, ?::text[])
        order by c.at desc, c.id desc limit ?\
        """,
        StandingChange::of,
        since.atOffset(ZoneOffset.UTC),
        scope.parameter(),
        most);
  }

  private static SenderOf sender(ResultSet row) throws SQLException {
    return new SenderOf(
        row.getString("domain"),
        row.getString("sender_key"),
        row.getString("name"),
        Standing.valueOf(row.getString("standing")),
        row.getLong("messages"),
        row.getLong("failing"),
        days(row));
  }

  /** Those by which its domain was judged, or as many up to its last one. */
  private static Days days(ResultSet row) throws SQLException {
    Days window =
        new Days(
            row.getObject("window_from", LocalDate.class),
            row.getObject("window_to", LocalDate.class));
    return window.orUpTo(row.getObject("last_seen", LocalDate.class), window.count());
  }
}
