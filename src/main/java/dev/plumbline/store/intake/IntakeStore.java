package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.intake.DocumentWriter.ItemTransaction;
import dev.plumbline.store.intake.MonthPartitions.MonthMissingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what was received: one item, one transaction. */
@ApplicationScoped
public class IntakeStore {

  private static final int TRIES = 5;

  /** A larger item is recorded alone. */
  public static final long MOST_ITEM_BYTES = 2 << 20;

  /** What a batch may hold in memory before it takes no further item. */
  public static final long MOST_BATCH_BYTES = 8 << 20;

  private final Database database;
  private final MonthPartitions months;
  private final Clock clock;

  IntakeStore(Database database, MonthPartitions months, Clock clock) {
    this.database = database;
    this.months = months;
    this.clock = clock;
  }

  /**
   * Stores one item: its raw bytes, its reports with rows and totals, and its entry in the intake
   * log. When this returns, everything is committed; when it throws, nothing is.
   *
   * @param content its documents, read again if the transaction clashed with another
   * @throws StoreUnavailableException if the database is down
   * @throws UncheckedIOException if the item itself cannot be read
   */
  public ItemOutcome record(ReceivedItem item, ItemContent content) {
    return inTransaction(connection -> write(connection, item, content));
  }

  /**
   * Records an item anew from its kept bytes, in place of what was recorded of it before: reports
   * keep their numbers, totals stay right. When this throws, all is as it was.
   *
   * @param intakeId its entry in the intake log, with bytes kept
   * @throws StoreUnavailableException if the database is down
   */
  public ItemOutcome recordAgain(long intakeId, ItemContent content) {
    return inTransaction(connection -> writeAgain(connection, intakeId, content));
  }

  /**
   * How many groups of a domain's totals, by report and by day, do not equal what they are made of;
   * 0 unless something is broken.
   *
   * @throws StoreUnavailableException if the database is down
   */
  public long differingTotals(long domainId) {
    return inTransaction(connection -> DailyTotals.differing(connection, domainId));
  }

  /**
   * Reads a small item into memory, outside of any transaction.
   *
   * @return empty if it is to be recorded alone, since a report in it is large or something is odd
   *     about it
   */
  public Optional<ItemDraft> draft(ReceivedItem item, ItemContent content) {
    try {
      return Optional.of(ItemDraft.read(item, content));
    } catch (IOException | RuntimeException e) {
      // Whatever it is shows again, and is told, when the item is recorded alone.
      return Optional.empty();
    }
  }

  /**
   * Stores several items in one transaction. When this returns outcomes, everything is committed;
   * else nothing is.
   *
   * @return the outcomes in the order of the items; none at all if each is to be recorded alone
   * @throws StoreUnavailableException if the database is down
   */
  public List<ItemOutcome> recordTogether(List<ItemDraft> items) {
    if (items.isEmpty()) {
      return List.of();
    }
    try {
      return inTransaction(
          connection ->
              new BatchWriter(connection, clock.instant(), days -> months.ensure(connection, days))
                  .write(items));
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      return List.of(); // One of them is at fault; alone, each shows whether it is the one.
    }
  }

  /**
   * Derives the totals of a domain anew from its rows. Reports about it wait meanwhile. Those by
   * day are exact at once, and folded by {@link Folding}.
   *
   * @throws StoreUnavailableException if the database is down
   */
  public void rebuildTotals(long domainId) {
    inTransaction(
        connection -> {
          DailyTotals.rebuild(connection, domainId);
          return domainId;
        });
  }

  private <T> T inTransaction(SqlWork<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return database.inTransaction(
            connection -> {
              try {
                return work.run(connection);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
      } catch (MonthMissingException e) {
        if (attempt == TRIES) {
          throw new StoreUnavailableException("The database cannot be reached.", e);
        }
        months.createPatiently(e.day());
      }
    }
  }

  private interface SqlWork<T> {
    T run(Connection connection) throws SQLException, IOException;
  }

  private ItemOutcome write(Connection connection, ReceivedItem item, ItemContent content)
      throws SQLException, IOException {
    Long rawId = item.raw() == null ? null : RawPayloads.keep(connection, item);
    long intakeId = nextIntakeId(connection);
    IntakeLog.begin(connection, intakeId, item, rawId);
    return write(connection, item, content, intakeId, rawId, Map.of());
  }

  private ItemOutcome write(
      Connection connection,
      ReceivedItem item,
      ItemContent content,
      long intakeId,
      @Nullable Long rawId,
      Map<String, Long> reportIds)
      throws SQLException, IOException {
    ItemTransaction transaction =
        new ItemTransaction(
            connection, new Makings(connection, reportIds), intakeId, rawId, item.receivedAt());
    List<DocumentResult> results = new ArrayList<>();
    for (Document document : content.documents()) {
      results.add(DocumentWriter.of(document).write(transaction));
    }
    ItemOutcome outcome = summary(intakeId, results);
    IntakeLog.complete(connection, outcome, content.submitter());
    return outcome;
  }

  private ItemOutcome writeAgain(Connection connection, long intakeId, ItemContent content)
      throws SQLException, IOException {
    Superseded old = new Superseded(connection, intakeId);
    ReceivedItem item = old.item();
    old.remove();
    ItemOutcome outcome = write(connection, item, content, intakeId, old.rawId(), old.reportIds());
    old.removeOrphans();
    return outcome;
  }

  private static long nextIntakeId(Connection connection) throws SQLException {
    return Database.first(
            connection,
            "select nextval(pg_get_serial_sequence('intake_log', 'id'))",
            row -> row.getLong(1))
        .orElseThrow();
  }

  /** The one outcome of an item: the best that any of its documents had. */
  static ItemOutcome summary(long intakeId, List<DocumentResult> documents) {
    if (documents.isEmpty()) {
      return new ItemOutcome(Outcome.NOT_A_REPORT, "It holds nothing.", null, intakeId, documents);
    }
    DocumentResult leading = documents.get(0);
    for (DocumentResult document : documents) {
      if (rank(document) < rank(leading)) {
        leading = document;
      }
    }
    Outcome outcome =
        switch (leading.outcome()) {
          case STORED -> Outcome.STORED;
          case DUPLICATE, CONFLICT -> Outcome.DUPLICATE;
          case REJECTED -> Outcome.REJECTED;
          case NOT_A_REPORT -> Outcome.NOT_A_REPORT;
        };
    String reason = leading.reason();
    if (documents.size() > 1) {
      reason = counts(documents) + " " + reason;
    }
    return new ItemOutcome(outcome, reason, leading.limit(), intakeId, documents);
  }

  private static int rank(DocumentResult document) {
    return switch (document.outcome()) {
      case STORED -> 0;
      case CONFLICT -> 1;
      case DUPLICATE -> 2;
      case REJECTED -> 3;
      case NOT_A_REPORT -> 4;
    };
  }

  private static String counts(List<DocumentResult> documents) {
    StringBuilder text = new StringBuilder(documents.size() + " documents:");
    for (DocumentOutcome outcome : DocumentOutcome.values()) {
      long count = documents.stream().filter(d -> d.outcome() == outcome).count();
      if (count > 0) {
        text.append(text.charAt(text.length() - 1) == ':' ? " " : ", ")
            .append(count)
            .append(' ')
            .append(outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '));
      }
    }
    return text.append('.').toString();
  }

  /** By plain SQL, since names are needed in the middle of a transaction of plain SQL. */
  private final class Makings implements ReportWriter.Surroundings {
    private final Connection connection;

    private final Map<String, Long> reportIds;

    /**
     * What a transaction makes.
     *
     * @param reportIds numbers that reports had before, by {@link ReportKey#lockText}
     */
    Makings(Connection connection, Map<String, Long> reportIds) {
      this.connection = connection;
      this.reportIds = reportIds;
    }

    @Override
    public long reportId(ReportKey key) throws SQLException {
      Long before = reportIds.get(key.lockText());
      if (before != null) {
        return before;
      }
      return Database.first(
              connection,
              "select nextval(pg_get_serial_sequence('report', 'id'))",
              row -> row.getLong(1))
          .orElseThrow();
    }

    @Override
    public long domain(String name) throws SQLException {
      return id(
          "select id from domain where name = ?",
          "insert into domain (name, created_at) values (?, ?) on conflict do nothing",
          name,
          name,
          clock.instant());
    }

    @Override
    public long reporter(String name) throws SQLException {
      String key = name.toLowerCase(Locale.ROOT);
      return id(
          "select id from reporter where key = ?",
          "insert into reporter (key, name) values (?, ?) on conflict do nothing",
          key,
          key,
          name);
    }

    @Override
    public void ensureMonth(LocalDate day) throws SQLException {
      months.ensure(connection, List.of(day));
    }

    private long id(String select, String insert, String key, Object... values)
        throws SQLException {
      Optional<Long> found = find(select, key);
      while (found.isEmpty()) {
        Database.write(connection, insert, values);
        found = find(select, key);
      }
      return found.get();
    }

    private Optional<Long> find(String select, String key) throws SQLException {
      return Database.first(connection, select, row -> row.getLong(1), key);
    }
  }
}
