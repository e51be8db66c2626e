package dev.plumbline.store.intake;

import dev.plumbline.store.Database;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.intake.DocumentWriter.ItemTransaction;
import dev.plumbline.store.intake.MonthPartitions.MonthMissingException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

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
  private final int failuresKept;

  /**
   * A store outside the application.
   *
   * @param failuresKept reports of one incident and day whose content is kept
   */
  public IntakeStore(Database database, Clock clock, int failuresKept) {
    this(database, new MonthPartitions(database), clock, failuresKept);
  }

  @Inject
  IntakeStore(
      Database database,
      MonthPartitions months,
      Clock clock,
      @ConfigProperty(name = "plumbline.failure-reports.keep-a-day", defaultValue = "100")
          int failuresKept) {
    this.failuresKept = failuresKept;
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
    return inTransaction(connection -> write(transaction(connection), item, content));
  }

  /**
   * Records an item anew from its kept bytes, in place of what was recorded of it before: reports
   * keep their numbers, totals stay right. When this throws, all is as it was.
   *
   * @param intakeId its entry in the intake log, with bytes kept
   * @throws StoreUnavailableException if the database is down
   */
  public ItemOutcome recordAgain(long intakeId, ItemContent content) {
    return inTransaction(connection -> writeAgain(transaction(connection), intakeId, content));
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
      return inTransaction(connection -> new BatchWriter(transaction(connection)).write(items));
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
                Database.takeTime(connection);
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

  private IntakeTransaction transaction(Connection connection) {
    return new IntakeTransaction(connection, months, clock.instant(), failuresKept);
  }

  private static ItemOutcome write(
      IntakeTransaction transaction, ReceivedItem received, ItemContent content)
      throws SQLException, IOException {
    ReceivedItem item = received.holding(content);
    Connection connection = transaction.connection();
    Long rawId = item.raw() == null ? null : RawPayloads.keep(connection, item);
    long intakeId = transaction.numbers("intake_log", 1).get(0);
    IntakeLog.begin(connection, intakeId, item, rawId);
    return write(
        new ItemTransaction(transaction, intakeId, rawId, item.receivedAt(), content.submitter()),
        content);
  }

  private static ItemOutcome write(ItemTransaction transaction, ItemContent content)
      throws SQLException {
    List<DocumentResult> results = new ArrayList<>();
    for (Document document : content.documents()) {
      Optional<Document> next = Optional.of(document);
      while (next.isPresent()) {
        DocumentWriter writer = DocumentWriters.of(next.get());
        results.add(writer.write(transaction));
        next = writer.following();
      }
    }
    ItemOutcome outcome = ItemOutcome.of(transaction.intakeId(), results);
    IntakeLog.complete(transaction.connection(), outcome, content.submitter());
    return outcome;
  }

  private static ItemOutcome writeAgain(
      IntakeTransaction transaction, long intakeId, ItemContent content)
      throws SQLException, IOException {
    EarlierTaking before = EarlierTaking.find(transaction.connection(), intakeId);
    before.remove();
    transaction.keepNumbers(before.reportNumbers());
    long rawId = content.isPrivate() ? before.hide(content) : before.rawId();
    ItemOutcome outcome =
        write(
            new ItemTransaction(
                transaction, intakeId, rawId, before.receivedAt(), content.submitter()),
            content);
    before.removeOrphans();
    return outcome;
  }
}
