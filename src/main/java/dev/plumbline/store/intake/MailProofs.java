package dev.plumbline.store.intake;

import dev.plumbline.mime.Submitter;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether mails that brought reports are proven by what is kept of them. Asks no DNS itself. */
@ApplicationScoped
public class MailProofs {

  private final Database sql;

  public MailProofs(Database sql) {
    this.sql = sql;
  }

  /** What verifying found. */
  public enum Verified {
    /** It comes from its author domain. */
    PASS,
    /** All was looked at, and nothing proves it. */
    FAIL,
    /** It can no more be found out. */
    UNKNOWN;

    private String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A mail that nobody found proven yet.
   *
   * @param channel that it came by
   * @param submitter whose mail it says it is
   * @param sizeBytes of what is kept
   */
  public record Waiting(
      long intakeId, Instant receivedAt, String channel, Submitter submitter, long sizeBytes) {}

  /**
   * Mails with reports that are to be verified, newest first.
   *
   * @param receivedAfter older ones are past it: keys do not stay forever
   * @param triedBefore those that DNS did not answer for are due again if that was before this
   */
  public List<Waiting> waiting(Instant receivedAfter, Instant triedBefore, int most) {
    return sql.list(
        """
        select i.id, i.received_at, i.channel, i.submitter, i.submitter_check, w.size_bytes
        from intake_log i join raw_payload w on w.id = i.raw_id
        where i.verified is null and i.submitter_check in ('none', 'fail')
          and i.outcome in ('stored', 'conflict', 'set_aside')
          and i.received_at > ? and (i.verified_at is null or i.verified_at < ?)
          and (i.channel like 'mailbox:%' or i.channel in ('smtp', 'lmtp'))
          and exists (select from intake_document c
            where c.intake_id = i.id and coalesce(c.kind, 'aggregate') = 'aggregate')
          and not exists (select from intake_document c
            where c.intake_id = i.id and c.kind = 'failure')
        order by i.received_at desc limit ?\
        """,
        row ->
            new Waiting(
                row.getLong("id"),
                Database.requiredInstant(row, "received_at"),
                row.getString("channel"),
                new Submitter(
                    row.getString("submitter"),
                    Submitter.Check.of(row.getString("submitter_check"))),
                row.getLong("size_bytes")),
        receivedAfter,
        triedBefore,
        most);
  }

  /** What verifying found of an entry; empty while it found nothing. */
  public Optional<Verified> of(long intakeId) {
    return sql.first(
        "select verified from intake_log where id = ? and verified is not null",
        row -> Verified.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
        intakeId);
  }

  /**
   * Keeps what verifying found.
   *
   * @param verified null if DNS did not answer, so that it is to be tried again
   * @param reason one sentence
   */
  public void keep(long intakeId, @Nullable Verified verified, String reason, Instant at) {
    sql.doInTransaction(
        connection -> {
          Database.write(
              connection,
              """
              update intake_log set verified = ?, verified_reason = ?, verified_at = ?,
                submitter_check = case when ? = 'pass' then 'pass' else submitter_check end
              where id = ?\
              """,
              verified == null ? null : verified.wire(),
              reason,
              at,
              verified == null ? null : verified.wire(),
              intakeId);
          if (verified == Verified.PASS) {
            // What the pages say of the reporter is folded anew.
            Database.write(
                connection,
                """
                with proven as (
                  update report set submitter_check = 'pass'
                  where intake_id = ? and submitter_check <> 'pass' returning domain_id, day)
                insert into open_day (domain_id, day) select distinct domain_id, day from proven\
                """,
                intakeId);
          }
        });
  }

  /** Whether something of an entry does not count that a proof may make count. */
  public boolean mayCountByIt(long intakeId, List<String> limits) {
    return sql.number(
            """
            select count(*) from intake_document where intake_id = ? and (outcome = 'conflict'
              or outcome = 'set_aside' and limit_name = any(?))\
            """,
            intakeId,
            limits.toArray(String[]::new))
        > 0;
  }

  /**
   * A report that counts.
   *
   * @param reporter whose it says it is
   */
  public record Counted(String domain, String reporter, LocalDate day, long messages) {}

  /** The reports of an entry that count. */
  public List<Counted> counted(long intakeId) {
    return sql.list(
        """
        select d.name as domain, p.name as reporter, r.day, r.message_count
        from report r join domain d on d.id = r.domain_id join reporter p on p.id = r.reporter_id
        where r.intake_id = ?\
        """,
        row ->
            new Counted(
                row.getString("domain"),
                row.getString("reporter"),
                row.getObject("day", LocalDate.class),
                row.getLong("message_count")),
        intakeId);
  }
}
