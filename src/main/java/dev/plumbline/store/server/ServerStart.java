package dev.plumbline.store.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts the server of a cluster, by the library that brings it along. */
final class ServerStart {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The library switches durability off, as tests like it; reports have to survive a crash. */
  private static final Map<String, String> DURABLE =
      Map.of("fsync", "on", "full_page_writes", "on", "synchronous_commit", "on");

  private static final String STARTING_UP = "57P03";
  private static final String WRONG_PASSWORD = "password authentication failed";

  /** The one database of the server. */
  static final String DATABASE = "plumbline";

  private ServerStart() {}

  /** Starts the server; a start that fails says why, in PostgreSQL's own words. */
  static EmbeddedPostgres start(ClusterFolder folder, int port, String password)
      throws IOException {
    boolean held = folder.holdsData();
    Files.write(folder.log(), new byte[0]);
    folder.removeLibraryLock();
    FutureTask<EmbeddedPostgres> start =
        new FutureTask<>(() -> builder(folder, port, password).start());
    Thread thread = new Thread(start, "start-database");
    thread.setDaemon(true);
    thread.start();
    try {
      boolean seen = false;
      int absent = 0;
      while (true) {
        try {
          return start.get(200, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // The library goes on waiting for a server that has long given up.
          String said = folder.complaint();
          Optional<Postmaster> server = Postmaster.of(folder.cluster());
          if (said.contains(WRONG_PASSWORD) && server.isPresent()) {
            server.get().stop();
            throw new DatabaseStartException(
                "The password in %s is not that of the built-in PostgreSQL; put the right one back from a backup."
                    .formatted(folder.passwordFile()));
          }
          // One that is killed says nothing; before it was seen it may be still to come, as it is
          // while initdb runs one after the other in the folder. A quick one may come and be killed
          // between two looks.
          seen |= server.filter(one -> held || one.port() != 0).isPresent() || folder.saysStarted();
          absent = server.isPresent() ? 0 : absent + 1;
          if ((seen && absent > 1) || (!said.isEmpty() && server.isEmpty())) {
            thread.interrupt();
            throw failed(
                folder, new IOException("it ended while it was starting and did not say why", e));
          }
        }
      }
    } catch (ExecutionException e) {
      throw failed(folder, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the server was starting", e);
    }
  }

  static DatabaseStartException failed(ClusterFolder folder, Throwable cause) {
    String said = folder.complaint();
    return new DatabaseStartException(
        "The built-in PostgreSQL could not be started in %s: %s"
            .formatted(
                folder.home(),
                said.isEmpty()
                    ? Objects.requireNonNullElse(cause.getMessage(), cause.toString())
                    : said),
        cause);
  }

  static EmbeddedPostgres.Builder builder(ClusterFolder folder, int port, String password)
      throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            // Must not hold the cluster: the library deletes old data directories it finds there.
            .setOverrideWorkingDirectory(
                Files.createDirectories(folder.home().resolve("binaries")).toFile())
            .setDataDirectory(folder.cluster())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(PATIENCE)
            .setPort(port)
            .setConnectConfig("password", password)
            // Options of initdb by another name.
            .setLocaleConfig("locale", "C")
            .setLocaleConfig("pwfile", folder.passwordFile().toString())
            .setDataDirectoryCustomizer(cluster -> requirePassword(cluster.toPath()))
            // Not into a pipe: the server may outlive this process.
            .setOutputRedirector(ProcessBuilder.Redirect.appendTo(folder.log().toFile()))
            .setErrorRedirector(ProcessBuilder.Redirect.appendTo(folder.log().toFile()))
            .setServerConfig("log_min_messages", "fatal")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("max_connections", "100");
    DURABLE.forEach(builder::setServerConfig);
    return builder;
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

  static void createDatabase(DatabaseAccess access) {
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

  static void checkDurable(DatabaseAccess access) {
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

  /** Whether a server answers, after it has brought its data in order if it has to. */
  static boolean answers(DatabaseAccess access) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Connection connection = access.connect()) {
        return connection.isValid(5);
      } catch (SQLException e) {
        if (!STARTING_UP.equals(e.getSQLState()) || System.nanoTime() > deadline) {
          return false;
        }
      }
      pause();
    }
  }

  static void pause() throws IOException {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the server was starting", e);
    }
  }
}
