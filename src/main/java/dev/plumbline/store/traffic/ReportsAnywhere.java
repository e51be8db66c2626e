package dev.plumbline.store.traffic;

import dev.plumbline.standing.Days;
import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;

/** Finds reports of whom nobody knows the domain, among those that may be seen. */
@ApplicationScoped
public class ReportsAnywhere {

  /** Sorts behind whatever begins with the text before it. */
  private static final String BEHIND = Character.toString(Character.MAX_CODE_POINT);

  /** Of one domain, so that one with many alike does not hide the others. */
  private static final int MOST_OF_A_DOMAIN = 10;

  private final Database database;

  ReportsAnywhere(Database database) {
    this.database = database;
  }

  /** A report, and the domain it is about. */
  public record Identified(
      String domain,
      long id,
      String reportId,
      String reporter,
      LocalDate day,
      long messages,
      long passMessages) {}

  /** What was told of a domain on some days. */
  public record OfDomain(String domain, long reports, long messages) {}

  /** Reports whose id begins so, the newest first. */
  public List<Identified> byId(Scope scope, String begin, int most) {
    // Looked up domain by domain, as the index is, and not among all reports.
    return database.list(
        """
        select d.name as domain, f.id, f.report_id, p.name as reporter, f.day, f.message_count,
          f.pass_message_count
        from domain d cross join lateral (
          select r.id, r.report_id, r.reporter_id, r.day, r.message_count, r.pass_message_count
          from report r
          where r.domain_id = d.id and r.report_id ~>=~ ? and r.report_id ~<~ ?
          order by r.report_id using ~<~ limit ?) f
        join reporter p on p.id = f.reporter_id
        where in_scope(d.name, ?::text[])
        order by f.day desc, f.id desc limit ?\
        """,
        row ->
            new Identified(
                row.getString("domain"),
                row.getLong("id"),
                row.getString("report_id"),
                row.getString("reporter"),
                row.getObject("day", LocalDate.class),
                row.getLong("message_count"),
                row.getLong("pass_message_count")),
        begin,
        begin + BEHIND,
        MOST_OF_A_DOMAIN,
        scope.parameter(),
        most);
  }

  /** The domains that reports of some days are about, those with most reports first. */
  public List<OfDomain> ofDays(Scope scope, Days days, int most) {
    return database.list(
        """
        select d.name, f.reports, f.messages
        from domain d cross join lateral (
          select sum(reports) as reports, sum(messages) as messages from every_day
          where domain_id = d.id and day between ? and ?) f
        where f.reports > 0 and in_scope(d.name, ?::text[])
        order by f.reports desc, d.name limit ?\
        """,
        row -> new OfDomain(row.getString("name"), row.getLong("reports"), row.getLong("messages")),
        days.from(),
        days.to(),
        scope.parameter(),
        most);
  }
}
