package dev.plumbline.report.aggregate;

import static dev.plumbline.report.aggregate.Reports.METADATA;
import static dev.plumbline.report.aggregate.Reports.POLICY;
import static dev.plumbline.report.aggregate.Reports.RECORD;
import static dev.plumbline.report.aggregate.Reports.feedback;
import static dev.plumbline.report.aggregate.Reports.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents made to hurt, and reports of unusual size. */
class HostileReportTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE feedback>",
        "<!DOCTYPE feedback [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>",
        "<!DOCTYPE feedback [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE feedback SYSTEM \"http://attacker.example/x.dtd\">",
        " <!doctype feedback>",
      })
  void a_document_type_is_refused(String doctype) {
    String xml = doctype + "<feedback>" + METADATA.replace("Receiver", "&b;&x;") + "</feedback>";
    for (String document : List.of(xml, "<?xml version=\"1.0\"?>" + xml, "& " + xml)) {
      assertThatThrownBy(() -> read(document))
          .isInstanceOf(InvalidReportException.class)
          .hasMessageContaining("DOCTYPE");
    }
  }

  @Test
  void deep_nesting_is_refused() {
    assertLimit("xml-depth", feedback(METADATA, POLICY, "<a>".repeat(100_000)));
    assertLimit("xml-depth", feedback(METADATA, POLICY, "&", "<a>".repeat(100_000)));
  }

  @Test
  void thousands_of_names_are_refused() {
    StringBuilder names = new StringBuilder();
    IntStream.range(0, 2000).forEach(i -> names.append("<n").append(i).append("/>"));
    assertLimit("element-names", feedback(METADATA, POLICY, names.toString()));
  }

  @Test
  void tens_of_thousands_of_attributes_cost_at_most_their_record_and_are_told() throws Exception {
    StringBuilder attributes = new StringBuilder();
    IntStream.range(0, 50_000).forEach(i -> attributes.append(" a").append(i).append("=\"b\""));
    String many = RECORD.replace("<record>", "<record" + attributes + ">");
    String long20Mb = RECORD.replace("<record>", "<record a=\"" + "x".repeat(20_000_000) + "\">");
    for (String record : List.of(many, long20Mb)) {
      try {
        Reports.Reading reading = read(feedback(METADATA, POLICY, record, RECORD));
        assertThat(reading.rows).isNotEmpty();
        assertThat(reading.rows.size() == 2 || !reading.codes().isEmpty())
            .as("%s", reading.codes())
            .isTrue();
      } catch (LimitExceededException e) {
        assertThat(e.limit()).isNotBlank();
      }
    }
  }

  @Test
  void a_text_of_100_mb_is_cut_and_costs_no_row() throws Exception {
    byte[] start =
        ("<feedback>"
                + METADATA
                + POLICY
                + RECORD
                + "<record><row><source_ip>192.0.2.7</source_ip>"
                + "<count>1</count><policy_evaluated><reason><comment>")
            .getBytes(StandardCharsets.UTF_8);
    byte[] end =
        ("</comment></reason></policy_evaluated></row></record>" + RECORD + "</feedback>")
            .getBytes(StandardCharsets.UTF_8);
    byte[] block = "comment ".repeat(131_072).getBytes(StandardCharsets.UTF_8);
    Reports.Reading reading = new Reports.Reading();
    reading.report =
        new AggregateReportParser()
            .parse(
                () ->
                    new SequenceInputStream(
                        Collections.enumeration(
                            List.of(
                                new ByteArrayInputStream(start),
                                repeated(block, 100),
                                new ByteArrayInputStream(end)))),
                reading);
    assertThat(reading.rows).hasSize(3);
    assertThat(reading.rows.get(1).overrides().get(0).comment().length()).isLessThan(10_000);
  }

  private static void assertLimit(String limit, String xml) {
    assertThatThrownBy(() -> read(xml))
        .isInstanceOfSatisfying(
            LimitExceededException.class, e -> assertThat(e.limit()).isEqualTo(limit));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "&amp;", "&", "<", "<x ", "<![CDATA[", "<!--", "a=\"", "]]>", "\u00ff"})
  void endless_text_of_any_kind_needs_bounded_memory(String piece) throws Exception {
    byte[] start =
        ("<feedback>" + METADATA + POLICY + RECORD + "<record><row><source_ip>" + piece)
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] block = piece.repeat(10_000).getBytes(StandardCharsets.ISO_8859_1);
    int blocks = 6_000_000 / block.length;
    Reports.Reading reading = new Reports.Reading();
    reading.report =
        new AggregateReportParser()
            .parse(
                () ->
                    new SequenceInputStream(
                        new ByteArrayInputStream(start), repeated(block, blocks)),
                reading);

    assertThat(reading.rows).hasSize(1);
    assertThat(reading.report.partial()).isTrue();
  }

  @SuppressWarnings("JdkObsolete") // SequenceInputStream knows nothing newer.
  private static InputStream repeated(byte[] block, long times) {
    Iterator<InputStream> blocks =
        Stream.<InputStream>generate(() -> new ByteArrayInputStream(block)).limit(times).iterator();
    return new SequenceInputStream(
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return blocks.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return blocks.next();
          }
        });
  }

  @Test
  void a_report_of_150_000_rows_needs_no_more_memory_than_a_small_one() throws Exception {
    byte[] start = ("<feedback>" + METADATA + POLICY).getBytes(StandardCharsets.UTF_8);
    byte[] rows = RECORD.repeat(1000).getBytes(StandardCharsets.UTF_8);
    byte[] end = "</feedback>".getBytes(StandardCharsets.UTF_8);
    long[] highest = new long[1];
    ReportSink sink =
        new ReportSink() {
          private long count;

          @Override
          public void begin(ReportHeader header) {}

          @Override
          public void row(ReportRow row) {
            if (++count % 50_000 == 0) {
              System.gc();
              Runtime runtime = Runtime.getRuntime();
              highest[0] = Math.max(highest[0], runtime.totalMemory() - runtime.freeMemory());
            }
          }
        };
    System.gc();
    long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    AggregateReport report =
        new AggregateReportParser()
            .parse(
                () ->
                    new SequenceInputStream(
                        Collections.enumeration(
                            List.of(
                                new ByteArrayInputStream(start),
                                repeated(rows, 150),
                                new ByteArrayInputStream(end)))),
                sink);

    assertThat(report.rows()).isEqualTo(150_000);
    assertThat(highest[0] - before).isLessThan(16_000_000);
  }

  @Test
  void one_parser_serves_several_threads() throws Exception {
    AggregateReportParser parser = new AggregateReportParser();
    byte[] xml = feedback(METADATA, POLICY, RECORD.repeat(50)).getBytes(StandardCharsets.UTF_8);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Long>> results =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      threads.submit(
                          () ->
                              parser
                                  .parse(() -> new ByteArrayInputStream(xml), new Reports.Reading())
                                  .messages()))
              .toList();
      for (Future<Long> result : results) {
        assertThat(result.get()).isEqualTo(150);
      }
    } finally {
      threads.shutdown();
    }
  }
}
