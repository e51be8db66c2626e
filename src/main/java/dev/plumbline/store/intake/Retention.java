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
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Takes failure and TLS reports away with their bytes once they are older than they may be. */
@ApplicationScoped
public class Retention {

  private static final Logger LOG = Logger.getLogger(Retention.class);

  /** Entries of the intake log that one transaction clears. */
  private static final int AT_ONCE = 500;

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
    while (database.inTransaction(connection -> clearTls(connection, now.minus(tls)))) {
      // As above.
    }
  }

  private static boolean clearFailures(Connection connection, Instant before) throws SQLException {
    List<Long> entries =
        Database.list(
            connection,
            """
            select distinct intake_id from (
              select intake_id from failure_report where arrived_at < ? limit ?) old""",
            row -> row.getLong(1),
            before,
            AT_ONCE);
    if (entries.isEmpty()) {
      return false;
    }
    FailureRows.remove(connection, entries);
    freeBytes(connection, entries, "failure");
    return true;
  }

  private static boolean clearTls(Connection connection, Instant before) throws SQLException {
    LocalDate day = LocalDate.ofInstant(before, ZoneOffset.UTC);
    List<Long> entries =
        Database.list(
            connection,
            """
            select distinct intake_id from (
              select intake_id from tls_report where day < ? limit ?) old""",
            row -> row.getLong(1),
            day,
            AT_ONCE);
    if (entries.isEmpty()) {
      return false;
    }
    Object ids = connection.createArrayOf("bigint", entries.toArray());
    Database.write(connection, "delete from tls_report where intake_id = any (?)", ids);
    freeBytes(connection, entries, "tls");
    return true;
  }

  /** Forgets the bytes of entries that hold nothing but this kind of report. */
  private static void freeBytes(Connection connection, List<Long> entries, String kind)
      throws SQLException {
    List<Long> raw =
        Database.list(
            connection,
            """
            select i.id, i.raw_id from intake_log i
            where i.id = any (?) and i.raw_id is not null and not exists (
              select from intake_document d
              where d.intake_id = i.id and d.kind is distinct from ?)""",
            row -> row.getLong("raw_id"),
            connection.createArrayOf("bigint", entries.toArray()),
            kind);
    Database.write(
        connection,
        "update intake_log set raw_id = null where raw_id = any (?)",
        connection.createArrayOf("bigint", raw.toArray()));
    RawPayloads.removeUnused(connection, raw);
  }
}
