package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.Table;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Tools for one record or one report in hand, over the DNS of the sample. */
@QuarkusTest
class ToolsPagesTest {

  private static final String SAMPLE = "harbourlight.example";
  private static final String UNASKED = "unasked-tools.zz";

  @Inject DataSource database;

  @Test
  void dmarc_says_which_policy_applies_to_a_name_below_and_why() {
    assertThat(page("/tools/dmarc?domain=alarms." + SAMPLE))
        .contains("The policy is none", "The organizational domain is " + SAMPLE);
    assertThat(page("/tools/dmarc?domain=" + SAMPLE + "&record=v%3DDMARC1%3B+p%3Drejekt"))
        .contains("The record that was typed", "error");
  }

  @Test
  void a_dmarc_record_is_written_with_what_the_other_side_has_to_publish() {
    assertThat(
            page(
                "/tools/dmarc/new?domain="
                    + SAMPLE
                    + "&p=quarantine&address=x@reports.example.net"))
        .contains("v=DMARC1; p=quarantine; rua=mailto:x@reports.example.net");
    assertThat(page("/tools/dmarc/new?domain=" + SAMPLE + "&sends=no"))
        .contains("v=DMARC1; p=reject");
  }

  @Test
  void an_spf_record_is_written_and_tested() {
    assertThat(page("/tools/spf/new?domain=" + SAMPLE + "&hosts=192.0.2.24&rest=fail"))
        .contains("v=spf1 ip4:192.0.2.24 -all", "Tested: 192.0.2.24", "gives pass");
    assertThat(page("/tools/spf/new?domain=" + SAMPLE + "&sends=no")).contains("v=spf1 -all");
  }

  @Test
  void keys_and_what_a_domain_receives_by_are_looked_at() {
    assertThat(page("/tools/dkim?domain=" + SAMPLE + "&selectors=hl2024"))
        .contains("hl2024._domainkey." + SAMPLE);
    assertThat(page("/tools/receiving?domain=" + SAMPLE)).contains("MTA-STS", "TLS-RPT", "BIMI");
  }

  @Test
  void what_dns_was_not_asked_is_not_known_and_not_missing() {
    for (String tool :
        List.of("/tools?", "/tools/dmarc?", "/tools/dkim?selectors=s1&", "/tools/receiving?")) {
      assertThat(page(tool + "domain=" + UNASKED))
          .as(tool)
          .contains("it is not known")
          .doesNotContain("There is no such record");
    }
  }

  @Test
  void that_no_selector_is_known_is_not_told_as_if_there_were_no_key() {
    assertThat(page("/tools?domain=" + SAMPLE)).contains("No key is known; DNS cannot list them.");
    assertThat(page("/tools?domain=" + SAMPLE + "&selectors=hl2024"))
        .doesNotContain("No key is known");
  }

  @Test
  void what_makes_no_sense_is_one_sentence() {
    assertThat(page("/tools/dmarc/new?domain=" + SAMPLE + "&p=rejekt"))
        .contains("should be none, quarantine or reject.");
    assertThat(page("/tools/dkim?domain=" + SAMPLE)).contains("Name one selector");
    assertThat(page("/tools/dkim?domain=" + SAMPLE + "&selectors=a_b..c"))
        .contains("is no selector.");
    assertThat(page("/tools/spf/new?domain=" + SAMPLE + "&hosts=%3F%3F")).contains("??");
  }

  @Test
  void a_report_is_read_and_nothing_of_it_is_kept() throws Exception {
    long before = items();
    String read = post("report.xml.gz", gzip(xml("tools-report-1"))).asString();
    assertThat(read)
        .contains("Report of Tools Receiver", "About read-tools.example")
        .contains("192.0.2.201", "192.0.2.202");
    assertThat(read.indexOf("192.0.2.202"))
        .as("what fails comes first")
        .isLessThan(read.indexOf("192.0.2.201"));
    assertThat(read).doesNotContain("/domains/read-tools.example");
    assertThat(items()).isEqualTo(before);
  }

  @Test
  void what_is_no_report_says_so() {
    assertThat(post("x.xml", "<feedback><broken".getBytes(StandardCharsets.UTF_8)).statusCode())
        .isEqualTo(200);
    assertThat(post("x.txt", "hello".getBytes(StandardCharsets.UTF_8)).asString())
        .contains("none-yet");
    assertThat(given().multiPart("files", "", new byte[0]).post("/tools/report").asString())
        .contains("No file was chosen.");
  }

  private long items() {
    return Long.parseLong(
        Table.rows(
                database,
                "select (select count(*) from intake_log) + (select count(*) from raw_payload)")
            .get(0));
  }

  private static Response post(String name, byte[] content) {
    return given().multiPart("files", name, content).post("/tools/report");
  }

  private static String page(String path) {
    return given().urlEncodingEnabled(false).get(path).asString();
  }

  private static byte[] gzip(String text) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String xml(String id) {
    return """
    <?xml version="1.0"?>
    <feedback><report_metadata><org_name>Tools Receiver</org_name><email>r@receiver.example</email>
    <report_id>%s</report_id><date_range><begin>1794787200</begin>
    <end>1794873599</end></date_range></report_metadata>
    <policy_published><domain>read-tools.example</domain><p>none</p></policy_published>
    %s%s</feedback>
    """
        .formatted(id, row("192.0.2.201", 90, "pass"), row("192.0.2.202", 2, "fail"));
  }

  private static String row(String ip, int count, String result) {
    return """
    <record><row><source_ip>%1$s</source_ip><count>%2$d</count><policy_evaluated>
    <disposition>none</disposition><dkim>%3$s</dkim><spf>%3$s</spf></policy_evaluated></row>
    <identifiers><header_from>read-tools.example</header_from></identifiers>
    <auth_results><spf><domain>read-tools.example</domain><result>%3$s</result></spf></auth_results>
    </record>
    """
        .formatted(ip, count, result);
  }
}
