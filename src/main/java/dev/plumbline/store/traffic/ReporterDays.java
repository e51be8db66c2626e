package dev.plumbline.store.traffic;

import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what each reporter told of a domain day by day, those that told most of failing mail. */
@ApplicationScoped
public class ReporterDays {

  private final Database database;

  ReporterDays(Database database) {
    this.database = database;
  }

  /**
   * What one reporter told of some days.
   *
   * @param day the first of them
   * @param reporter null for all that are not among the first
   */
  public record ReporterDay(
      LocalDate day, @Nullable String reporter, long messages, long passMessages) {}

  /**
   * The days of a domain in a period, some at a time.
   *
   * @param days that are added up
   * @param most reporters that are told by name, those with most failing messages
   */
  public List<ReporterDay> of(long domainId, LocalDate from, LocalDate to, int days, int most) {
    return database.list(
        """
        with told as (
          select reporter_id, (day - ?::date) / ? as part, sum(messages) as messages,
            sum(pass) as pass
          from counted_day_reporter where domain_id = ? and day between ? and ?
          group by 1, 2),
        first as (
          select reporter_id from told group by 1
          order by sum(messages - pass) desc, sum(messages) desc, reporter_id limit ?)
        select t.part, case when f.reporter_id is null then null else p.name end as reporter,
          sum(t.messages) as messages, sum(t.pass) as pass
        from told t join reporter p on p.id = t.reporter_id
          left join first f on f.reporter_id = t.reporter_id
        group by 1, 2 order by 1, 2\
        """,
        row ->
            new ReporterDay(
                from.plusDays((long) days * row.getInt("part")),
                row.getString("reporter"),
                row.getLong("messages"),
                row.getLong("pass")),
        from,
        days,
        domainId,
        from,
        to,
        most);
  }
}
