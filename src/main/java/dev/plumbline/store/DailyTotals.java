package dev.plumbline.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;

/** Derives the totals that pages read from the rows, in the transaction of the rows. */
final class DailyTotals {

  private static final String TRAFFIC =
      """
      insert into daily_traffic as total (domain_id, day, source_ip, reporter_id, header_from,
        disposition, dkim_pass, spf_pass, override_type, rows, messages)
      select w.domain_id, w.day, w.source_ip, r.reporter_id, key_text(w.header_from),
        key_text(coalesce(w.disposition, '')), w.dkim_pass, w.spf_pass,
        key_text(coalesce((select string_agg(distinct o.type, ',' order by o.type) from (
          select case when e->>'comment' ~* '\\marc\\M.*pass' then 'arc' else e->>'type' end as type
          from jsonb_array_elements(w.overrides) e) o), '')) as override_type,
        count(*), sum(w.messages)
      from report_row w
      join report r on r.domain_id = w.domain_id and r.id = w.report_id
      where w.domain_id = ? and %s
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9
      order by 1, 2, 3, 4, 5, 6, 7, 8, 9
      on conflict (domain_id, day, source_ip, reporter_id, header_from, disposition, dkim_pass,
        spf_pass, override_type)
      do update set rows = total.rows + excluded.rows, messages = total.messages + excluded.messages
      """;

  /** A row that names an identity twice still has its messages counted once. */
  private static final String IDENTITIES =
      """
      insert into daily_identity as total (domain_id, day, source_ip, reporter_id, header_from,
        mechanism, identity, qualifier, result, dmarc_pass, messages)
      select w.domain_id, w.day, w.source_ip, r.reporter_id, key_text(w.header_from), i.mechanism,
        key_text(i.identity), key_text(i.qualifier), key_text(i.result),
        w.dkim_pass or w.spf_pass, sum(w.messages)
      from report_row w
      join report r on r.domain_id = w.domain_id and r.id = w.report_id
      cross join lateral (
        select 'dkim' as mechanism, d->>'domain' as identity,
          coalesce(d->>'selector', '') as qualifier, d->>'result' as result
        from jsonb_array_elements(w.auth_dkim) d
        union
        select 'spf', coalesce(nullif(s->>'domain', ''), nullif(w.envelope_from, ''), w.header_from),
          case when s->>'domain' = '' then 'assumed' else coalesce(s->>'scope', 'mfrom') end,
          s->>'result'
        from jsonb_array_elements(w.auth_spf) s
        union
        select 'spf', coalesce(nullif(w.envelope_from, ''), w.header_from), 'assumed', 'none'
        where w.auth_spf = '[]'
      ) i
      where w.domain_id = ? and %s
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
      order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
      on conflict (domain_id, day, source_ip, reporter_id, header_from, mechanism, identity,
        qualifier, result, dmarc_pass)
      do update set messages = total.messages + excluded.messages
      """;

  private static final String SOURCES =
      """
      insert into source as known (domain_id, ip, first_day, last_day)
      select domain_id, source_ip, min(day), max(day)
      from report_row w
      where w.domain_id = ? and %s and source_ip is not null
      group by 1, 2
      order by 1, 2
      on conflict (domain_id, ip) do update
      set first_day = least(known.first_day, excluded.first_day),
        last_day = greatest(known.last_day, excluded.last_day)
      """;

  private static final String ONE_REPORT = "w.day = ? and w.report_id = ?";

  private DailyTotals() {}

  /**
   * To be called before rows of a domain are written: holds a rebuild off until they are totalled.
   */
  static void holdOffRebuild(Connection connection, long domainId) throws SQLException {
    lock(connection, "pg_advisory_xact_lock_shared", domainId);
  }

  private static void lock(Connection connection, String function, long domainId)
      throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("select " + function + "(hashtextextended('totals', ?))")) {
      lock.setLong(1, domainId);
      lock.execute();
    }
  }

  /** Adds the rows of one report, which must not have been added before. */
  static void add(Connection connection, ReportRef report, LocalDate day) throws SQLException {
    for (String sql : new String[] {TRAFFIC, IDENTITIES, SOURCES}) {
      try (PreparedStatement statement = connection.prepareStatement(sql.formatted(ONE_REPORT))) {
        statement.setLong(1, report.domainId());
        statement.setObject(2, day);
        statement.setLong(3, report.reportId());
        statement.executeUpdate();
      }
    }
  }

  /** Forgets the totals of a domain and derives them anew from all its rows. */
  static void rebuild(Connection connection, long domainId) throws SQLException {
    lock(connection, "pg_advisory_xact_lock", domainId);
    for (String table : new String[] {"daily_traffic", "daily_identity", "source"}) {
      try (PreparedStatement statement =
          connection.prepareStatement("delete from " + table + " where domain_id = ?")) {
        statement.setLong(1, domainId);
        statement.executeUpdate();
      }
    }
    for (String sql : new String[] {TRAFFIC, IDENTITIES, SOURCES}) {
      try (PreparedStatement statement = connection.prepareStatement(sql.formatted("true"))) {
        statement.setLong(1, domainId);
        statement.executeUpdate();
      }
    }
  }
}
