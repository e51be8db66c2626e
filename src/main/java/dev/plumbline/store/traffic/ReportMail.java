package dev.plumbline.store.traffic;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Days;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** The numbers of the reporters that told of a domain and are named in none of these ways. */
  public List<Long> others(long domainId, Collection<String> names, Days days) {
    return sql.list(
        """
        select id from reporter where not name = any(?::text[]) and id in (
          select reporter_id from every_day_reporter where domain_id = ? and day between ? and ?)\
        """,
        row -> row.getLong("id"),
        names.toArray(String[]::new),
        domainId,
        days.from(),
        days.to());
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
    return told(
        domainId,
        reports,
        """
        left join source_standing s on s.domain_id = t.domain_id and s.source_ip = t.source_ip
        where (?::inet is null or t.source_ip = ?::inet)
          and (?::text is null or s.sender_key = ?::text)
          and (cardinality(?::text[]) = 0 or coalesce(s.standing, 'unjudged') = any(?::text[]))
        """,
        ip == null ? null : IpAddresses.toText(ip),
        ip == null ? null : IpAddresses.toText(ip),
        behind.sender(),
        behind.sender(),
        kept,
        kept);
  }

  /** As above, of mail with such a signature, whether that verified or not. */
  public Map<Long, Counted> signed(
      long domainId, List<ReportListItem> reports, RowFilter.Signature with) {
    return told(
        domainId,
        reports,
        """
        where exists (
          select from auth_identity i
          where i.domain_id = t.domain_id and i.profile_id = t.profile_id
            and i.mechanism = 'dkim' and i.identity = ? and i.qualifier = ?)
        """,
        with.signer(),
        with.selector());
  }

  /** As above, of mail with a name in From:. */
  public Map<Long, Counted> named(long domainId, List<ReportListItem> reports, String author) {
    return told(
        domainId,
        reports,
        """
        join auth_profile p on p.domain_id = t.domain_id and p.id = t.profile_id
        where p.header_from = ?
        """,
        author);
  }

  /**
   * What each of some reports tells of some mail.
   *
   * @param which a condition on daily totals {@code t}, with what it is about joined to them
   */
  private Map<Long, Counted> told(
      long domainId, List<ReportListItem> reports, String which, @Nullable Object... wanted) {
    Map<Long, Counted> found = new HashMap<>();
    List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(wanted));
    parameters.add(domainId);
    parameters.add(
        reports.stream()
            .map(ReportListItem::day)
            .distinct()
            .map(LocalDate::toString)
            .toArray(String[]::new));
    parameters.add(reports.stream().map(one -> one.ref().reportId()).toArray(Long[]::new));
    sql.list(
        """
        select t.report_id, sum(t.messages) as messages,
          coalesce(sum(t.messages) filter (where t.dkim_pass or t.spf_pass), 0) as pass
        from daily_traffic t
        %s and t.domain_id = ? and t.day = any(?::date[]) and t.report_id = any(?::bigint[])
        group by t.report_id\
        """
            .formatted(which.strip()),
        row ->
            found.put(
                row.getLong("report_id"),
                new Counted(row.getLong("messages"), row.getLong("pass"))),
        parameters.toArray());
    return found;
  }
}
