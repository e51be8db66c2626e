package dev.plumbline.store.checks;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.dkim.KeyState;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfTrace;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what DNS said about sources and domains. A verdict's {@code since} moves only when its
 * result changes, and the result before goes to the history; no answer from DNS changes neither.
 */
@ApplicationScoped
public class CheckStore {

  private static final TypeReference<SpfTrace> TRACE = new TypeReference<>() {};

  private final Database sql;

  CheckStore(Database sql) {
    this.sql = sql;
  }

  /**
   * A source with a domain that SPF was checked for.
   *
   * @param scope {@code mfrom}, {@code helo} or {@code assumed}
   */
  public record Target(InetAddress ip, String identity, String scope) {}

  /** A selector seen in reports. */
  public record Selector(String domain, String selector) {}

  /**
   * SPF of a source, evaluated now.
   *
   * @param meant with a permanent error: the term that would have let the address pass, were the
   *     record's mistakes passed over; null if there is none
   * @param basis stands for the DNS answers the verdict rests on; null if it rests on more
   */
  public record CheckedSpf(
      InetAddress ip,
      String identity,
      boolean aligned,
      SpfVerdict verdict,
      @Nullable String meant,
      @Nullable String basis) {}

  /** A key, looked up now. */
  public record CheckedKey(String domain, String selector, KeyState state, String detail) {}

  /**
   * A reverse name, looked up now.
   *
   * @param name null if there is none
   * @param expiresAt until when DNS need not be asked again
   */
  public record CheckedName(
      InetAddress ip, @Nullable String name, boolean confirmed, Instant expiresAt) {}

  /**
   * A domain's own records, asked now.
   *
   * @param adkim {@code r} or {@code s}
   * @param aspf {@code r} or {@code s}
   */
  public record CheckedDomain(
      @Nullable String organizationalDomain,
      @Nullable String dmarcRecord,
      String adkim,
      String aspf,
      @Nullable String spfRecord) {}

  /**
   * A record set as it was published for a time.
   *
   * @param texts no records if empty
   */
  public record RecordHistory(
      String name, String type, Instant firstSeen, Instant lastSeen, List<String> texts) {

    public RecordHistory {
      texts = List.copyOf(texts);
    }
  }

  /**
   * Sources active since a day, each with the domains its SPF was checked for, by messages.
   *
   * @param most how many domains of one source are wanted
   */
  public List<Target> targets(long domainId, LocalDate since, int most) {
    return sql.list(
        """
        select ip, identity, scope from (
          select host(source_ip) as ip, identity, min(qualifier) as scope,
            row_number() over (partition by source_ip order by sum(messages) desc, identity) as place
          from daily_identity
          where domain_id = ? and day >= ? and mechanism = 'spf' and source_ip is not null
          group by source_ip, identity
        ) ranked where place <= ? order by ip, place""",
        row ->
            new Target(
                IpAddresses.parse(row.getString("ip")).orElseThrow(),
                row.getString("identity"),
                row.getString("scope")),
        domainId,
        since,
        most);
  }

  /** Selectors seen since a day. */
  public List<Selector> selectors(long domainId, LocalDate since) {
    return sql.list(
        """
        select distinct identity, qualifier from daily_identity
        where domain_id = ? and day >= ? and mechanism = 'dkim' and identity <> ''
          and qualifier <> '' order by 1, 2""",
        row -> new Selector(row.getString("identity"), row.getString("qualifier")),
        domainId,
        since);
  }

  /** Keeps verdicts, in one transaction. */
  public void saveSpf(long domainId, List<CheckedSpf> checks, Instant at) {
    sql.doInTransaction(
        connection -> {
          try (PreparedStatement history = connection.prepareStatement(SPF_HISTORY);
              PreparedStatement known = connection.prepareStatement(SPF_UPSERT);
              PreparedStatement unknown = connection.prepareStatement(SPF_UNKNOWN)) {
            for (CheckedSpf check : checks) {
              boolean answered = check.verdict().result() != SpfResult.TEMPERROR;
              if (answered) {
                history.setLong(1, domainId);
                history.setString(2, IpAddresses.toText(check.ip()));
                history.setString(3, check.identity());
                history.setString(4, check.verdict().result().wire());
                history.addBatch();
              }
              fill(connection, answered ? known : unknown, domainId, check, at);
            }
            history.executeBatch();
            known.executeBatch();
            unknown.executeBatch();
          }
        });
  }

  private static final String SPF_HISTORY =
      """
      insert into source_check_history (domain_id, ip, identity, since, result, term, path)
      select domain_id, ip, identity, since, result, term, path from source_check
      where domain_id = ? and ip = ?::inet and identity = ? and result not in (?, 'temperror')
      on conflict do nothing""";

  private static final String SPF_INSERT =
      """
      insert into source_check as known (domain_id, ip, identity, result, term, path, lookups,
        void_lookups, explanation, problem, aligned, trace, checked_at, since, unknown_since, basis,
        meant)
      values (?, ?::inet, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
      on conflict (domain_id, ip, identity) do update set
      """;

  private static final String SPF_UPSERT =
      SPF_INSERT
          + """
          result = excluded.result, term = excluded.term, path = excluded.path,
            lookups = excluded.lookups, void_lookups = excluded.void_lookups,
            explanation = excluded.explanation, problem = excluded.problem,
            aligned = excluded.aligned, trace = excluded.trace, checked_at = excluded.checked_at,
            since = case when known.result = excluded.result then known.since
              else excluded.since end,
            unknown_since = null, basis = excluded.basis, meant = excluded.meant""";

  private static final String SPF_UNKNOWN =
      SPF_INSERT
          + "unknown_since = coalesce(known.unknown_since, excluded.unknown_since), basis = null";

  private static void fill(
      Connection connection,
      PreparedStatement statement,
      long domainId,
      CheckedSpf check,
      Instant at)
      throws SQLException {
    SpfVerdict verdict = check.verdict();
    Timestamp time = Timestamp.from(at);
    statement.setLong(1, domainId);
    statement.setString(2, IpAddresses.toText(check.ip()));
    statement.setString(3, check.identity());
    statement.setString(4, verdict.result().wire());
    statement.setString(5, SqlText.cleanOrNull(verdict.matchedTerm()));
    statement.setArray(6, connection.createArrayOf("text", clean(verdict.path())));
    statement.setInt(7, verdict.lookups());
    statement.setInt(8, verdict.voidLookups());
    statement.setString(9, SqlText.cleanOrNull(verdict.explanation()));
    statement.setString(10, SqlText.cleanOrNull(verdict.problem()));
    statement.setBoolean(11, check.aligned());
    // The only way to a NUL in JSON is this escape, and jsonb refuses it.
    statement.setString(12, SqlText.json(verdict.trace()).replace("\\u0000", "\\uFFFD"));
    statement.setTimestamp(13, time);
    statement.setTimestamp(14, time);
    statement.setTimestamp(15, verdict.result() == SpfResult.TEMPERROR ? time : null);
    statement.setString(16, check.basis());
    statement.setString(17, SqlText.cleanOrNull(check.meant()));
    statement.addBatch();
  }

  private static Object[] clean(List<String> texts) {
    return texts.stream().map(SqlText::clean).toArray();
  }

  /** Keeps what is published for selectors. */
  public void saveKeys(long domainId, List<CheckedKey> keys, Instant at) {
    sql.doInTransaction(
        connection -> {
          try (PreparedStatement upsert =
              connection.prepareStatement(
                  """
                  insert into dkim_key as known (domain_id, signing_domain, selector, state, detail,
                    checked_at, since, unknown_since)
                  values (?, ?, ?, ?, ?, ?, ?, ?)
                  on conflict (domain_id, signing_domain, selector) do update set
                    state = case when excluded.state = 'UNKNOWN' then known.state
                      else excluded.state end,
                    detail = case when excluded.state = 'UNKNOWN' then known.detail
                      else excluded.detail end,
                    checked_at = case when excluded.state = 'UNKNOWN' then known.checked_at
                      else excluded.checked_at end,
                    since = case when excluded.state in ('UNKNOWN', known.state) then known.since
                      else excluded.since end,
                    earlier_state = case
                      when excluded.state in ('UNKNOWN', known.state) or known.state = 'UNKNOWN'
                      then known.earlier_state else known.state end,
                    unknown_since = case when excluded.state = 'UNKNOWN'
                      then coalesce(known.unknown_since, excluded.unknown_since) end""")) {
            for (CheckedKey key : keys) {
              upsert.setLong(1, domainId);
              upsert.setString(2, SqlText.clean(key.domain()));
              upsert.setString(3, SqlText.clean(key.selector()));
              upsert.setString(4, key.state().name());
              upsert.setString(5, SqlText.clean(key.detail()));
              upsert.setTimestamp(6, Timestamp.from(at));
              upsert.setTimestamp(7, Timestamp.from(at));
              upsert.setTimestamp(8, key.state() == KeyState.UNKNOWN ? Timestamp.from(at) : null);
              upsert.addBatch();
            }
            upsert.executeBatch();
          }
        });
  }

  /**
   * Takes over the reverse names that another domain's round has asked for.
   *
   * @param origin where it asked, as {@link dev.plumbline.dns.Dns#origin} says
   */
  public void borrowNames(
      long domainId, Collection<InetAddress> sources, String origin, Instant at) {
    sql.doInTransaction(
        connection -> {
          try (PreparedStatement copy =
              connection.prepareStatement(
                  """
                  insert into reverse_name as known
                    (domain_id, ip, name, confirmed, checked_at, expires_at, origin)
                  select distinct on (other.ip) ?, other.ip, other.name, other.confirmed,
                    other.checked_at, other.expires_at, other.origin
                  from unnest(?) as wanted (ip)
                  join reverse_name other on other.ip = wanted.ip::inet
                  where other.domain_id <> ? and other.expires_at > ? and other.origin = ?
                  order by other.ip, other.expires_at desc
                  on conflict (domain_id, ip) do update set name = excluded.name,
                    confirmed = excluded.confirmed, checked_at = excluded.checked_at,
                    expires_at = excluded.expires_at, origin = excluded.origin
                  where known.expires_at is null or known.expires_at < excluded.expires_at
                    or known.origin <> excluded.origin""")) {
            copy.setLong(1, domainId);
            copy.setArray(
                2,
                connection.createArrayOf(
                    "text", sources.stream().map(IpAddresses::toText).toArray()));
            copy.setLong(3, domainId);
            copy.setTimestamp(4, Timestamp.from(at));
            copy.setString(5, origin);
            copy.executeUpdate();
          }
        });
  }

  /**
   * Keeps which service's SPF record lists a source.
   *
   * @param sources those that were looked for; what was known of them otherwise is forgotten
   * @param found names of records, by source
   */
  public void saveServices(
      long domainId, Collection<InetAddress> sources, Map<InetAddress, String> found) {
    Map<InetAddress, String> known = new HashMap<>();
    sql.list(
        "select host(ip) as ip, spf_record from source_service where domain_id = ?",
        row ->
            known.put(
                IpAddresses.parse(row.getString("ip")).orElseThrow(), row.getString("spf_record")),
        domainId);
    sql.doInTransaction(
        connection -> {
          try (PreparedStatement gone =
                  connection.prepareStatement(
                      "delete from source_service where domain_id = ? and ip = ?::inet");
              PreparedStatement listed =
                  connection.prepareStatement(
                      """
                      insert into source_service (domain_id, ip, spf_record) values (?, ?::inet, ?)
                      on conflict (domain_id, ip) do update set spf_record = excluded.spf_record""")) {
            for (InetAddress ip : sources) {
              String record = found.get(ip);
              if (record == null && known.containsKey(ip)) {
                gone.setLong(1, domainId);
                gone.setString(2, IpAddresses.toText(ip));
                gone.addBatch();
              } else if (record != null && !record.equals(known.get(ip))) {
                listed.setLong(1, domainId);
                listed.setString(2, IpAddresses.toText(ip));
                listed.setString(3, SqlText.clean(record));
                listed.addBatch();
              }
            }
            gone.executeBatch();
            listed.executeBatch();
          }
        });
  }

  /** Sources whose reverse name need not be asked for again yet. */
  public Set<InetAddress> namesKnown(long domainId, String origin, Instant at) {
    return Set.copyOf(
        sql.list(
            """
            select host(ip) as ip from reverse_name
            where domain_id = ? and expires_at > ? and origin = ?""",
            row -> IpAddresses.parse(row.getString("ip")).orElseThrow(),
            domainId,
            at,
            origin));
  }

  /** Sources whose verdict for an identity rests on these very answers. */
  public Set<InetAddress> resting(long domainId, String identity, String basis) {
    return Set.copyOf(
        sql.list(
            """
            select host(ip) as ip from source_check
            where domain_id = ? and identity = ? and basis = ?""",
            row -> IpAddresses.parse(row.getString("ip")).orElseThrow(),
            domainId,
            identity,
            basis));
  }

  /** Notes that the verdicts that rest on these answers hold still. */
  public void saveUnchanged(long domainId, String identity, String basis, Instant at) {
    sql.doInTransaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  update source_check set checked_at = ?
                  where domain_id = ? and identity = ? and basis = ?""")) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setLong(2, domainId);
            update.setString(3, identity);
            update.setString(4, basis);
            update.executeUpdate();
          }
        });
  }

  /** Domains that are to be checked again, the longest overdue first. */
  public List<String> due(Instant at) {
    return sql.list(
        """
        select name from domain where dns_due_at is null or dns_due_at <= ?
        order by dns_due_at nulls first, name""",
        row -> row.getString("name"),
        at);
  }

  /** Keeps reverse names; those DNS did not answer for are not handed over. */
  public void saveNames(long domainId, List<CheckedName> names, String origin, Instant at) {
    sql.doInTransaction(
        connection -> {
          try (PreparedStatement upsert =
              connection.prepareStatement(
                  """
                  insert into reverse_name (domain_id, ip, name, confirmed, checked_at,
                    expires_at, origin)
                  values (?, ?::inet, ?, ?, ?, ?, ?)
                  on conflict (domain_id, ip) do update set name = excluded.name,
                    confirmed = excluded.confirmed, checked_at = excluded.checked_at,
                    expires_at = excluded.expires_at, origin = excluded.origin""")) {
            for (CheckedName name : names) {
              upsert.setLong(1, domainId);
              upsert.setString(2, IpAddresses.toText(name.ip()));
              upsert.setString(3, SqlText.cleanOrNull(name.name()));
              upsert.setBoolean(4, name.confirmed());
              upsert.setTimestamp(5, Timestamp.from(at));
              upsert.setTimestamp(6, Timestamp.from(name.expiresAt()));
              upsert.setString(7, origin);
              upsert.addBatch();
            }
            upsert.executeBatch();
          }
        });
  }

  /** Keeps a record set: as the same as before, or as a change. */
  public void saveRecords(long domainId, String name, String type, List<String> texts, Instant at) {
    List<String> sorted = texts.stream().map(SqlText::clean).sorted().toList();
    Optional<RecordHistory> newest =
        sql.first(
            RECORDS + "and name = ? and type = ? order by first_seen desc limit 1",
            CheckStore::recordHistory,
            domainId,
            name,
            type);
    boolean same = newest.isPresent() && newest.get().texts().equals(sorted);
    sql.doInTransaction(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  same
                      ? """
                      update dns_record set last_seen = ?
                      where domain_id = ? and name = ? and type = ? and first_seen = ?"""
                      : """
                      insert into dns_record (last_seen, domain_id, name, type, first_seen, texts)
                      values (?, ?, ?, ?, ?, ?) on conflict do nothing""")) {
            statement.setTimestamp(1, Timestamp.from(at));
            statement.setLong(2, domainId);
            statement.setString(3, name);
            statement.setString(4, type);
            statement.setTimestamp(5, Timestamp.from(same ? newest.orElseThrow().firstSeen() : at));
            if (!same) {
              statement.setArray(6, connection.createArrayOf("text", sorted.toArray()));
            }
            statement.executeUpdate();
          }
        });
  }

  private static final String RECORDS =
      "select name, type, first_seen, last_seen, texts from dns_record where domain_id = ? ";

  private static RecordHistory recordHistory(ResultSet row) throws SQLException {
    return new RecordHistory(
        row.getString("name"),
        row.getString("type"),
        Database.requiredInstant(row, "first_seen"),
        Database.requiredInstant(row, "last_seen"),
        Arrays.asList((String[]) row.getArray("texts").getArray()));
  }

  /**
   * The domain's SPF, DMARC and MX record sets, on which judgements rest, and how they changed,
   * oldest first. {@link HistoryQueries#records} has all others too.
   */
  public List<RecordHistory> records(long domainId) {
    return sql.list(
        RECORDS + "and type in ('SPF', 'DMARC', 'MX') order by name, type, first_seen",
        CheckStore::recordHistory,
        domainId);
  }

  /**
   * Notes a completed round; a domain whose records were not answered for keeps the known ones.
   *
   * @param due when the next round is to be
   */
  public void saveDomain(long domainId, @Nullable CheckedDomain checked, Instant at, Instant due) {
    sql.doInTransaction(
        connection -> {
          if (checked != null) {
            try (PreparedStatement update =
                connection.prepareStatement(
                    """
                    update domain set organizational_domain = ?, dmarc_record = ?, adkim = ?,
                      aspf = ?, spf_record = ? where id = ?""")) {
              update.setString(1, checked.organizationalDomain());
              update.setString(2, SqlText.cleanOrNull(checked.dmarcRecord()));
              update.setString(3, checked.adkim());
              update.setString(4, checked.aspf());
              update.setString(5, SqlText.cleanOrNull(checked.spfRecord()));
              update.setLong(6, domainId);
              update.executeUpdate();
            }
          }
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update domain set dns_checked_at = ?, dns_due_at = ? where id = ?")) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setTimestamp(2, Timestamp.from(due));
            update.setLong(3, domainId);
            update.executeUpdate();
          }
        });
  }

  /** Notes that a round ended early: part of its verdicts are kept, so pages must judge again. */
  public void noteUnfinished(long domainId) {
    sql.doInTransaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update domain set dns_checked_at = dns_checked_at where id = ?")) {
            update.setLong(1, domainId);
            update.executeUpdate();
          }
        });
  }

  /** How the verdict on a source and identity came about, for people to see. */
  public Optional<SpfTrace> trace(long domainId, InetAddress ip, String identity) {
    return sql.first(
        """
        select trace from source_check
        where domain_id = ? and ip = ?::inet and identity = ?""",
        row -> SqlText.fromJson(row.getString("trace"), TRACE),
        domainId,
        IpAddresses.toText(ip),
        identity);
  }
}
