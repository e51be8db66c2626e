package dev.plumbline.report.aggregate;

import static dev.plumbline.report.aggregate.Reports.METADATA;
import static dev.plumbline.report.aggregate.Reports.POLICY;
import static dev.plumbline.report.aggregate.Reports.RECORD;
import static dev.plumbline.report.aggregate.Reports.feedback;
import static dev.plumbline.report.aggregate.Reports.read;
import static dev.plumbline.report.aggregate.Reports.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.Repair;
import dev.plumbline.report.Values;
import dev.plumbline.report.aggregate.ReportRow.DkimResult;
import dev.plumbline.report.aggregate.ReportRow.PolicyOverride;
import dev.plumbline.report.aggregate.ReportRow.SpfResult;
import dev.plumbline.report.aggregate.Reports.Reading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateReportParserTest {

  @Test
  void a_plain_report_is_read_without_any_repair() throws Exception {
    Reading reading = read(feedback(METADATA, POLICY, RECORD, record("2001:db8::1", "4")));

    ReportHeader header = reading.headers.get(0);
    assertThat(header.format()).isEqualTo(ReportFormat.RFC7489);
    assertThat(header.reporter()).isEqualTo("Receiver");
    assertThat(header.begin()).isEqualTo(Instant.ofEpochSecond(1700000000));
    assertThat(header.policy().domain()).isEqualTo("sender.example");
    assertThat(header.policy().pct()).isEqualTo(100);
    ReportRow row = reading.rows.get(0);
    assertThat(row.sourceIp())
        .isEqualTo(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}));
    assertThat(row.dkimPass()).isTrue();
    assertThat(row.spfPass()).isFalse();
    assertThat(row.dkim()).containsExactly(new DkimResult("sender.example", "s1", "pass", null));
    assertThat(row.spf()).containsExactly(new SpfResult("bounce.example", "mfrom", "fail", null));
    assertThat(row.envelopeFrom()).isNull();
    assertThat(reading.report.messages()).isEqualTo(7);
    assertThat(reading.report.passMessages()).isEqualTo(7);
    assertThat(reading.report.partial()).isFalse();
    assertThat(reading.report.repairs()).isEmpty();
  }

  @Test
  void sections_may_come_in_any_order() throws Exception {
    String rows = RECORD + record("192.0.2.2", "5");
    Reading last = read(feedback(rows, POLICY, METADATA));
    Reading between = read(feedback(METADATA, RECORD, POLICY, record("192.0.2.2", "5")));

    assertThat(last.headers).isEqualTo(between.headers);
    assertThat(last.rows).isEqualTo(between.rows);
    assertThat(last.codes()).containsExactly("late-header");
    assertThat(between.codes()).containsExactly("late-header");
  }

  @Test
  void elements_within_sections_may_come_in_any_order() throws Exception {
    Reading reading =
        read(
            feedback(
                METADATA,
                POLICY,
                "<record><auth_results><spf><result>pass</result><domain>a.example</domain></spf>"
                    + "</auth_results><identifiers><header_from>a.example</header_from>"
                    + "</identifiers><row><policy_evaluated><spf>pass</spf><dkim>fail</dkim>"
                    + "<disposition>none</disposition></policy_evaluated><count>2</count>"
                    + "<source_ip>192.0.2.1</source_ip></row></record>"));

    assertThat(reading.onlyRow().messages()).isEqualTo(2);
    assertThat(reading.onlyRow().spfPass()).isTrue();
    assertThat(reading.codes()).isEmpty();
  }

  @Test
  void namespaces_do_not_matter() throws Exception {
    String plain = feedback(METADATA, POLICY, RECORD);
    String defaulted = plain.replace("<feedback>", "<feedback xmlns=\"http://odd.example/x\">");
    String prefixed =
        plain
            .replaceAll("<(/?)([a-z])", "<$1d:$2")
            .replace("<d:feedback>", "<d:feedback xmlns:d=\"http://dmarc.org/dmarc-xml/0.1\">")
            .replace("<?d:", "<?");

    assertThat(read(defaulted).rows).isEqualTo(read(plain).rows);
    assertThat(read(defaulted).codes()).isEmpty();
    assertThat(read(prefixed).rows).isEqualTo(read(plain).rows);
    assertThat(read(prefixed).headers).isEqualTo(read(plain).headers);
  }

  @ParameterizedTest
  @CsvSource({
    "<testing>y</testing>,true",
    "<t>y</t><psd>n</psd>,true",
    "<discovery_method>psl</discovery_method>,",
  })
  void rfc_9990_is_recognised_by_any_element_only_it_has(String elements, Boolean testing)
      throws Exception {
    String policy =
        "<policy_published><domain>a.example</domain><p>none</p>"
            + elements
            + "</policy_published>";
    ReportHeader header = read(feedback(METADATA, policy, RECORD)).headers.get(0);

    assertThat(header.format()).isEqualTo(ReportFormat.RFC9990);
    assertThat(header.policy().testing()).isEqualTo(testing);
  }

  @Test
  void rfc_9990_is_recognised_by_namespace_version_and_generator() throws Exception {
    String plain = feedback(METADATA, POLICY, RECORD);
    String namespace =
        plain.replace("<feedback>", "<feedback xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\">");
    String version = plain.replace("<feedback>", "<feedback><version>2.0</version>");
    String generator = plain.replace("</report_id>", "</report_id><generator>G 1</generator>");

    for (String xml : List.of(namespace, version, generator)) {
      assertThat(read(xml).headers.get(0).format()).isEqualTo(ReportFormat.RFC9990);
    }
    assertThat(read(generator).headers.get(0).generator()).isEqualTo("G 1");
  }

  @Test
  void np_beside_pct_is_rfc_9091_and_still_the_old_format() throws Exception {
    String policy = POLICY.replace("<sp>", "<np>reject</np><sp>");
    ReportHeader header = read(feedback(METADATA, policy, RECORD)).headers.get(0);

    assertThat(header.format()).isEqualTo(ReportFormat.RFC7489);
    assertThat(header.policy().np()).isEqualTo("reject");
  }

  @Test
  void a_record_within_an_extension_is_no_row() throws Exception {
    String extension =
        "<extension xmlns:v=\"urn:vendor\"><v:record><v:row/></v:record><record/></extension>";
    String inRecord =
        RECORD.replace("</record>", "<v:count xmlns:v=\"urn:v\">9</v:count></record>");
    Reading reading = read(feedback(METADATA, POLICY, extension, inRecord));

    assertThat(reading.onlyRow().messages()).isEqualTo(3);
    assertThat(reading.codes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Pass,pass,letter-case",
    "hardfail,fail,alias-value",
    "unknown,temperror,alias-value",
    "error,permerror,alias-value",
    "' pass ',pass,surrounding-whitespace",
    "invalid,invalid,unknown-value",
    "'',,empty-value",
  })
  void results_are_normalised_and_the_repair_is_named(String written, String result, String code)
      throws Exception {
    Reading reading =
        read(
            feedback(
                METADATA,
                POLICY,
                RECORD.replace("<result>fail</result>", "<result>" + written + "</result>")));

    assertThat(reading.onlyRow().spf().get(0).result()).isEqualTo(result == null ? "" : result);
    assertThat(reading.codes()).containsExactly(code);
  }

  @ParameterizedTest
  @CsvSource({
    "007,7,unusual-number",
    "12.0,12,unusual-number",
    "'1,234',1234,unusual-number",
    "' 5 ',5,surrounding-whitespace",
    "-3,0,negative-number",
    "99999999999999999999999,1000000000000,number-too-large",
    "many,0,unreadable-number",
    "1e999999999,0,unreadable-number",
    "'',0,empty-value",
  })
  void counts_are_read_leniently(String written, long messages, String code) throws Exception {
    Reading reading = read(feedback(METADATA, POLICY, record("192.0.2.1", written)));

    assertThat(reading.onlyRow().messages()).isEqualTo(messages);
    assertThat(reading.codes()).contains(code);
  }

  @ParameterizedTest
  @CsvSource({
    "1337270400.0,2012-05-17T16:00:00Z,unusual-number",
    "1700000000000,2023-11-14T22:13:20Z,unusual-date",
    "2023-11-14T22:13:20Z,2023-11-14T22:13:20Z,unusual-date",
    "2023-11-14 22:13:20,2023-11-14T22:13:20Z,unusual-date",
    "302832000,1979-08-07T00:00:00Z,implausible-date",
    "-5,,unreadable-date",
    "99999999999999999,,unreadable-date",
    "soon,,unreadable-number",
  })
  void dates_are_read_leniently(String written, Instant begin, String code) throws Exception {
    Reading reading = read(feedback(METADATA.replace("1700000000", written), POLICY, RECORD));

    assertThat(reading.headers.get(0).begin()).isEqualTo(begin);
    assertThat(reading.codes()).contains(code);
  }

  @ParameterizedTest
  @CsvSource({
    "'',missing-source-ip",
    "mail.example,unreadable-source-ip",
    "999.1.1.1,unreadable-source-ip",
  })
  void a_row_without_a_readable_source_is_kept(String written, String code) throws Exception {
    Reading reading = read(feedback(METADATA, POLICY, record(written, "3"), RECORD));

    assertThat(reading.rows.get(0).sourceIp()).isNull();
    assertThat(reading.report.messages()).isEqualTo(6);
    assertThat(reading.codes()).containsExactly(code);
  }

  @ParameterizedTest
  @CsvSource({
    "'\u200b',a.example,surrounding-whitespace",
    "A.Example.,a.example,",
    "user@A.example,a.example,address-as-domain",
  })
  void author_domains_are_trimmed_and_lower_case(String written, String domain, String code)
      throws Exception {
    String value = written.equals("\u200b") ? "\n  a.example\u200b " : written;
    Reading reading =
        read(
            feedback(
                METADATA,
                POLICY,
                RECORD
                    .replace("<header_from>sender.example", "<header_from>" + value)
                    .replace("<domain>sender.example", "<domain>a.example")));

    assertThat(reading.onlyRow().headerFrom()).isEqualTo(domain);
    assertThat(reading.codes()).isEqualTo(code == null ? List.of() : List.of(code));
  }

  @Test
  void missing_and_empty_nodes_keep_the_row() throws Exception {
    Reading reading =
        read(
            feedback(
                METADATA,
                POLICY,
                "<record/>",
                "<record><row/><identifiers/><auth_results/></record>",
                "<record><row><source_ip>192.0.2.1</source_ip><count>1</count>"
                    + "<policy_evaluated><reason></reason><reason><type/></reason>"
                    + "</policy_evaluated></row><identifiers><envelope_from/></identifiers>"
                    + "<auth_results><spf><scope>helo</scope><result>none</result></spf>"
                    + "<dkim/></auth_results></record>"));

    assertThat(reading.rows).hasSize(3);
    ReportRow row = reading.rows.get(2);
    assertThat(row.overrides())
        .containsExactly(new PolicyOverride("other", null), new PolicyOverride("other", null));
    assertThat(row.envelopeFrom()).isEmpty();
    assertThat(row.spf()).containsExactly(new SpfResult("", "helo", "none", null));
    assertThat(reading.codes()).contains("missing-element", "empty-reason", "empty-value");
  }

  @Test
  void doubled_nodes_count_once_and_results_are_joined() throws Exception {
    String row = RECORD.replace("<count>3</count>", "<count>3</count><count>4</count>");
    String results =
        row.replace(
            "</record>",
            "<auth_results><dkim><domain>c.example</domain>"
                + "<result>fail</result></dkim></auth_results></record>");
    Reading reading = read(feedback(METADATA, METADATA, POLICY, results));

    assertThat(reading.onlyRow().messages()).isEqualTo(3);
    assertThat(reading.onlyRow().dkim()).hasSize(2);
    assertThat(reading.codes()).containsExactly("repeated-element");
    assertThat(reading.report.repairs()).hasSize(3);
  }

  @Test
  void unknown_elements_are_ignored_and_told() throws Exception {
    Reading reading =
        read(
            feedback(
                METADATA, POLICY, RECORD.replace("<row>", "<row><odd><count>9</count></odd>")));

    assertThat(reading.onlyRow().messages()).isEqualTo(3);
    assertThat(reading.codes()).containsExactly("unknown-element");
  }

  @Test
  void element_names_in_other_letter_case_are_understood() throws Exception {
    Reading reading = read(feedback(METADATA, POLICY, RECORD.replace("record>", "Record>")));

    assertThat(reading.rows).hasSize(1);
    assertThat(reading.codes()).containsExactly("element-name-case");
  }

  @Test
  void a_mapped_ipv4_address_is_ipv4() throws Exception {
    Reading reading = read(feedback(METADATA, POLICY, record("::ffff:192.0.2.1", "1")));

    assertThat(reading.onlyRow().sourceIp().getHostAddress()).isEqualTo("192.0.2.1");
    assertThat(reading.codes()).containsExactly("mapped-source-ip");
  }

  @Test
  void the_same_repair_of_many_rows_is_one_line() throws Exception {
    String rows = RECORD.replace(">none<", ">None<").repeat(50);
    Reading reading = read(feedback(METADATA, POLICY, rows));

    assertThat(reading.report.repairs()).hasSize(1);
    assertThat(reading.report.repairs().get(0).detail()).contains("50 times, first in record 1");
  }

  @Test
  void repairs_are_bounded() throws Exception {
    String rows =
        IntStream.range(0, 1200)
            .mapToObj(i -> record("host" + i, "1"))
            .collect(Collectors.joining());
    Reading reading = read(feedback(METADATA, POLICY, rows));

    assertThat(reading.report.repairs()).hasSize(1001);
    assertThat(reading.report.repairs().get(1000))
        .isEqualTo(new Repair("more-repairs", "200 more repairs are not listed"));
  }

  @Test
  void texts_are_bounded() throws Exception {
    String id = "x".repeat(5_000_000);
    Reading reading = read(feedback(METADATA.replace("r-1", id), POLICY, RECORD));

    assertThat(reading.headers.get(0).reportId()).hasSize(Values.MAX_TEXT_CHARS);
    assertThat(reading.codes()).containsExactly("text-too-long");
  }

  @Test
  void texts_are_whole_wherever_the_parser_splits_them() throws Exception {
    String unit = feedback(METADATA.replace("Receiver", "A&amp;B &#x20AC; \u20ac"), POLICY, RECORD);
    Reading expected = read(unit);
    assertThat(expected.headers.get(0).reporter()).isEqualTo("A&B \u20ac \u20ac");
    // Each offset of the report falls once on the end of the parser's buffer of 4,000 bytes,
    // and once on that of 4,096.
    for (int pad = 4096 - unit.length() - 40; pad <= 4096; pad++) {
      Reading reading = read(unit.replace("<feedback>", "<feedback>" + " ".repeat(pad)));
      assertThat(reading.headers).isEqualTo(expected.headers);
      assertThat(reading.rows).isEqualTo(expected.rows);
      assertThat(reading.report.repairs()).isEmpty();
    }
  }

  @Test
  void texts_are_whole_when_the_source_gives_one_byte_at_a_time() throws Exception {
    byte[] xml =
        feedback(METADATA.replace("Receiver", "Sue\u00f1o \ud83d\ude00"), POLICY, RECORD)
            .getBytes(StandardCharsets.UTF_8);
    Reading reading = new Reading();
    new AggregateReportParser()
        .parse(
            () ->
                new ByteArrayInputStream(xml) {
                  @Override
                  public synchronized int read(byte[] buffer, int offset, int length) {
                    return super.read(buffer, offset, Math.min(1, length));
                  }
                },
            reading);

    assertThat(reading.headers.get(0).reporter()).isEqualTo("Sue\u00f1o \ud83d\ude00");
    assertThat(reading.onlyRow().messages()).isEqualTo(3);
  }

  @Test
  void what_is_no_report_is_refused_with_a_reason() {
    assertThatThrownBy(() -> read("")).isInstanceOf(InvalidReportException.class);
    assertThatThrownBy(() -> read("just words"))
        .isInstanceOf(InvalidReportException.class)
        .hasMessageContaining("no XML element");
    assertThatThrownBy(() -> read("<html><body/></html>"))
        .isInstanceOf(InvalidReportException.class)
        .hasMessageContaining("\"html\"");
    assertThatThrownBy(() -> read("<feedback/>")).isInstanceOf(InvalidReportException.class);
  }

  @Test
  void rows_are_limited() {
    AggregateReportParser parser = new AggregateReportParser(2);
    byte[] xml = feedback(METADATA, POLICY, RECORD.repeat(3)).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> parser.parse(() -> new ByteArrayInputStream(xml), new Reading()))
        .isInstanceOfSatisfying(
            LimitExceededException.class, e -> assertThat(e.limit()).isEqualTo("rows"));
  }

  @Test
  void a_failing_source_is_no_invalid_report() {
    IOException failure = new IOException("disk");
    assertThatThrownBy(
            () ->
                new AggregateReportParser()
                    .parse(
                        () ->
                            new ByteArrayInputStream(new byte[0]) {
                              @Override
                              public synchronized int read(byte[] b, int offset, int length) {
                                return sneak(failure);
                              }
                            },
                        new Reading()))
        .isSameAs(failure);
  }

  @Test
  void an_exception_of_the_sink_comes_through() {
    byte[] xml = feedback(METADATA, POLICY, RECORD).getBytes(StandardCharsets.UTF_8);
    IllegalStateException failure = new IllegalStateException("database");
    ReportSink sink =
        new ReportSink() {
          @Override
          public void begin(ReportHeader header) {}

          @Override
          public void row(ReportRow row) {
            throw failure;
          }
        };
    assertThatThrownBy(
            () -> new AggregateReportParser().parse(() -> new ByteArrayInputStream(xml), sink))
        .isSameAs(failure);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T, E extends Throwable> T sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static String withReason(String reason) {
    return feedback(
        METADATA, POLICY, RECORD.replace("</spf></policy", "</spf>" + reason + "</policy"));
  }

  @ParameterizedTest
  @CsvSource({
    "<reason>mailing_list</reason>, mailing_list",
    "<reason> forwarded </reason>, forwarded",
    "<reason><comment>seen</comment>trusted_forwarder</reason>, trusted_forwarder",
    "<reason><![CDATA[local_policy]]></reason>, local_policy"
  })
  void the_text_of_a_reason_is_its_type(String reason, String type) throws Exception {
    Reading reading = read(withReason(reason));

    assertThat(reading.onlyRow().overrides())
        .extracting(PolicyOverride::type)
        .containsExactly(type);
    assertThat(reading.codes()).contains("text-as-element");
  }

  @ParameterizedTest
  @CsvSource({
    "<reason>local_policy arc=pass</reason>, local_policy, arc=pass, ARC",
    "<reason><type>Forwarded (by a list)</type></reason>, forwarded, by a list), FORWARDED",
    "<reason><type>mailing_list: x</type><comment>seen</comment></reason>, mailing_list, x; seen,"
        + " MAILING_LIST",
    "<reason>arc=pass</reason>, other, arc=pass, ARC",
    "<reason>we know him</reason>, other, we know him, OTHER"
  })
  void what_stands_behind_the_type_of_a_reason_or_instead_of_it_is_its_comment(
      String reason, String type, String comment, PolicyOverride.Kind kind) throws Exception {
    Reading reading = read(withReason(reason));

    assertThat(reading.onlyRow().overrides()).containsExactly(new PolicyOverride(type, comment));
    assertThat(reading.onlyRow().overrides().get(0).kind()).isEqualTo(kind);
    assertThat(reading.codes()).contains("text-as-element");
  }

  @Test
  void a_type_of_a_reason_with_other_joints_is_that_type() throws Exception {
    for (String type : List.of("mailing-list", "Mailing List")) {
      Reading reading = read(withReason("<reason><type>" + type + "</type></reason>"));

      assertThat(reading.onlyRow().overrides())
          .containsExactly(new PolicyOverride("mailing_list", null));
      assertThat(reading.codes()).contains("alias-value");
    }
  }

  @Test
  void the_text_of_a_result_is_its_result() throws Exception {
    Reading reading =
        read(
            feedback(
                METADATA,
                POLICY,
                RECORD.replaceAll("<dkim><domain>.*</dkim>", "<dkim>pass</dkim>")));

    assertThat(reading.onlyRow().dkim()).containsExactly(new DkimResult("", null, "pass", null));
    assertThat(reading.codes()).containsExactly("text-as-element");
  }

  @Test
  void a_missing_evaluation_counts_as_fail_and_says_so() throws Exception {
    Reading reading = read(feedback(METADATA, POLICY, RECORD.replace("<dkim>pass</dkim>", "")));

    assertThat(reading.onlyRow().dkimPass()).isFalse();
    assertThat(reading.report.repairs())
        .containsExactly(
            new Repair(
                "missing-element", "policy_evaluated/dkim is missing: counted as fail (record 1)"));
  }

  @Test
  void an_evaluation_that_is_written_like_a_result_is_read() throws Exception {
    String nested = RECORD.replace("<dkim>pass</dkim>", "<dkim>\n<result>pass</result>\n</dkim>");
    Reading reading = read(feedback(METADATA, POLICY, nested.replace("\n", ""), nested));

    assertThat(reading.rows).hasSize(2).allMatch(ReportRow::dkimPass).noneMatch(ReportRow::spfPass);
    assertThat(reading.rows).allSatisfy(row -> assertThat(row.dkim()).hasSize(1));
    assertThat(reading.report.repairs().get(0))
        .isEqualTo(
            new Repair(
                "misplaced-element",
                "element result within policy_evaluated/dkim read as its value"
                    + " (2 times, first in record 1)"));
    Reading more =
        read(
            feedback(
                METADATA,
                POLICY,
                RECORD.replace(
                    "<spf>fail</spf>",
                    "<spf><domain>a.example</domain><result>pass</result></spf>")));
    assertThat(more.onlyRow().spfPass()).isTrue();
    assertThat(more.report.repairs()).extracting(Repair::detail).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "<email>dmarc@receiver.example</email>, report_metadata without email",
    "<p>none</p>, policy_published without p",
    "<disposition>none</disposition>, policy_evaluated without disposition (record 1)"
  })
  void what_the_schemas_require_is_missed(String element, String sentence) throws Exception {
    Reading reading = read(feedback(METADATA, POLICY, RECORD).replace(element, ""));

    assertThat(reading.rows).hasSize(1);
    assertThat(reading.report.repairs()).containsExactly(new Repair("missing-element", sentence));
  }

  @ParameterizedTest
  @CsvSource({
    "50%, 50, unusual-number",
    "50 %, 50, unusual-number",
    "' 50 ', 50, surrounding-whitespace",
    "101%, , unknown-value",
    "all, , unreadable-number"
  })
  void percentages_are_read_leniently(String written, Integer pct, String code) throws Exception {
    Reading reading =
        read(feedback(METADATA, POLICY.replace(">100<", ">" + written + "<"), RECORD));

    assertThat(reading.headers.get(0).policy().pct()).isEqualTo(pct);
    assertThat(reading.codes()).containsExactly(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "1e3", "", "12,5"})
  void what_was_counted_for_no_number_is_said(String written) throws Exception {
    Reading reading = read(feedback(METADATA, POLICY, record("192.0.2.1", written)));

    assertThat(reading.report.repairs())
        .singleElement()
        .satisfies(repair -> assertThat(repair.detail()).endsWith(": counted as 0 (record 1)"));
  }

  @Test
  void an_author_domain_that_is_no_name_is_kept_and_told() throws Exception {
    List<String> odd =
        List.of(
            "dom\"&gt;&lt;script&gt;",
            "a b.example",
            "x".repeat(64) + ".example",
            "sender.example, other.example",
            "a..example",
            "-a.example");
    for (String name : odd) {
      String row = RECORD.replace("<header_from>sender.example", "<header_from>" + name);
      Reading reading =
          read(feedback(METADATA, POLICY, row.replace("<dkim>pass</dkim>", "<dkim>fail</dkim>")));
      assertThat(reading.onlyRow().headerFrom()).isNotEmpty();
      assertThat(reading.codes()).as(name).containsExactly("unknown-value");
    }
  }

  @Test
  void a_record_in_a_record_is_read() throws Exception {
    String inner = record("192.0.2.8", "9");
    Reading around = read(feedback(METADATA, POLICY, "<record>" + RECORD + inner + "</record>"));
    assertThat(around.rows).hasSize(2);
    assertThat(around.report.messages()).isEqualTo(12);
    assertThat(around.codes()).containsExactly("wrapped-section");

    Reading within =
        read(
            feedback(
                METADATA,
                POLICY,
                RECORD.replace("</record>", "<record>" + inner + "</record></record>"),
                record("192.0.2.9", "1")));
    assertThat(within.rows).hasSize(3);
    assertThat(within.report.messages()).isEqualTo(13);
    assertThat(within.codes()).containsExactly("wrapped-section");
    assertThat(within.report.repairs().get(0).detail()).endsWith("(record 2)");

    Reading many =
        read(feedback(METADATA, POLICY, "<record>" + RECORD.repeat(10_001) + "</record>"));
    assertThat(many.rows).hasSize(10_000);
    assertThat(many.codes()).containsExactly("wrapped-section", "too-many-results");
  }

  @Test
  void an_unknown_evaluation_counts_as_fail_and_says_so() throws Exception {
    Reading reading =
        read(feedback(METADATA, POLICY, RECORD.replace("<dkim>pass</dkim>", "<dkim>ok</dkim>")));

    assertThat(reading.onlyRow().dkimPass()).isFalse();
    assertThat(reading.report.repairs())
        .containsExactly(
            new Repair("unknown-value", "policy_evaluated/dkim \"ok\" counted as fail (record 1)"));
  }

  @ParameterizedTest
  @CsvSource({
    "<>, ''",
    "< >, ''",
    "<bounce@mail.example>, mail.example",
    "<mail.example>, mail.example"
  })
  void brackets_of_a_path_are_taken_off(String written, String read) throws Exception {
    String xml =
        RECORD.replace(
            "</header_from>",
            "</header_from><envelope_from>"
                + written.replace("<", "&lt;").replace(">", "&gt;")
                + "</envelope_from>");
    Reading reading = read(feedback(METADATA, POLICY, xml));

    assertThat(reading.onlyRow().envelopeFrom()).isEqualTo(read);
    assertThat(reading.codes()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "b\u00fccher.example, xn--bcher-kva.example",
    "B\u00dcCHER.example, xn--bcher-kva.example",
    "bu\u0308cher\u3002example, xn--bcher-kva.example",
    "XN--BCHER-KVA.example, xn--bcher-kva.example",
    "stra\u00dfe.example, xn--strae-oqa.example",
    "post@m.\u043f\u0440\u0438\u043c\u0435\u0440.example, m.xn--e1afmkfd.example"
  })
  void letters_beyond_ascii_and_a_labels_are_one_name(String written, String read)
      throws Exception {
    Reading reading =
        read(
            feedback(
                METADATA,
                POLICY.replace("sender.example", written),
                RECORD.replace("sender.example", written)));

    assertThat(reading.headers.get(0).policy().domain()).isEqualTo(read);
    assertThat(reading.onlyRow().headerFrom()).isEqualTo(read);
    assertThat(reading.onlyRow().dkim().get(0).domain()).isEqualTo(read);
    if (!written.startsWith("XN")) {
      assertThat(reading.codes()).contains("u-label");
    }
  }
}
