package dev.plumbline.store.traffic;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Days;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much mail reports tell of, where not all of it is meant. */
@ApplicationScoped
public class ReportMail {

  private final Database sql;

  ReportMail(Database sql) {
    this.sql = sql;
  }

  /** The numbers of the reporters that are named so. */
  public List<Long> named(String reporter) {
    return sql.list("select id from reporter where name = ?", row -> row.getLong("id"), reporter);
  }

  /** What was told of mail with a name in From:. */
  public Counted from(long domainId, String name, Days days) {
    return sql.first(
            """
            select coalesce(sum(messages), 0) as messages, coalesce(sum(pass), 0) as pass
            from counted_day_author
            where domain_id = ? and header_from = ? and day between ? and ?\
            """,
            row -> new Counted(row.getLong("messages"), row.getLong("pass")),
            domainId,
            name,
            days.from(),
            days.to())
        .orElse(Counted.NONE);
  }

  /** What some reporters told of a domain. */
  public Counted by(long domainId, Collection<Long> reporters, Days days) {
    return sql.first(
            """
            select coalesce(sum(messages), 0) as messages, coalesce(sum(pass), 0) as pass
            from counted_day_reporter
            where domain_id = ? and reporter_id = any(?::bigint[]) and day between ? and ?\
            """,
            row -> new Counted(row.getLong("messages"), row.getLong("pass")),
            domainId,
            reporters.toArray(Long[]::new),
            days.from(),
            days.to())
        .orElse(Counted.NONE);
  }

  /** Messages, and how many of them pass DMARC. */
  public record Counted(long messages, long pass) {

    public static final Counted NONE = new Counted(0, 0);
  }

  /**
   * What each of some reports tells of the mail of some senders, or of a source; those that tell of
   * none are left out.
   *
   * @param ip null for any source
   */
  public Map<Long, Counted> of(
      long domainId,
      List<ReportListItem> reports,
      RowFilter.Behind behind,
      @Nullable InetAddress ip) {
    String[] kept = behind.kept();
    Map<Long, Counted> found = new HashMap<>();
    sql.list(
        """
        select t.report_id, sum(t.messages) as messages,
          coalesce(sum(t.messages) filter (where t.dkim_pass or t.spf_pass), 0) as pass
        from daily_traffic t
        left join source_standing s on s.domain_id = t.domain_id and s.source_ip = t.source_ip
        where t.domain_id = ? and t.day = any(?::date[]) and t.report_id = any(?::bigint[])
          and (?::inet is null or t.source_ip = ?::inet)
          and (?::text is null or s.sender_key = ?::text)
          and (cardinality(?::text[]) = 0 or coalesce(s.standing, 'unjudged') = any(?::text[]))
        group by t.report_id\
        """,
        row ->
            found.put(
                row.getLong("report_id"),
                new Counted(row.getLong("messages"), row.getLong("pass"))),
        domainId,
        reports.stream()
            .map(ReportListItem::day)
            .distinct()
            .map(LocalDate::toString)
            .toArray(String[]::new),
        reports.stream().map(one -> one.ref().reportId()).toArray(Long[]::new),
        ip == null ? null : IpAddresses.toText(ip),
        ip == null ? null : IpAddresses.toText(ip),
        behind.sender(),
        behind.sender(),
        kept,
        kept);
    return found;
  }
}
