package dev.plumbline.store.digest;

import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The mails of digests, each sent by one process at a time and at most once. The clock of the
 * database tells when a process has had its time.
 */
@ApplicationScoped
public class DigestMails {

  private final Database sql;

  public DigestMails(Database sql) {
    this.sql = sql;
  }

  /**
   * A mail that this process is to send.
   *
   * @param attempt tells it from what another process does later
   */
  public record Claimed(long id, long digestId, String period, int attempt) {}

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
      @Nullable String problem) {}

  /** Has a mail sent; nothing happens if there is one for the period. */
  public void want(long digestId, String period, Instant dueAt) {
    sql.write(
        """
        insert into digest_mail (digest_id, period, state, due_at, next_at)
        values (?, ?, 'waiting', ?, clock_timestamp()) on conflict do nothing""",
        digestId,
        period,
        dueAt);
  }

  /**
   * Takes a mail that is to be sent now, for a time after which another process may take it: that
   * of a process that died before the server could have taken it is sent anew, and of one that died
   * just then it is said that nobody knows.
   */
  public Optional<Claimed> claim(Duration time) {
    sql.write(
        """
        update digest_mail set state = 'unsure',
          problem = 'Plumbline was stopped while the mail server took the mail; it may have come.'
        where state = 'handed' and held_until < clock_timestamp()""");
    return sql.first(
        """
        update digest_mail set state = 'sending', attempts = attempts + 1,
          held_until = clock_timestamp() + ? * interval '1 millisecond'
        where id = (
          select id from digest_mail
          where (state = 'waiting' and next_at <= clock_timestamp())
            or (state = 'sending' and held_until < clock_timestamp())
          order by next_at limit 1 for update skip locked)
        returning id, digest_id, period, attempts""",
        row ->
            new Claimed(
                row.getLong("id"),
                row.getLong("digest_id"),
                row.getString("period"),
                row.getInt("attempts")),
        time.toMillis());
  }

  /**
   * Says that the server is about to be told that the mail ends.
   *
   * @return false if it must not be: another process took the mail meanwhile
   */
  public boolean handing(Claimed mail, String subject, Duration time) {
    return sql.write(
            """
            update digest_mail set state = 'handed', subject = ?,
              held_until = clock_timestamp() + ? * interval '1 millisecond'
            where id = ? and attempts = ? and state = 'sending'""",
            subject,
            time.toMillis(),
            mail.id(),
            mail.attempt())
        > 0;
  }

  /** The server took it. */
  public void sent(Claimed mail) {
    end(mail, "sent", null);
  }

  /** The server will not take it, ever. */
  public void refused(Claimed mail, String problem) {
    end(mail, "refused", problem);
  }

  /** Nobody knows whether the server took it. */
  public void unsure(Claimed mail, String problem) {
    end(mail, "unsure", problem);
  }

  /** Nobody wants it any more. */
  public void ended(Claimed mail) {
    end(mail, "ended", null);
  }

  private void end(Claimed mail, String state, @Nullable String problem) {
    sql.write(
        """
        update digest_mail set state = ?, problem = ?, held_until = null,
          sent_at = case when ? = 'sent' then clock_timestamp() end
        where id = ? and attempts = ?""",
        state,
        problem,
        state,
        mail.id(),
        mail.attempt());
  }

  /** The server did not take it this time. */
  public void later(Claimed mail, String problem, Duration pause) {
    sql.write(
        """
        update digest_mail set state = 'waiting', problem = ?, held_until = null,
          next_at = clock_timestamp() + ? * interval '1 millisecond'
        where id = ? and attempts = ?""",
        problem,
        pause.toMillis(),
        mail.id(),
        mail.attempt());
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
        row.getString("problem"));
  }
}
