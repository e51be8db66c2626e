package dev.plumbline.store.traffic;

import dev.plumbline.standing.Days;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Database;
import dev.plumbline.store.traffic.ReportSearch.DayReports;
import dev.plumbline.store.traffic.ReportSearch.Found;
import dev.plumbline.store.traffic.ReportSearch.PageDays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the reports of a list by what is in them, as far as totals tell. */
final class FilteredReports {

  /** Reports of the newest days that are looked at for those with messages that fail. */
  private static final int MOST_LOOKED_AT = 300;

  /** Reports of the newest days of which all totals are read. */
  private static final int MOST_READ = 60;

  /** Days of reporters that told of a selector; of more, the newest are listed. */
  private static final int MOST_TOLD = 1_000;

  private final Database sql;

  FilteredReports(Database sql) {
    this.sql = sql;
  }

  /**
   * Those with messages that fail DMARC, newest first; of many, those of the newest days.
   *
   * @param by whose reports; empty for everybody's
   */
  Found failing(long domainId, Days days, Collection<Long> by, int page, int size) {
    Long[] reporters = by.toArray(Long[]::new);
    List<DayReports> daily =
        by.isEmpty() ? failing(domainId, days) : failing(domainId, days, reporters);
    List<String> looked = newest(daily, MOST_LOOKED_AT);
    List<Long> ids =
        sql.list(
            """
            select r.id from unnest(?::date[]) as d (day)
            cross join lateral (
              select id, message_count, pass_message_count from report
              where domain_id = ? and day = d.day
                and (cardinality(?::bigint[]) = 0 or reporter_id = any(?::bigint[]))
              order by id desc offset 0) r
            where r.message_count > r.pass_message_count
            order by d.day desc, r.id desc\
            """,
            row -> row.getLong("id"),
            looked.toArray(String[]::new),
            domainId,
            reporters,
            reporters);
    return part(ids, page, size, looked.size() < daily.size());
  }

  /** The days with messages that fail, the newest first. */
  private List<DayReports> failing(long domainId, Days days) {
    return sql.list(
        """
        select day, sum(reports) as reports from every_day
        where domain_id = ? and day between ? and ?
        group by day having sum(messages) > sum(pass) order by day desc\
        """,
        FilteredReports::dayReports,
        domainId,
        days.from(),
        days.to());
  }

  /** As above, by what some reporters told. */
  private List<DayReports> failing(long domainId, Days days, Long[] reporters) {
    return sql.list(
        """
        select day, sum(reports) as reports from every_day_reporter
        where domain_id = ? and reporter_id = any(?::bigint[]) and day between ? and ?
        group by day having sum(messages) > sum(pass) order by day desc\
        """,
        FilteredReports::dayReports,
        domainId,
        reporters,
        days.from(),
        days.to());
  }

  private static DayReports dayReports(ResultSet row) throws SQLException {
    return new DayReports(row.getObject("day", LocalDate.class), row.getLong("reports"));
  }

  /** Those with such messages of some senders, newest first; of many, those of the newest days. */
  Found behind(long domainId, Days days, RowFilter.Behind whose, Shown show, int page, int size) {
    String sender = whose.sender();
    String[] kept = whose.kept();
    List<DayReports> daily =
        sql.list(
            """
            select day, sum(reports) as reports from every_day
            where domain_id = ? and day = any(array(
              select day from %s where domain_id = ? and %s and day between ? and ? and %s))
            group by day order by day desc\
            """
                .formatted(
                    sender == null ? "standing_day" : "sender_day",
                    sender == null ? "standing = any(?)" : "sender_key = ?",
                    show.days()),
            FilteredReports::dayReports,
            domainId,
            domainId,
            sender == null ? ofDays(kept) : sender,
            days.from(),
            days.to());
    List<String> looked = newest(daily, MOST_READ);
    List<Long> ids =
        sql.list(
            """
            select distinct t.day, t.report_id from daily_traffic t
            left join source_standing s on s.domain_id = t.domain_id and s.source_ip = t.source_ip
            where t.domain_id = ? and t.day = any(?::date[]) and %s
              and (?::text is null or s.sender_key = ?::text)
              and (cardinality(?::text[]) = 0 or coalesce(s.standing, 'unjudged') = any(?::text[]))
            order by t.day desc, t.report_id desc\
            """
                .formatted(show.rows("t")),
            row -> row.getLong("report_id"),
            domainId,
            looked.toArray(String[]::new),
            sender,
            sender,
            kept,
            kept);
    return part(ids, page, size, looked.size() < daily.size());
  }

  /** Each of them where none is named. */
  private static String[] ofDays(String[] standings) {
    return standings.length > 0
        ? standings
        : Stream.concat(
                Arrays.stream(Standing.values()).map(Standing::name),
                Stream.of(SenderDays.UNJUDGED))
            .toArray(String[]::new);
  }

  /** The newest days of a list that have so many reports together; one has any number. */
  private static List<String> newest(List<DayReports> daily, int most) {
    List<String> newest = new ArrayList<>();
    long reports = 0;
    for (DayReports day : daily) {
      if (reports < most) {
        newest.add(day.day().toString());
        reports += day.reports();
      }
    }
    return newest;
  }

  private static Found part(List<Long> ids, int page, int size, boolean more) {
    int first = (int) Math.min((long) page * size, ids.size());
    return new Found(ids.subList(first, Math.min(first + size, ids.size())), ids.size(), more);
  }

  /** A reporter's reports of a day. */
  private record Told(LocalDate day, long reporter) {}

  /** As many reports of a reporter and a day. */
  private record Count(Told told, long reports) {}

  /**
   * Those of reporters on days of which these told of signatures with a selector, newest first.
   *
   * @param signer the domain that signed
   */
  Found signed(long domainId, Days days, String signer, String selector, int page, int size) {
    List<Told> told =
        sql.list(
            """
            select distinct day, reporter_id from every_day_selector
            where domain_id = ? and day between ? and ? and signer = ? and selector = ?
            order by day desc, reporter_id limit ?\
            """,
            row -> new Told(row.getObject("day", LocalDate.class), row.getLong("reporter_id")),
            domainId,
            days.from(),
            days.to(),
            signer,
            selector,
            MOST_TOLD);
    if (told.isEmpty()) {
      return new Found(List.of(), 0, false);
    }
    long skip = (long) page * size;
    PageDays shown = PageDays.of(daily(domainId, told), days.from(), days.to(), skip, skip, size);
    List<Told> within =
        told.stream()
            .filter(one -> !one.day().isBefore(shown.first()) && !one.day().isAfter(shown.last()))
            .toList();
    List<Long> ids =
        sql.list(
            """
            select id from report
            where domain_id = ? and day between ? and ?
              and (day, reporter_id) in (select * from unnest(?::date[], ?::bigint[]))
            order by day desc, id desc limit ? offset ?\
            """,
            row -> row.getLong("id"),
            domainId,
            shown.first(),
            shown.last(),
            within.stream().map(one -> one.day().toString()).toArray(String[]::new),
            within.stream().map(Told::reporter).toArray(Long[]::new),
            size,
            shown.skip());
    return new Found(ids, shown.total(), told.size() == MOST_TOLD);
  }

  /** How many reports they gave on each of these days, the newest first. */
  private List<DayReports> daily(long domainId, List<Told> told) {
    Set<Told> wanted = new HashSet<>(told);
    Map<LocalDate, Long> daily = new TreeMap<>(Comparator.reverseOrder());
    List<Count> counts =
        sql.list(
            """
            select day, reporter_id, sum(reports) as reports from every_day_reporter
            where domain_id = ? and reporter_id = any(?::bigint[]) and day between ? and ?
            group by day, reporter_id\
            """,
            row ->
                new Count(
                    new Told(row.getObject("day", LocalDate.class), row.getLong("reporter_id")),
                    row.getLong("reports")),
            domainId,
            told.stream().map(Told::reporter).distinct().toArray(Long[]::new),
            told.get(told.size() - 1).day(),
            told.get(0).day());
    for (Count count : counts) {
      if (wanted.contains(count.told())) {
        daily.merge(count.told().day(), count.reports(), Long::sum);
      }
    }
    List<DayReports> days = new ArrayList<>();
    daily.forEach((day, reports) -> days.add(new DayReports(day, reports)));
    return days;
  }
}
