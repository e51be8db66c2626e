package dev.plumbline.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Compares {@code plumbline ingest} with the {@link SerialLimit}, both from files to committed
 * rows, each in a program of its own and in turns, so that a busy machine is busy for both.
 *
 * <p>Arguments: the corpus folder, the launcher, JDBC address, user, password, rounds. The database
 * is emptied. Cold is compared with cold, warm with warm: the limit's first round is cold, its
 * later ones are warm; the program is always cold, with its start and without it. What a start
 * costs is measured by taking in a file that is known.
 */
public final class IntakeBench {

  private static final Pattern RATE = Pattern.compile("serial limit ([0-9,]+) rows/s");

  private final Path corpus;
  private final String launcher;
  private final String url;
  private final String user;
  private final String password;

  private IntakeBench(String[] arguments) {
    corpus = Path.of(arguments[0]);
    launcher = arguments[1];
    url = arguments[2];
    user = arguments[3];
    password = arguments[4];
  }

  public static void main(String[] arguments) throws Exception {
    IntakeBench bench = new IntakeBench(arguments);
    int rounds = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 3;
    List<Path> files = files(bench.corpus.resolve("gz"));
    for (int round = 1; round <= rounds; round++) {
      List<Double> limit = bench.limit();
      double warm = Collections.max(limit.subList(1, limit.size()));
      bench.empty();
      bench.ingest(files.get(0));
      double start = bench.ingest(files.get(0));
      long before = bench.rows();
      double all = bench.ingest(bench.corpus.resolve("gz"));
      long rows = bench.rows() - before;
      System.out.printf(
          "round %d: limit %,.0f rows/s cold, %,.0f warm; program %,d rows, start %.2f s, all %.2f"
              + " s%n  of the warm limit: %.0f %% without the start, %.0f %% with it; of the cold"
              + " limit: %.0f %% and %.0f %%%n",
          round,
          limit.get(0),
          warm,
          rows,
          start,
          all,
          100 * rows / (all - start) / warm,
          100 * rows / all / warm,
          100 * rows / (all - start) / limit.get(0),
          100 * rows / all / limit.get(0));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }

  private List<Double> limit() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SerialLimit.class.getName(),
                corpus.toString(),
                url,
                user,
                password)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    List<Double> rates = new ArrayList<>();
    for (Matcher rate = RATE.matcher(output); rate.find(); ) {
      rates.add(Double.parseDouble(rate.group(1).replace(",", "")));
    }
    return rates;
  }

  /** Seconds that one run takes. */
  private double ingest(Path what) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(launcher, "ingest", "--unjudged", what.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PLUMBLINE_DB_URL", url);
    builder.environment().put("PLUMBLINE_DB_USER", user);
    builder.environment().put("PLUMBLINE_DB_PASSWORD", password);
    long start = System.nanoTime();
    int code = builder.start().waitFor();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (code != 0) {
      throw new IOException("ingest ended with " + code);
    }
    return seconds;
  }

  private void empty() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema public cascade");
      statement.execute("create schema public");
    }
  }

  private long rows() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from report_row")) {
      row.next();
      return row.getLong(1);
    }
  }
}
