package dev.plumbline.store.traffic;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.Days;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.ReverseName;
import dev.plumbline.standing.SourceFacts.SpfNow;
import dev.plumbline.store.Database;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the facts about sources of one domain. What all of them share is read once: the keys, and
 * what the identities of a profile mean.
 */
public final class SourceGathering {

  /** A source and the days that are asked about. */
  public record SourceSpan(InetAddress ip, Days days) {
    LocalDate from() {
      return days.from();
    }

    LocalDate to() {
      return days.to();
    }
  }

  private static final String COLUMNS =
      """
      select host(t.source_ip) as ip, t.day, t.reporter_id, t.profile_id::text as profile,
        t.dkim_pass, t.spf_pass, t.disposition in ('quarantine', 'reject') as refused,
        t.override_type, t.messages
      """;

  private static final String OF_SOURCES =
      COLUMNS
          + "from counted_traffic t where t.domain_id = ? and t.source_ip = any(?::inet[])"
          + " and t.day between ? and ?";

  private final Database sql;
  private final DomainInfo domain;
  private final Relations relations;
  private final Profiles profiles;
  private @Nullable List<KeyNow> keys;

  SourceGathering(Database sql, DomainInfo domain) {
    this.sql = sql;
    this.domain = domain;
    this.relations = new Relations(domain);
    this.profiles = new Profiles(sql, domain.id(), relations);
  }

  /** Every source with messages in a period, by messages. */
  List<SourceFacts> all(LocalDate from, LocalDate to) {
    Sources found = new Sources(null);
    found.traffic(
        COLUMNS
            + "from counted_traffic t where t.domain_id = ? and t.source_ip is not null"
            + " and t.day between ? and ?",
        domain.id(),
        from,
        to);
    found.earlier(
        """
        select distinct host(source_ip) as ip, profile_id::text as profile, dkim_pass, spf_pass
        from counted_traffic
        where domain_id = ? and source_ip is not null and day < ? and (dkim_pass or spf_pass)
          and messages > 0\
        """,
        domain.id(),
        from);
    return found.facts();
  }

  /**
   * Some sources, each in a period of its own, by messages. Those without a row in it are left out;
   * whether a message passed before is told only of those of which none passed in it.
   */
  public List<SourceFacts> of(Collection<SourceSpan> spans) {
    if (spans.isEmpty()) {
      return List.of();
    }
    Map<Days, List<SourceSpan>> periods = new LinkedHashMap<>();
    spans.forEach(
        span -> periods.computeIfAbsent(span.days(), unused -> new ArrayList<>()).add(span));
    Sources found = new Sources(array(spans.stream().map(SourceSpan::ip).toList()));
    List<SourceSpan> single = new ArrayList<>();
    for (List<SourceSpan> period : periods.values()) {
      if (period.size() == 1) {
        single.addAll(period);
      } else {
        found.traffic(
            OF_SOURCES,
            domain.id(),
            array(period.stream().map(SourceSpan::ip).toList()),
            period.get(0).from(),
            period.get(0).to());
      }
    }
    if (!single.isEmpty()) {
      found.traffic(
          COLUMNS
              + """
              from unnest(?::inet[], ?::date[], ?::date[]) as w (ip, first, last)
              join counted_traffic t on t.source_ip = w.ip and t.day between w.first and w.last
              where t.domain_id = ? and t.day between ? and ?\
              """,
          array(single.stream().map(SourceSpan::ip).toList()),
          days(single.stream().map(SourceSpan::from).toList()),
          days(single.stream().map(SourceSpan::to).toList()),
          domain.id(),
          single.stream().map(SourceSpan::from).min(Comparator.naturalOrder()).orElseThrow(),
          single.stream().map(SourceSpan::to).max(Comparator.naturalOrder()).orElseThrow());
    }
    found.readMeanings();
    List<SourceSpan> failing =
        spans.stream().filter(span -> found.neverPassed(IpAddresses.toText(span.ip()))).toList();
    if (!failing.isEmpty()) {
      found.earlier(
          """
          select distinct host(w.ip) as ip, t.profile_id::text as profile, t.dkim_pass, t.spf_pass
          from unnest(?::inet[], ?::date[]) as w (ip, first)
          join counted_traffic t on t.source_ip = w.ip and t.day < w.first
          where t.domain_id = ? and (t.dkim_pass or t.spf_pass) and t.messages > 0\
          """,
          array(failing.stream().map(SourceSpan::ip).toList()),
          days(failing.stream().map(SourceSpan::from).toList()),
          domain.id());
    }
    return found.facts();
  }

  /**
   * One source as it is to be shown: whether a message passed before its period is not told, as
   * that may take all its rows. Empty if it has no row in the period.
   */
  public Optional<SourceFacts> now(SourceSpan span) {
    String ip = array(List.of(span.ip()));
    Sources found = new Sources(ip);
    found.traffic(OF_SOURCES, domain.id(), ip, span.from(), span.to());
    return found.facts().stream().findFirst();
  }

  private static String days(List<LocalDate> days) {
    return "{" + String.join(",", days.stream().map(LocalDate::toString).toList()) + "}";
  }

  private List<KeyNow> keys() {
    if (keys == null) {
      keys =
          sql.list(
              """
              select signing_domain, selector, state, detail, since, earlier_state,
                alias.texts[1] as alias
              from dkim_key k left join lateral (
                select texts from dns_record r
                where r.domain_id = k.domain_id and r.type = 'CNAME'
                  and r.name = lower(k.selector || '._domainkey.' || k.signing_domain)
                order by first_seen desc limit 1) alias on true
              where k.domain_id = ?\
              """,
              row ->
                  new KeyNow(
                      row.getString("signing_domain"),
                      row.getString("selector"),
                      KeyState.valueOf(row.getString("state")),
                      row.getString("detail"),
                      Database.requiredInstant(row, "since"),
                      keyState(row.getString("earlier_state")),
                      row.getString("alias")),
              domain.id());
    }
    return keys;
  }

  private static @Nullable KeyState keyState(@Nullable String name) {
    return name == null ? null : KeyState.valueOf(name);
  }

  private record Earlier(String ip, String identity) {}

  /** Messages of a source that were sent alike and evaluated as passed. */
  private record Passed(String ip, String profile, boolean dkim, boolean spf) {}

  /** Some sources while their facts are collected. */
  private final class Sources {
    private final @Nullable String wanted;
    private final Map<String, SourceTotals> totals = new LinkedHashMap<>();

    /**
     * Begins.
     *
     * @param wanted addresses as the text of an array; null for all of the domain
     */
    Sources(@Nullable String wanted) {
      this.wanted = wanted;
    }

    void traffic(String query, @Nullable Object... parameters) {
      sql.list(
          query,
          row -> {
            totals.computeIfAbsent(row.getString("ip"), SourceTotals::new).add(row);
            return true;
          },
          parameters);
    }

    /** What the identities of all their messages mean. */
    void readMeanings() {
      Set<String> used = new HashSet<>();
      totals.values().forEach(source -> used.addAll(source.profiles()));
      profiles.read(used);
    }

    boolean neverPassed(String ip) {
      SourceTotals source = totals.get(ip);
      return source != null && source.neverPassed(profiles);
    }

    /** Messages of before their period that were evaluated as passed, whatever they are worth. */
    void earlier(String query, @Nullable Object... parameters) {
      List<Passed> passed =
          sql.list(
              query,
              row ->
                  new Passed(
                      row.getString("ip"),
                      row.getString("profile"),
                      row.getBoolean("dkim_pass"),
                      row.getBoolean("spf_pass")),
              parameters);
      profiles.read(passed.stream().map(Passed::profile).collect(Collectors.toSet()));
      for (Passed one : passed) {
        SourceTotals source = totals.get(one.ip());
        if (source != null && Evaluated.passed(one.dkim(), one.spf(), profiles.of(one.profile()))) {
          source.passedEarlier = true;
        }
      }
    }

    List<SourceFacts> facts() {
      readMeanings();
      readReverseNames();
      readChecks(history());
      readServices();
      return totals.values().stream()
          .map(one -> one.facts(keys(), profiles))
          .sorted(
              Comparator.comparingLong(SourceFacts::messages)
                  .reversed()
                  .thenComparing(one -> IpAddresses.toText(one.ip())))
          .toList();
    }

    private void readReverseNames() {
      perSource(
          """
          select host(ip) as ip, name, confirmed from reverse_name
          where domain_id = ? and name is not null\
          """,
          "",
          (row, source) ->
              source.reverse = new ReverseName(row.getString("name"), row.getBoolean("confirmed")));
    }

    /** The result before today's, for every verdict that ever changed. */
    private Map<Earlier, SpfResult> history() {
      Map<Earlier, SpfResult> earlier = new HashMap<>();
      perSource(
          "select host(ip) as ip, identity, result from source_check_history where domain_id = ?",
          " order by since",
          (row, source) -> {
            String identity = row.getString("identity");
            SpfResult result = result(row);
            earlier.put(new Earlier(source.ip, identity), result);
            if (result == SpfResult.PASS && relations.isOfOrganization(identity)) {
              source.listedEarlier = true;
            }
          });
      return earlier;
    }

    private void readChecks(Map<Earlier, SpfResult> history) {
      perSource(
          """
          select host(c.ip) as ip, c.identity, c.result, c.term, c.path, c.lookups, c.void_lookups,
            c.problem, c.aligned, c.checked_at, c.since, c.unknown_since, c.meant,
            d.dns_checked_at, d.dns_checked_from
          from source_check c join domain d on d.id = c.domain_id where c.domain_id = ?\
          """,
          " order by c.identity",
          (row, source) ->
              source.checks.add(
                  new SpfNow(
                      row.getString("identity"),
                      result(row),
                      row.getString("term"),
                      Arrays.asList((String[]) row.getArray("path").getArray()),
                      row.getInt("lookups"),
                      row.getInt("void_lookups"),
                      row.getString("problem"),
                      row.getBoolean("aligned"),
                      checkedAt(row, source.lastDay()),
                      Database.requiredInstant(row, "since"),
                      history.get(new Earlier(source.ip, row.getString("identity"))),
                      Database.instant(row, "unknown_since"),
                      row.getString("meant"))));
    }

    /** A verdict that was checked again and did not change is not written again. */
    private static Instant checkedAt(ResultSet row, LocalDate lastDay) throws SQLException {
      Instant written = Database.requiredInstant(row, "checked_at");
      Instant round = Database.instant(row, "dns_checked_at");
      LocalDate from = row.getObject("dns_checked_from", LocalDate.class);
      return round != null
              && round.isAfter(written)
              && from != null
              && !lastDay.isBefore(from)
              && Database.instant(row, "unknown_since") == null
          ? round
          : written;
    }

    private void readServices() {
      perSource(
          "select host(ip) as ip, spf_record from source_service where domain_id = ?",
          "",
          (row, source) -> source.serviceRecord = row.getString("spf_record"));
    }

    private static SpfResult result(ResultSet row) throws SQLException {
      return SpfResult.valueOf(row.getString("result").toUpperCase(Locale.ROOT));
    }

    /** Runs a query about the wanted sources and hands each row to its source. */
    private void perSource(String query, String end, SourceRow reader) {
      String about = wanted == null ? "" : " and ip = any(?::inet[])";
      sql.list(
          query + about + end,
          row -> {
            SourceTotals source = totals.get(row.getString("ip"));
            if (source != null) {
              reader.read(row, source);
            }
            return true;
          },
          wanted == null ? new Object[] {domain.id()} : new Object[] {domain.id(), wanted});
    }
  }

  private interface SourceRow {
    void read(ResultSet row, SourceTotals source) throws SQLException;
  }

  /** Addresses as the text of an array. */
  static String array(Collection<InetAddress> sources) {
    return sources.stream().map(IpAddresses::toText).collect(Collectors.joining(",", "{", "}"));
  }
}
