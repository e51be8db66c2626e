package dev.plumbline.store.checks;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfTrace;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.store.Database;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.judgement.JudgingQueue;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what SPF says of sources now, and said before. A verdict's {@code since} moves only when
 * its result changes, and the result before goes to the history; no answer from DNS changes
 * neither. What did not change is not written.
 */
@ApplicationScoped
public class Verdicts {

  private static final TypeReference<SpfTrace> TRACE = new TypeReference<>() {};

  private final Database database;

  Verdicts(Database database) {
    this.database = database;
  }

  /**
   * SPF of a source, evaluated now.
   *
   * @param meant with a permanent error: the term that would have let the address pass, were the
   *     record's mistakes passed over; null if there is none
   * @param basis stands for the DNS answers the verdict rests on; null if it rests on more
   * @param answered whether DNS gave an answer; a temporary error in spite of it means that the
   *     verdict hangs on what reports do not tell
   */
  public record CheckedSpf(
      InetAddress ip,
      String identity,
      boolean aligned,
      SpfVerdict verdict,
      @Nullable String meant,
      @Nullable String basis,
      boolean answered) {

    public CheckedSpf(
        InetAddress ip,
        String identity,
        boolean aligned,
        SpfVerdict verdict,
        @Nullable String meant,
        @Nullable String basis) {
      this(ip, identity, aligned, verdict, meant, basis, verdict.result() != SpfResult.TEMPERROR);
    }
  }

  /**
   * What a judgement can see of a verdict.
   *
   * @param unknown whether DNS gives no answer, and the rest is the last known one
   */
  private record Seen(
      String result,
      @Nullable String term,
      List<String> path,
      int lookups,
      int voidLookups,
      @Nullable String explanation,
      @Nullable String problem,
      boolean aligned,
      @Nullable String meant,
      boolean unknown) {

    static Seen of(CheckedSpf check) {
      SpfVerdict verdict = check.verdict();
      return new Seen(
          verdict.result().wire(),
          SqlText.cleanOrNull(verdict.matchedTerm()),
          verdict.path().stream().map(SqlText::clean).toList(),
          verdict.lookups(),
          verdict.voidLookups(),
          SqlText.cleanOrNull(verdict.explanation()),
          SqlText.cleanOrNull(verdict.problem()),
          check.aligned(),
          SqlText.cleanOrNull(check.meant()),
          !check.answered());
    }
  }

  private record Kept(Seen seen, @Nullable String basis, String trace) {

    boolean says(CheckedSpf check) {
      if (!check.answered()) {
        return seen.unknown() && basis == null;
      }
      return seen.equals(Seen.of(check))
          && Objects.equals(basis, check.basis())
          // Verdicts on the same answers came about in the same way.
          && (basis != null
              || SqlText.fromJson(trace, TRACE).tellsTheSame(check.verdict().trace()));
    }

    boolean looksLike(CheckedSpf check) {
      return check.answered() ? seen.equals(Seen.of(check)) : seen.unknown();
    }
  }

  /**
   * Sources whose verdict for an identity rests on these very answers.
   *
   * @param bases by identity
   * @return by identity; those without any are missing
   */
  public Map<String, Set<InetAddress>> resting(long domainId, Map<String, String> bases) {
    List<String> identities = List.copyOf(bases.keySet());
    Map<String, Set<InetAddress>> resting = new HashMap<>();
    database.list(
        """
        select c.identity, host(c.ip) as ip from unnest(?, ?) as b (identity, basis)
        join source_check c
          on c.domain_id = ? and c.identity = b.identity and c.basis = b.basis
        where c.unknown_since is null\
        """,
        row ->
            resting
                .computeIfAbsent(row.getString("identity"), unused -> new HashSet<>())
                .add(IpAddresses.parse(row.getString("ip")).orElseThrow()),
        identities.toArray(String[]::new),
        identities.stream().map(bases::get).toArray(String[]::new),
        domainId);
    return resting;
  }

  /**
   * Keeps verdicts for one identity, in one transaction.
   *
   * @return the sources of which something else is said than before
   */
  public Set<InetAddress> save(
      long domainId, String identity, List<CheckedSpf> checks, Instant at) {
    Map<InetAddress, Kept> kept = kept(domainId, identity, checks);
    List<CheckedSpf> answered = new ArrayList<>();
    List<CheckedSpf> unanswered = new ArrayList<>();
    List<CheckedSpf> turned = new ArrayList<>();
    Set<InetAddress> changed = new HashSet<>();
    for (CheckedSpf check : checks) {
      Kept before = kept.get(check.ip());
      if (before != null && before.says(check)) {
        continue;
      }
      (check.answered() ? answered : unanswered).add(check);
      if (before == null || !before.looksLike(check)) {
        changed.add(check.ip());
      }
      if (before != null
          && check.answered()
          && !before.seen().result().equals(check.verdict().result().wire())) {
        turned.add(check);
      }
    }
    database.doInTransaction(
        connection -> {
          if (!changed.isEmpty()) {
            JudgingQueue.wantChecked(connection, domainId);
          }
          Database.writeAll(
              connection,
              HISTORY,
              turned,
              (statement, check) -> {
                statement.setLong(1, domainId);
                statement.setString(2, IpAddresses.toText(check.ip()));
                statement.setString(3, check.identity());
              });
          Database.writeAll(
              connection,
              UPSERT,
              answered,
              (statement, check) -> fill(statement, domainId, check, at));
          Database.writeAll(
              connection,
              UNKNOWN,
              unanswered,
              (statement, check) -> fill(statement, domainId, check, at));
        });
    return changed;
  }

  private Map<InetAddress, Kept> kept(long domainId, String identity, List<CheckedSpf> checks) {
    Map<InetAddress, Kept> kept = new HashMap<>();
    String[] sources =
        checks.stream().map(check -> IpAddresses.toText(check.ip())).toArray(String[]::new);
    database.list(
        """
        select host(ip) as ip, result, term, path, lookups, void_lookups, explanation, problem,
          aligned, meant, unknown_since, basis, trace
        from source_check where domain_id = ? and identity = ? and ip = any (?::inet[])\
        """,
        row ->
            kept.put(
                IpAddresses.parse(row.getString("ip")).orElseThrow(),
                new Kept(seen(row), row.getString("basis"), row.getString("trace"))),
        domainId,
        identity,
        sources);
    return kept;
  }

  private static Seen seen(ResultSet row) throws SQLException {
    return new Seen(
        row.getString("result"),
        row.getString("term"),
        Database.texts(row, "path"),
        row.getInt("lookups"),
        row.getInt("void_lookups"),
        row.getString("explanation"),
        row.getString("problem"),
        row.getBoolean("aligned"),
        row.getString("meant"),
        Database.instant(row, "unknown_since") != null);
  }

  private static final String HISTORY =
      """
      insert into source_check_history (domain_id, ip, identity, since, result, term, path)
      select domain_id, ip, identity, since, result, term, path from source_check
      where domain_id = ? and ip = ?::inet and identity = ? and result <> 'temperror'
      on conflict do nothing\
      """;

  private static final String INSERT =
      """
      insert into source_check as known (domain_id, ip, identity, result, term, path, lookups,
        void_lookups, explanation, problem, aligned, trace, checked_at, since, unknown_since, basis,
        meant)
      values (?, ?::inet, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
      on conflict (domain_id, ip, identity) do update set
      """;

  private static final String UPSERT =
      INSERT
          + """
          result = excluded.result, term = excluded.term, path = excluded.path,
            lookups = excluded.lookups, void_lookups = excluded.void_lookups,
            explanation = excluded.explanation, problem = excluded.problem,
            aligned = excluded.aligned, trace = excluded.trace, checked_at = excluded.checked_at,
            since = case when known.result = excluded.result then known.since
              else excluded.since end,
            unknown_since = null, basis = excluded.basis, meant = excluded.meant\
          """;

  private static final String UNKNOWN =
      INSERT
          + "unknown_since = coalesce(known.unknown_since, excluded.unknown_since), basis = null";

  private static void fill(PreparedStatement statement, long domainId, CheckedSpf check, Instant at)
      throws SQLException {
    SpfVerdict verdict = check.verdict();
    Timestamp time = Timestamp.from(at);
    Seen seen = Seen.of(check);
    statement.setLong(1, domainId);
    statement.setString(2, IpAddresses.toText(check.ip()));
    statement.setString(3, check.identity());
    statement.setString(4, seen.result());
    statement.setString(5, seen.term());
    statement.setArray(6, statement.getConnection().createArrayOf("text", seen.path().toArray()));
    statement.setInt(7, seen.lookups());
    statement.setInt(8, seen.voidLookups());
    statement.setString(9, seen.explanation());
    statement.setString(10, seen.problem());
    statement.setBoolean(11, seen.aligned());
    // The only way to a NUL in JSON is this escape, and jsonb refuses it.
    statement.setString(12, SqlText.json(verdict.trace()).replace("\\u0000", "\\uFFFD"));
    statement.setTimestamp(13, time);
    statement.setTimestamp(14, time);
    statement.setTimestamp(15, seen.unknown() ? time : null);
    statement.setString(16, check.basis());
    statement.setString(17, seen.meant());
  }

  /** How the verdict on a source and identity came about, for people to see. */
  public Optional<SpfTrace> trace(long domainId, InetAddress ip, String identity) {
    return database.first(
        """
        select trace from source_check
        where domain_id = ? and ip = ?::inet and identity = ?\
        """,
        row -> SqlText.fromJson(row.getString("trace"), TRACE),
        domainId,
        IpAddresses.toText(ip),
        identity);
  }
}
