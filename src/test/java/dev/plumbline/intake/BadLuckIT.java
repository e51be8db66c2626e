package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program with its own PostgreSQL, through whatever happens to servers: in each round
 * files come in, something goes wrong, and it has to be back in service within a minute without a
 * hand. Only a process that ended is started again, as a supervisor does. At the end each report
 * counts once. {@code -Dplumbline.badluck.rounds=10} goes through all of it ten times, {@code
 * -Dplumbline.badluck.seed} in another order and at other moments, {@code
 * -Dplumbline.badluck.records=30000} with larger reports.
 */
@Tag("crash")
class BadLuckIT {

  private static final Path PROGRAM = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final int ROUNDS = Integer.getInteger("plumbline.badluck.rounds", 1);
  private static final Random RANDOM =
      new Random(Long.getLong("plumbline.badluck.seed", 20_261_128L));

  /** The bar; where an ordinary start takes longer than a quarter of it, four such starts. */
  private static final int BACK_SECONDS = 60;

  private static final int RECORDS = Integer.getInteger("plumbline.badluck.records", 3_000);
  private static final int FILES_AT_ONCE = 10;
  private static final int CLIENTS = 12;

  /** For how long it is left alone with little memory. */
  private static final int MEMORY_SECONDS = ROUNDS > 1 ? 25 : 12;

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();
  private final List<String> reports = new ArrayList<>();
  private Path data;
  private Path drop;
  private boolean mounted;
  private int back = BACK_SECONDS;
  private int port;
  private Process program;

  /** What may happen. */
  private enum Misfortune {
    THE_DATABASE_IS_KILLED,
    THE_OWNER_IS_KILLED_AND_ANOTHER_PROCESS_GOES_ON,
    THE_OWNER_LEAVES_AND_ANOTHER_PROCESS_GOES_ON,
    ALL_IS_KILLED_AND_THE_PID_FILE_NAMES_ANOTHER_PROCESS,
    ALL_IS_KILLED_AND_FILES_ARE_GARBLED,
    A_COMMAND_TAKES_IN_BESIDE_IT_AND_ENDS,
    A_COMMAND_IS_TOLD_TO_END_AND_RUN_AGAIN,
    THE_DISK_IS_FULL_FOR_A_WHILE,
    MEMORY_RUNS_OUT
  }

  @BeforeEach
  void start() throws Exception {
    if (!Files.exists(PROGRAM)) {
      System.out.println("SKIPPED: BadLuckIT needs " + PROGRAM);
    }
    assumeTrue(Files.exists(PROGRAM), "needs " + PROGRAM);
    data = Files.createDirectory(folder.resolve("data"));
    drop = Files.createDirectory(folder.resolve("drop"));
    mounted =
        run("mount", "-t", "tmpfs", "-o", "size=400m,mode=700", "tmpfs", data.toString()) == 0;
    if (!mounted) {
      System.out.println("SKIPPED: the full disk, which needs a tmpfs that may be mounted");
    }
    port = FreePort.find();
    program = serve(port, "-Xmx256m");
    // The cluster is made now, which is no bad luck.
    await(5 * BACK_SECONDS, () -> isInService(port));
    end(program);
    long began = System.nanoTime();
    program = serve(port, "-Xmx256m");
    await(5 * BACK_SECONDS, () -> isInService(port));
    back = Math.max(BACK_SECONDS, 4 * (int) seconds(began));
  }

  private static long seconds(long began) {
    return (System.nanoTime() - began) / 1_000_000_000;
  }

  @AfterEach
  void stop() throws Exception {
    for (Process process : started) {
      process.destroy();
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
    if (mounted) {
      run("umount", "-l", data.toString());
    }
  }

  @Test
  void whatever_goes_wrong_it_is_back_within_a_minute_and_each_report_counts_once()
      throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      List<Misfortune> all = new ArrayList<>(List.of(Misfortune.values()));
      Collections.shuffle(all, RANDOM);
      for (Misfortune misfortune : all) {
        if (misfortune == Misfortune.THE_DISK_IS_FULL_FOR_A_WHILE && !mounted) {
          continue;
        }
        deliver();
        Thread.sleep(RANDOM.nextInt(400));
        happen(misfortune);
        final long began = System.nanoTime();
        deliver();
        awaitService(port);
        long service = seconds(began);
        awaitTaken();
        System.out.printf(
            "BadLuckIT: %s: back after %d s, all taken in after %d s (bar %d s)%n",
            misfortune, service, seconds(began), back);
      }
    }
    assertEverythingOnce();
  }

  private void happen(Misfortune misfortune) throws Exception {
    switch (misfortune) {
      case THE_DATABASE_IS_KILLED -> kill(postmaster());
      case THE_OWNER_IS_KILLED_AND_ANOTHER_PROCESS_GOES_ON -> goOnWithAnother(true);
      case THE_OWNER_LEAVES_AND_ANOTHER_PROCESS_GOES_ON -> goOnWithAnother(false);
      case ALL_IS_KILLED_AND_THE_PID_FILE_NAMES_ANOTHER_PROCESS -> {
        killAll();
        Path pid = home().resolve("cluster/postmaster.pid");
        long other = ProcessHandle.current().pid();
        Files.writeString(pid, Files.readString(pid).replaceFirst("\\d+", Long.toString(other)));
        supervise();
      }
      case ALL_IS_KILLED_AND_FILES_ARE_GARBLED -> garble();
      case A_COMMAND_TAKES_IN_BESIDE_IT_AND_ENDS -> {
        Path beside = Files.createDirectory(folder.resolve("beside-" + reports.size()));
        deliver(beside);
        Process ingest = ingest(beside);
        assertThat(ingest.waitFor(back, TimeUnit.SECONDS)).as(this::logs).isTrue();
        assertThat(ingest.exitValue()).as(this::logs).isZero();
      }
      case A_COMMAND_IS_TOLD_TO_END_AND_RUN_AGAIN -> {
        Path beside = Files.createDirectory(folder.resolve("told-" + reports.size()));
        deliver(beside);
        put(beside, Mails.largeReport(next(), RECORDS));
        Process ingest = ingest(beside);
        ingest.waitFor(1_000 + RANDOM.nextInt(4_000), TimeUnit.MILLISECONDS);
        end(ingest);
        assertThat(ingest(beside).waitFor()).as(this::logs).isZero();
      }
      case THE_DISK_IS_FULL_FOR_A_WHILE -> {
        Path filler = data.resolve("filler");
        fill(filler);
        deliver();
        Thread.sleep(3_000);
        kill(postmaster());
        Thread.sleep(4_000);
        Files.delete(filler);
        supervise();
      }
      case MEMORY_RUNS_OUT -> runOutOfMemory();
    }
  }

  /** Two processes share the folder for a while, then one of them is no more. */
  private void goOnWithAnother(boolean killed) throws Exception {
    int otherPort = FreePort.find();
    Process other = serve(otherPort, "-Xmx256m");
    awaitService(otherPort);
    deliver();
    if (killed) {
      program.destroyForcibly().waitFor();
    } else {
      end(program);
    }
    program = other;
    port = otherPort;
  }

  private void garble() throws Exception {
    killAll();
    Files.writeString(
        home().resolve("cluster/postmaster.pid"), RANDOM.nextBoolean() ? "" : "x\0y\nz");
    Files.writeString(home().resolve("port"), RANDOM.nextBoolean() ? "" : "port?");
    Path password = home().resolve("password");
    String right = Files.readString(password);
    Files.writeString(password, RANDOM.nextBoolean() ? "" : "guess");
    Process refused = serve(port, "-Xmx256m");
    assertThat(refused.waitFor(back, TimeUnit.SECONDS)).as(this::logs).isTrue();
    assertThat(refused.exitValue()).as(this::logs).isNotZero();
    assertThat(log(refused)).contains("Put it back from a backup").doesNotContain("\tat ");
    Files.writeString(password, right);
    supervise();
  }

  /**
   * So little that it ends at the start, or over the first large report, or while pages are asked.
   */
  private void runOutOfMemory() throws Exception {
    end(program);
    Process poor = serve(port, "-Xmx" + (40 + RANDOM.nextInt(30)) + "m");
    put(drop, Mails.largeReport(next(), RECORDS));
    List<Thread> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      Thread thread = new Thread(() -> askWhileItRuns(poor));
      thread.start();
      clients.add(thread);
    }
    boolean ended = poor.waitFor(MEMORY_SECONDS, TimeUnit.SECONDS);
    System.out.println(
        "BadLuckIT: with little memory it " + (ended ? "ended" : "went on, which is as well"));
    if (ended) {
      assertThat(poor.exitValue()).as("a supervisor sees it").isNotZero();
    } else {
      poor.destroy();
      assertThat(poor.waitFor(back, TimeUnit.SECONDS)).as("it ends when told to").isTrue();
    }
    for (Thread client : clients) {
      client.join();
    }
    program = serve(port, "-Xmx256m");
  }

  private void askWhileItRuns(Process process) {
    while (process.isAlive()) {
      for (String page : List.of("/", "/intake", "/domains/intake.example")) {
        status(port, page);
      }
    }
  }

  private Process ingest(Path files) throws IOException {
    return java(List.of("-Xmx256m"), "ingest", "--unjudged", files.toString());
  }

  /** As a supervisor ends a process: in time, and without a word that is not for people. */
  private void end(Process process) throws Exception {
    process.destroy();
    assertThat(process.waitFor(back, TimeUnit.SECONDS)).as("it ends when told to").isTrue();
    // A slow machine has a thread wait, which is told with where it does.
    String log = log(process).replaceAll("(?m)^.*BlockedThreadChecker.*\n(?:\tat .*\n)*", "");
    assertThat(log).doesNotContain("\tat ");
  }

  private String log(Process process) throws IOException {
    return Files.readString(folder.resolve("log-" + started.indexOf(process) + ".txt"));
  }

  private void killAll() throws Exception {
    program.destroyForcibly().waitFor();
    kill(postmaster());
  }

  /** Starts what has ended. */
  private void supervise() throws IOException {
    if (!program.isAlive()) {
      program = serve(port, "-Xmx256m");
    }
  }

  private ProcessHandle postmaster() throws Exception {
    Path file = home().resolve("cluster/postmaster.pid");
    await(back, () -> Files.exists(file) && Files.readAllLines(file).size() > 3);
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip())).orElseThrow();
  }

  private static void kill(ProcessHandle process) throws Exception {
    process.destroyForcibly();
    process.onExit().get(30, TimeUnit.SECONDS);
  }

  private Path home() {
    return data.resolve("postgres-17");
  }

  private static void fill(Path filler) throws IOException {
    byte[] some = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(some);
      }
    } catch (IOException e) {
      // Full.
    }
  }

  private void deliver() throws IOException {
    deliver(drop);
  }

  private void deliver(Path where) throws IOException {
    for (int i = 0; i < FILES_AT_ONCE; i++) {
      put(where, Mails.report(next()));
    }
  }

  private String next() {
    String id = "luck-" + reports.size();
    reports.add(id);
    return id;
  }

  /** As a whole, as whoever delivers files does it. */
  private void put(Path where, byte[] mail) throws IOException {
    Path part = Files.write(folder.resolve("part"), mail);
    Files.move(
        part, where.resolve("mail-" + reports.size() + ".eml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void awaitTaken() throws Exception {
    await(
        back,
        () -> {
          supervise();
          try (Stream<Path> files = Files.list(drop)) {
            return files.noneMatch(BadLuckIT::isDelivered);
          }
        });
  }

  /** What is hidden there is the lock of whoever takes in. */
  private static boolean isDelivered(Path file) {
    return Files.isRegularFile(file) && !String.valueOf(file.getFileName()).startsWith(".");
  }

  private void awaitService(int at) throws Exception {
    await(back, () -> isInService(at));
  }

  private static boolean isInService(int at) {
    return status(at, "/q/health") == 200 && status(at, "/intake") == 200;
  }

  private static int status(int port, String path) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
      connection.setConnectTimeout(2_000);
      connection.setReadTimeout(10_000);
      return connection.getResponseCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private void await(int seconds, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + seconds + " s; it said: " + logs());
      }
      Thread.sleep(100);
    }
  }

  private void assertEverythingOnce() throws Exception {
    String url =
        "jdbc:postgresql://127.0.0.1:%s/plumbline"
            .formatted(Files.readString(home().resolve("port")).strip());
    String password = Files.readString(home().resolve("password")).strip();
    try (Connection connection = DriverManager.getConnection(url, "postgres", password);
        Statement statement = connection.createStatement()) {
      assertThat(texts(statement, "select report_id from report"))
          .as("0 lost, 0 doubled")
          .containsExactlyInAnyOrderElementsOf(reports);
      long rows = number(statement, "select sum(row_count) from report");
      assertThat(number(statement, "select count(*) from report_row")).isEqualTo(rows);
      assertThat(number(statement, "select sum(messages) from report_row")).isEqualTo(3 * rows);
      assertThat(number(statement, "select sum(messages) from daily_traffic")).isEqualTo(3 * rows);
      assertThat(number(statement, "select count(*) from intake_log where outcome = 'stored'"))
          .isEqualTo(reports.size());
      assertThat(number(statement, "select count(*) from intake_log where outcome = 'rejected'"))
          .isZero();
      System.out.printf("BadLuckIT: %d reports, 0 lost, 0 doubled%n", reports.size());
    }
  }

  private static long number(Statement statement, String sql) throws SQLException {
    return Long.parseLong(texts(statement, sql).get(0));
  }

  private static List<String> texts(Statement statement, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }

  private Process serve(int at, String memory) throws IOException {
    return java(
        List.of(
            memory,
            "-XX:+ExitOnOutOfMemoryError",
            "-Dplumbline.http.port=" + at,
            "-Dplumbline.drop-folder=" + drop,
            "-Dplumbline.drop-folder.interval=1s"),
        "serve");
  }

  private Process java(List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dplumbline.home=" + folder,
            "-Dplumbline.data-dir=" + data,
            "-Dplumbline.dns.servers=none",
            "-jar",
            PROGRAM.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.to(
                    folder.resolve("log-" + started.size() + ".txt").toFile()))
            .start();
    started.add(process);
    return process;
  }

  private String logs() {
    StringBuilder text = new StringBuilder();
    for (int i = Math.max(0, started.size() - 3); i < started.size(); i++) {
      Path log = folder.resolve("log-" + i + ".txt");
      try {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        text.append(String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size())));
      } catch (IOException e) {
        text.append(e.getMessage());
      }
      text.append("\n--\n");
    }
    return text.toString();
  }

  private static int run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor();
  }
}
