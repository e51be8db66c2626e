package dev.plumbline.store.checks;

import dev.plumbline.store.Database;
import dev.plumbline.store.judgement.JudgingQueue;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps when domains were checked and are to be, and what their own records say. */
@ApplicationScoped
public class CheckedDomains {

  /** Rounds that found nothing else are noted this often: less than one row an hour. */
  static final Duration NOTED = Duration.ofMinutes(90);

  private final Database database;

  CheckedDomains(Database database) {
    this.database = database;
  }

  /**
   * A domain's own records, asked now.
   *
   * @param adkim {@code r} or {@code s}
   * @param aspf {@code r} or {@code s}
   */
  public record CheckedDomain(
      @Nullable String organizationalDomain,
      @Nullable String dmarcRecord,
      String adkim,
      String aspf,
      @Nullable String spfRecord) {}

  /** The names of some domains. */
  public List<String> names(Collection<Long> domainIds) {
    return database.list(
        "select name from domain where id = any (?) order by name",
        row -> row.getString("name"),
        (Object) domainIds.toArray(Long[]::new));
  }

  /**
   * A domain that is to be checked.
   *
   * @param never whether it never was
   */
  public record Due(String domain, boolean never) {}

  /** Domains that are to be checked, the longest overdue first. */
  public List<Due> due(Instant at) {
    return database.list(
        """
        select name, dns_due_at is null as never from domain
        where dns_due_at is null or dns_due_at <= ?
        order by dns_due_at nulls first, name\
        """,
        row -> new Due(row.getString("name"), row.getBoolean("never")),
        at);
  }

  /** Whether a domain is to be checked again. */
  public boolean isDue(String domain, Instant at) {
    return database.number(
            """
            select count(*) from domain
            where name = ? and (dns_due_at is null or dns_due_at <= ?)\
            """,
            domain,
            at)
        > 0;
  }

  /**
   * Keeps what a domain's own records say.
   *
   * @return whether that is something else than before
   */
  public boolean save(long domainId, CheckedDomain checked) {
    return database.inTransaction(
        connection -> {
          boolean changed =
              Database.write(
                      connection,
                      """
            update domain set organizational_domain = ?, dmarc_record = ?, adkim = ?, aspf = ?,
              spf_record = ?
            where id = ? and (organizational_domain, dmarc_record, adkim, aspf, spf_record)
              is distinct from (?, ?, ?, ?, ?)\
            """,
                      checked.organizationalDomain(),
                      checked.dmarcRecord(),
                      checked.adkim(),
                      checked.aspf(),
                      checked.spfRecord(),
                      domainId,
                      checked.organizationalDomain(),
                      checked.dmarcRecord(),
                      checked.adkim(),
                      checked.aspf(),
                      checked.spfRecord())
                  > 0;
          if (changed) {
            JudgingQueue.wantChecked(connection, domainId);
          }
          return changed;
        });
  }

  /**
   * Notes a completed round; one that found nothing else only if the last note is old.
   *
   * @param from sources seen since this day were checked
   * @param due when the next round is to be
   */
  public void note(long domainId, boolean changed, Instant at, LocalDate from, Instant due) {
    database.write(
        """
        update domain set dns_checked_at = ?, dns_due_at = ?, dns_checked_from = ?
        where id = ? and (? or dns_checked_at is null or dns_due_at is null
          or dns_checked_from is null or dns_checked_at <= ?)\
        """,
        at,
        due,
        from,
        domainId,
        changed,
        at.minus(NOTED));
  }

  /** Has a domain judged now that a round of re-checks is over. */
  public void judge(long domainId) {
    database.doInTransaction(connection -> JudgingQueue.endChecks(connection, domainId));
  }
}
