package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/** Writes totals of whole days where {@link Folding} cannot add to them. */
final class FoldedDays {

  private static final String SOURCES_OF_DAYS =
      """
      insert into day_source (domain_id, day, source_ip, disposition, dkim_pass, spf_pass, rows,
        messages)
      select t.domain_id, t.day, t.source_ip, usual_disposition(t.disposition), t.dkim_pass,
        t.spf_pass, sum(t.rows), sum(t.messages)
      from daily_traffic t
      where t.domain_id = ? and t.day = any(?) and not exists (
        select from open_report n
        where n.domain_id = t.domain_id and n.day = t.day and n.report_id = t.report_id)
      group by 1, 2, 3, 4, 5, 6\
      """;

  private static final String REPORTERS_OF_DAYS =
      """
      with fresh as (
        insert into day_reporter (domain_id, reporter_id, day, reports, messages, pass, dkim, spf,
          quarantined, rejected)
        select r.domain_id, r.reporter_id, r.day, count(*), coalesce(sum(t.messages), 0),
          coalesce(sum(t.pass), 0), coalesce(sum(t.dkim), 0), coalesce(sum(t.spf), 0),
          coalesce(sum(t.quarantined), 0), coalesce(sum(t.rejected), 0)
        from report r
        left join (
          select domain_id, report_id, sum(messages) as messages,
            sum(messages) filter (where dkim_pass or spf_pass) as pass,
            sum(messages) filter (where dkim_pass) as dkim,
            sum(messages) filter (where spf_pass) as spf,
            sum(messages) filter (where disposition = 'quarantine') as quarantined,
            sum(messages) filter (where disposition = 'reject') as rejected
          from daily_traffic where domain_id = ? and day = any(?) group by 1, 2
        ) t on t.domain_id = r.domain_id and t.report_id = r.id
        where r.domain_id = ? and r.day = any(?) and not exists (
          select from open_report n
          where n.domain_id = r.domain_id and n.day = r.day and n.report_id = r.id)
        group by 1, 2, 3
        returning *)
      insert into day_domain (domain_id, day, reports, messages, pass, dkim, spf, quarantined,
        rejected)
      select domain_id, day, sum(reports), sum(messages), sum(pass), sum(dkim), sum(spf),
        sum(quarantined), sum(rejected)
      from fresh group by 1, 2\
      """;

  private static final String POLICIES_OF_DAYS =
      """
      insert into policy_day (domain_id, reporter_id, day, p, sp, np, adkim, aspf, pct, testing,
        begin_at, end_at, reports, messages)
      select r.domain_id, r.reporter_id, r.day, left(r.policy_p, 40), left(r.policy_sp, 40),
        left(r.policy_np, 40), left(r.policy_adkim, 40), left(r.policy_aspf, 40), r.policy_pct,
        r.policy_testing, min(r.begin_at), max(r.end_at), count(*), sum(r.message_count)
      from report r
      where r.domain_id = ? and r.day = any(?) and not exists (
        select from open_report n
        where n.domain_id = r.domain_id and n.day = r.day and n.report_id = r.id)
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10\
      """;

  private static final String AUTHORS_OF_DAYS =
      """
      insert into day_author (domain_id, day, reporter_id, header_from, messages, pass)
      select t.domain_id, t.day, t.reporter_id, p.header_from, sum(t.messages),
        coalesce(sum(t.messages) filter (where t.dkim_pass or t.spf_pass), 0)
      from daily_traffic t
      join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id
      where t.domain_id = ? and t.day = any(?) and not exists (
        select from open_report n
        where n.domain_id = t.domain_id and n.day = t.day and n.report_id = t.report_id)
      group by 1, 2, 3, 4\
      """;

  private static final String SELECTORS_OF_DAYS =
      """
      insert into day_selector (domain_id, day, reporter_id, signer, selector, messages, pass)
      select t.domain_id, t.day, t.reporter_id, s.signer, s.selector, sum(t.messages),
        coalesce(sum(t.messages) filter (where s.pass), 0)
      from (
        select t.domain_id, t.day, t.reporter_id, t.profile_id, sum(t.messages) as messages
        from daily_traffic t
        where t.domain_id = ? and t.day = any(?) and not exists (
          select from open_report n
          where n.domain_id = t.domain_id and n.day = t.day and n.report_id = t.report_id)
        group by 1, 2, 3, 4) t
      join (
        select domain_id, profile_id, identity as signer, qualifier as selector,
          bool_or(result = 'pass') as pass
        from auth_identity
        where domain_id = ? and mechanism = 'dkim' and identity <> '' and qualifier <> ''
        group by 1, 2, 3, 4) s on s.domain_id = t.domain_id and s.profile_id = t.profile_id
      group by 1, 2, 3, 4, 5\
      """;

  private FoldedDays() {}

  /**
   * Derives days anew. The notes go first: a report that comes in or is replaced after that leaves
   * notes that stay, and one with a note of its own is left out of what is derived.
   */
  static void fold(Connection connection, long domainId, List<LocalDate> days) throws SQLException {
    Array all = connection.createArrayOf("date", days.toArray());
    for (String table :
        List.of(
            "open_day",
            "open_report",
            "day_source",
            "day_reporter",
            "day_domain",
            "policy_day",
            "day_author",
            "day_selector")) {
      Database.write(
          connection,
          "delete from " + table + " where domain_id = ? and day = any(?)",
          domainId,
          all);
    }
    Database.write(connection, SOURCES_OF_DAYS, domainId, all);
    Database.write(connection, REPORTERS_OF_DAYS, domainId, all, domainId, all);
    Database.write(connection, POLICIES_OF_DAYS, domainId, all);
    Database.write(connection, AUTHORS_OF_DAYS, domainId, all);
    Database.write(connection, SELECTORS_OF_DAYS, domainId, all, domainId);
    FoldedMonths.fold(connection, domainId, all);
  }
}
