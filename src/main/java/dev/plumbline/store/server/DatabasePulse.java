package dev.plumbline.store.server;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database says anything. A server that refuses is found out by whoever asks it; one
 * that is frozen, or cut off without a word, says nothing at all, and whoever asked would wait for
 * as long as it pleases. So it is asked now and then by a connection of its own that is given up
 * after some seconds, and after a longer silence all other connections are, too.
 */
@ApplicationScoped
public class DatabasePulse {

  private static final Logger LOG = Logger.getLogger(DatabasePulse.class);

  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** A server that works answers in some milliseconds, also where everything waits for its disk. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * After such a silence nothing comes any more of what was asked before; longer than a machine
   * takes that is moved to another host, after which everything goes on.
   */
  private static final Duration LOST = Duration.ofSeconds(30);

  private final @Nullable AgroalDataSource others;
  private final @Nullable DatabaseAccess access;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "database-pulse");

  private @Nullable Connection connection;
  private long silentSince;
  private boolean given;
  private volatile boolean silent;
  private volatile boolean answering;

  @Inject
  DatabasePulse(
      AgroalDataSource others,
      @ConfigProperty(name = "plumbline.db.url") Optional<String> url,
      @ConfigProperty(name = "plumbline.db.user", defaultValue = "plumbline") String user,
      @ConfigProperty(name = "plumbline.db.password") Optional<String> password) {
    this(
        others,
        url.map(there -> new DatabaseAccess(there, user, password.orElse(""))).orElse(null));
  }

  /**
   * Asks a server.
   *
   * @param others the connections that are given up with it
   */
  DatabasePulse(@Nullable AgroalDataSource others, @Nullable DatabaseAccess access) {
    this.others = others;
    this.access = access;
    thread.setDaemon(true);
  }

  void begin(@Observes StartupEvent started) {
    if (access != null) {
      thread.start();
    }
  }

  /** Whether it answered when it was last asked. */
  public boolean isAnswering() {
    return answering;
  }

  /** Whether it was asked and said nothing, neither yes nor no. */
  public boolean isSilent() {
    return silent;
  }

  @PreDestroy
  void end() {
    ended.countDown();
    thread.interrupt();
  }

  private void run() {
    try {
      do {
        ask();
      } while (!ended.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      // Told to end.
    } finally {
      hangUp();
    }
  }

  /** Asks once, and gives up after {@link #PATIENCE}. */
  void ask() {
    long begin = System.nanoTime();
    try {
      if (connection == null || !answers(connection)) {
        hangUp();
        begin = System.nanoTime();
        connection = Objects.requireNonNull(access).connect(PATIENCE);
      }
      heard(true);
    } catch (SQLException e) {
      hangUp();
      if (isGivenUp(begin)) {
        heardNothing(begin);
      } else {
        heard(false);
      }
    }
  }

  /**
   * Whether a connection that was there works still; where it does not, another one tells why.
   *
   * @throws SQLException if nothing was said
   */
  private static boolean answers(Connection there) throws SQLException {
    long begin = System.nanoTime();
    try (Statement statement = there.createStatement()) {
      return statement.execute("select 1");
    } catch (SQLException e) {
      if (isGivenUp(begin)) {
        throw e;
      }
      return false;
    }
  }

  /** Whether what failed did so since nothing was said; clocks of sockets are not exact. */
  private static boolean isGivenUp(long begin) {
    return System.nanoTime() - begin >= PATIENCE.toNanos() * 9 / 10;
  }

  private void heard(boolean yes) {
    if (silent) {
      LOG.info("The database answers again.");
    }
    silent = false;
    given = false;
    answering = yes;
  }

  private void heardNothing(long begin) {
    answering = false;
    if (!silent) {
      LOG.warnf("The database says nothing for %d s.", PATIENCE.toSeconds());
      silentSince = begin;
      silent = true;
    }
    if (!given && others != null && System.nanoTime() - silentSince >= LOST.toNanos()) {
      LOG.warnf(
          "The database says nothing for %d s; what waits for it is given up.", LOST.toSeconds());
      others.flush(FlushMode.ALL);
      given = true;
    }
  }

  private void hangUp() {
    Connection last = connection;
    connection = null;
    if (last != null) {
      try {
        last.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("A connection that is of no use any more", e);
      }
    }
  }
}
