package dev.plumbline.cli.shell;

import dev.plumbline.intake.Intake;
import dev.plumbline.store.ClockProducer;
import dev.plumbline.store.Database;
import dev.plumbline.store.FileTrouble;
import dev.plumbline.store.SqlText;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.backup.BackupException;
import dev.plumbline.store.backup.ClusterUpgrade;
import dev.plumbline.store.server.DatabaseAccess;
import dev.plumbline.store.server.DatabaseStartException;
import dev.plumbline.store.server.DirectDatabase;
import dev.plumbline.store.server.EmbeddedDatabase;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts what a command needs, and stops it after it. A question needs the database alone, work the
 * application too, and a server the web server and the schedules besides.
 */
public final class AppRunner {

  /** EX_TEMPFAIL of sysexits(3): not for good. */
  private static final int TRY_AGAIN = 75;

  private static volatile @Nullable IntSupplier work;
  private static volatile boolean started;

  private final Settings settings;
  private final DatabaseSettings databases;
  private final boolean demo;

  public AppRunner(Settings settings) {
    this.settings = settings;
    this.databases = new DatabaseSettings(settings);
    this.demo = DemoFolder.enter(settings, databases);
  }

  /** Runs work with the web server and the schedules, which ends when the process is told to. */
  public int serve(IntSupplier whenStarted) {
    if (demo) {
      DemoFolder.requireNothingOfOthers(settings);
    }
    String host = settings.host();
    int port = settings.port();
    requireFree(host, port);
    System.setProperty("quarkus.http.host", host.replaceAll("[\\[\\]]", ""));
    System.setProperty("quarkus.http.port", Integer.toString(port));
    useWorkFolder();
    // Addresses that are none are refused in our words, before anything else is asked.
    System.setProperty("vertx.disableURIValidation", "true");
    settings.tls().ifPresent(files -> useTls(files, port));
    settings.get("plumbline.http.trusted-proxy").ifPresent(AppRunner::trust);
    settings.providerSecret().ifPresent(AppRunner::useProvider);
    return run(
        () -> {
          int status = whenStarted.getAsInt();
          if (status == 0) {
            WarmUp.during(settings, Quarkus::waitForExit);
          }
          return status;
        });
  }

  /** Waits until a server of this process has opened each kind of its pages once. */
  public static void awaitPages(Duration most) {
    WarmUp.await(most);
  }

  /** TLS, and nothing but TLS; a new certificate is taken up without a start. */
  private static void useTls(Settings.TlsFiles files, int port) {
    System.setProperty("quarkus.http.insecure-requests", "disabled");
    System.setProperty("quarkus.http.ssl-port", Integer.toString(port));
    System.setProperty("quarkus.http.tls-configuration-name", "server");
    String store = "quarkus.tls.server.";
    System.setProperty(store + "key-store.pem.0.cert", files.certificate().toString());
    System.setProperty(store + "key-store.pem.0.key", files.key().toString());
    System.setProperty(store + "reload-period", "30s");
  }

  /**
   * An OpenID provider is asked who people are. What is between two of their steps is kept in their
   * browser under keys made of the secret, so that any process can take the next one.
   */
  private static void useProvider(String secret) {
    System.setProperty("plumbline.oidc.client-secret", secret);
    String oidc = "quarkus.oidc.";
    System.setProperty(oidc + "tenant-enabled", "true");
    System.setProperty(oidc + "authentication.state-secret", derived(secret, "state"));
    System.setProperty(oidc + "token-state-manager.encryption-secret", derived(secret, "tokens"));
  }

  private static String derived(String secret, String use) {
    byte[] text = ("plumbline " + use + " " + secret).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(SqlText.sha256().digest(text)).substring(0, 32);
  }

  /** Its forwarded headers are believed, and nobody else's. */
  private static void trust(String proxies) {
    String proxy = "quarkus.http.proxy.";
    System.setProperty(proxy + "proxy-address-forwarding", "true");
    System.setProperty(proxy + "allow-x-forwarded", "true");
    System.setProperty(proxy + "enable-forwarded-host", "true");
    System.setProperty(proxy + "trusted-proxies", proxies);
  }

  /**
   * Answers a question: connects to the database, which is started if nobody runs it, and to
   * nothing else.
   *
   * @throws UserException if there is no database yet
   */
  public <T> T ask(Function<Rooms, T> question) {
    requireDatabase();
    try (Opened opened = open().whateverHappens();
        DirectDatabase direct =
            DirectDatabase.connect(
                opened.access(),
                databases.statementLimit(),
                () -> say("Bringing the database up to date ..."))) {
      return question.apply(new Rooms(direct.database(), clock(), settings));
    } catch (DatabaseStartException | StoreUnavailableException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Takes reports in, by the database alone as {@link #ask}. Makes the database if there is none.
   */
  public int takeIn(ToIntFunction<Intake> command) {
    // Each item is told of by the command itself.
    Logger.getLogger("").setLevel(Level.WARNING);
    try (Opened opened = open().whateverHappens();
        DirectDatabase direct =
            DirectDatabase.connectOrMake(
                opened.access(),
                databases.statementLimit(),
                () -> say("Bringing the database up to date ..."))) {
      Rooms rooms = new Rooms(direct.database(), clock(), settings);
      return command.applyAsInt(rooms.intake());
    } catch (DatabaseStartException | StoreUnavailableException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Hands out the database with its tables as they are.
   *
   * @throws UserException if there is no database yet
   */
  public <T> T care(BiFunction<DirectDatabase, Rooms, T> work) {
    requireDatabase();
    return careAnyway(work);
  }

  /**
   * Brings the built-in database to the PostgreSQL of this program, if an earlier one left an
   * older.
   *
   * @param tell hears what is done, in sentences
   */
  public void bringCluster(Consumer<String> tell) {
    if (databases.first().isPresent()) {
      return;
    }
    try {
      ClusterUpgrade.ifOlder(settings.dataDir(), Clock.systemUTC().instant(), tell);
    } catch (DatabaseStartException
        | StoreUnavailableException
        | BackupException
        | UncheckedIOException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
  }

  /** As {@link #care}; starts the built-in database where there is none. */
  public <T> T careAnyway(BiFunction<DirectDatabase, Rooms, T> work) {
    try (Opened opened = open();
        DirectDatabase direct = DirectDatabase.asItIs(opened.access())) {
      return work.apply(direct, new Rooms(direct.database(), clock(), settings));
    } catch (DatabaseStartException | StoreUnavailableException | BackupException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * As {@link #workAnyway}, on a database that is there.
   *
   * @throws UserException if there is none yet
   */
  public int work(IntSupplier command) {
    requireDatabase();
    return workAnyway(command);
  }

  /**
   * Does work with the application, but neither web server nor schedules; logs warnings only, to
   * standard error. Makes the database if there is none.
   */
  public int workAnyway(IntSupplier command) {
    System.setProperty("quarkus.http.host-enabled", "false");
    System.setProperty("quarkus.scheduler.enabled", "false");
    System.setProperty("plumbline.background", "false");
    System.setProperty("quarkus.log.level", "WARN");
    System.setProperty("quarkus.log.console.stderr", "true");
    Ending ending = Ending.leaving(() -> {});
    try {
      return run(command);
    } finally {
      ending.close();
    }
  }

  private Clock clock() {
    return ClockProducer.of(settings.get(DemoFolder.TODAY));
  }

  private int run(IntSupplier command) {
    // A wrong one is said before anything starts.
    settings.bounds();
    databases.statementLimit();
    System.setProperty("plumbline.secrets.key-file", Rooms.secretsKey(settings).toString());
    useDatabase();
    work = command;
    started = false;
    AtomicInteger status = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Quarkus.run(
        Work.class,
        (code, cause) -> {
          status.set(code);
          failure.set(cause);
        });
    Throwable cause = failure.get();
    if (cause != null && started) {
      throw new UserException(
          Database.isDown(cause) ? "The database cannot be reached." : rootMessage(cause));
    }
    if (cause != null) {
      throw new UserException("Plumbline could not start: " + rootMessage(cause));
    }
    return status.get();
  }

  /** Uploads, and what is too large for memory, are kept where no other user of the machine is. */
  private void useWorkFolder() {
    Path parent = settings.dataDir().resolve("work");
    try {
      String own = WorkFolder.make(parent).toString();
      System.setProperty("java.io.tmpdir", own);
      System.setProperty("quarkus.http.body.uploads-directory", own);
    } catch (IOException e) {
      throw new UserException(
          "%s has to be a folder that Plumbline may write into: %s (plumbline.data-dir)"
              .formatted(parent, FileTrouble.said(e)));
    }
  }

  /** Whether there is a database to ask, or one is named. */
  public boolean hasDatabase() {
    return databases.first().isPresent() || EmbeddedDatabase.exists(settings.dataDir());
  }

  private void requireDatabase() {
    if (!hasDatabase()) {
      throw new UserException(
          ("There is no database in %s yet. `plumbline ingest FILE...` makes one of reports you"
                  + " have, `plumbline serve` one for mailboxes; `plumbline demo` shows one of its"
                  + " own.")
              .formatted(settings.dataDir()));
    }
  }

  /**
   * A database that answers.
   *
   * @param embedded the one of our own, null if it is another
   * @param ending what closes it when the process is told to end, null if something else does
   */
  private record Opened(
      DatabaseAccess access, @Nullable EmbeddedDatabase embedded, @Nullable Ending ending)
      implements AutoCloseable {

    /** The same, which is closed, too, when the process is told to end. */
    Opened whateverHappens() {
      return new Opened(access, embedded, Ending.leaving(this::close));
    }

    @Override
    public void close() {
      if (ending != null) {
        ending.close();
      }
      if (embedded != null) {
        embedded.close();
      }
    }
  }

  private Opened open() {
    Optional<DatabaseAccess> others = databases.first();
    if (others.isPresent()) {
      others.get().check();
      return new Opened(others.get(), null, null);
    }
    Patience patience = Patience.with("Opening the database ...");
    try {
      EmbeddedDatabase database = EmbeddedDatabase.open(settings.dataDir(), AppRunner::say);
      return new Opened(database.access(), database, null);
    } finally {
      patience.close();
    }
  }

  private void useDatabase() {
    Opened opened;
    try {
      opened = open();
    } catch (DatabaseStartException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
    try {
      opened.access().checkTables();
    } catch (DatabaseStartException e) {
      // Nobody else would stop the server that was started for this.
      opened.close();
      throw new UserException(String.valueOf(e.getMessage()));
    }
    if (opened.embedded() != null) {
      stopAfterApplication(opened.embedded());
      opened.embedded().watch(AppRunner::say, AppRunner::giveUp);
    }
    DatabaseAccess access = opened.access();
    System.setProperty("plumbline.db.url", access.url());
    System.setProperty("plumbline.db.user", access.user());
    System.setProperty("plumbline.db.password", access.password());
  }

  private static void say(String what) {
    FoldedText.errors().println(what);
  }

  /** Ends the process with a status that tells a supervisor to start it again. */
  private static void giveUp() {
    Thread last =
        new Thread(
            () -> {
              try {
                Thread.sleep(Duration.ofSeconds(30).toMillis());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(TRY_AGAIN);
            },
            "last-resort");
    last.setDaemon(true);
    last.start();
    Quarkus.asyncExit(TRY_AGAIN);
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
    return WrongSetting.said(failure).orElseGet(() -> innermost(failure));
  }

  private static String innermost(Throwable failure) {
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
      started = true;
      IntSupplier command = work;
      return command == null ? 0 : command.getAsInt();
    }
  }
}
