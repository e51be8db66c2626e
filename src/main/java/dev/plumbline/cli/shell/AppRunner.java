package dev.plumbline.cli.shell;

import dev.plumbline.store.server.EmbeddedDatabase;
import dev.plumbline.store.server.EmbeddedDatabase.DatabaseAccess;
import dev.plumbline.store.server.EmbeddedDatabase.DatabaseStartException;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Starts the database and the application around a piece of work, and stops both after it. */
public final class AppRunner {

  private static volatile @Nullable IntSupplier work;

  private final Settings settings;

  public AppRunner(Settings settings) {
    this.settings = settings;
  }

  /** Runs work with the web server and the schedules, which ends when the process is told to. */
  public int serve(IntSupplier whenStarted) {
    String host = settings.host();
    int port = settings.port();
    requireFree(host, port);
    System.setProperty("quarkus.http.host", host.replaceAll("[\\[\\]]", ""));
    System.setProperty("quarkus.http.port", Integer.toString(port));
    return run(
        () -> {
          int status = whenStarted.getAsInt();
          if (status == 0) {
            Quarkus.waitForExit();
          }
          return status;
        });
  }

  /** Runs work with neither web server nor schedules; logs warnings only, to standard error. */
  public int runOnce(IntSupplier command) {
    System.setProperty("quarkus.http.host-enabled", "false");
    System.setProperty("quarkus.scheduler.enabled", "false");
    System.setProperty("plumbline.background", "false");
    System.setProperty("quarkus.log.level", "WARN");
    System.setProperty("quarkus.log.console.stderr", "true");
    return run(command);
  }

  private int run(IntSupplier command) {
    openDatabase();
    work = command;
    AtomicInteger status = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Quarkus.run(
        Work.class,
        (code, cause) -> {
          status.set(code);
          failure.set(cause);
        });
    Throwable cause = failure.get();
    if (cause != null) {
      throw new UserException("Plumbline could not start: " + rootMessage(cause));
    }
    return status.get();
  }

  private void openDatabase() {
    DatabaseAccess access;
    Optional<String> url = settings.get("plumbline.db.url");
    try {
      if (url.isPresent()) {
        access =
            new DatabaseAccess(
                url.get(),
                settings.get("plumbline.db.user").orElse("plumbline"),
                settings.databasePassword());
        access.check();
      } else {
        EmbeddedDatabase database = EmbeddedDatabase.open(settings.dataDir());
        stopAfterApplication(database);
        access = database.access();
      }
    } catch (DatabaseStartException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
    System.setProperty("plumbline.db.url", access.url());
    System.setProperty("plumbline.db.user", access.user());
    System.setProperty("plumbline.db.password", access.password());
  }

  /** The application's own shutdown hook runs at the same time as this one: wait for it. */
  private static void stopAfterApplication(EmbeddedDatabase database) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  Application application = Application.currentApplication();
                  if (application != null) {
                    application.awaitShutdown();
                  }
                  database.close();
                },
                "stop-database"));
  }

  private static void requireFree(String host, int port) {
    if (port == 0) {
      return;
    }
    if (!isFree(port)) {
      throw new UserException(
          "Port %d of %s is in use by another program; choose one with plumbline.http.port."
              .formatted(port, host));
    }
  }

  /** Whether nobody listens on a port of this machine. */
  public static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    // A sentence of ours about a setting says more than what led to it.
    while (!String.valueOf(root.getMessage()).startsWith("plumbline.")
        && root.getCause() != null
        && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  /** What Quarkus runs once it has started. */
  public static final class Work implements QuarkusApplication {
    @Override
    public int run(String... args) {
      IntSupplier command = work;
      return command == null ? 0 : command.getAsInt();
    }
  }
}
