package dev.plumbline.store.alert;

import dev.plumbline.store.Database;
import dev.plumbline.store.ProcessName;
import dev.plumbline.store.Scope;
import dev.plumbline.store.alert.Alert.Found;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Deed;
import dev.plumbline.store.people.Who;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was found, and who knows of it. */
@ApplicationScoped
public class Alerts {

  /** What comes back sooner is the same thing still, and nobody is told again. */
  private static final Duration SAME = Duration.ofDays(1);

  /** How long what only happened is shown as open. */
  private static final Duration FRESH = Duration.ofDays(7);

  private static final Duration KEPT = Duration.ofDays(400);

  /** Alerts that whoever asks may see: what is about no domain, who sees all. */
  private static final String VISIBLE =
      "(?::text[] is null or (a.domain <> '' and in_scope(a.domain, ?::text[]))) ";

  /** Alerts that ask for somebody; what only happened does so for some time. */
  private static final String OPEN =
      "and a.acknowledged_at is null and (a.ended_at is null"
          + " or (a.kind in ('new_sender', 'record_changed') and a.raised_at > ?)) ";

  private final Database sql;

  public Alerts(Database sql) {
    this.sql = sql;
  }

  /** Alerts that nobody is told of. */
  public record Mute(
      long id,
      @Nullable AlertKind kind,
      @Nullable String domain,
      @Nullable Instant until,
      String by,
      Instant at) {

    /** Whether it is about alerts of a kind and domain. */
    public boolean covers(AlertKind other, String name) {
      return (kind == null || kind == other) && (domain == null || domain.equals(name));
    }
  }

  /** Machines that look at their own disks. */
  private String[] otherHosts() {
    return sql
        .list(
            """
            select distinct split_part(name, ':', 1) as host from replica
            where seen_at > clock_timestamp() - interval '2 minutes' order by host\
            """,
            row -> row.getString("host"))
        .stream()
        .filter(host -> !host.equals(ProcessName.host()))
        .toArray(String[]::new);
  }

  /**
   * Keeps what was found: what is new is to be told, what is not found any more is over.
   *
   * @param looked the kinds that were looked for; of others nothing is concluded
   */
  public void keep(Collection<AlertKind> looked, List<Found> found, Instant at) {
    Map<List<String>, Alert> known = known(at);
    List<Channel> channels = new Channels(sql).active();
    List<Mute> mutes = mutes(at);
    Set<Long> there = new HashSet<>();
    for (Found one : found) {
      Alert before = known.get(List.of(one.kind().wire(), one.domain(), one.subject()));
      // What only happens is told as it was then, whatever its figures have grown to since.
      if (before != null && (!one.kind().lasts() || before.tells(one))) {
        there.add(before.id());
        continue;
      }
      boolean muted = mutes.stream().anyMatch(mute -> mute.covers(one.kind(), one.domain()));
      there.add(
          sql.inTransaction(connection -> keep(connection, one, muted ? List.of() : channels, at)));
    }
    sql.write(
        """
        update alert set ended_at = ? where kind = any(?::text[]) and ended_at is null
          and id <> all(?::bigint[]) and not (kind = ? and subject = any(?::text[]))\
        """,
        at,
        looked.stream().filter(AlertKind::lasts).map(AlertKind::wire).toArray(String[]::new),
        there.toArray(Long[]::new),
        AlertKind.DISK.wire(),
        otherHosts());
  }

  /** Those that last, and those that happened of late: to find one of them again is no news. */
  private Map<List<String>, Alert> known(Instant at) {
    Map<List<String>, Alert> known = new HashMap<>();
    sql.list(
        "select * from alert where ended_at is null or ended_at = raised_at and raised_at > ?",
        row -> {
          Alert one = Alert.of(row);
          return known.put(List.of(one.kind().wire(), one.domain(), one.subject()), one);
        },
        at.minus(FRESH));
    return known;
  }

  private static long keep(Connection connection, Found one, List<Channel> channels, Instant at)
      throws SQLException {
    Optional<Long> fresh =
        Database.first(
            connection,
            """
            insert into alert (kind, domain, subject, name, says, why, href, raised_at, ended_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (kind, domain, subject) do nothing returning id\
            """,
            row -> row.getLong(1),
            one.kind().wire(),
            one.domain(),
            one.subject(),
            one.name(),
            one.says(),
            one.why(),
            one.href(),
            at,
            one.kind().lasts() ? null : at);
    if (fresh.isPresent()) {
      tell(connection, fresh.get(), 1, one, channels, at);
      return fresh.get();
    }
    return known(connection, one, channels, at);
  }

  private static long known(Connection connection, Found one, List<Channel> channels, Instant at)
      throws SQLException {
    Alert known =
        Database.first(
                connection,
                "select * from alert where kind = ? and domain = ? and subject = ? for update",
                Alert::of,
                one.kind().wire(),
                one.domain(),
                one.subject())
            .orElseThrow();
    Instant ended = known.endedAt();
    if (!one.kind().lasts()) {
      return known.id();
    }
    if (ended != null && ended.plus(SAME).isBefore(at)) {
      Database.write(
          connection,
          """
          update alert set raised_at = ?, ended_at = null, turn = turn + 1, says = ?, why = ?,
            href = ?, name = ?, acknowledged_at = null, acknowledged_by = null where id = ?\
          """,
          at,
          one.says(),
          one.why(),
          one.href(),
          one.name(),
          known.id());
      tell(connection, known.id(), known.turn() + 1, one, channels, at);
    } else if (ended != null || !known.tells(one)) {
      Database.write(
          connection,
          "update alert set ended_at = null, says = ?, why = ?, href = ?, name = ? where id = ?",
          one.says(),
          one.why(),
          one.href(),
          one.name(),
          known.id());
    }
    return known.id();
  }

  private static void tell(
      Connection connection, long id, int turn, Found one, List<Channel> channels, Instant at)
      throws SQLException {
    for (Channel channel : channels) {
      if (channel.wants(one.kind(), one.domain())) {
        Database.write(
            connection,
            """
            insert into alert_delivery (channel_id, alert_id, turn, wanted_at)
            select id, ?, ?, ? from alert_channel where id = ? on conflict do nothing\
            """,
            id,
            turn,
            at,
            channel.id());
      }
    }
  }

  /** Those that ask for somebody still, the most pressing first. */
  public List<Alert> open(Scope scope, Instant now, int most) {
    return open(scope, now, 0, most);
  }

  /** As above, without the first ones. */
  public List<Alert> open(Scope scope, Instant now, long skip, int most) {
    return sql.list(
        "select a.* from alert a where "
            + VISIBLE
            + OPEN
            + """
            order by array_position(?::text[], kind), raised_at desc, id desc limit ? offset ?\
            """,
        Alert::of,
        scope.parameter(),
        scope.parameter(),
        now.minus(FRESH),
        order(),
        most,
        skip);
  }

  /** How many ask for somebody still. */
  public long openOnes(Scope scope, Instant now) {
    return sql.number(
        "select count(*) from alert a where " + VISIBLE + OPEN,
        scope.parameter(),
        scope.parameter(),
        now.minus(FRESH));
  }

  private static String[] order() {
    return List.of(AlertKind.values()).stream().map(AlertKind::wire).toArray(String[]::new);
  }

  /** Those that were raised, the newest first. */
  public List<Alert> newest(Scope scope, @Nullable Long before, int most) {
    return sql.list(
        "select a.* from alert a where " + VISIBLE + "and a.id < ? order by a.id desc limit ?",
        Alert::of,
        scope.parameter(),
        scope.parameter(),
        before == null ? Long.MAX_VALUE : before,
        most);
  }

  /** The one of this number; empty if it may not be seen. */
  public Optional<Alert> one(Scope scope, long id) {
    return sql.first(
        "select a.* from alert a where " + VISIBLE + "and a.id = ?",
        Alert::of,
        scope.parameter(),
        scope.parameter(),
        id);
  }

  /** Says that somebody takes care of it; nothing happens if somebody did before. */
  public void acknowledge(Who by, Alert one, Instant at) {
    sql.doInTransaction(
        connection -> {
          int done =
              Database.write(
                  connection,
                  """
                  update alert set acknowledged_at = ?, acknowledged_by = ?
                  where id = ? and acknowledged_at is null\
                  """,
                  at,
                  by.name(),
                  one.id());
          if (done > 0) {
            AuditLog.add(
                connection,
                by,
                at,
                new Deed(
                    "alert-acknowledge",
                    one.says(),
                    domain(one),
                    Map.of("taken care of", "by nobody"),
                    Map.of("taken care of", "by " + by.name())));
          }
        });
  }

  private static @Nullable String domain(Alert one) {
    return one.domain().isEmpty() ? null : one.domain();
  }

  /** The mutes that are in force. */
  public List<Mute> mutes(Instant now) {
    return sql.list(
        """
        select * from alert_mute where ended_at is null and (until is null or until > ?)
        order by id\
        """,
        Alerts::mute,
        now);
  }

  private static Mute mute(ResultSet row) throws SQLException {
    String kind = row.getString("kind");
    return new Mute(
        row.getLong("id"),
        kind == null ? null : AlertKind.ofWire(kind).orElse(null),
        row.getString("domain"),
        Database.instant(row, "until"),
        row.getString("made_by"),
        Database.requiredInstant(row, "made_at"));
  }

  /**
   * Has nobody told of alerts any more; they are found and shown as before.
   *
   * @param kind null for all
   * @param domain null for all
   * @param until null for good
   */
  public void mute(
      Who by,
      @Nullable AlertKind kind,
      @Nullable String domain,
      @Nullable Instant until,
      Instant at) {
    sql.doInTransaction(
        connection -> {
          Database.write(
              connection,
              """
              insert into alert_mute (kind, domain, until, made_by, made_at)
              values (?, ?, ?, ?, ?)\
              """,
              kind == null ? null : kind.wire(),
              domain,
              until,
              by.name(),
              at);
          AuditLog.add(
              connection, by, at, new Deed("alert-mute", subject(kind), domain, null, ends(until)));
        });
  }

  private static String subject(@Nullable AlertKind kind) {
    return kind == null ? "all kinds" : kind.wire();
  }

  private static Map<String, ?> ends(@Nullable Instant until) {
    return Map.of("ends", until == null ? "never" : until.toString());
  }

  /** Ends a mute; nothing happens if it was ended before. */
  public void unmute(Who by, Mute one, Instant at) {
    sql.doInTransaction(
        connection -> {
          int ended =
              Database.write(
                  connection,
                  "update alert_mute set ended_at = ? where id = ? and ended_at is null",
                  at,
                  one.id());
          if (ended > 0) {
            AuditLog.add(
                connection,
                by,
                at,
                new Deed(
                    "alert-unmute", subject(one.kind()), one.domain(), ends(one.until()), null));
          }
        });
  }

  /** Whether something was not done for a while; if so, whoever asks is to do it now. */
  public boolean isTurn(String name, Instant now, Duration pause) {
    return sql.first(
            """
            insert into alert_watch as known (name, at) values (?, ?)
            on conflict (name) do update set at = excluded.at where known.at <= ?
            returning name\
            """,
            row -> row.getString("name"),
            name,
            now,
            now.minus(pause))
        .isPresent();
  }

  /** Since when alerts are looked for, by whichever process began. */
  public Instant began(Instant now) {
    sql.write(
        "insert into alert_watch (name, at) values ('began', ?) on conflict (name) do nothing",
        now);
    return sql.first(
            "select at from alert_watch where name = 'began'",
            row -> Database.requiredInstant(row, "at"))
        .orElse(now);
  }

  /** Forgets what was over long ago, and what was sent of it. */
  public void forget(Instant now) {
    Instant before = now.minus(KEPT);
    sql.write("delete from alert where ended_at < ?", before);
    sql.write(
        """
        delete from alert_post where due_at < ?
          and state not in ('waiting', 'sending', 'handed')\
        """,
        before);
  }
}
