package dev.plumbline.store.failure;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads failure reports by incident, and some of them as examples. */
@ApplicationScoped
public class FailureQueries {

  private static final String INCIDENT =
      """
      select i.domain_id, i.id, i.feedback_type, i.failures, host(i.source_ip) as ip,
        i.from_domain, i.mail_from_domain, i.dkim_domain, i.dkim_selector, i.identity_alignment,
        i.first_at, i.last_at, %s as reports, %s as left_out
      from failure_incident i
      """;

  private static final int LOOKED_AT = 200;
  private static final int MOST_WORDS = 10;
  private static final int MOST_HOSTS = 3;

  private static final Pattern HOST = Pattern.compile("[a-z0-9._-]{1,253}");

  private final Database sql;
  private final AtomicReference<@Nullable Pseudonyms> mask = new AtomicReference<>();

  public FailureQueries(Database sql) {
    this.sql = sql;
  }

  /** Words in place of what is private, of this installation. */
  private Pseudonyms mask() {
    Pseudonyms known = mask.get();
    if (known == null) {
      known =
          new Pseudonyms(
              sql.first("select secret from pseudonym_key", row -> row.getBytes("secret"))
                  .orElseThrow());
      mask.set(known);
    }
    return known;
  }

  /**
   * The incidents of some days, those with most reports first.
   *
   * @param kind only of this feedback type, null for all
   */
  public List<FailureIncident> incidents(
      long domainId, LocalDate from, LocalDate to, @Nullable String kind, int most) {
    return sql.list(
        INCIDENT.formatted("d.reports", "d.reports - d.kept")
            + """
            join (
              select incident_id, sum(reports)::bigint as reports, sum(kept)::bigint as kept
              from failure_day where domain_id = ? and day between ? and ? group by 1) d
              on d.incident_id = i.id
            where i.domain_id = ? and (?::text is null or i.feedback_type = ?) and d.reports > 0
            order by d.reports desc, i.last_at desc, i.id limit ?""",
        FailureQueries::incident,
        domainId,
        from,
        to,
        domainId,
        kind,
        kind,
        most);
  }

  /**
   * The incidents of a domain on some days, by number.
   *
   * @param after only those of a larger number
   */
  public List<FailureIncident> incidentsAfter(
      long domainId, LocalDate from, LocalDate to, long after, int most) {
    return sql.list(
        INCIDENT.formatted("d.reports", "d.reports - d.kept")
            + """
            join (
              select incident_id, sum(reports)::bigint as reports, sum(kept)::bigint as kept
              from failure_day where domain_id = ? and day between ? and ? and incident_id > ?
              group by 1) d
              on d.incident_id = i.id
            where i.domain_id = ? and d.reports > 0
            order by i.id limit ?""",
        FailureQueries::incident,
        domainId,
        from,
        to,
        after,
        domainId,
        most);
  }

  /** The incidents of one source, the newest first. */
  public List<FailureIncident> ofSource(long domainId, InetAddress source, int most) {
    return sql.list(
        INCIDENT.formatted("i.reports", "i.reports - i.kept")
            + """
            where i.domain_id = ? and i.source_ip = ?::inet and i.reports > 0
            order by i.last_at desc limit ?""",
        FailureQueries::incident,
        domainId,
        IpAddresses.toText(source),
        most);
  }

  public Optional<FailureIncident> incident(long domainId, long id) {
    return sql.first(
        INCIDENT.formatted("i.reports", "i.reports - i.kept")
            + "where i.domain_id = ? and i.id = ?",
        FailureQueries::incident,
        domainId,
        id);
  }

  private static FailureIncident incident(ResultSet row) throws SQLException {
    String ip = row.getString("ip");
    return new FailureIncident(
        row.getLong("domain_id"),
        row.getLong("id"),
        row.getString("feedback_type"),
        Database.texts(row, "failures"),
        ip == null ? null : IpAddresses.parse(ip).orElse(null),
        row.getString("from_domain"),
        row.getString("mail_from_domain"),
        row.getString("dkim_domain"),
        row.getString("dkim_selector"),
        row.getString("identity_alignment"),
        Database.requiredInstant(row, "first_at"),
        Database.requiredInstant(row, "last_at"),
        row.getLong("reports"),
        row.getLong("left_out"));
  }

  /** How many reports came on some days, and of how many of them only the number is kept. */
  public record Totals(long reports, long leftOut, long incidents) {}

  public Totals totals(long domainId, LocalDate from, LocalDate to) {
    return sql.first(
            """
            select coalesce(sum(reports), 0) as reports,
              coalesce(sum(reports - kept), 0) as left_out, count(distinct incident_id) as incidents
            from failure_day where domain_id = ? and day between ? and ?""",
            row ->
                new Totals(
                    row.getLong("reports"), row.getLong("left_out"), row.getLong("incidents")),
            domainId,
            from,
            to)
        .orElseThrow();
  }

  /** The newest UTC day with a failure report. */
  public Optional<LocalDate> newestDay(long domainId) {
    return sql.first(
        "select day from failure_day where domain_id = ? order by day desc limit 1",
        row -> row.getObject("day", LocalDate.class),
        domainId);
  }

  /** The newest reports of an incident of which it is kept what they say, masked. */
  public List<FailureExample> examples(long domainId, long incidentId, int most) {
    return examples(domainId, incidentId, most, mask());
  }

  /** As {@link #examples}, unmasked: only for who may see that, and was written down. */
  public List<FailureExample> unmasked(long domainId, long incidentId, int most) {
    return examples(domainId, incidentId, most, null);
  }

  private List<FailureExample> examples(
      long domainId, long incidentId, int most, @Nullable Pseudonyms with) {
    return sql.list(
        """
        select id, arrived_at, detail, intake_id from failure_report
        where domain_id = ? and incident_id = ? and detail is not null
        order by arrived_at desc, id desc limit ?""",
        row ->
            FailureExample.of(
                row.getLong("id"),
                Database.requiredInstant(row, "arrived_at"),
                FailureDetail.ofJson(row.getString("detail")),
                row.getLong("intake_id"),
                with),
        domainId,
        incidentId,
        most);
  }

  /**
   * What the failure reports about a source tell of it, masked.
   *
   * @param names in From:, as {@code name-... <user-...@example.org>}
   * @param subjects words in their place
   * @param hosts what the hosts on the way called themselves
   */
  public record Evidence(
      long reports, List<String> names, List<String> subjects, List<String> hosts) {

    public Evidence {
      names = List.copyOf(names);
      subjects = List.copyOf(subjects);
      hosts = List.copyOf(hosts);
    }
  }

  /** What is known of a source by failure reports; empty if there are none. */
  public Optional<Evidence> evidence(long domainId, InetAddress source) {
    List<FailureIncident> incidents = ofSource(domainId, source, MOST_WORDS);
    if (incidents.isEmpty()) {
      return Optional.empty();
    }
    Set<String> names = new LinkedHashSet<>();
    Set<String> subjects = new LinkedHashSet<>();
    Set<String> hosts = new TreeSet<>();
    for (FailureIncident incident : incidents) {
      for (FailureExample one : examples(domainId, incident.id(), LOOKED_AT / incidents.size())) {
        add(names, one.from());
        add(subjects, one.subject());
        one.hosts().forEach(host -> add(hosts, host));
      }
    }
    return Optional.of(
        new Evidence(
            incidents.stream().mapToLong(FailureIncident::reports).sum(),
            List.copyOf(names),
            List.copyOf(subjects),
            List.copyOf(hosts)));
  }

  /**
   * What failure reports tell of a source, without anything that is private.
   *
   * @param names how many names in From: the newest of them have
   * @param subjects how many subjects
   * @param hosts what the source called itself when it delivered
   */
  public record Told(long reports, int names, int subjects, List<String> hosts) {

    public Told {
      hosts = List.copyOf(hosts);
    }
  }

  /** One kept report, as far as it is counted. */
  private record Seen(
      InetAddress source, @Nullable String name, @Nullable String subject, @Nullable String host) {}

  /** What failure reports tell of some sources; those they do not know are left out. */
  public Map<InetAddress, Told> told(long domainId, Collection<InetAddress> sources) {
    String[] wanted = sources.stream().map(IpAddresses::toText).toArray(String[]::new);
    Map<InetAddress, Long> reports = new HashMap<>();
    sql.list(
            """
            select host(source_ip) as ip, sum(reports) as reports from failure_incident
            where domain_id = ? and source_ip = any (?::text[]::inet[])
              and feedback_type = 'auth-failure' and reports > 0
            group by 1""",
            row ->
                Map.entry(
                    IpAddresses.parse(row.getString("ip")).orElseThrow(), row.getLong("reports")),
            domainId,
            wanted)
        .forEach(one -> reports.put(one.getKey(), one.getValue()));
    if (reports.isEmpty()) {
      return Map.of();
    }
    Map<InetAddress, List<Seen>> seen =
        seen(domainId, wanted).stream().collect(Collectors.groupingBy(Seen::source));
    Map<InetAddress, Told> told = new HashMap<>();
    reports.forEach(
        (source, count) -> told.put(source, told(count, seen.getOrDefault(source, List.of()))));
    return told;
  }

  private List<Seen> seen(long domainId, String[] sources) {
    return sql.list(
        """
        select host(i.source_ip) as ip, r.detail ->> 'from' as name,
          r.detail ->> 'subject' as subject, r.detail -> 'hosts' ->> 0 as host
        from failure_incident i
        cross join lateral (
          select detail from failure_report f
          where f.domain_id = i.domain_id and f.incident_id = i.id and f.detail is not null
          order by f.arrived_at desc, f.id desc limit ?) r
        where i.domain_id = ? and i.source_ip = any (?::text[]::inet[])
          and i.feedback_type = 'auth-failure' and i.reports > 0""",
        row ->
            new Seen(
                IpAddresses.parse(row.getString("ip")).orElseThrow(),
                row.getString("name"),
                row.getString("subject"),
                row.getString("host")),
        LOOKED_AT,
        domainId,
        sources);
  }

  private static Told told(long reports, List<Seen> seen) {
    return new Told(
        reports,
        (int) seen.stream().map(Seen::name).filter(Objects::nonNull).distinct().count(),
        (int) seen.stream().map(Seen::subject).filter(Objects::nonNull).distinct().count(),
        seen.stream()
            .map(Seen::host)
            .filter(host -> host != null && HOST.matcher(host).matches())
            .map(String::valueOf)
            .distinct()
            .sorted()
            .limit(MOST_HOSTS)
            .toList());
  }

  private static void add(Set<String> words, @Nullable String word) {
    if (word != null && words.size() < MOST_WORDS) {
      words.add(word);
    }
  }
}
