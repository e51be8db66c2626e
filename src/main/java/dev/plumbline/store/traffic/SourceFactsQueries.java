package dev.plumbline.store.traffic;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.Day;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.Now;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedOverride;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.ReverseName;
import dev.plumbline.standing.SourceFacts.SpfNow;
import dev.plumbline.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what is known of the sources of a domain, by a few grouped queries for all of them at
 * once. Periods are UTC days, both ends included.
 */
@ApplicationScoped
public class SourceFactsQueries {

  private final Database sql;

  public SourceFactsQueries(Database sql) {
    this.sql = sql;
  }

  /** Every source with messages in the period, by messages. */
  public List<SourceFacts> sources(DomainInfo domain, LocalDate from, LocalDate to) {
    return new Gathering(domain, from, to, null).sources();
  }

  /** One source, if it has messages in the period. */
  public Optional<SourceFacts> source(
      DomainInfo domain, InetAddress ip, LocalDate from, LocalDate to) {
    return new Gathering(domain, from, to, IpAddresses.toText(ip)).sources().stream().findFirst();
  }

  private record Names(String headerFrom, String identity, boolean dkim) {}

  /** One reading of all tables for one domain and period. */
  private final class Gathering {
    private final DomainInfo domain;
    private final DomainName author;
    private final DomainName organizational;
    private final LocalDate from;
    private final LocalDate to;
    private final @Nullable String ip;
    private final Map<String, Totals> totals = new HashMap<>();
    private final Map<Names, Boolean> alignments = new HashMap<>();

    Gathering(DomainInfo domain, LocalDate from, LocalDate to, @Nullable String ip) {
      this.domain = domain;
      this.author = domain.domain();
      this.organizational = domain.organizational();
      this.from = from;
      this.to = to;
      this.ip = ip;
    }

    List<SourceFacts> sources() {
      readTraffic();
      readIdentities();
      readOverrides();
      readDays();
      readEarlierPasses();
      List<KeyNow> keys = keys();
      readReverseNames();
      readChecks(history());
      readServices();
      return totals.values().stream()
          .map(one -> one.facts(keys))
          .sorted(Comparator.comparingLong(SourceFacts::messages).reversed())
          .toList();
    }

    private void readTraffic() {
      perSource(
          """
          select host(source_ip) as ip, sum(messages) as messages,
            coalesce(sum(messages) filter (where dkim_pass or spf_pass), 0) as pass,
            coalesce(sum(messages) filter (where dkim_pass), 0) as dkim,
            coalesce(sum(messages) filter (where spf_pass), 0) as spf,
            coalesce(sum(messages) filter (where disposition in ('quarantine', 'reject')), 0)
              as refused,
            count(distinct reporter_id) as reporters, min(day) as first_day, max(day) as last_day
          from counted_traffic
          where domain_id = ? and source_ip is not null and (?::inet is null or source_ip = ?::inet)
            and day between ? and ?
          group by source_ip\
          """,
          (row, unused) -> {
            String source = row.getString("ip");
            totals.put(source, new Totals(source, row));
          },
          from,
          to);
    }

    private void readIdentities() {
      perSource(
          """
          select host(source_ip) as ip, header_from, mechanism, identity, qualifier, result,
            sum(messages) as messages
          from daily_identity
          where domain_id = ? and source_ip is not null and (?::inet is null or source_ip = ?::inet)
            and day between ? and ?
          group by source_ip, header_from, mechanism, identity, qualifier, result\
          """,
          (row, source) -> {
            boolean dkim = row.getString("mechanism").equals("dkim");
            String identity = row.getString("identity");
            boolean aligned = aligned(row.getString("header_from"), identity, dkim);
            Identity key =
                new Identity(
                    dkim, identity, row.getString("qualifier"), row.getString("result"), aligned);
            source.identities.merge(key, row.getLong("messages"), Long::sum);
          },
          from,
          to);
    }

    private boolean aligned(String headerFrom, String identity, boolean dkim) {
      // A domain has few of them, whatever the number of its sources.
      return alignments.computeIfAbsent(
          new Names(headerFrom, identity, dkim), names -> areAligned(headerFrom, identity, dkim));
    }

    private boolean areAligned(String headerFrom, String identity, boolean dkim) {
      Alignment.Mode mode = dkim ? domain.dkimAlignment() : domain.spfAlignment();
      Optional<DomainName> other = DomainName.parse(identity);
      return other.isPresent()
          && Alignment.aligned(
              DomainName.parse(headerFrom).orElse(author), other.get(), mode, organizational);
    }

    private void readOverrides() {
      perSource(
          """
          select host(source_ip) as ip, override_type, sum(messages) as messages
          from counted_traffic
          where domain_id = ? and source_ip is not null and (?::inet is null or source_ip = ?::inet)
            and day between ? and ? and override_type <> ''
          group by source_ip, override_type order by messages desc, override_type\
          """,
          (row, source) ->
              source.overrides.add(
                  new ReportedOverride(row.getString("override_type"), row.getLong("messages"))),
          from,
          to);
    }

    private void readDays() {
      perSource(
          """
          select host(source_ip) as ip, day, reporter_id, sum(messages) as messages,
            coalesce(sum(messages) filter (where dkim_pass or spf_pass), 0) as pass
          from counted_traffic
          where domain_id = ? and source_ip is not null and (?::inet is null or source_ip = ?::inet)
            and day between ? and ? and messages > 0
          group by source_ip, day, reporter_id order by day, reporter_id\
          """,
          (row, source) ->
              source.days.add(
                  new Day(
                      row.getObject("day", LocalDate.class),
                      row.getLong("reporter_id"),
                      row.getLong("pass"),
                      row.getLong("messages"))),
          from,
          to);
    }

    private void readEarlierPasses() {
      perSource(
          """
          select distinct host(source_ip) as ip from counted_traffic
          where domain_id = ? and source_ip is not null and (?::inet is null or source_ip = ?::inet)
            and day < ? and (dkim_pass or spf_pass) and messages > 0\
          """,
          (row, source) -> source.passedEarlier = true,
          from);
    }

    private void readReverseNames() {
      perSource(
          """
          select host(ip) as ip, name, confirmed from reverse_name
          where domain_id = ? and (?::inet is null or ip = ?::inet) and name is not null\
          """,
          (row, source) ->
              source.reverse = new ReverseName(row.getString("name"), row.getBoolean("confirmed")));
    }

    private List<KeyNow> keys() {
      return sql.list(
          """
          select signing_domain, selector, state, detail, since, earlier_state, alias.texts[1] as alias
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

    private static @Nullable KeyState keyState(@Nullable String name) {
      return name == null ? null : KeyState.valueOf(name);
    }

    private record Earlier(String ip, String identity) {}

    /** The result before today's, for every verdict that ever changed. */
    private Map<Earlier, SpfResult> history() {
      Map<Earlier, SpfResult> earlier = new HashMap<>();
      perSource(
          """
          select host(ip) as ip, identity, result from source_check_history
          where domain_id = ? and (?::inet is null or ip = ?::inet) order by since\
          """,
          (row, source) -> {
            String identity = row.getString("identity");
            SpfResult result = result(row);
            earlier.put(new Earlier(source.ip, identity), result);
            if (result == SpfResult.PASS
                && DomainName.parse(identity).map(n -> n.isWithin(organizational)).orElse(false)) {
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
          from source_check c join domain d on d.id = c.domain_id
          where c.domain_id = ? and (?::inet is null or c.ip = ?::inet) order by c.identity\
          """,
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
                      checkedAt(row, source.lastDay),
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
      boolean checkedThen =
          round != null
              && round.isAfter(written)
              && from != null
              && !lastDay.isBefore(from)
              && Database.instant(row, "unknown_since") == null;
      return checkedThen ? round : written;
    }

    private void readServices() {
      perSource(
          """
          select host(ip) as ip, spf_record from source_service
          where domain_id = ? and (?::inet is null or ip = ?::inet)\
          """,
          (row, source) -> source.serviceRecord = row.getString("spf_record"));
    }

    private SpfResult result(ResultSet row) throws SQLException {
      return SpfResult.valueOf(row.getString("result").toUpperCase(Locale.ROOT));
    }

    private interface SourceRow {
      void read(ResultSet row, Totals source) throws SQLException;
    }

    /** Runs a query about the wanted sources and hands each row to its source. */
    private void perSource(String query, SourceRow reader, LocalDate... days) {
      Object[] parameters = new Object[3 + days.length];
      parameters[0] = domain.id();
      parameters[1] = ip;
      parameters[2] = ip;
      System.arraycopy(days, 0, parameters, 3, days.length);
      boolean first = totals.isEmpty();
      sql.list(
          query,
          row -> {
            Totals source = totals.get(row.getString("ip"));
            if (source != null) {
              reader.read(row, source);
            } else if (first) {
              reader.read(row, Totals.NONE);
            }
            return true;
          },
          parameters);
    }
  }

  private record Identity(
      boolean dkim, String identity, String qualifier, String result, boolean aligned) {
    static final Comparator<Identity> ORDER =
        Comparator.comparing(Identity::dkim)
            .thenComparing(Identity::identity)
            .thenComparing(Identity::qualifier)
            .thenComparing(Identity::result)
            .thenComparing(Identity::aligned);
  }

  /** Collects the facts of one source. */
  private static final class Totals {
    static final Totals NONE = new Totals();

    final String ip;
    final long messages;
    final long pass;
    final long dkimPass;
    final long spfPass;
    final long refused;
    final int reporters;
    final LocalDate firstDay;
    final LocalDate lastDay;
    final Map<Identity, Long> identities = new TreeMap<>(Identity.ORDER);
    final List<ReportedOverride> overrides = new ArrayList<>();
    final List<Day> days = new ArrayList<>();
    final List<SpfNow> checks = new ArrayList<>();
    boolean passedEarlier;
    boolean listedEarlier;
    @Nullable ReverseName reverse;
    @Nullable String serviceRecord;

    private Totals() {
      ip = "";
      messages = 0;
      pass = 0;
      dkimPass = 0;
      spfPass = 0;
      refused = 0;
      reporters = 0;
      firstDay = LocalDate.MIN;
      lastDay = LocalDate.MIN;
    }

    Totals(String ip, ResultSet row) throws SQLException {
      this.ip = ip;
      messages = row.getLong("messages");
      pass = row.getLong("pass");
      dkimPass = row.getLong("dkim");
      spfPass = row.getLong("spf");
      refused = row.getLong("refused");
      reporters = row.getInt("reporters");
      firstDay = row.getObject("first_day", LocalDate.class);
      lastDay = row.getObject("last_day", LocalDate.class);
    }

    SourceFacts facts(List<KeyNow> keys) {
      List<ReportedSpf> spf = new ArrayList<>();
      List<ReportedDkim> dkim = new ArrayList<>();
      Set<String> signedWith = new HashSet<>();
      identities.forEach(
          (identity, count) -> {
            if (identity.dkim()) {
              signedWith.add(identity.identity() + "/" + identity.qualifier());
              dkim.add(
                  new ReportedDkim(
                      identity.identity(),
                      identity.qualifier(),
                      identity.result(),
                      identity.aligned(),
                      count));
            } else {
              spf.add(
                  new ReportedSpf(
                      identity.identity(),
                      identity.qualifier(),
                      identity.result(),
                      identity.aligned(),
                      count));
            }
          });
      spf.sort(Comparator.comparingLong(ReportedSpf::messages).reversed());
      dkim.sort(Comparator.comparingLong(ReportedDkim::messages).reversed());
      return new SourceFacts(
          IpAddresses.parse(ip).orElseThrow(),
          messages,
          pass,
          dkimPass,
          spfPass,
          refused,
          reporters,
          firstDay,
          lastDay,
          spf,
          dkim,
          overrides,
          days,
          passedEarlier,
          new Now(
              checks.stream().map(SpfNow::checkedAt).max(Comparator.naturalOrder()).orElse(null),
              checks,
              keys.stream()
                  .filter(key -> signedWith.contains(key.domain() + "/" + key.selector()))
                  .toList(),
              reverse,
              listedEarlier,
              serviceRecord));
    }
  }
}
