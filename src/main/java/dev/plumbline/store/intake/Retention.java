package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import dev.plumbline.store.Locks;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.settings.Adjustable;
import dev.plumbline.store.settings.KeptSettings;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Takes reports away with their bytes once they are older than their kind may be, but for those
 * about domains that are held.
 */
@ApplicationScoped
@Startup // So that a wrong setting is told then, and not when the first report gets old.
public class Retention {

  private static final Logger LOG = Logger.getLogger(Retention.class);

  /** Reports, or entries of the intake log, that one transaction clears. */
  private static final int AT_ONCE = 500;

  private final Database database;
  private final Clock clock;
  private final Locks locks;
  private final KeptSettings settings;
  private final Optional<Duration> reports;
  private final Optional<Duration> failures;
  private final Optional<Duration> tls;
  private final Optional<List<String>> held;
  private final boolean background;

  Retention(
      Database database,
      Clock clock,
      Locks locks,
      KeptSettings settings,
      @ConfigProperty(name = "plumbline.retention.reports") Optional<Duration> reports,
      @ConfigProperty(name = "plumbline.retention.hold") Optional<List<String>> held,
      @ConfigProperty(name = "plumbline.failure-reports.retention") Optional<Duration> failures,
      @ConfigProperty(name = "plumbline.tls-reports.retention") Optional<Duration> tls,
      @ConfigProperty(name = "plumbline.background") boolean background) {
    this.database = database;
    this.clock = clock;
    this.locks = locks;
    this.settings = settings;
    this.reports = reports;
    reports
        .flatMap(ReportRetention::complaint)
        .ifPresent(
            said -> {
              throw new IllegalArgumentException(said);
            });
    this.held = held;
    this.failures = failures;
    this.tls = tls;
    this.background = background;
  }

  @Scheduled(every = "1h", delayed = "5m", concurrentExecution = ConcurrentExecution.SKIP)
  void due() {
    if (!background) {
      return;
    }
    try {
      // Of several processes one takes away.
      Optional<Locks.Lock> turn = locks.take("retention");
      if (turn.isPresent()) {
        try (Locks.Lock ours = turn.get()) {
          run();
          ours.check();
        }
      }
    } catch (StoreUnavailableException e) {
      LOG.warnf("Nothing is taken away this time: %s", e.getMessage());
    }
  }

  /**
   * Takes away all that is too old.
   *
   * @throws StoreUnavailableException if the database is down
   */
  public void run() {
    Instant now = clock.instant();
    List<Long> kept = held();
    Instant failuresFrom = now.minus(time(failures, Adjustable.FAILURES).orElseThrow());
    Instant tlsFrom = now.minus(time(tls, Adjustable.TLS).orElseThrow());
    while (database.inTransaction(connection -> clearFailures(connection, failuresFrom, kept))) {
      // Each step is a transaction of its own.
    }
    clearUncounted(failuresFrom, kept);
    while (database.inTransaction(connection -> clearTls(connection, tlsFrom, kept))) {
      // As above.
    }
    time(reports, Adjustable.REPORTS)
        .ifPresent(
            time ->
                new ReportRetention(database, kept)
                    .clear(LocalDate.ofInstant(now.minus(time), ZoneOffset.UTC)));
  }

  /** What the configuration says, else what was set on a page, else what is usual. */
  private Optional<Duration> time(Optional<Duration> configured, Adjustable one) {
    return configured.or(
        () ->
            settings
                .find(one)
                .map(KeptSettings.Kept::value)
                .or(() -> Optional.of(one.usual()).filter(usual -> !usual.isEmpty()))
                .map(Adjustable::time));
  }

  private List<String> heldNames() {
    return held
        .orElseGet(
            () ->
                settings
                    .find(Adjustable.HOLD)
                    .map(kept -> List.of(kept.value().split(",")))
                    .orElse(List.of()))
        .stream()
        .map(one -> one.strip().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** The domains of which nothing is taken away, with those below them. */
  private List<Long> held() {
    List<String> names = heldNames();
    return names.isEmpty()
        ? List.of()
        : database.inTransaction(
            connection ->
                Database.list(
                    connection,
                    "select id from domain where in_scope(name, ?)",
                    row -> row.getLong(1),
                    connection.createArrayOf("text", names.toArray())));
  }

  private static boolean clearFailures(Connection connection, Instant before, List<Long> kept)
      throws SQLException {
    List<Long> entries = FailureRows.removeOlder(connection, before, kept, AT_ONCE);
    freeBytes(connection, entries, "failure");
    return !entries.isEmpty();
  }

  private static boolean clearTls(Connection connection, Instant before, List<Long> kept)
      throws SQLException {
    LocalDate day = LocalDate.ofInstant(before, ZoneOffset.UTC);
    List<Long> entries = TlsRows.removeOlder(connection, day, kept, AT_ONCE);
    freeBytes(connection, entries, "tls");
    return !entries.isEmpty();
  }

  /** Of failure reports that came twice, or cannot be used, nothing but the bytes is kept. */
  private void clearUncounted(Instant before, List<Long> kept) {
    long last = 0;
    while (true) {
      long after = last;
      List<Long> entries =
          database.inTransaction(connection -> clearUncounted(connection, before, kept, after));
      if (entries.isEmpty()) {
        return;
      }
      last = entries.get(entries.size() - 1);
    }
  }

  private static List<Long> clearUncounted(
      Connection connection, Instant before, List<Long> kept, long after) throws SQLException {
    List<Long> entries =
        Database.list(
            connection,
            """
            select distinct d.intake_id from intake_document d
            join intake_log i on i.id = d.intake_id
            where d.kind = 'failure' and i.received_at < ? and i.raw_id is not null
              and d.intake_id > ? and not coalesce(d.domain_id = any (?), false)
            order by d.intake_id limit ?\
            """,
            row -> row.getLong(1),
            before,
            after,
            connection.createArrayOf("bigint", kept.toArray()),
            AT_ONCE);
    freeBytes(connection, entries, "failure");
    return entries;
  }

  /** Forgets the bytes of entries that hold nothing but this kind of report, and none any more. */
  private static void freeBytes(Connection connection, List<Long> entries, String kind)
      throws SQLException {
    // Reports are asked by themselves: they may be on other machines than the log.
    Set<Long> free = new TreeSet<>(entries);
    for (String table : new String[] {"failure_report", "tls_report"}) {
      free.removeAll(
          Database.list(
              connection,
              "select distinct intake_id from " + table + " where intake_id = any (?)",
              row -> row.getLong(1),
              connection.createArrayOf("bigint", entries.toArray())));
    }
    Map<Long, Long> raw = new TreeMap<>();
    Database.list(
            connection,
            """
            select i.id, i.raw_id from intake_log i
            where i.id = any (?) and i.raw_id is not null and not exists (
              select from intake_document o
              where o.intake_id = i.id and o.kind is distinct from ?)\
            """,
            row -> Map.entry(row.getLong("id"), row.getLong("raw_id")),
            connection.createArrayOf("bigint", free.toArray()),
            kind)
        .forEach(one -> raw.put(one.getKey(), one.getValue()));
    Database.write(
        connection,
        "update intake_log set raw_id = null where id = any (?)",
        connection.createArrayOf("bigint", raw.keySet().toArray()));
    RawPayloads.removeUnused(connection, raw.values().stream().distinct().toList());
  }
}
