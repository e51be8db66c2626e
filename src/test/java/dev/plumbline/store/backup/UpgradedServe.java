package dev.plumbline.store.backup;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.store.server.DatabaseAccess;
import dev.plumbline.store.server.DirectDatabase;
import dev.plumbline.store.server.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The packaged program over what an earlier release stored, on a server of its own. */
final class UpgradedServe implements AutoCloseable {

  private static final Path PROGRAM = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final Duration START = Duration.ofMinutes(5);
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

  private final Path folder;
  private final EmbeddedDatabase server;
  private Path log;
  private @Nullable Process program;

  private UpgradedServe(Path folder, EmbeddedDatabase server) {
    this.folder = folder;
    this.server = server;
    this.log = folder;
  }

  /** Stores what the earlier release did; skips the test, visibly, where nothing is packaged. */
  static UpgradedServe open(Path folder) throws Exception {
    if (!Files.exists(PROGRAM)) {
      System.out.println("SKIPPED: needs " + PROGRAM);
    }
    assumeTrue(Files.exists(PROGRAM), "needs " + PROGRAM);
    EmbeddedDatabase server = EmbeddedDatabase.open(folder.resolve("data"));
    try (DirectDatabase database = DirectDatabase.asItIs(server.access())) {
      new Restore(database, line -> {}, rows -> {})
          .asItWas(Path.of("src/test/resources/upgrade/v21.zip"));
    }
    return new UpgradedServe(folder, server);
  }

  /** Starts it, with DNS off and more settings. */
  void start(String logName, String... settings) throws IOException {
    log = folder.resolve(logName);
    DatabaseAccess access = server.access();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dplumbline.home=" + folder,
                "-Dplumbline.today=2026-11-23",
                "-Dplumbline.dns.servers=none",
                "-Dplumbline.http.port=0",
                "-Dplumbline.db.url=" + access.url(),
                "-Dplumbline.db.user=" + access.user(),
                "-Dplumbline.db.password=" + access.password()));
    command.addAll(List.of(settings));
    command.addAll(List.of("-jar", PROGRAM.toString(), "serve"));
    program =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** Where it answers, as soon as it does. */
  String address() throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < end && started().isAlive()) {
      Matcher address = ADDRESS.matcher(said());
      if (address.find()) {
        return address.group();
      }
      Thread.sleep(300);
    }
    throw new AssertionError(said());
  }

  private Process started() {
    if (program == null) {
      throw new IllegalStateException("Nothing was started");
    }
    return program;
  }

  /** All that it wrote. */
  String said() throws IOException {
    return Files.readString(log);
  }

  /** Asks it to end as Ctrl-C does, and waits for that. */
  void end() throws InterruptedException {
    Process ending = started();
    ending.destroy();
    if (!ending.waitFor(60, TimeUnit.SECONDS)) {
      ending.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() throws InterruptedException {
    if (program != null) {
      end();
    }
    server.close();
  }
}
