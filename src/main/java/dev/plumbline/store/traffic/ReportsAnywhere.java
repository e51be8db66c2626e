package dev.plumbline.store.traffic;

import dev.plumbline.standing.Days;
import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds reports of whom nobody knows the domain, among those that may be seen. */
@ApplicationScoped
public class ReportsAnywhere {

  /** Who knows a report's id knows more of it than that many share. */
  private static final int MOST_LOOKED_AT = 200;

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

  /** Reports whose id begins so, the newest first; of very many alike, some. */
  public List<Identified> byId(Scope scope, String begin, int most) {
    Map<Long, String> names = names(scope);
    return database
        .list(
            """
            select r.domain_id, r.id, r.report_id, p.name as reporter, r.day, r.message_count,
              r.pass_message_count
            from (
              select domain_id, id, report_id, reporter_id, day, message_count, pass_message_count
              from report
              where domain_id = any(?::bigint[]) and report_id ~>=~ ? and report_id ~<~ ? limit ?) r
            join reporter p on p.id = r.reporter_id\
            """,
            row ->
                new Identified(
                    Objects.requireNonNull(names.get(row.getLong("domain_id"))),
                    row.getLong("id"),
                    row.getString("report_id"),
                    row.getString("reporter"),
                    row.getObject("day", LocalDate.class),
                    row.getLong("message_count"),
                    row.getLong("pass_message_count")),
            names.keySet().toArray(Long[]::new),
            begin,
            SqlText.behind(begin),
            MOST_LOOKED_AT)
        .stream()
        .sorted(Comparator.comparing(Identified::day).thenComparing(Identified::id).reversed())
        .limit(most)
        .toList();
  }

  /** The domains that reports of some days are about, those with most reports first. */
  public List<OfDomain> ofDays(Scope scope, Days days, int most) {
    Map<Long, String> names = names(scope);
    return database
        .list(
            """
            select domain_id, sum(reports) as reports, sum(messages) as messages from every_day
            where domain_id = any(?::bigint[]) and day between ? and ? group by domain_id\
            """,
            row ->
                new OfDomain(
                    Objects.requireNonNull(names.get(row.getLong("domain_id"))),
                    row.getLong("reports"),
                    row.getLong("messages")),
            names.keySet().toArray(Long[]::new),
            days.from(),
            days.to())
        .stream()
        .filter(one -> one.reports() > 0)
        .sorted(
            Comparator.comparingLong(OfDomain::reports).reversed().thenComparing(OfDomain::domain))
        .limit(most)
        .toList();
  }

  /** The domains that may be seen, by number. */
  private Map<Long, String> names(Scope scope) {
    Map<Long, String> names = new HashMap<>();
    database.list(
        "select id, name from domain where in_scope(name, ?::text[])",
        row -> names.put(row.getLong("id"), row.getString("name")),
        (Object) scope.parameter());
    return names;
  }
}
