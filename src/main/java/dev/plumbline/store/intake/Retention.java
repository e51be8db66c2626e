package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import dev.plumbline.store.StoreUnavailableException;
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
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Takes failure and TLS reports away with their bytes once they are older than they may be. */
@ApplicationScoped
public class Retention {

  private static final Logger LOG = Logger.getLogger(Retention.class);

  /** Reports, or entries of the intake log, that one transaction clears. */
  private static final int AT_ONCE = 500;

  /** That an entry {@code i} holds no document of other kinds, and no report that is kept. */
  private static final String NOTHING_ELSE =
      """
      not exists (
        select from intake_document o where o.intake_id = i.id and o.kind is distinct from ?)
      and not exists (select from failure_report f where f.intake_id = i.id)
      and not exists (select from tls_report t where t.intake_id = i.id)""";

  private final Database database;
  private final Clock clock;
  private final Duration failures;
  private final Duration tls;
  private final boolean background;

  Retention(
      Database database,
      Clock clock,
      @ConfigProperty(name = "plumbline.failure-reports.retention", defaultValue = "90d")
          Duration failures,
      @ConfigProperty(name = "plumbline.tls-reports.retention", defaultValue = "731d") Duration tls,
      @ConfigProperty(name = "plumbline.background") boolean background) {
    this.database = database;
    this.clock = clock;
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
      run();
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
    while (database.inTransaction(connection -> clearFailures(connection, now.minus(failures)))) {
      // Each step is a transaction of its own.
    }
    while (database.inTransaction(connection -> clearUncounted(connection, now.minus(failures)))) {
      // As above.
    }
    while (database.inTransaction(connection -> clearTls(connection, now.minus(tls)))) {
      // As above.
    }
  }

  private static boolean clearFailures(Connection connection, Instant before) throws SQLException {
    List<Long> entries = FailureRows.removeOlder(connection, before, AT_ONCE);
    freeBytes(connection, entries, "failure");
    return !entries.isEmpty();
  }

  private static boolean clearTls(Connection connection, Instant before) throws SQLException {
    LocalDate day = LocalDate.ofInstant(before, ZoneOffset.UTC);
    List<Long> entries = TlsRows.removeOlder(connection, day, AT_ONCE);
    freeBytes(connection, entries, "tls");
    return !entries.isEmpty();
  }

  /** Of failure reports that came twice, or cannot be used, nothing but the bytes is kept. */
  private static boolean clearUncounted(Connection connection, Instant before) throws SQLException {
    List<Long> entries =
        Database.list(
            connection,
            """
            select distinct d.intake_id from intake_document d
            join intake_log i on i.id = d.intake_id
            where d.kind = 'failure' and i.received_at < ? and i.raw_id is not null and %s limit ?"""
                .formatted(NOTHING_ELSE),
            row -> row.getLong(1),
            before,
            "failure",
            AT_ONCE);
    freeBytes(connection, entries, "failure");
    return !entries.isEmpty();
  }

  /** Forgets the bytes of entries that hold nothing but this kind of report, and none any more. */
  private static void freeBytes(Connection connection, List<Long> entries, String kind)
      throws SQLException {
    Map<Long, Long> raw = new TreeMap<>();
    Database.list(
            connection,
            """
            select i.id, i.raw_id from intake_log i
            where i.id = any (?) and i.raw_id is not null and %s"""
                .formatted(NOTHING_ELSE),
            row -> Map.entry(row.getLong("id"), row.getLong("raw_id")),
            connection.createArrayOf("bigint", entries.toArray()),
            kind)
        .forEach(one -> raw.put(one.getKey(), one.getValue()));
    Database.write(
        connection,
        "update intake_log set raw_id = null where id = any (?)",
        connection.createArrayOf("bigint", raw.keySet().toArray()));
    RawPayloads.removeUnused(connection, raw.values().stream().distinct().toList());
  }
}
