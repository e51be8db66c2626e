package dev.plumbline.store.digest;

import dev.plumbline.store.Database;
import dev.plumbline.store.Outbox;
import dev.plumbline.store.Outbox.Bounce;
import dev.plumbline.store.Outbox.Claim;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The mails of digests, one for each digest and period, whatever the number of processes. */
@ApplicationScoped
public class DigestMails {

  private final Database sql;
  private final Outbox outbox;

  public DigestMails(Database sql) {
    this.sql = sql;
    this.outbox = new Outbox(sql, "digest_mail", "digest");
  }

  /** A mail that this process is to send. */
  public record Claimed(Claim claim, long digestId, String period) {}

  /** A mail as it is shown. */
  public record Line(
      long digestId,
      String period,
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

  /** Has a mail sent; nothing is written if there is one for the period. */
  public void want(long digestId, String period, Instant dueAt) {
    if (sql.number("select 1 from digest_mail where digest_id = ? and period = ?", digestId, period)
        == 0) {
      sql.write(
          """
          insert into digest_mail (digest_id, period, state, due_at, next_at)
          values (?, ?, 'waiting', ?, clock_timestamp()) on conflict do nothing\
          """,
          digestId,
          period,
          dueAt);
    }
  }

  /** Takes a mail that is to be sent now, as an {@link Outbox} does. */
  public Optional<Claimed> claim(Duration time) {
    return outbox
        .claim(time)
        .flatMap(
            claim ->
                sql.first(
                    "select digest_id, period from digest_mail where id = ?",
                    row -> new Claimed(claim, row.getLong("digest_id"), row.getString("period")),
                    claim.id()));
  }

  /** The mails themselves. */
  public Outbox outbox() {
    return outbox;
  }

  /** The newest mails of a digest. */
  public List<Line> newest(long digestId, int most) {
    return sql.list(
        "select * from digest_mail where digest_id = ? order by due_at desc, id desc limit ?",
        DigestMails::line,
        digestId,
        most);
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        row.getLong("digest_id"),
        row.getString("period"),
        row.getString("state"),
        Database.requiredInstant(row, "due_at"),
        Database.requiredInstant(row, "next_at"),
        row.getInt("attempts"),
        row.getString("subject"),
        Database.instant(row, "sent_at"),
        row.getString("problem"),
        Bounce.of(row));
  }
}
