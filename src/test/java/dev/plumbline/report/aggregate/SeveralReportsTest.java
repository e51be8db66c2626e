package dev.plumbline.report.aggregate;

import static dev.plumbline.report.aggregate.Reports.METADATA;
import static dev.plumbline.report.aggregate.Reports.POLICY;
import static dev.plumbline.report.aggregate.Reports.RECORD;
import static dev.plumbline.report.aggregate.Reports.feedback;
import static dev.plumbline.report.aggregate.Reports.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.aggregate.Reports.Reading;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Documents with more than one report, and with things behind or around one. */
class SeveralReportsTest {

  private static final String FIRST = feedback(METADATA, POLICY, RECORD);
  private static final String SECOND =
      feedback(METADATA.replace("r-1", "r-2"), POLICY, record("192.0.2.2", "5"));

  private static Reading read(String xml, int place) throws Exception {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    Reading reading = new Reading();
    reading.report =
        new AggregateReportParser().parse(() -> new ByteArrayInputStream(bytes), place, reading);
    return reading;
  }

  private static List<Reading> readAll(String xml) throws Exception {
    List<Reading> readings = new ArrayList<>();
    do {
      readings.add(read(xml, readings.size()));
    } while (readings.get(readings.size() - 1).report.followed());
    return readings;
  }

  private static List<String> ids(List<Reading> readings) {
    return readings.stream().map(reading -> reading.headers.get(0).reportId()).toList();
  }

  private static String body(String document) {
    return document.substring(document.indexOf("<feedback>")).strip();
  }

  @Test
  void reports_one_after_another_are_read_each_by_itself() throws Exception {
    List<Reading> readings = readAll(FIRST + SECOND + FIRST.replace("r-1", "r-3"));

    assertThat(ids(readings)).containsExactly("r-1", "r-2", "r-3");
    assertThat(readings.get(0).report.messages()).isEqualTo(3);
    assertThat(readings.get(0).codes()).containsExactly("further-report");
    assertThat(readings.get(1).report.messages()).isEqualTo(5);
    assertThat(readings.get(1).codes()).isEmpty();
    assertThat(readings.get(2).codes()).isEmpty();
  }

  @Test
  void a_report_within_another_is_read_by_itself() throws Exception {
    String outer = feedback(METADATA, POLICY, RECORD, body(SECOND), record("192.0.2.9", "10"));
    List<Reading> readings = readAll(outer);

    assertThat(ids(readings)).containsExactly("r-1", "r-2");
    assertThat(readings.get(0).report.messages()).isEqualTo(13);
    assertThat(readings.get(0).codes()).containsExactly("further-report");
    assertThat(readings.get(1).report.messages()).isEqualTo(5);
    assertThat(readings.get(1).codes()).isEmpty();
  }

  @Test
  void reports_within_one_element_are_read() throws Exception {
    List<Reading> readings = readAll("<reports>" + body(FIRST) + body(SECOND) + "</reports>");

    assertThat(ids(readings)).containsExactly("r-1", "r-2");
    assertThat(readings.get(0).codes())
        .containsExactlyInAnyOrder("wrapped-feedback", "further-report");
  }

  @Test
  void a_report_cut_short_does_not_swallow_the_next() throws Exception {
    String cut = FIRST.substring(0, FIRST.indexOf("<auth_results>"));
    List<Reading> readings = readAll(cut + SECOND);

    assertThat(ids(readings)).containsExactly("r-1", "r-2");
    assertThat(readings.get(1).report.messages()).isEqualTo(5);
  }

  @Test
  void an_unusable_report_does_not_hide_the_next() {
    assertThatThrownBy(() -> read("<feedback></feedback>" + SECOND, 0))
        .isInstanceOfSatisfying(
            InvalidReportException.class, e -> assertThat(e.isFollowed()).isTrue());
  }

  @Test
  void tags_in_comments_begin_no_report() throws Exception {
    List<Reading> readings = readAll(FIRST + "<!-- <feedback> -->" + SECOND);

    assertThat(ids(readings)).containsExactly("r-1", "r-2");
  }

  @Test
  void what_is_wrong_in_one_report_is_told_of_that_one_only() throws Exception {
    List<Reading> readings =
        readAll(FIRST + SECOND.replace("Receiver", "Smith & Sons").replace("<row>", "<row><x/>"));

    assertThat(readings.get(0).codes()).containsExactly("further-report");
    assertThat(readings.get(1).codes()).containsExactly("bare-ampersand", "unknown-element");
  }

  @Test
  void sections_behind_the_end_are_told() throws Exception {
    Reading reading = read(FIRST + RECORD, 0);

    assertThat(reading.report.messages()).isEqualTo(3);
    assertThat(reading.codes()).containsExactly("element-after-report");
    assertThat(reading.report.repairs().get(0).detail()).contains("record").contains("left out");
  }

  @Test
  void records_within_another_element_are_read() throws Exception {
    Reading reading =
        read(feedback(METADATA, POLICY, "<records>" + RECORD + RECORD + "</records>"), 0);

    assertThat(reading.report.messages()).isEqualTo(6);
    assertThat(reading.codes()).containsExactly("unknown-element", "wrapped-section");
  }

  @Test
  void a_second_policy_is_told() throws Exception {
    Reading reading = read(feedback(METADATA, POLICY, RECORD, POLICY.replace("none", "reject")), 0);

    assertThat(reading.headers.get(0).policy().p()).isEqualTo("none");
    assertThat(reading.codes()).containsExactly("repeated-element");
  }

  @Test
  void text_attributes_and_elements_out_of_place_are_told() throws Exception {
    String odd =
        RECORD
            .replace("<row>", "<row kind=\"x\">stray<auth_results/>")
            .replace("<auth_results><dkim>", "<auth_results><dkim>words");
    Reading reading = read(feedback(METADATA, POLICY, odd), 0);

    assertThat(reading.report.messages()).isEqualTo(3);
    assertThat(reading.codes())
        .containsExactlyInAnyOrder("unknown-attribute", "stray-text", "misplaced-element");
    assertThat(reading.onlyRow().dkim().get(0).result()).isEqualTo("pass");
  }
}
