package dev.plumbline.report.aggregate;

import static dev.plumbline.report.aggregate.Reports.METADATA;
import static dev.plumbline.report.aggregate.Reports.POLICY;
import static dev.plumbline.report.aggregate.Reports.RECORD;
import static dev.plumbline.report.aggregate.Reports.feedback;
import static dev.plumbline.report.aggregate.Reports.read;
import static dev.plumbline.report.aggregate.Reports.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.aggregate.Reports.Reading;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that are not well-formed XML. */
class BrokenReportTest {

  private static final String GOOD = feedback(METADATA, POLICY, RECORD, record("192.0.2.2", "5"));

  private static Reading readLikeGood(String xml, String... codes) throws Exception {
    return likeGood(read(xml), codes);
  }

  private static Reading likeGood(Reading reading, String... codes) throws Exception {
    Reading good = read(GOOD);
    assertThat(reading.headers).isEqualTo(good.headers);
    assertThat(reading.rows).isEqualTo(good.rows);
    assertThat(reading.codes()).containsExactlyInAnyOrder(codes);
    assertThat(reading.report.partial()).isFalse();
    return reading;
  }

  @Test
  void a_byte_order_mark_is_no_fault() throws Exception {
    readLikeGood("\ufeff" + GOOD);
  }

  @Test
  void utf_16_is_no_fault() throws Exception {
    String declared = GOOD.replace("UTF-8", "UTF-16");
    likeGood(read(declared.getBytes(StandardCharsets.UTF_16)));
    likeGood(read(("\ufeff" + declared).getBytes(StandardCharsets.UTF_16LE)));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\n\n", "Here is the report:\n"})
  void text_before_the_declaration_is_left_out(String text) throws Exception {
    readLikeGood(text + GOOD, "text-before-document");
  }

  @Test
  void text_behind_the_report_is_left_out() throws Exception {
    readLikeGood(GOOD + "-- \nscanned & found clean <\0", "text-after-document");
    readLikeGood(GOOD + "\n \n");
  }

  @Test
  void bytes_that_are_not_utf_8_are_windows_1252() throws Exception {
    String xml = GOOD.replace("Receiver", "Sue\u00f1o \u201cA\u201d");
    Reading reading = read(xml.getBytes(Charset.forName("windows-1252")));

    assertThat(reading.headers.get(0).reporter()).isEqualTo("Sue\u00f1o \u201cA\u201d");
    assertThat(reading.rows).hasSize(2);
    assertThat(reading.codes()).containsExactly("wrong-encoding");
  }

  @Test
  void a_declared_single_byte_encoding_is_no_fault() throws Exception {
    String xml = GOOD.replace("UTF-8", "windows-1252").replace("Receiver", "\u20acuro");
    Reading reading = read(xml.getBytes(Charset.forName("windows-1252")));

    assertThat(reading.headers.get(0).reporter()).isEqualTo("\u20acuro");
    assertThat(reading.codes()).isEmpty();
  }

  @Test
  void a_stray_schema_tag_is_left_out_wherever_it_stands() throws Exception {
    String tag = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" a=\"b\">";
    readLikeGood(GOOD.replace("<feedback>", tag + "<feedback>"), "stray-schema-tag");
    readLikeGood(GOOD.replace("<feedback>", "<feedback>" + tag), "stray-schema-tag");
  }

  @Test
  void bare_ampersands_and_less_than_signs_are_text() throws Exception {
    String xml =
        GOOD.replace("Receiver", "A&B & C&nbsp;D <x@y.example> 1 < 2").replace("dmarc@", "<dmarc@");
    Reading reading = read(xml);

    assertThat(reading.headers.get(0).reporter()).isEqualTo("A&B & C&nbsp;D <x@y.example> 1 < 2");
    assertThat(reading.rows).hasSize(2);
    assertThat(reading.codes()).containsExactlyInAnyOrder("bare-ampersand", "bare-less-than");
  }

  @Test
  void illegal_characters_are_left_out() throws Exception {
    readLikeGood(GOOD.replace("Receiver", "Rec\u0001ei&#0;v\uffffer"), "illegal-character");
  }

  @Test
  void cdata_and_comments_are_no_fault() throws Exception {
    readLikeGood(GOOD.replace("Receiver", "<![CDATA[Rec]]>e<!-- a < b -->iver"));
  }

  @Test
  void unclosed_elements_end_where_the_next_begins() throws Exception {
    readLikeGood(GOOD.replace("</org_name>", ""), "unclosed-element");
    readLikeGood(GOOD.replace("</report_metadata>", ""), "unclosed-element");
    readLikeGood(GOOD.replaceFirst("</record>", ""), "unclosed-element");
    readLikeGood(GOOD.replaceFirst("</row>", ""), "unclosed-element");
  }

  @Test
  void mismatched_and_stray_end_tags_are_sorted_out() throws Exception {
    readLikeGood(GOOD.replaceFirst("</row>", "</row></b>"), "stray-end-tag");
    readLikeGood(
        GOOD.replaceFirst("</identifiers>", "</identities>"), "stray-end-tag", "unclosed-element");
  }

  @Test
  void an_unbound_prefix_is_left_out() throws Exception {
    readLikeGood(GOOD.replace("org_name>", "rep:org_name>"), "unbound-prefix");
  }

  @Test
  void a_broken_tag_in_one_record_does_not_lose_its_siblings() throws Exception {
    Reading reading = read(GOOD.replaceFirst("<policy_evaluated>", "<policy_evaluated \"x\" =>"));

    assertThat(reading.rows).hasSize(2);
    assertThat(reading.codes()).containsExactly("broken-tag");
  }

  @Test
  void every_truncation_keeps_the_rows_before_the_break() throws Exception {
    int firstRow = GOOD.indexOf("</record>") + "</record>".length();
    int feedbackEnd = GOOD.indexOf("</feedback>") + "</feedback>".length();
    Reading good = read(GOOD);
    for (int cut = firstRow; cut < feedbackEnd; cut++) {
      Reading reading = read(GOOD.substring(0, cut));
      assertThat(reading.headers).isEqualTo(good.headers);
      assertThat(reading.rows.get(0)).isEqualTo(good.rows.get(0));
      assertThat(reading.report.partial()).as("cut at %d", cut).isTrue();
      assertThat(reading.codes()).contains("truncated");
    }
  }

  @Test
  void packed_data_that_ends_early_is_a_truncated_document() throws Exception {
    byte[] half =
        GOOD.substring(0, GOOD.lastIndexOf("<record>") + 30).getBytes(StandardCharsets.UTF_8);
    Reading reading = new Reading();
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws EOFException {
            throw new EOFException("damaged");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws EOFException {
            throw new EOFException("damaged");
          }
        };
    reading.report =
        new AggregateReportParser()
            .parse(() -> new SequenceInputStream(new ByteArrayInputStream(half), broken), reading);

    assertThat(reading.rows).hasSize(1);
    assertThat(reading.report.partial()).isTrue();
    assertThat(reading.codes())
        .containsExactly("truncated", "incomplete-record", "damaged-archive");
  }

  @Test
  void rows_handed_on_before_a_break_are_not_handed_on_twice() throws Exception {
    String rows = RECORD.repeat(100) + "<record><row>&</row></record>" + RECORD.repeat(100);
    Reading reading = read(feedback(METADATA, POLICY, rows));

    assertThat(reading.rows).hasSize(201);
    assertThat(reading.report.messages()).isEqualTo(600);
  }

  @Test
  void records_before_the_metadata_are_mended_too() throws Exception {
    Reading reading =
        read(
            feedback(
                RECORD, record("192.0.2.2", "5"), POLICY, METADATA.replace("</org_name>", "")));

    likeGood(reading, "late-header", "unclosed-element");
  }

  @Test
  void any_mutation_ends_in_a_report_or_one_of_our_exceptions() {
    Random random = new Random(9990);
    byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 4000; i++) {
      byte[] mutant = Mutations.mutate(good, random);
      try {
        read(mutant);
      } catch (InvalidReportException | LimitExceededException e) {
        assertThat(e.getMessage()).isNotBlank();
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "mutant " + i + ": " + new String(mutant, StandardCharsets.ISO_8859_1), e);
      }
    }
  }
}
