package dev.plumbline.bench;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import dev.plumbline.mime.Found;
import dev.plumbline.mime.Limits;
import dev.plumbline.mime.ReportFinder;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;

/**
 * Parses a folder of reports (as {@link ReportCorpus} writes them) to finished rows, one way after
 * the other in turns, and prints records a second as shares of the bare parser's.
 *
 * <p>Arguments: the corpus folder and the number of rounds.
 */
public final class ParseBenchmark {

  private static final int WARM_UP_ROUNDS = 3;
  private static final AggregateReportParser PARSER = new AggregateReportParser();
  private static final ReportFinder FINDER = new ReportFinder(Limits.DEFAULT);

  private ParseBenchmark() {}

  /** What a run over the whole corpus found; the same for every way. */
  private record Sums(long records, long passMessages) {
    Sums plus(Sums other) {
      return new Sums(records + other.records, passMessages + other.passMessages);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    List<byte[]> packed = read(folder.resolve("gz"));
    List<byte[]> mails = read(folder.resolve("eml"));
    Map<String, Callable<Sums>> ways = new LinkedHashMap<>();
    ways.put("bare Aalto, .gz", () -> each(packed, ParseBenchmark::bare));
    ways.put("Plumbline, .gz", () -> each(packed, ParseBenchmark::ours));
    ways.put("Plumbline, .gz, two threads", () -> twoThreads(packed));
    ways.put("Plumbline, .eml", () -> each(mails, ParseBenchmark::ours));
    Map<String, double[]> seconds = new LinkedHashMap<>();
    String only = System.getProperty("only", "");
    ways.keySet().removeIf(way -> !only.isEmpty() && !way.equals(only));
    ways.keySet().forEach(way -> seconds.put(way, new double[rounds]));
    Sums expected = null;
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (Map.Entry<String, Callable<Sums>> way : ways.entrySet()) {
        long start = now();
        Sums sums = way.getValue().call();
        double elapsed = (now() - start) / 1e9;
        if (round >= 0) {
          seconds.get(way.getKey())[round] = elapsed;
        }
        if (expected != null && !expected.equals(sums)) {
          throw new IllegalStateException(way.getKey() + ": " + sums + " but " + expected);
        }
        expected = sums;
      }
    }
    print(seconds, expected);
  }

  private static long now() {
    return Boolean.getBoolean("cpu")
        ? java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
        : System.nanoTime();
  }

  private static void print(Map<String, double[]> seconds, Sums sums) {
    double bare = 0;
    System.out.printf("%,d records; medians%n", sums.records());
    for (Map.Entry<String, double[]> way : seconds.entrySet()) {
      Arrays.sort(way.getValue());
      double median = way.getValue()[way.getValue().length / 2];
      bare = bare == 0 ? median : bare;
      System.out.printf(
          "%-30s %,10.0f records/s  %5.1f %% of bare Aalto%n",
          way.getKey(), sums.records() / median, 100 * bare / median);
    }
  }

  private static List<byte[]> read(Path folder) throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.sorted().toList()) {
        files.add(Files.readAllBytes(path));
      }
    }
    return files;
  }

  private interface Reading {
    Sums read(byte[] file) throws Exception;
  }

  private static Sums each(List<byte[]> files, Reading reading) throws Exception {
    Sums sums = new Sums(0, 0);
    for (byte[] file : files) {
      sums = sums.plus(reading.read(file));
    }
    return sums;
  }

  private static Sums twoThreads(List<byte[]> files) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    AtomicInteger next = new AtomicInteger(files.size());
    try {
      List<Future<Sums>> results =
          threads.invokeAll(
              java.util.Collections.nCopies(
                  2,
                  () -> {
                    Sums sums = new Sums(0, 0);
                    // From the end: the large reports are there, and would else come last.
                    for (int i = next.decrementAndGet(); i >= 0; i = next.decrementAndGet()) {
                      sums = sums.plus(ours(files.get(i)));
                    }
                    return sums;
                  }));
      Sums sums = new Sums(0, 0);
      for (Future<Sums> result : results) {
        sums = sums.plus(result.get());
      }
      return sums;
    } finally {
      threads.shutdown();
    }
  }

  /** The way of the product: found, unpacked, parsed, checked. */
  private static Sums ours(byte[] file) throws Exception {
    Sums sums = new Sums(0, 0);
    for (Found finding : FINDER.find(ReceivedBytes.of(file), "report")) {
      long[] passed = new long[1];
      long[] rows = new long[1];
      PARSER.parse(
          ((Found.Report) finding).content(),
          new ReportSink() {
            @Override
            public void begin(ReportHeader header) {}

            @Override
            public void row(ReportRow row) {
              rows[0]++;
              if (row.passes()) {
                passed[0] += row.messages();
              }
            }
          });
      sums = sums.plus(new Sums(rows[0], passed[0]));
    }
    return sums;
  }

  // --- the limit: the fastest parser, texts into fields, nothing checked ---

  private static final XMLInputFactory AALTO = aalto();

  private static XMLInputFactory aalto() {
    XMLInputFactory factory = new InputFactoryImpl();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    return factory;
  }

  @SuppressWarnings("unused")
  private static final class Auth {
    String domain;
    String selector;
    String scope;
    String result;
  }

  @SuppressWarnings("unused")
  private static final class Record {
    String ip;
    long count;
    String disposition;
    String dkim;
    String spf;
    String headerFrom;
    String envelopeFrom;
    String envelopeTo;
    List<Auth> dkims = new ArrayList<>(2);
    List<Auth> spfs = new ArrayList<>(1);
    String reason;
    String comment;
  }

  private static Sums bare(byte[] file) throws Exception {
    long records = 0;
    long passed = 0;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file), 8192)) {
      XMLStreamReader reader = AALTO.createXMLStreamReader(in);
      Record record = null;
      Auth auth = null;
      boolean results = false;
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          String name = reader.getLocalName();
          if (record == null) {
            record = name.equals("record") ? new Record() : null;
            continue;
          }
          switch (name) {
            case "auth_results" -> results = true;
            case "source_ip" -> record.ip = reader.getElementText();
            case "count" -> record.count = Long.parseLong(reader.getElementText());
            case "disposition" -> record.disposition = reader.getElementText();
            case "header_from" -> record.headerFrom = reader.getElementText();
            case "envelope_from" -> record.envelopeFrom = reader.getElementText();
            case "envelope_to" -> record.envelopeTo = reader.getElementText();
            case "type" -> record.reason = reader.getElementText();
            case "comment" -> record.comment = reader.getElementText();
            case "dkim" -> {
              if (results) {
                record.dkims.add(auth = new Auth());
              } else {
                record.dkim = reader.getElementText();
              }
            }
            case "spf" -> {
              if (results) {
                record.spfs.add(auth = new Auth());
              } else {
                record.spf = reader.getElementText();
              }
            }
            case "domain" -> auth.domain = reader.getElementText();
            case "selector" -> auth.selector = reader.getElementText();
            case "scope" -> auth.scope = reader.getElementText();
            case "result" -> auth.result = reader.getElementText();
            default -> {}
          }
        } else if (event == XMLStreamConstants.END_ELEMENT
            && record != null
            && reader.getLocalName().equals("record")) {
          records++;
          if ("pass".equals(record.dkim) || "pass".equals(record.spf)) {
            passed += record.count;
          }
          record = null;
          results = false;
        }
      }
      reader.close();
    }
    return new Sums(records, passed);
  }
}
