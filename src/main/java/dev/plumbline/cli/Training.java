package dev.plumbline.cli;

import dev.plumbline.cli.shell.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs commands as people run them, on the sample reports, so that the JDK learns which classes to
 * keep in an archive. The launcher calls it once after a build.
 */
public final class Training {

  private static final String DOMAIN = "harbourlight.example";

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
    int taken = Main.run("ingest", samples.toString());
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
