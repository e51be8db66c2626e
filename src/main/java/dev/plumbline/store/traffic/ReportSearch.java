package dev.plumbline.store.traffic;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.ReporterName;
import dev.plumbline.standing.Days;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the reports of a list by what somebody typed, without reading what is not shown. */
final class ReportSearch {

  /** More are not looked for: who knows a report's id knows more of it than that many share. */
  private static final int MOST_BY_ID = 200;

  /** Days with a name in From: of which reports are looked for, the newest: all totals of them. */
  private static final int MOST_DAYS_OF_A_NAME = 10;

  /** Totals of one source that are looked at, each of one report. */
  private static final int MOST_OF_A_SOURCE = 1_000;

  private final Database sql;

  ReportSearch(Database sql) {
    this.sql = sql;
  }

  /** Where reports of a list are, before anything else is read of them. */
  record Found(List<Long> ids, long total, boolean more) {}

  /** The reports of a page, newest first; {@code search} may be empty. */
  Found find(long domainId, Days days, String search, int page, int size) {
    if (search.isEmpty()) {
      return all(domainId, days, page, size);
    }
    Optional<InetAddress> ip = IpAddresses.parse(search);
    return ip.isPresent()
        ? ofSource(
            domainId, days, new RowFilter.OfSource(ip.get(), Shown.ALL, List.of()), page, size)
        : matching(domainId, days, search, page, size);
  }

  /** The newest that have such rows of one source; of a busy one, not all are looked for. */
  Found ofSource(long domainId, Days days, RowFilter.OfSource of, int page, int size) {
    String ip = IpAddresses.toText(of.ip());
    Long[] reporters = of.reporters().toArray(Long[]::new);
    // However the database comes to the newest, it does not read them all.
    LocalDate from =
        sql.first(
                """
                select day from (
                  select day, sum(sum(rows)) over (order by day desc) as so_far from day_source
                  where domain_id = ? and source_ip = ?::inet and day between ? and ?
                  group by day) d
                where so_far >= ? order by day desc limit 1\
                """,
                row -> row.getObject("day", LocalDate.class),
                domainId,
                ip,
                days.from(),
                days.to(),
                MOST_OF_A_SOURCE)
            .orElse(days.from());
    List<Long> rows =
        sql.list(
            """
            select report_id from daily_traffic t
            where domain_id = ? and source_ip = ?::inet and day between ? and ? and %s
              and (cardinality(?::bigint[]) = 0 or reporter_id = any(?::bigint[]))
            order by day desc limit ?\
            """
                .formatted(of.show().rows("t")),
            row -> row.getLong("report_id"),
            domainId,
            ip,
            from,
            days.to(),
            reporters,
            reporters,
            MOST_OF_A_SOURCE);
    List<Long> reports = rows.stream().distinct().toList();
    int first = (int) Math.min((long) page * size, reports.size());
    return new Found(
        reports.subList(first, Math.min(first + size, reports.size())),
        reports.size(),
        rows.size() == MOST_OF_A_SOURCE || from.isAfter(days.from()));
  }

  /** Adds those with an id that begins so; how many were looked at. */
  private int byId(long domainId, Days days, String search, Set<Long> reporters, List<Long> found) {
    return sql.list(
            """
            select id, reporter_id from report
            where domain_id = ? and report_id ~>=~ ? and report_id ~<~ ?
              and day between ? and ? limit ?\
            """,
            row -> reporters.contains(row.getLong("reporter_id")) || found.add(row.getLong("id")),
            domainId,
            search,
            SqlText.behind(search),
            days.from(),
            days.to(),
            MOST_BY_ID)
        .size();
  }

  /** Adds those that have rows with a name in their From: field; how many were looked at. */
  private int named(
      long domainId, Days days, String search, Set<Long> reporters, List<Long> found) {
    Optional<DomainName> name = DomainName.parse(search);
    if (name.isEmpty()) {
      return 0;
    }
    String[] profiles =
        sql.list(
                "select id from auth_profile where domain_id = ? and header_from = ?",
                row -> row.getString("id"),
                domainId,
                name.get().toString())
            .toArray(String[]::new);
    if (profiles.length == 0) {
      return 0;
    }
    List<String> used =
        sql.list(
            """
            select day from (
              select day from day_author
              where domain_id = ? and header_from = ? and day between ? and ?
              union select day from open_report where domain_id = ? and day between ? and ?
              union select day from open_day where domain_id = ? and day between ? and ?) d
            order by day desc limit ?\
            """,
            row -> row.getString("day"),
            domainId,
            name.get().toString(),
            days.from(),
            days.to(),
            domainId,
            days.from(),
            days.to(),
            domainId,
            days.from(),
            days.to(),
            MOST_DAYS_OF_A_NAME + 1);
    int looked =
        sql.list(
                """
                select distinct report_id, reporter_id from daily_traffic
                where domain_id = ? and day = any(?::date[]) and profile_id = any(?::uuid[])
                limit ?\
                """,
                row ->
                    reporters.contains(row.getLong("reporter_id"))
                        || found.contains(row.getLong("report_id"))
                        || found.add(row.getLong("report_id")),
                domainId,
                used.stream().limit(MOST_DAYS_OF_A_NAME).toArray(String[]::new),
                profiles,
                MOST_BY_ID)
            .size();
    return used.size() > MOST_DAYS_OF_A_NAME ? MOST_BY_ID : looked;
  }

  /** How many reports a day has. */
  record DayReports(LocalDate day, long reports) {}

  /**
   * The days that the reports of a page are of, found by totals and not report by report.
   *
   * @param skip reports of the last of these days that are on earlier pages
   * @param total of all days
   */
  record PageDays(LocalDate first, LocalDate last, long skip, long total) {

    /** Days of a list, newest first, all of them in a period. */
    static PageDays of(
        List<DayReports> days, LocalDate from, LocalDate to, long skip, long before, int size) {
      LocalDate first = from;
      LocalDate last = to;
      long passed = 0;
      long total = 0;
      for (DayReports day : days) {
        first = total < skip + size ? day.day() : first;
        total += day.reports();
        if (total <= before) {
          passed = total;
          last = day.day().minusDays(1);
        }
      }
      return new PageDays(first, last, skip - passed, total);
    }
  }

  private Found all(long domainId, Days period, int page, int size) {
    LocalDate from = period.from();
    LocalDate to = period.to();
    long skip = (long) page * size;
    PageDays days =
        PageDays.of(
            sql.list(
                """
                select day, sum(reports) as reports from every_day
                where domain_id = ? and day between ? and ?
                group by day order by day desc\
                """,
                ReportSearch::dayReports,
                domainId,
                from,
                to),
            from,
            to,
            skip,
            skip,
            size);
    return new Found(
        sql.list(
            """
            select id from report where domain_id = ? and day between ? and ?
            order by day desc, id desc limit ? offset ?\
            """,
            row -> row.getLong("id"),
            domainId,
            days.first(),
            days.last(),
            size,
            days.skip()),
        days.total(),
        false);
  }

  private static DayReports dayReports(ResultSet row) throws SQLException {
    return new DayReports(row.getObject("day", LocalDate.class), row.getLong("reports"));
  }

  /**
   * A reporter's reports are found by reporter, others by the beginning of their id; of a beginning
   * that many share, only some are.
   */
  private Found matching(long domainId, Days days, String search, int page, int size) {
    Long[] reporters =
        sql.list(
                "select id from reporter where name ilike ? or (name = '' and ?)",
                row -> row.getLong("id"),
                SqlText.anywhere(search),
                ReporterName.findsUnnamed(search))
            .toArray(Long[]::new);
    Set<Long> known = Set.of(reporters);
    List<Long> byId = new ArrayList<>();
    int looked = byId(domainId, days, search, known, byId);
    int named = named(domainId, days, search, known, byId);
    Found found = listed(domainId, days, reporters, byId, page, size);
    return new Found(found.ids(), found.total(), looked == MOST_BY_ID || named == MOST_BY_ID);
  }

  /** The reports of some reporters. */
  Found by(long domainId, Days days, Collection<Long> reporters, int page, int size) {
    return listed(domainId, days, reporters.toArray(Long[]::new), List.of(), page, size);
  }

  /**
   * A page of the reports of some reporters, and of some more.
   *
   * @param byId reports of others
   */
  private Found listed(
      long domainId, Days days, Long[] reporters, List<Long> byId, int page, int size) {
    LocalDate from = days.from();
    LocalDate to = days.to();
    List<DayReports> daily =
        sql.list(
            """
            select day, sum(reports) as reports from every_day_reporter
            where domain_id = ? and reporter_id = any(?::bigint[]) and day between ? and ?
            group by day order by day desc\
            """,
            ReportSearch::dayReports,
            domainId,
            reporters,
            from,
            to);
    long skip = (long) page * size;
    // Of those found by id nobody knows how many come first.
    PageDays pageDays = PageDays.of(daily, from, to, skip, byId.isEmpty() ? skip : 0, size);
    List<Long> ids =
        sql.list(
            """
            select day, id from report
            where domain_id = ? and reporter_id = any(?::bigint[]) and day between ? and ?
            union all
            select day, id from report where domain_id = ? and id = any(?)
            order by day desc, id desc limit ? offset ?\
            """,
            row -> row.getLong("id"),
            domainId,
            reporters,
            pageDays.first(),
            pageDays.last(),
            domainId,
            byId.toArray(Long[]::new),
            size,
            pageDays.skip());
    return new Found(ids, pageDays.total() + byId.size(), false);
  }
}
