package dev.plumbline.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent, each by one process at a time: a table whose rows say how far they came. The
 * clock of the database tells when a process has had its time. Made for one table, with the columns
 * of {@code digest_mail}.
 */
public final class Outbox {

  private static final String UNSURE =
      "Plumbline was stopped while the mail server took the mail; it may have come.";

  private final Database sql;
  private final String table;
  private final String name;
  private final Pattern mailName;

  /**
   * An outbox.
   *
   * @param table its name, which is part of statements
   * @param name what the names of its mails begin with, letters only
   */
  public Outbox(Database sql, String table, String name) {
    this.sql = sql;
    this.table = table;
    this.name = name;
    this.mailName = Pattern.compile(name + "-(\\d{1,18})\\.([0-9a-f]{32})");
  }

  /**
   * Something that this process is to send.
   *
   * @param attempt tells it from what another process does later
   * @param key known to those alone who saw the mail
   */
  public record Claim(long id, int attempt, String key) {}

  /**
   * That a mail came back after a server had taken it.
   *
   * @param status by RFC 3463, empty if none was told
   * @param said for whom, and why
   */
  public record Bounce(Instant at, String status, String said) {

    /** Whether it would come back again. */
    public boolean forGood() {
      return status.startsWith("5");
    }

    /** Of a row of an outbox; null if that did not come back. */
    public static @Nullable Bounce of(ResultSet row) throws SQLException {
      Instant at = Database.instant(row, "bounced_at");
      return at == null
          ? null
          : new Bounce(at, row.getString("bounce_status"), row.getString("bounce"));
    }
  }

  /** Whether something will not be sent by itself any more, and perhaps never came. */
  public static boolean isDead(String state, @Nullable Bounce bounce) {
    return bounce != null || state.equals("refused") || state.equals("unsure");
  }

  /** What a mail is called in its Message-ID, before the {@code @}; nobody can guess it. */
  public String mailName(Claim claim) {
    return name + "-" + claim.id() + "." + claim.key();
  }

  /**
   * Writes down that a mail came back. Nothing else becomes of it: nobody can have mail ended, or
   * sent again, by saying so.
   *
   * @param mailName what stands in the Message-ID of that mail before the {@code @}
   * @return false if we sent none of this name
   */
  public boolean bounced(String mailName, Bounce bounce) {
    Matcher parts = this.mailName.matcher(mailName);
    return parts.matches()
        && sql.write(
                """
                update %s set bounced_at = ?, bounce_status = ?, bounce = ?
                where id = ? and mail_key = ? and state in ('handed', 'sent', 'unsure')\
                """
                    .formatted(table),
                bounce.at(),
                SqlText.clean(bounce.status()),
                SqlText.clean(bounce.said()),
                Long.parseLong(parts.group(1)),
                parts.group(2))
            > 0;
  }

  /**
   * Takes what is to be sent now, for a time after which another process may take it: that of a
   * process that died before anybody could have taken it is sent anew, and of one that died just
   * then it is said that nobody knows.
   */
  public Optional<Claim> claim(Duration time) {
    // Looked for first: most of the time there is none, and nothing is to be written.
    if (sql.number(
            "select 1 from " + table + " where state = 'handed' and held_until < clock_timestamp()")
        > 0) {
      sql.write(
          "update "
              + table
              + " set state = 'unsure', problem = ?"
              + " where state = 'handed' and held_until < clock_timestamp()",
          UNSURE);
    }
    return sql.first(
        """
        update %1$s set state = 'sending', attempts = attempts + 1,
          held_until = clock_timestamp() + ? * interval '1 millisecond'
        where id = (
          select id from %1$s
          where (state = 'waiting' and next_at <= clock_timestamp())
            or (state = 'sending' and held_until < clock_timestamp())
          order by next_at limit 1 for update skip locked)
        returning id, attempts, mail_key\
        """
            .formatted(table),
        row -> new Claim(row.getLong("id"), row.getInt("attempts"), row.getString("mail_key")),
        time.toMillis());
  }

  /**
   * Says that the other side is about to be able to take it.
   *
   * @return false if it must not be: another process took it meanwhile
   */
  public boolean handing(Claim claim, String subject, Duration time) {
    return sql.write(
            """
            update %s set state = 'handed', subject = ?,
              held_until = clock_timestamp() + ? * interval '1 millisecond'
            where id = ? and attempts = ? and state = 'sending'\
            """
                .formatted(table),
            subject,
            time.toMillis(),
            claim.id(),
            claim.attempt())
        > 0;
  }

  /** Writes down what it is about. */
  public void about(Claim claim, String subject) {
    sql.write(
        "update %s set subject = ? where id = ? and attempts = ?".formatted(table),
        subject,
        claim.id(),
        claim.attempt());
  }

  /** The other side took it. */
  public void sent(Claim claim) {
    end(claim, "sent", null);
  }

  /** The other side will not take it, ever. */
  public void refused(Claim claim, String problem) {
    end(claim, "refused", problem);
  }

  /** Nobody knows whether the other side took it. */
  public void unsure(Claim claim, String problem) {
    end(claim, "unsure", problem);
  }

  /** Nobody wants it any more. */
  public void ended(Claim claim) {
    end(claim, "ended", null);
  }

  private void end(Claim claim, String state, @Nullable String problem) {
    sql.write(
        """
        update %s set state = ?, problem = ?, held_until = null,
          sent_at = case when ? = 'sent' then clock_timestamp() end
        where id = ? and attempts = ?\
        """
            .formatted(table),
        state,
        problem,
        state,
        claim.id(),
        claim.attempt());
  }

  /** The other side did not take it this time. */
  public void later(Claim claim, String problem, Duration pause) {
    sql.write(
        """
        update %s set state = 'waiting', problem = ?, held_until = null,
          next_at = clock_timestamp() + ? * interval '1 millisecond'
        where id = ? and attempts = ?\
        """
            .formatted(table),
        problem,
        pause.toMillis(),
        claim.id(),
        claim.attempt());
  }
}
