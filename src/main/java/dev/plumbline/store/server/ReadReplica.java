package dev.plumbline.store.server;

import dev.plumbline.store.LateReads;
import dev.plumbline.store.ReadSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A standby that pages read from ({@code plumbline.db.read-url}). How far it is behind is known by
 * the word that each process leaves in the database every ten seconds: the newest that the standby
 * has is held against the newest there is, both by the clock of the same server.
 */
@Singleton
public class ReadReplica implements ReadSource {

  private static final Logger LOG = Logger.getLogger(ReadReplica.class);
  private static final int MOST_CONNECTIONS = 16;

  /** Whoever waits for a page is better served by the one database. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How long looking how far it is behind may take. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final String NEWEST = "select max(seen_at) from replica";

  private final DataSource primary;
  private final @Nullable AgroalDataSource standby;
  private final Duration mostBehind;
  private final BooleanSupplier mayBeLate;

  private volatile boolean used;
  private volatile @Nullable Duration behind;

  @Inject
  ReadReplica(
      DataSource primary,
      LateReads late,
      @ConfigProperty(name = "plumbline.db.read-url") Optional<String> url,
      @ConfigProperty(name = "plumbline.db.user", defaultValue = "plumbline") String user,
      @ConfigProperty(name = "plumbline.db.password") Optional<String> password,
      @ConfigProperty(name = "plumbline.db.read-lag", defaultValue = "30s") Duration mostBehind,
      @ConfigProperty(name = "quarkus.datasource.jdbc.new-connection-sql") String first) {
    this(
        primary,
        url.map(there -> pool(new DatabaseAccess(there, user, password.orElse("")), first))
            .orElse(null),
        mostBehind,
        () -> isRequest() && late.areAllowed() && !isWithinTransaction());
  }

  /**
   * Reads from another server.
   *
   * @param standby null if there is none
   * @param mostBehind how old what is read may be
   * @param mayBeLate whether whoever asks in this thread may read what is old
   */
  ReadReplica(
      DataSource primary,
      @Nullable AgroalDataSource standby,
      Duration mostBehind,
      BooleanSupplier mayBeLate) {
    this.primary = primary;
    this.standby = standby;
    this.mostBehind = mostBehind;
    this.mayBeLate = mayBeLate;
  }

  private static boolean isRequest() {
    return Arc.container().requestContext().isActive();
  }

  private static boolean isWithinTransaction() {
    return QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION;
  }

  static AgroalDataSource pool(DatabaseAccess access, String first) {
    try {
      return Pool.to(access, MOST_CONNECTIONS, PATIENCE, first);
    } catch (SQLException e) {
      throw new DatabaseStartException(
          "plumbline.db.read-url makes no sense: " + e.getMessage(), e);
    }
  }

  /** Whether there is one, of use at the moment or not. */
  public boolean exists() {
    return standby != null;
  }

  /** How old what is read may be. */
  public Duration mostBehind() {
    return mostBehind;
  }

  /** By how many seconds it was behind when it was last looked at; empty if it did not answer. */
  public OptionalLong secondsBehind() {
    Duration last = behind;
    return last == null ? OptionalLong.empty() : OptionalLong.of(last.toSeconds());
  }

  @Override
  public Optional<Connection> connection() {
    AgroalDataSource there = standby;
    if (there == null || !used || !mayBeLate.getAsBoolean()) {
      return Optional.empty();
    }
    try {
      return Optional.of(there.getConnection());
    } catch (SQLException e) {
      failed(e);
      return Optional.empty();
    }
  }

  @Override
  public void failed(Exception failure) {
    use(false, "it does not answer: " + failure.getMessage());
  }

  @Scheduled(every = "5s", delayed = "1s", concurrentExecution = ConcurrentExecution.SKIP)
  void look() {
    AgroalDataSource there = standby;
    if (there == null) {
      return;
    }
    Instant written;
    try {
      written = newest(primary);
    } catch (SQLException e) {
      LOG.debugf("How far the standby is behind is not known: %s", e.getMessage());
      return;
    }
    try {
      Instant seen = newest(there);
      behind = Duration.between(seen, written.isBefore(seen) ? seen : written);
      use(
          behind.compareTo(mostBehind) <= 0,
          "it is %d s behind, and plumbline.db.read-lag is %d s"
              .formatted(behind.toSeconds(), mostBehind.toSeconds()));
    } catch (SQLException e) {
      behind = null;
      failed(e);
      // Who waits for an answer of it is answered by the other one.
      there.flush(FlushMode.ALL);
    }
  }

  private void use(boolean now, String whyNot) {
    boolean before = used;
    used = now;
    if (now && !before) {
      LOG.info("Pages are read from plumbline.db.read-url.");
    } else if (before && !now) {
      LOG.warnf("Pages are not read from plumbline.db.read-url any more: %s.", whyNot);
    }
  }

  private static Instant newest(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      // Of a server that is frozen nothing would be heard until it is not.
      int before = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, (int) LOOK.toMillis());
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(NEWEST)) {
        OffsetDateTime at = row.next() ? row.getObject(1, OffsetDateTime.class) : null;
        connection.setNetworkTimeout(Runnable::run, before);
        return at == null ? Instant.EPOCH : at.toInstant();
      }
    }
  }

  @PreDestroy
  void close() {
    if (standby != null) {
      standby.close();
    }
  }
}
