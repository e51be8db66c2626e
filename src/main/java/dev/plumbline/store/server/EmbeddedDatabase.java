package dev.plumbline.store.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of Plumbline's own, whose data outlives the process.
 *
 * <p>The first process that opens a data directory starts the server; others find it running and
 * use it, and the last one stops it. One process at a time owns the server: it alone starts and
 * stops it, and another one takes its place when it leaves or dies. The server listens on loopback
 * only and asks for a password that is kept beside the data, readable by its owner.
 *
 * <p>Works without any framework, since it has to run before one connects.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  private static final String USER = "postgres";

  private final ClusterFolder folder;
  private final FolderUse use;
  private final DatabaseAccess access;
  private final int port;

  private @Nullable FileLock ownership;
  private @Nullable EmbeddedPostgres started;
  private @Nullable DatabaseWatch watch;
  private boolean closed;

  private EmbeddedDatabase(ClusterFolder folder, FolderUse use, DatabaseAccess access, int port) {
    this.folder = folder;
    this.use = use;
    this.access = access;
    this.port = port;
  }

  /** Whether a data directory holds a database, of whatever version of PostgreSQL. */
  public static boolean exists(Path dataDir) {
    return ClusterFolder.of(dataDir).holdsData() || ClusterFolder.other(dataDir).isPresent();
  }

  /** As {@link #open(Path, Consumer)}, for those who do not listen. */
  public static EmbeddedDatabase open(Path dataDir) {
    return open(dataDir, what -> {});
  }

  /**
   * Starts the server of a data directory, or finds it running.
   *
   * @param dataDir where Plumbline keeps its data; created if missing
   * @param tell hears what was found amiss and put right, in sentences
   * @throws DatabaseStartException if it cannot be started; the message says why, in one sentence
   */
  public static EmbeddedDatabase open(Path dataDir, Consumer<String> tell) {
    ClusterFolder folder = ClusterFolder.of(dataDir);
    try {
      Files.createDirectories(folder.home());
      folder.checkVersion();
      FolderUse use = FolderUse.begin(folder.home(), ServerStart.PATIENCE);
      try {
        return open(folder, use, tell);
      } catch (IOException | RuntimeException e) {
        use.close();
        throw e;
      }
    } catch (IOException e) {
      throw ServerStart.failed(folder, e);
    }
  }

  /** As the owner, or as a guest of the owner, who may be just starting it or just leaving. */
  private static EmbeddedDatabase open(ClusterFolder folder, FolderUse use, Consumer<String> tell)
      throws IOException {
    long deadline = System.nanoTime() + ServerStart.PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      FileLock ownership = folder.tryOwn();
      if (ownership != null) {
        try {
          return own(folder, use, ownership, tell);
        } catch (IOException | RuntimeException e) {
          ClusterFolder.release(ownership);
          throw e;
        }
      }
      Optional<Postmaster> server = Postmaster.of(folder.cluster());
      if (server.isPresent() && server.get().port() != 0) {
        DatabaseAccess access =
            accessTo(server.get().port(), ServerStart.DATABASE, folder.password());
        if (ServerStart.answers(access)) {
          return new EmbeddedDatabase(folder, use, access, server.get().port());
        }
      }
      ServerStart.pause();
    }
    throw new DatabaseStartException(
        "Another process holds %s, but its PostgreSQL does not answer.".formatted(folder.home()));
  }

  /** Takes a server over that others use or that a killed process left; starts one otherwise. */
  private static EmbeddedDatabase own(
      ClusterFolder folder, FolderUse use, FileLock ownership, Consumer<String> tell)
      throws IOException {
    String password = folder.password();
    Optional<Postmaster> running = Postmaster.of(folder.cluster());
    int port = running.map(Postmaster::port).orElse(0);
    EmbeddedPostgres started = null;
    if (port == 0 || !ServerStart.answers(accessTo(port, "postgres", password))) {
      if (running.isPresent()) {
        running.get().stop();
      }
      folder.removeStalePid(tell);
      port = folder.choosePort(tell);
      started = ServerStart.start(folder, port, password);
    }
    EmbeddedDatabase database =
        new EmbeddedDatabase(folder, use, accessTo(port, ServerStart.DATABASE, password), port);
    database.started = started;
    database.ownership = ownership;
    ServerStart.createDatabase(accessTo(port, "postgres", password));
    ServerStart.checkDurable(database.access);
    return database;
  }

  /** How to connect. */
  public DatabaseAccess access() {
    return access;
  }

  /** Whether this process looks after the server, and so will stop it if nobody else uses it. */
  public synchronized boolean isOwner() {
    return ownership != null;
  }

  /**
   * Looks after the server from now on: takes it over when its owner leaves, and starts it again,
   * on the same port, when it is gone.
   *
   * @param tell hears what happened, in sentences
   * @param giveUp is run when it could not be started again for {@link DatabaseWatch#PATIENCE}
   */
  public synchronized void watch(Consumer<String> tell, Runnable giveUp) {
    watch = new DatabaseWatch(this::lookAfter, tell, giveUp);
    watch.start();
  }

  /**
   * Sees to it that the server runs, as far as it is for this process to do.
   *
   * @return whether it runs
   * @throws DatabaseStartException if it could not be started, with the reason
   */
  synchronized boolean lookAfter(Consumer<String> tell) throws IOException {
    if (closed) {
      return true;
    }
    if (ownership == null) {
      ownership = folder.tryOwn();
    }
    if (Postmaster.of(folder.cluster()).isPresent()) {
      return true;
    }
    if (ownership == null) {
      return false;
    }
    tell.accept("The built-in PostgreSQL is not running any more; starting it again ...");
    if (started != null) {
      started.close();
      started = null;
    }
    folder.removeStalePid(tell);
    started = ServerStart.start(folder, port, folder.password());
    tell.accept("The built-in PostgreSQL runs again.");
    return true;
  }

  /** Leaves the server to others who use it, or stops it and waits until it is down. */
  @Override
  public void close() {
    DatabaseWatch watching;
    synchronized (this) {
      watching = watch;
      watch = null;
    }
    if (watching != null) {
      watching.end();
    }
    synchronized (this) {
      if (!closed) {
        closed = true;
        leave();
      }
    }
  }

  private void leave() {
    try {
      if (ownership == null) {
        // The owner may have left before.
        ownership = folder.tryOwn();
      }
      if (ownership != null && use.isLast()) {
        if (started != null) {
          started.close();
        }
        Optional<Postmaster> server = Postmaster.of(folder.cluster());
        if (server.isPresent()) {
          server.get().stop();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The built-in PostgreSQL in " + folder.home() + " did not stop", e);
    } finally {
      try {
        use.close();
      } catch (IOException e) {
        // The system takes the lock back at the end of the process.
      }
      ClusterFolder.release(ownership);
      ownership = null;
    }
  }

  static DatabaseAccess accessTo(int port, String database, String password) {
    return new DatabaseAccess(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, USER, password);
  }
}
