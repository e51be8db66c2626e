package dev.plumbline.store.tls;

import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads TLS reports: totals by day, failures by kind, and single reports. */
@ApplicationScoped
public class TlsQueries {

  private final Database sql;

  public TlsQueries(Database sql) {
    this.sql = sql;
  }

  /** Sessions of a day under one kind of policy. */
  public record Day(LocalDate day, String policyType, long reports, long success, long failure) {}

  /** Failed sessions of one kind at one server; {@code receivingMx} is empty if it was not said. */
  public record Failed(
      String policyType,
      String resultType,
      String receivingMx,
      long sessions,
      LocalDate first,
      LocalDate last) {}

  /** The totals of some days, in their order. */
  public List<Day> days(long domainId, LocalDate from, LocalDate to) {
    return sql.list(
        """
        select day, policy_type, reports, success, failure from tls_day
        where domain_id = ? and day between ? and ? and reports > 0 order by day, policy_type""",
        row ->
            new Day(
                row.getObject("day", LocalDate.class),
                row.getString("policy_type"),
                row.getLong("reports"),
                row.getLong("success"),
                row.getLong("failure")),
        domainId,
        from,
        to);
  }

  /** What failed on some days, most sessions first. */
  public List<Failed> failures(long domainId, LocalDate from, LocalDate to, int most) {
    return sql.list(
        """
        select policy_type, result_type, receiving_mx, sum(sessions) as sessions,
          min(day) as first_day, max(day) as last_day
        from tls_failure_day
        where domain_id = ? and day between ? and ? and sessions > 0
        group by 1, 2, 3 order by sessions desc, 1, 2, 3 limit ?""",
        row ->
            new Failed(
                row.getString("policy_type"),
                row.getString("result_type"),
                row.getString("receiving_mx"),
                row.getLong("sessions"),
                row.getObject("first_day", LocalDate.class),
                row.getObject("last_day", LocalDate.class)),
        domainId,
        from,
        to,
        most);
  }

  /** The newest reports of some days, those with failures only if wanted. */
  public List<TlsReportLine> reports(
      long domainId, LocalDate from, LocalDate to, boolean failing, int most) {
    return sql.list(
        """
        select id, coalesce(reporter_name, reporter) as reporter, report_id, begin_at, end_at, contact, policies, success, failure,
          intake_id
        from tls_report
        where domain_id = ? and day between ? and ? %s
        order by day desc, id desc limit ?"""
            .formatted(failing ? "and failure > 0" : ""),
        TlsQueries::report,
        domainId,
        from,
        to,
        most);
  }

  /**
   * The reports of some days, by number.
   *
   * @param failing whether only those with failures
   * @param after only those of a larger number
   */
  public List<TlsReportLine> reportsAfter(
      long domainId, LocalDate from, LocalDate to, boolean failing, long after, int most) {
    return sql.list(
        """
        select id, coalesce(reporter_name, reporter) as reporter, report_id, begin_at, end_at,
          contact, policies, success, failure, intake_id
        from tls_report
        where domain_id = ? and day between ? and ? and id > ? and (not ? or failure > 0)
        order by id limit ?""",
        TlsQueries::report,
        domainId,
        from,
        to,
        after,
        failing,
        most);
  }

  private static TlsReportLine report(ResultSet row) throws SQLException {
    return new TlsReportLine(
        row.getLong("id"),
        row.getString("reporter"),
        row.getString("report_id"),
        Database.requiredInstant(row, "begin_at"),
        Database.requiredInstant(row, "end_at"),
        row.getString("contact"),
        KeptPolicy.ofJson(row.getString("policies")),
        row.getLong("success"),
        row.getLong("failure"),
        row.getLong("intake_id"));
  }

  /** How many reporters told of sessions under MTA-STS on some days, up to a number. */
  public long reporters(long domainId, LocalDate from, LocalDate to, int most) {
    return sql.number(
        """
        select count(*) from (
          select distinct reporter from (
            select reporter, policies from tls_report where domain_id = ? and day between ? and ?
            order by day desc, id desc limit 2000) newest
          where policies @> '[{"type": "sts"}]'
          limit ?) few""",
        domainId,
        from,
        to,
        most);
  }

  /** The newest UTC day with a TLS report. */
  public Optional<LocalDate> newestDay(long domainId) {
    return sql.first(
        "select day from tls_day where domain_id = ? and reports > 0 order by day desc limit 1",
        row -> row.getObject("day", LocalDate.class),
        domainId);
  }
}
