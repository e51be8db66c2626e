package dev.plumbline.store.alert;

import dev.plumbline.store.Database;
import dev.plumbline.store.Outbox;
import dev.plumbline.store.Outbox.Bounce;
import dev.plumbline.store.Outbox.Claim;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The mails and posts of alerts. What is told at the same time is one of them. */
@ApplicationScoped
public class AlertPosts {

  private final Database sql;
  private final Outbox outbox;

  public AlertPosts(Database sql) {
    this.sql = sql;
    this.outbox = new Outbox(sql, "alert_post", "alerts");
  }

  /**
   * A post that this process is to send.
   *
   * @param tries how often it was tried since somebody last asked for it
   * @param test whether it only shows that it would come
   */
  public record Claimed(Claim claim, long channelId, boolean test, int tries) {}

  /** A post as it is shown. */
  public record Line(
      long id,
      boolean test,
      String state,
      Instant dueAt,
      Instant nextAt,
      int attempts,
      @Nullable String subject,
      @Nullable Instant sentAt,
      @Nullable String problem,
      @Nullable Bounce bounce) {

    /** Whether it will not be sent by itself any more, and perhaps never came. */
    public boolean dead() {
      return Outbox.isDead(state, bounce);
    }
  }

  /** Channels that are to be told of something that was found before a time. */
  public List<Long> waiting(Instant before) {
    return sql.list(
        """
        select channel_id from alert_delivery where post_id is null
        group by channel_id having min(wanted_at) <= ? order by channel_id\
        """,
        row -> row.getLong(1),
        before);
  }

  /** Makes one post of all that a channel is to be told of. */
  public void gather(long channelId, Instant at) {
    sql.doInTransaction(connection -> gather(connection, channelId, at));
  }

  private static void gather(Connection connection, long channelId, Instant at)
      throws SQLException {
    long post = add(connection, channelId, false, at);
    int gathered =
        Database.write(
            connection,
            "update alert_delivery set post_id = ? where channel_id = ? and post_id is null",
            post,
            channelId);
    if (gathered == 0) {
      // Another process was faster.
      Database.write(connection, "delete from alert_post where id = ?", post);
    }
  }

  private static long add(Connection connection, long channelId, boolean test, Instant at)
      throws SQLException {
    return Database.first(
            connection,
            """
            insert into alert_post (channel_id, test, state, due_at, next_at)
            values (?, ?, 'waiting', ?, clock_timestamp()) returning id\
            """,
            row -> row.getLong(1),
            channelId,
            test,
            at)
        .orElseThrow();
  }

  /** Has a post sent that only shows that it would come. */
  public void test(long channelId, Instant at) {
    sql.doInTransaction(connection -> add(connection, channelId, true, at));
  }

  /** Has the dead posts of a channel sent anew, and says how many they are. */
  public int again(long channelId) {
    return sql.write(
        """
        update alert_post set state = 'waiting', attempts_before = attempts,
          next_at = clock_timestamp(), held_until = null,
          bounced_at = null, bounce_status = null, bounce = null
        where channel_id = ?
          and (state in ('refused', 'unsure') or (state = 'sent' and bounced_at is not null))\
        """,
        channelId);
  }

  /** Takes a post that is to be sent now, as an {@link Outbox} does. */
  public Optional<Claimed> claim(Duration time) {
    return outbox
        .claim(time)
        .flatMap(
            claim ->
                sql.first(
                    "select channel_id, test, attempts_before from alert_post where id = ?",
                    row ->
                        new Claimed(
                            claim,
                            row.getLong("channel_id"),
                            row.getBoolean("test"),
                            claim.attempt() - row.getInt("attempts_before")),
                    claim.id()));
  }

  /** The posts themselves. */
  public Outbox outbox() {
    return outbox;
  }

  /** What a post tells of, the most pressing first. */
  public List<Alert> alerts(long postId) {
    return sql
        .list(
            """
            select a.* from alert_delivery d join alert a on a.id = d.alert_id
            where d.post_id = ? order by a.domain, a.id\
            """,
            Alert::of,
            postId)
        .stream()
        .sorted((one, other) -> one.kind().compareTo(other.kind()))
        .toList();
  }

  /** The newest posts of a channel. */
  public List<Line> newest(long channelId, int most) {
    return sql.list(
        "select * from alert_post where channel_id = ? order by id desc limit ?",
        row ->
            new Line(
                row.getLong("id"),
                row.getBoolean("test"),
                row.getString("state"),
                Database.requiredInstant(row, "due_at"),
                Database.requiredInstant(row, "next_at"),
                row.getInt("attempts") - row.getInt("attempts_before"),
                row.getString("subject"),
                Database.instant(row, "sent_at"),
                row.getString("problem"),
                Bounce.of(row)),
        channelId,
        most);
  }
}
