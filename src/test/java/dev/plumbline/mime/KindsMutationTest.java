package dev.plumbline.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.mime.Found.Report;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.aggregate.Mutations;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.failure.FailureReportParser;
import dev.plumbline.report.tls.TlsReport;
import dev.plumbline.report.tls.TlsReportParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damaged failure and TLS reports, made of our own and of real ones where they are: each ends in a
 * report or in a sentence. {@code -Dplumbline.mutations=N} makes N of each file.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KindsMutationTest {

  private static final int ROUNDS = Integer.getInteger("plumbline.mutations", 60);

  private static final List<Path> FOLDERS =
      List.of(
          Path.of("src", "test", "resources", "golden", "failure"),
          Path.of("src", "test", "resources", "golden", "tls"),
          Path.of("..", "shared", "corpus", "failure"),
          Path.of("..", "shared", "corpus", "tls"));

  private static final String[] PIECES = {
    "\n\n",
    "\r\n",
    ":",
    "--",
    "--B1\n",
    "--B1--",
    "=?utf-8?B?",
    "?=",
    "<",
    ">",
    "> ",
    "\0",
    "Feedback-Type: ",
    "Source-IP: ",
    "Content-Type: multipart/mixed; boundary=\"B1\"\n",
    "Content-Type: message/rfc822\n\n",
    "Content-Transfer-Encoding: base64\n",
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    "NaN",
    "1e999999999",
    "null",
    "\\u0000",
    "\\ud800",
    "-",
    "999999999999999999999999",
    "\"policies\":",
    "\"report-id\":",
    "\u00ff",
    "((((",
    "    "
  };

  private final FailureReportParser failures = new FailureReportParser();
  private final TlsReportParser tls = new TlsReportParser();
  private long reports;
  private long refused;

  @Test
  void every_damaged_report_ends_in_a_report_or_a_sentence() throws IOException {
    Random random = new Random(9991);
    for (Path file : files()) {
      byte[] original = Files.readAllBytes(file);
      for (int round = 0; round < ROUNDS; round++) {
        byte[] mutant =
            random.nextBoolean() ? Mutations.mutate(original, random) : pieces(original, random);
        long start = System.nanoTime();
        try {
          take(mutant);
        } catch (RuntimeException | StackOverflowError e) {
          throw new AssertionError(
              file + ", round " + round + ":\n" + new String(mutant, StandardCharsets.ISO_8859_1),
              e);
        }
        assertThat(System.nanoTime() - start)
            .as(file + ", round " + round)
            .isLessThan(TimeUnit.SECONDS.toNanos(20));
      }
    }
    System.out.printf("KindsMutationTest: %d reports, %d refused%n", reports, refused);
    assertThat(reports).isPositive();
    assertThat(refused).isPositive();
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : FOLDERS) {
      if (!Files.isDirectory(folder)) {
        System.out.println("KindsMutationTest: no " + folder);
        continue;
      }
      try (Stream<Path> found = Files.list(folder)) {
        found
            .filter(file -> !folder.startsWith("src") || !file.toString().endsWith(".json"))
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }

  private static byte[] pieces(byte[] original, Random random) {
    byte[] mutant = original;
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.ISO_8859_1);
      int at = random.nextInt(mutant.length + 1);
      int gone = Math.min(mutant.length - at, random.nextInt(3));
      byte[] next = Arrays.copyOf(mutant, mutant.length + piece.length - gone);
      System.arraycopy(piece, 0, next, at, piece.length);
      System.arraycopy(mutant, at + gone, next, at + piece.length, mutant.length - at - gone);
      mutant = next;
    }
    return mutant;
  }

  private void take(byte[] mutant) throws IOException {
    for (Found found : new ReportFinder(Limits.DEFAULT).find(ReceivedBytes.of(mutant), "mutant")) {
      if (found instanceof Report report) {
        read(report);
      } else {
        refused++;
      }
    }
  }

  private void read(Report report) throws IOException {
    try {
      switch (report.kind()) {
        case FAILURE -> check(failures.parse(report.content()));
        case TLS -> check(tls.parse(report.content()));
        case AGGREGATE -> {
          try (InputStream in = report.content().open()) {
            in.readAllBytes();
          }
        }
      }
      reports++;
    } catch (InvalidReportException | LimitExceededException e) {
      assertThat(e.getMessage()).isNotBlank();
      refused++;
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank(); // Packed data that is damaged.
      refused++;
    }
  }

  private static void check(FailureReport report) {
    assertThat(report.feedbackType()).doesNotContain("\0", "\n");
    assertThat(report.reportedDomains()).allSatisfy(domain -> assertThat(domain).isNotBlank());
  }

  private static void check(TlsReport report) {
    assertThat(report.success()).isNotNegative();
    assertThat(report.failure()).isNotNegative();
  }
}
