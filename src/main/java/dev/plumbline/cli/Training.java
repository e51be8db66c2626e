package dev.plumbline.cli;

import dev.plumbline.cli.shell.AppRunner;
import dev.plumbline.cli.shell.Settings;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs commands and opens pages as people do, on the sample reports, so that the JDK learns which
 * classes to keep in an archive. The launcher calls it once after a build.
 */
public final class Training {

  private static final String DOMAIN = "harbourlight.example";
  private static final Duration MOST_SERVING = Duration.ofMinutes(1);

  private Training() {}

  public static void main(String... args) throws IOException {
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    System.setProperty("plumbline.dns.servers", "none");
    Path samples = Settings.home().resolve("sample-reports");
    System.setProperty("plumbline.dns.zone-file", samples.resolve("zone.example.db").toString());
    List<String> reports = reports(samples);
    for (String format : List.of("text", "json", "csv")) {
      reports.forEach(report -> Main.run("parse", "--format", format, report));
    }
    for (String format : List.of("text", "json")) {
      run(format, "spf", "check", DOMAIN, "--ip", "192.0.2.1");
      run(format, "spf", "explain", DOMAIN, "--ip", "2001:db8::1");
      run(format, "spf", "lint", DOMAIN);
      run(format, "dmarc", "lookup", DOMAIN);
      run(format, "dmarc", "lint", DOMAIN);
      run(format, "dkim", "check", DOMAIN, "s1");
      run(format, "domain", "check", DOMAIN, "--offline");
    }
    Main.run("--help");
    Main.run("--version");
    serve(samples);
    int taken = Main.run("ingest", "--unjudged", samples.toString());
    // The database runs on until this process ends, and is asked as any other.
    for (String format : List.of("text", "json")) {
      run(format, "domains");
      run(format, "senders", DOMAIN);
      run(format, "ready", DOMAIN);
    }
    Main.run("decide", DOMAIN);
    Main.run("reporters");
    System.exit(taken == Main.USAGE ? 1 : 0);
  }

  /**
   * Takes the samples in and opens each kind of page. Before the questions: the application starts
   * once in a process, and judges for them.
   */
  private static void serve(Path samples) {
    System.setProperty("plumbline.http.port", "0");
    Thread server =
        new Thread(
            () ->
                new AppRunner(Settings.load())
                    .serve(
                        () -> {
                          DemoCommand.takeIn(samples);
                          return 0;
                        }),
            "server");
    server.start();
    AppRunner.awaitPages(MOST_SERVING);
    Quarkus.asyncExit();
    try {
      server.join(MOST_SERVING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The questions find its database as any other.
    for (String setting : List.of("url", "user", "password")) {
      System.clearProperty("plumbline.db." + setting);
    }
  }

  private static void run(String format, String... command) {
    Main.run(
        Stream.concat(Stream.of(command), Stream.of("--format", format)).toArray(String[]::new));
  }

  private static List<String> reports(Path samples) throws IOException {
    try (Stream<Path> files = Files.list(samples)) {
      return files
          .map(Path::toString)
          .filter(name -> name.matches(".*\\.(xml|gz|zip|eml)"))
          .sorted()
          .limit(20)
          .toList();
    }
  }
}
