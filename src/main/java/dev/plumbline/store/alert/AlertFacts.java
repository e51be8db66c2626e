package dev.plumbline.store.alert;

import dev.plumbline.standing.Reason;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.transport.ServerNow;
import dev.plumbline.store.Database;
import dev.plumbline.store.judgement.ReasonsJson;
import dev.plumbline.store.tls.TransportChecks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What alerts are concluded from, for all domains at once. */
public final class AlertFacts {

  private final Database sql;

  public AlertFacts(Database sql) {
    this.sql = sql;
  }

  /** A sender that stands so, with the reasons. */
  public record Regressed(String domain, String key, String name, List<Reason> reasons) {

    public Regressed {
      reasons = List.copyOf(reasons);
    }
  }

  /** Senders that have regressed, and write still. */
  public List<Regressed> regressed() {
    return sql.list(
        """
        select d.name as domain, s.sender_key, s.name, s.reasons::text as reasons
        from sender_standing s join domain d on d.id = s.domain_id
        where s.standing = 'REGRESSED' and s.silent_since is null order by 1, 2\
        """,
        row ->
            new Regressed(
                row.getString("domain"),
                row.getString("sender_key"),
                row.getString("name"),
                ReasonsJson.read(row.getString("reasons"))));
  }

  /**
   * A sender that was seen for the first time.
   *
   * @param messages its own, of {@code of} of the domain
   */
  public record NewSender(
      String domain,
      String key,
      String name,
      Standing standing,
      long messages,
      long of,
      Instant at) {}

  /**
   * Senders that came up since a time, and stand so now; neither whose mail was only called
   * otherwise before, as by its network until DNS named it, nor those of a domain's first day.
   */
  public List<NewSender> newSenders(Instant since) {
    return sql.list(
        """
        select d.name as domain, c.sender_key, s.name, s.standing, s.messages,
          coalesce(m.messages, 0) as of, c.at
        from standing_change c
        join domain d on d.id = c.domain_id
        join sender_standing s on s.domain_id = c.domain_id and s.sender_key = c.sender_key
        left join domain_summary m on m.domain_id = c.domain_id
        where c.at >= ? and c.what = 'appeared'
          and s.first_seen >= (c.at at time zone 'UTC')::date - 28
          and not exists (select from standing_change f where f.domain_id = c.domain_id
            and f.what = 'first_judged' and f.at > c.at - interval '1 day')
        order by c.at, c.id\
        """,
        row ->
            new NewSender(
                row.getString("domain"),
                row.getString("sender_key"),
                row.getString("name"),
                Standing.valueOf(row.getString("standing")),
                row.getLong("messages"),
                row.getLong("of"),
                Database.requiredInstant(row, "at")),
        since);
  }

  /** A record that gave way to another. */
  public record Changed(
      String domain,
      String name,
      String type,
      List<String> before,
      List<String> after,
      Instant at) {

    public Changed {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /** Records that changed since a time. */
  public List<Changed> changed(Instant since) {
    return sql.list(
        """
        select d.name as domain, r.name, r.type, r.texts, b.texts as before, r.first_seen
        from dns_record r
        join domain d on d.id = r.domain_id
        join lateral (
          select texts from dns_record e
          where e.domain_id = r.domain_id and e.name = r.name and e.type = r.type
            and e.first_seen < r.first_seen
          order by e.first_seen desc limit 1) b on true
        where r.first_seen >= ? order by r.first_seen, 1, 2, 3\
        """,
        row ->
            new Changed(
                row.getString("domain"),
                row.getString("name"),
                row.getString("type"),
                Database.texts(row, "before"),
                Database.texts(row, "texts"),
                Database.requiredInstant(row, "first_seen")),
        since);
  }

  /** How many lookups the SPF record of a domain takes. */
  public record Lookups(String domain, int lookups) {}

  /** Domains whose record takes at least so many. */
  public List<Lookups> lookups(int least, Instant since) {
    return sql.list(
        """
        select d.name as domain, max(c.lookups) as lookups
        from source_check c join domain d on d.id = c.domain_id and c.identity = d.name
        where c.lookups >= ? and c.checked_at >= ? group by d.name order by d.name\
        """,
        row -> new Lookups(row.getString("domain"), row.getInt("lookups")),
        least,
        since);
  }

  /** A certificate that ends. */
  public record Certificate(String domain, String host, Instant until) {}

  /** Certificates of mail servers that end before a time. */
  public List<Certificate> certificates(Instant before) {
    record Kept(String domain, String published) {}
    List<Certificate> ending = new ArrayList<>();
    for (Kept kept :
        sql.list(
            """
            select d.name, c.published::text as published
            from transport_check c join domain d on d.id = c.domain_id
            where jsonb_array_length(coalesce(c.published -> 'servers', '[]')) > 0
            order by d.name\
            """,
            row -> new Kept(row.getString("name"), row.getString("published")))) {
      for (ServerNow server : TransportChecks.published(kept.published()).servers()) {
        Instant until = server.until();
        if (until != null && until.isBefore(before)) {
          ending.add(new Certificate(kept.domain(), server.host(), until));
        }
      }
    }
    return ending;
  }

  /** A token that ends. */
  public record EndingToken(long id, String name, Instant endsAt) {}

  /** Tokens that work still, were used, and end before a time. */
  public List<EndingToken> tokens(Instant now, Instant before) {
    return sql.list(
        """
        select id, name, ends_at from api_token
        where revoked_at is null and used_at is not null and ends_at > ? and ends_at < ?
        order by ends_at, id\
        """,
        row ->
            new EndingToken(
                row.getLong("id"), row.getString("name"), Database.requiredInstant(row, "ends_at")),
        now,
        before);
  }

  /** A mailbox that cannot be read. */
  public record Unread(String name, @Nullable Instant last, String error) {}

  /** Mailboxes that were not read without an error since a time. */
  public List<Unread> unread(Instant since) {
    return sql.list(
        """
        select name, last_success_at, last_error from mailbox_state
        where last_error is not null and last_poll_at >= ?
          and (last_success_at is null or last_success_at < ?)
        order by name\
        """,
        row ->
            new Unread(
                row.getString("name"),
                Database.instant(row, "last_success_at"),
                row.getString("last_error")),
        since,
        since);
  }

  /** A mailbox by which nothing came for longer than ever in a time. */
  public record Empty(String channel, Instant last, Duration longest) {}

  /**
   * Mailboxes that can be read, and by which nothing came for longer than usual. Those that were
   * not read of late are not among them: they are paused, set no more, or in trouble.
   */
  public List<Empty> empty(Instant from, Instant now, Duration least) {
    return sql.list(
        """
        select channel, max(received_at) as last, extract(epoch from max(gap)) as longest
        from (
          select channel, received_at, received_at
            - lag(received_at) over (partition by channel order by received_at) as gap
          from intake_log where channel like 'mailbox:%' and received_at >= ?) one
        where exists (
          select from mailbox_state m
          where 'mailbox:' || m.name = one.channel and m.last_success_at >= ?)
        group by channel
        having count(*) >= 20 and ? - max(received_at) > greatest(2 * max(gap),
          ? * interval '1 second')
        order by channel\
        """,
        row ->
            new Empty(
                row.getString("channel"),
                Database.requiredInstant(row, "last"),
                Duration.ofSeconds(row.getLong("longest"))),
        from,
        now.minus(least),
        now,
        least.toSeconds());
  }

  /**
   * What intake refused of late, and on each of the days before.
   *
   * @param most on one day
   * @param reason that the newest of them was refused for
   */
  public record Refused(long now, long all, long most, @Nullable String reason) {}

  /** What was refused since a time, against the days before. */
  public Refused refused(Instant from, Instant since) {
    return sql.first(
            """
            select count(*) filter (where received_at >= ? and refused) as now,
              count(*) filter (where received_at >= ?) as whole,
              (select coalesce(max(n), 0) from (
                select count(*) as n from intake_log
                where received_at >= ? and received_at < ?
                  and outcome in ('rejected', 'try_again')
                group by (received_at at time zone 'UTC')::date) days) as most,
              (select reason from intake_log
                where received_at >= ? and outcome in ('rejected', 'try_again')
                order by received_at desc, id desc limit 1) as reason
            from (select received_at, outcome in ('rejected', 'try_again') as refused
              from intake_log where received_at >= ?) one\
            """,
            row ->
                new Refused(
                    row.getLong("now"),
                    row.getLong("whole"),
                    row.getLong("most"),
                    row.getString("reason")),
            since,
            since,
            from,
            since,
            since,
            since)
        .orElse(new Refused(0, 0, 0, null));
  }

  /**
   * A day of some mail beside the days before it.
   *
   * @param key of the sender, empty for all strangers of the domain
   * @param messages on the day
   * @param fails of these, or what was stopped of them
   * @param ofDomain messages of the domain on the day
   * @param past the days before
   */
  public record Day(
      String domain,
      String key,
      String name,
      LocalDate day,
      long messages,
      long fails,
      long ofDomain,
      Past past) {}

  /**
   * Days before a day.
   *
   * @param days with any message
   * @param most the largest of the days: a share, or messages
   * @param squares the sum of the squares of the days' messages
   */
  public record Past(long days, long messages, long fails, double most, double squares) {}

  /** Days of the domains' own senders on which anything failed. */
  public List<Day> failing(LocalDate before, LocalDate from, LocalDate to) {
    return sql.list(
        """
        with recent as (
          select domain_id, sender_key, day, sum(messages) as m, sum(messages - pass) as f
          from sender_day where day between ? and ? and sender_key <> ''
          group by 1, 2, 3 having sum(messages - pass) > 0),
        own as (
          select domain_id, sender_key, name from sender_standing s
          where standing not in ('UNRECOGNIZED', 'UNAUTHORIZED_USE', 'FORWARDER') and exists (
            select from recent r
            where r.domain_id = s.domain_id and r.sender_key = s.sender_key)),
        by_day as (
          select t.domain_id, t.sender_key, t.day, sum(t.messages) as m,
            sum(t.messages - t.pass) as f
          from own o
          join sender_day t on t.domain_id = o.domain_id and t.sender_key = o.sender_key
          where t.day >= ? and t.day < ? group by 1, 2, 3),
        past as (
          select domain_id, sender_key, count(*) as days, sum(m) as m, sum(f) as f,
            max(f::float8 / m) as most
          from by_day where m > 0 group by 1, 2),
        whole as (
          select domain_id, day, sum(messages) as m from standing_day
          where day between ? and ? group by 1, 2)
        select d.name as domain, t.sender_key, o.name, t.day, t.m, t.f, w.m as of,
          p.days, p.m as past_m, p.f as past_f, p.most, 0 as squares
        from recent t
        join past p on p.domain_id = t.domain_id and p.sender_key = t.sender_key
        join domain d on d.id = t.domain_id
        join own o on o.domain_id = t.domain_id and o.sender_key = t.sender_key
        join whole w on w.domain_id = t.domain_id and w.day = t.day
        order by 1, 2, 4\
        """,
        AlertFacts::day,
        from,
        to,
        before,
        from,
        from,
        to);
  }

  /** Days of strangers. */
  public List<Day> strangers(LocalDate before, LocalDate from, LocalDate to) {
    return sql.list(
        """
        with by_day as (
          select domain_id, day, sum(messages) as whole,
            coalesce(sum(messages)
              filter (where standing in ('UNAUTHORIZED_USE', 'UNRECOGNIZED')), 0) as m,
            coalesce(sum(quarantined + rejected)
              filter (where standing in ('UNAUTHORIZED_USE', 'UNRECOGNIZED')), 0) as f
          from standing_day where day between ? and ? group by 1, 2),
        past as (
          select domain_id, count(*) as days, sum(m) as m, sum(f) as f, max(m)::float8 as most,
            sum(m::float8 * m) as squares
          from by_day where day < ? group by 1)
        select d.name as domain, '' as sender_key, d.name, t.day, t.m, t.f, t.whole as of,
          p.days, p.m as past_m, p.f as past_f, p.most, p.squares
        from by_day t
        join past p on p.domain_id = t.domain_id
        join domain d on d.id = t.domain_id
        where t.day >= ? and t.m > p.most
        order by 1, 4\
        """,
        AlertFacts::day,
        before,
        to,
        from,
        from);
  }

  private static Day day(ResultSet row) throws SQLException {
    return new Day(
        row.getString("domain"),
        row.getString("sender_key"),
        row.getString("name"),
        row.getObject("day", LocalDate.class),
        row.getLong("m"),
        row.getLong("f"),
        row.getLong("of"),
        new Past(
            row.getLong("days"),
            row.getLong("past_m"),
            row.getLong("past_f"),
            row.getDouble("most"),
            row.getDouble("squares")));
  }
}
