package dev.plumbline.store.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of Plumbline's own, whose data outlives the process.
 *
 * <p>The first process that opens a data directory starts the server and stops it at the end;
 * others find it running and use it. After a crash the server may have been left running: the next
 * process stops it and starts its own. The server listens on loopback only and asks for a password
 * that is kept beside the data, readable by its owner.
 *
 * <p>Works without any framework, since it has to run before one connects.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  /** The pinned major version: data of one major version cannot be read by another. */
  public static final int MAJOR_VERSION = 17;

  private static final String USER = "postgres";
  private static final String DATABASE = "plumbline";
  private static final Duration START_TIME = Duration.ofSeconds(60);
  private static final Duration STOP_TIME = Duration.ofSeconds(30);

  /** The library switches durability off, as tests like it; reports have to survive a crash. */
  private static final Map<String, String> DURABLE =
      Map.of("fsync", "on", "full_page_writes", "on", "synchronous_commit", "on");

  private final Path home;
  private final DatabaseAccess access;
  private final @Nullable EmbeddedPostgres server;
  private final @Nullable FileLock ownership;

  private EmbeddedDatabase(
      Path home,
      DatabaseAccess access,
      @Nullable EmbeddedPostgres server,
      @Nullable FileLock ownership) {
    this.home = home;
    this.access = access;
    this.server = server;
    this.ownership = ownership;
  }

  /** Whether a data directory holds a database. */
  public static boolean exists(Path dataDir) {
    return Files.exists(home(dataDir).resolve("cluster").resolve("PG_VERSION"));
  }

  private static Path home(Path dataDir) {
    return dataDir.toAbsolutePath().normalize().resolve("postgres-" + MAJOR_VERSION);
  }

  /**
   * Starts the server of a data directory, or finds it running.
   *
   * @param dataDir where Plumbline keeps its data; created if missing
   * @throws DatabaseStartException if it cannot be started; the message says why, in one sentence
   */
  public static EmbeddedDatabase open(Path dataDir) {
    Path home = home(dataDir);
    try {
      Files.createDirectories(home);
      checkVersion(home);
      FileLock ownership = tryOwn(home);
      return ownership == null ? join(home) : start(home, ownership);
    } catch (IOException e) {
      throw new DatabaseStartException(
          "The built-in PostgreSQL could not be started in " + home + ": " + e.getMessage(), e);
    }
  }

  /** How to connect. */
  public DatabaseAccess access() {
    return access;
  }

  /** Whether this process started the server, and so will stop it. */
  public boolean isOwner() {
    return server != null;
  }

  /** Stops the server if this process started it, and waits until it is down. */
  @Override
  public void close() {
    if (server == null) {
      return;
    }
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The built-in PostgreSQL in " + home + " did not stop", e);
    } finally {
      release(ownership);
    }
  }

  private static void checkVersion(Path home) throws IOException {
    Path version = home.resolve("cluster").resolve("PG_VERSION");
    if (Files.exists(version)) {
      String found = Files.readString(version).trim();
      if (!found.equals(Integer.toString(MAJOR_VERSION))) {
        throw new DatabaseStartException(
            "The data in %s was written by PostgreSQL %s; this Plumbline brings PostgreSQL %d."
                .formatted(home, found, MAJOR_VERSION));
      }
    }
  }

  private static @Nullable FileLock tryOwn(Path home) throws IOException {
    FileChannel channel =
        FileChannel.open(
            home.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
    }
    return lock;
  }

  private static EmbeddedDatabase start(Path home, FileLock ownership) throws IOException {
    try {
      stopOrphan(home);
      String password = password(home);
      EmbeddedPostgres server = startServer(home, password);
      DatabaseAccess access = accessTo(server.getPort(), DATABASE, password);
      createDatabase(accessTo(server.getPort(), "postgres", password));
      checkDurable(access);
      return new EmbeddedDatabase(home, access, server, ownership);
    } catch (IOException | RuntimeException e) {
      release(ownership);
      throw e;
    }
  }

  private static EmbeddedPostgres startServer(Path home, String password) throws IOException {
    Path passwordFile = home.resolve("password");
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            // Must not hold the cluster: the library deletes old data directories it finds there.
            .setOverrideWorkingDirectory(Files.createDirectories(home.resolve("binaries")).toFile())
            .setDataDirectory(home.resolve("cluster"))
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START_TIME)
            .setPort(choosePort(home))
            .setConnectConfig("password", password)
            // Options of initdb by another name.
            .setLocaleConfig("locale", "C")
            .setLocaleConfig("pwfile", passwordFile.toString())
            .setDataDirectoryCustomizer(cluster -> requirePassword(cluster.toPath()))
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("max_connections", "100");
    DURABLE.forEach(builder::setServerConfig);
    return builder.start();
  }

  private static void requirePassword(Path cluster) {
    try {
      Files.writeString(
          cluster.resolve("pg_hba.conf"),
          """
          # TYPE  DATABASE  USER  ADDRESS       METHOD
          host    all       all   127.0.0.1/32  scram-sha-256
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int choosePort(Path home) throws IOException {
    Path file = home.resolve("port");
    if (Files.exists(file)) {
      int before = Integer.parseInt(Files.readString(file).trim());
      if (isFree(before)) {
        return before;
      }
    }
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(file, free.getLocalPort() + "\n");
      return free.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static String password(Path home) throws IOException {
    Path file = home.resolve("password");
    if (!Files.exists(file)) {
      byte[] secret = new byte[16];
      new SecureRandom().nextBytes(secret);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, HexFormat.of().formatHex(secret) + "\n");
    }
    return Files.readString(file).trim();
  }

  private static void createDatabase(DatabaseAccess access) {
    try (Connection connection = access.connect();
        Statement statement = connection.createStatement()) {
      boolean exists;
      try (ResultSet row =
          statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
        exists = row.next();
      }
      if (!exists) {
        statement.execute("create database " + DATABASE);
      }
    } catch (SQLException e) {
      throw new DatabaseStartException(
          "The built-in PostgreSQL refused to create its database: " + e.getMessage(), e);
    }
  }

  private static void checkDurable(DatabaseAccess access) {
    try (Connection connection = access.connect();
        Statement statement = connection.createStatement()) {
      for (String setting : DURABLE.keySet()) {
        try (ResultSet row = statement.executeQuery("show " + setting)) {
          if (!row.next() || !row.getString(1).equals("on")) {
            throw new DatabaseStartException(
                "The built-in PostgreSQL runs with " + setting + " switched off.");
          }
        }
      }
    } catch (SQLException e) {
      throw new DatabaseStartException(
          "The built-in PostgreSQL does not answer: " + e.getMessage(), e);
    }
  }

  /** Uses the server another process owns, which may be just starting. */
  private static EmbeddedDatabase join(Path home) throws IOException {
    long deadline = System.nanoTime() + START_TIME.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Integer> port = runningServer(home).map(Postmaster::port);
      if (port.isPresent() && Files.exists(home.resolve("password"))) {
        DatabaseAccess access = accessTo(port.get(), DATABASE, password(home));
        try (Connection connection = access.connect()) {
          if (connection.isValid(5)) {
            return new EmbeddedDatabase(home, access, null, null);
          }
        } catch (SQLException e) {
          // Still starting.
        }
      }
      pause();
    }
    throw new DatabaseStartException(
        "Another process holds %s, but its PostgreSQL does not answer.".formatted(home));
  }

  private static void stopOrphan(Path home) throws IOException {
    Optional<Postmaster> orphan = runningServer(home);
    if (orphan.isEmpty()) {
      return;
    }
    ProcessHandle process = orphan.get().process();
    // SIGINT asks PostgreSQL for a fast shutdown; Java alone can only send SIGTERM, which waits for
    // clients.
    new ProcessBuilder(List.of("kill", "-INT", Long.toString(process.pid()))).start();
    try {
      process.onExit().get(STOP_TIME.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while an earlier server was stopping", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(
          "a PostgreSQL left by an earlier run (process %d) does not stop".formatted(process.pid()),
          e);
    }
  }

  /** The live server of the cluster, as its pid file tells; a stale file is no server. */
  private static Optional<Postmaster> runningServer(Path home) throws IOException {
    Path cluster = home.resolve("cluster");
    Path file = cluster.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 4 || !lines.get(0).trim().matches("\\d+")) {
      return Optional.empty();
    }
    // A process that merely got the same number runs another command.
    return ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().command().map(c -> c.endsWith("postgres")).orElse(true))
        .filter(process -> lines.get(3).trim().matches("\\d+"))
        .map(process -> new Postmaster(process, Integer.parseInt(lines.get(3).trim())));
  }

  private record Postmaster(ProcessHandle process, int port) {}

  private static DatabaseAccess accessTo(int port, String database, String password) {
    return new DatabaseAccess(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, USER, password);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the server was starting", e);
    }
  }

  private static void release(@Nullable FileLock lock) {
    if (lock != null) {
      try {
        lock.acquiredBy().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Where a PostgreSQL is and who asks, in the form JDBC takes. */
  public record DatabaseAccess(String url, String user, String password) {

    /** The lowest server version with everything the schema uses. */
    public static final int OLDEST_MAJOR_VERSION = 15;

    Connection connect() throws SQLException {
      Properties properties = new Properties();
      properties.setProperty("user", user);
      properties.setProperty("password", password);
      properties.setProperty("connectTimeout", "10");
      return DriverManager.getConnection(url, properties);
    }

    /**
     * Connects once.
     *
     * @throws DatabaseStartException if nobody answers there or the server is too old
     */
    public void check() {
      try (Connection connection = connect()) {
        int major = connection.getMetaData().getDatabaseMajorVersion();
        if (major < OLDEST_MAJOR_VERSION) {
          throw new DatabaseStartException(
              "The server at %s is PostgreSQL %d; Plumbline needs %d or later (plumbline.db.url)."
                  .formatted(url, major, OLDEST_MAJOR_VERSION));
        }
      } catch (SQLException e) {
        throw new DatabaseStartException(
            "No PostgreSQL could be reached at %s as %s (plumbline.db.url): %s"
                .formatted(url, user, e.getMessage()),
            e);
      }
    }

    @Override
    public String toString() {
      return url + " as " + user;
    }
  }

  /** The database cannot be used from the start; the message is one sentence for the user. */
  public static final class DatabaseStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseStartException(String message) {
      super(message);
    }

    DatabaseStartException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
