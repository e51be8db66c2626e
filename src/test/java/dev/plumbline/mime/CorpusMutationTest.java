package dev.plumbline.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.mime.Found.Kind;
import dev.plumbline.mime.Found.NotAReport;
import dev.plumbline.mime.Found.Refused;
import dev.plumbline.mime.Found.Report;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.report.aggregate.Mutations;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportSink;
import dev.plumbline.report.failure.FailureReportParser;
import dev.plumbline.report.tls.TlsReportParser;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Tens of thousands of damaged reports, made of real ones and of our own: whatever arrives ends in
 * a report, in "not a report" or in a rejection with a sentence, and no record is lost silently.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class CorpusMutationTest {

  private static final Path CORPUS = Path.of("..", "shared", "corpus");
  private static final Path SAMPLES = Path.of("sample-reports");

  private static final long MIB = 1024 * 1024;

  /** Small, so that a mutant that gets past a limit shows in this JVM's memory. */
  private static final Limits LIMITS =
      new Limits(8 * MIB, 8 * MIB, 16 * MIB, 200, MIB, 1_000, 2, 10, 1_000);

  private static final AggregateReportParser PARSER = new AggregateReportParser();

  private static final int SMALL_BYTES = 20_000;
  private static final int LARGEST_BYTES = 300_000;

  /** No mutant may take longer, on a machine however busy. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private long cases;
  private long reports;
  private long slowest;

  @ParameterizedTest
  @ValueSource(strings = {"corpus", "samples"})
  void every_damaged_file_ends_in_a_report_or_a_clear_rejection(String origin) throws Exception {
    List<Path> files = files(origin);
    Random random = new Random(7489);
    for (Path file : files) {
      byte[] original = Files.readAllBytes(file);
      int rounds = original.length < SMALL_BYTES ? 100 : 10;
      for (int round = 0; round < rounds; round++) {
        byte[] mutant = Mutations.mutate(original, random);
        timed(file + ", round " + round, () -> take(mutant, file.getFileName().toString()));
      }
    }
    System.out.printf(
        "CorpusMutationTest: %d damaged files of %d %s, %d reports in them%n",
        cases, files.size(), origin, reports);
    assertThat(cases).isGreaterThan(files.size() * 20L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"corpus", "samples"})
  void no_record_of_a_well_formed_document_is_lost_silently(String origin) throws Exception {
    List<byte[]> documents = documents(origin);
    Random random = new Random(9990);
    long wellFormed = 0;
    for (byte[] document : documents) {
      int rounds = document.length < SMALL_BYTES ? 60 : 6;
      for (int round = 0; round < rounds; round++) {
        byte[] mutant = Mutations.restructure(document, random);
        long records = records(mutant);
        if (records >= 0) {
          wellFormed++;
          timed("document", () -> assertRows(mutant, records));
        }
      }
    }
    System.out.printf(
        "CorpusMutationTest: %d rewritten documents of %d in the %s%n",
        wellFormed, documents.size(), origin);
    assertThat(wellFormed).isGreaterThan(documents.size());
  }

  @Test
  void mutations_change_what_they_are_given() {
    byte[] original =
        "<feedback><record><row><count>1</count></row></record></feedback>"
            .getBytes(StandardCharsets.UTF_8);
    Random random = new Random(1);
    long changed =
        Stream.generate(() -> Mutations.restructure(original, random))
            .limit(200)
            .filter(mutant -> !java.util.Arrays.equals(mutant, original))
            .count();
    assertThat(changed).isGreaterThan(100);
  }

  private interface Work {
    void run() throws Exception;
  }

  private void timed(String what, Work work) {
    long start = System.nanoTime();
    try {
      work.run();
    } catch (Exception | AssertionError | StackOverflowError e) {
      throw new AssertionError(what, e);
    }
    long took = System.nanoTime() - start;
    slowest = Math.max(slowest, took);
    assertThat(took).as(what).isLessThan(MOST_NANOS);
    cases++;
  }

  private void take(byte[] received, String name) throws IOException {
    List<Found> findings = new ReportFinder(LIMITS).find(ReceivedBytes.of(received), name);
    assertThat(findings).isNotEmpty();
    for (Found finding : findings) {
      if (finding instanceof Report payload) {
        payload(payload);
      } else if (finding instanceof NotAReport not) {
        assertThat(not.reason()).isNotBlank();
      } else if (finding instanceof Refused refused) {
        assertThat(refused.reason()).isNotBlank();
      }
    }
  }

  private void payload(Report payload) throws IOException {
    try {
      switch (payload.kind()) {
        case AGGREGATE -> PARSER.parse(payload.content(), IGNORE);
        case FAILURE -> new FailureReportParser().parse(payload.content());
        case TLS -> new TlsReportParser().parse(payload.content());
      }
      reports++;
    } catch (InvalidReportException | LimitExceededException | EOFException | ZipException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void assertRows(byte[] document, long records) throws IOException {
    AggregateReport report;
    try {
      report = PARSER.parse(() -> new ByteArrayInputStream(document), IGNORE);
    } catch (InvalidReportException | LimitExceededException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    assertThat(report.rows())
        .as(() -> new String(document, StandardCharsets.UTF_8))
        .isEqualTo(records);
  }

  /**
   * Counts records with another parser: elements of this name below the root, of no namespace or
   * that of the root, and within the wrapper that no standard knows.
   *
   * @return -1 if the document is not well-formed, or no report
   */
  private static long records(byte[] document) throws ParserConfigurationException, IOException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    var builder = factory.newDocumentBuilder();
    builder.setErrorHandler(null);
    Element root;
    try {
      root = builder.parse(new ByteArrayInputStream(document)).getDocumentElement();
    } catch (SAXException | IOException e) {
      return -1;
    }
    if (!"feedback".equals(root.getLocalName())) {
      return -1;
    }
    return recordsWithin(root, root.getNamespaceURI());
  }

  private static long recordsWithin(Node parent, String namespace) {
    long records = 0;
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      boolean ours = child.getNamespaceURI() == null || child.getNamespaceURI().equals(namespace);
      if (!(child instanceof Element) || !ours) {
        continue;
      }
      if ("record".equals(child.getLocalName())) {
        records++;
      } else if (Mutations.WRAPPER.equals(child.getLocalName())) {
        records += recordsWithin(child, namespace);
      }
    }
    return records;
  }

  private static List<Path> files(String origin) throws IOException {
    Path folder = origin.equals("corpus") ? CORPUS : SAMPLES;
    if (!Files.isDirectory(folder)) {
      System.out.println("CorpusMutationTest skipped: no " + folder.toAbsolutePath().normalize());
    }
    Assumptions.assumeTrue(Files.isDirectory(folder), "no " + folder);
    try (Stream<Path> walked = Files.walk(folder)) {
      return walked
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().matches(".*\\.(md|tsv|db|yml|txt|dat)"))
          .filter(file -> file.toFile().length() <= LARGEST_BYTES)
          .sorted()
          .toList();
    }
  }

  /** The XML inside all files of an origin, small ones. */
  private static List<byte[]> documents(String origin) throws IOException {
    List<byte[]> documents = new ArrayList<>();
    for (Path file : files(origin)) {
      ReceivedBytes source = ReceivedBytes.of(Files.readAllBytes(file));
      for (Found finding : new ReportFinder(LIMITS).find(source, file.toString())) {
        if (finding instanceof Report payload && payload.kind() == Kind.AGGREGATE) {
          try (InputStream in = payload.content().open()) {
            byte[] document = in.readNBytes(LARGEST_BYTES + 1);
            if (document.length <= LARGEST_BYTES) {
              documents.add(document);
            }
          } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
          }
        }
      }
    }
    return documents;
  }

  private static final ReportSink IGNORE =
      new ReportSink() {
        @Override
        public void begin(ReportHeader header) {}

        @Override
        public void row(ReportRow row) {}
      };
}
