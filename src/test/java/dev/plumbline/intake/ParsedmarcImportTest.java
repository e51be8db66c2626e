package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.ParsedmarcImport.Summary;
import dev.plumbline.store.Table;
import dev.plumbline.store.intake.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What parsedmarc kept comes in as what it was made of. */
@QuarkusTest
class ParsedmarcImportTest {

  private static final String RECORD =
      """
      {"source": {"ip_address": "198.51.100.4", "country": "US", "reverse_dns": null,
         "name": null, "type": null},
       "count": %d,
       "alignment": {"spf": true, "dkim": false, "dmarc": true},
       "policy_evaluated": {"disposition": "none", "dkim": "fail", "spf": "pass",
         "policy_override_reasons": [{"type": "forwarded", "comment": "a & <b>"}]},
       "identifiers": {"header_from": "%s", "envelope_from": "%s", "envelope_to": null},
       "auth_results": {"dkim": [{"domain": "%s", "selector": "s1", "result": "fail"}],
         "spf": [{"domain": "%s", "scope": "mfrom", "result": "pass"}]},
       "normalized_timespan": %b %s}\
      """;

  @Inject Intake intake;
  @Inject DataSource database;
  @TempDir Path folder;

  private final List<String> told = new ArrayList<>();

  private static String record(String domain, long count, boolean spread, String interval) {
    return RECORD.formatted(count, domain, domain, domain, domain, spread, interval);
  }

  private static String report(String domain, String id, String times, String... records) {
    return """
    {"xml_schema": "draft",
     "report_metadata": {"org_name": "parsed.example", "org_email": "r@parsed.example",
       "org_extra_contact_info": null, "report_id": "%s", %s, "errors": []},
     "policy_published": {"domain": "%s", "adkim": "r", "aspf": "r", "p": "none",
       "sp": "none", "pct": "100", "fo": "0"},
     "records": [%s]}\
    """
        .formatted(id, times, domain, String.join(",", records));
  }

  private Summary take(String text, ZoneId zone, @Nullable Instant before) throws Exception {
    Path file = folder.resolve("aggregate.json");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    ParsedmarcImport all =
        new ParsedmarcImport(intake, zone, before, (name, one) -> told.add(name + one.reason()));
    all.file(file);
    return all.summary();
  }

  private List<String> rows(String sql, String domain) {
    return Table.rows(database, sql.formatted(domain));
  }

  @Test
  void an_aggregate_report_comes_in_with_its_rows_times_and_policy_and_once() throws Exception {
    String domain = "import-one.example";
    String text =
        "["
            + report(
                domain,
                "9391651994964116463",
                "\"begin_date\": \"2012-04-27 20:00:00\", \"end_date\": \"2012-04-28 19:59:59\"",
                record(
                    domain,
                    2,
                    false,
                    ", \"interval_begin\": \"2012-04-28 00:00:00\","
                        + " \"interval_end\": \"2012-04-28 23:59:59\""))
            + "]";
    assertThat(take(text, ZoneOffset.UTC, null).count(Outcome.STORED)).as("%s", told).isEqualTo(1);
    assertThat(take(text, ZoneOffset.UTC, null).count(Outcome.DUPLICATE)).isEqualTo(1);
    assertThat(
            rows(
                """
                select r.report_id, extract(epoch from r.begin_at)::bigint,
                  extract(epoch from r.end_at)::bigint, w.messages, host(w.source_ip), w.dkim_pass,
                  w.spf_pass, w.overrides::text like '%%a & <b>%%'
                from report r join domain d on d.id = r.domain_id
                join report_row w on w.domain_id = r.domain_id and w.report_id = r.id
                where d.name = '%s'\
                """,
                domain))
        .containsExactly("9391651994964116463 1335571200 1335657599 2 198.51.100.4 f t t");
  }

  @Test
  void what_was_spread_over_days_is_one_row_of_one_report_again() throws Exception {
    String domain = "import-spread.example";
    String first =
        ", \"interval_begin\": \"2026-11-01 00:00:00\", \"interval_end\": \"2026-11-01 23:59:59\"";
    String second =
        ", \"interval_begin\": \"2026-11-02 00:00:00\", \"interval_end\": \"2026-11-02 23:59:59\"";
    take(
        report(
            domain,
            "spread",
            "\"begin_date\": \"2026-11-01 00:00:00\", \"end_date\": \"2026-11-02 23:59:59\"",
            record(domain, 3, true, first),
            record(domain, 4, true, second)),
        ZoneOffset.UTC,
        null);
    assertThat(
            rows(
                """
                select w.messages, r.end_at - r.begin_at
                from report r join domain d on d.id = r.domain_id
                join report_row w on w.domain_id = r.domain_id and w.report_id = r.id
                where d.name = '%s'\
                """,
                domain))
        .containsExactly("7 1 day 23:59:59");
  }

  @Test
  void times_without_a_zone_are_those_of_its_machine_and_later_reports_are_passed_over()
      throws Exception {
    String domain = "import-zone.example";
    String lines =
        report(
                domain,
                "early",
                "\"begin_date\": \"2025-06-01 02:00:00\", \"end_date\": \"2025-06-02 01:59:59\"",
                record(domain, 1, false, ""))
            + "\n"
            + report(
                domain,
                "late",
                "\"begin_date\": \"2026-06-01 02:00:00\", \"end_date\": \"2026-06-02 01:59:59\"",
                record(domain, 1, false, ""));
    Summary summary =
        take(lines, ZoneId.of("Europe/Berlin"), Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(summary.count(Outcome.STORED)).isEqualTo(1);
    assertThat(summary.passedOver()).isEqualTo(1);
    assertThat(
            rows(
                """
                select r.day from report r join domain d on d.id = r.domain_id
                where d.name = '%s'\
                """,
                domain))
        .containsExactly("2025-06-01");
  }

  @Test
  void all_kinds_come_in_from_one_object_and_what_is_none_is_counted() throws Exception {
    String domain = "import-kinds.example";
    String text =
        """
        {"aggregate_reports": [%1$s],
         "failure_reports": [{"feedback_type": "auth-failure", "user_agent": "Lua/1.0",
           "version": "1.0", "original_mail_from": "sharepoint@%2$s",
           "arrival_date": "Mon, 02 Nov 2026 11:20:27 +0200",
           "arrival_date_utc": "2026-11-02 09:20:27",
           "authentication_results": "dmarc=fail (p=none, dis=none) header.from=%2$s",
           "auth_failure": ["dmarc"], "reported_domain": "%2$s",
           "source": {"ip_address": "198.51.100.4"}, "sample_headers_only": false,
           "sample": "From: <sharepoint@%2$s>\\nSubject: Subject\\n\\nHello.\\n"}],
         "smtp_tls_reports": [{"organization_name": "Example Inc.",
           "begin_date": "2026-11-02T00:00:00Z", "end_date": "2026-11-02T23:59:59Z",
           "report_id": "tls of %2$s",
           "policies": [{"policy_domain": "%2$s", "policy_type": "sts",
             "policy_strings": ["version: STSv1", "mode: testing"],
             "successful_session_count": 5, "failed_session_count": 2,
             "failure_details": [{"result_type": "validation-failure", "failed_session_count": 2,
               "sending_mta_ip": "203.0.113.9", "receiving_mx_hostname": "mx.%2$s"}]}]}],
         "other": {"a": 1}}
        """
            .formatted(
                report(
                    domain,
                    "kinds",
                    "\"begin_date\": \"2026-11-01 00:00:00\", \"end_date\": \"2026-11-01"
                        + " 23:59:59\"",
                    record(domain, 1, false, "")),
                domain);
    Summary summary = take(text, ZoneOffset.UTC, null);
    assertThat(summary.count(Outcome.STORED)).as("%s", told).isEqualTo(3);
    assertThat(summary.unknown()).isEqualTo(1);
    assertThat(
            rows(
                """
                select t.success, t.failure from tls_report t join domain d on d.id = t.domain_id
                where d.name = '%s'\
                """,
                domain))
        .containsExactly("5 2");
    assertThat(
            rows(
                """
                select host(i.source_ip) from failure_incident i
                join domain d on d.id = i.domain_id where d.name = '%s'\
                """,
                domain))
        .containsExactly("198.51.100.4");
  }

  @Test
  void a_file_that_was_added_to_behind_the_end_of_its_array_is_read_to_its_end() throws Exception {
    String domain = "import-appended.example";
    String times = "\"begin_date\": \"2026-11-01 00:00:00\", \"end_date\": \"2026-11-01 23:59:59\"";
    List<String> reports =
        IntStream.rangeClosed(1, 5)
            .mapToObj(
                n ->
                    report(domain, "a" + n, times, record(domain, n, false, ""))
                        .replace("a & <b>", "[{\\\"],"))
            .toList();
    String text = "[\n%s,\n%s\n],\n%s\n],\n%s,\n%s\n]".formatted(reports.toArray());
    Summary summary = take(text, ZoneOffset.UTC, null);
    assertThat(summary.count(Outcome.STORED)).as("%s", told).isEqualTo(5);
    assertThat(summary.unknown()).isZero();
    assertThat(summary.isClean()).isTrue();
  }

  @Test
  void a_report_beside_the_word_of_its_kind_and_lists_that_are_empty_or_null_come_in()
      throws Exception {
    String domain = "import-wrapped.example";
    String times = "\"begin_date\": \"2026-11-01 00:00:00\", \"end_date\": \"2026-11-01 23:59:59\"";
    String one = report(domain, "wrapped", times, record(domain, 1, false, ""));
    String other = report(domain, "listed", times, record(domain, 1, false, ""));
    Summary summary =
        take(
            """
            {"report_type": "aggregate", "report": %s}
            {"smtp_tls_reports": null, "failure_reports": [], "aggregate_reports": [null, %s]}
            """
                .formatted(one, other),
            ZoneOffset.UTC,
            null);
    assertThat(summary.count(Outcome.STORED)).as("%s", told).isEqualTo(2);
    assertThat(summary.unknown()).isZero();
  }

  @Test
  void selectors_that_no_reporter_named_are_not_made_up_and_texts_with_a_language_are_kept()
      throws Exception {
    String domain = "import-fillers.example";
    take(
        report(
                domain,
                "fillers",
                "\"begin_date\": \"2026-11-01 00:00:00\", \"end_date\": \"2026-11-01 23:59:59\","
                    + " \"generator\": \"maker 1\"",
                record(domain, 1, false, ""))
            .replace("\"s1\"", "\"none\"")
            .replace("\"a & <b>\"", "{\"@lang\": \"en\", \"#text\": \"told so\"}"),
        ZoneOffset.UTC,
        null);
    assertThat(
            rows(
                """
                select r.generator, w.overrides::text like '%%told so%%',
                  w.auth_dkim::text like '%%none%%'
                from report r join domain d on d.id = r.domain_id
                join report_row w on w.domain_id = r.domain_id and w.report_id = r.id
                where d.name = '%s'\
                """,
                domain))
        .containsExactly("maker 1 t f");
  }

  @Test
  void days_on_which_no_message_fell_belong_to_a_report_that_was_spread() throws Exception {
    String domain = "import-few.example";
    take(
        report(
            domain,
            "few",
            "\"begin_date\": \"2026-11-01 00:00:00\", \"end_date\": \"2026-11-07 23:59:59\","
                + " \"timespan_requires_normalization\": true,"
                + " \"original_timespan_seconds\": 604799",
            record(
                domain,
                1,
                true,
                ", \"interval_begin\": \"2026-11-01 00:00:00\","
                    + " \"interval_end\": \"2026-11-02 00:00:00\""),
            record(
                domain,
                1,
                true,
                ", \"interval_begin\": \"2026-11-02 00:00:00\","
                    + " \"interval_end\": \"2026-11-03 00:00:00\"")),
        ZoneOffset.UTC,
        null);
    assertThat(
            rows(
                """
                select w.messages, r.day, r.end_at - r.begin_at
                from report r join domain d on d.id = r.domain_id
                join report_row w on w.domain_id = r.domain_id and w.report_id = r.id
                where d.name = '%s'\
                """,
                domain))
        .containsExactly("2 2026-11-01 6 days 23:59:59");
  }

  @Test
  void a_report_of_one_message_that_fell_on_a_day_in_its_middle_begins_when_it_says()
      throws Exception {
    String domain = "import-middle.example";
    take(
        report(
            domain,
            "middle",
            "\"begin_date\": \"2026-11-03 15:35:00\", \"end_date\": \"2026-11-07 16:38:03\","
                + " \"timespan_requires_normalization\": true,"
                + " \"original_timespan_seconds\": 349383",
            record(
                domain,
                1,
                true,
                ", \"interval_begin\": \"2026-11-04 00:00:00\","
                    + " \"interval_end\": \"2026-11-05 00:00:00\"")),
        ZoneOffset.UTC,
        null);
    assertThat(
            rows(
                """
                select r.day, extract(epoch from r.begin_at)::bigint, r.end_at - r.begin_at
                from report r join domain d on d.id = r.domain_id where d.name = '%s'\
                """,
                domain))
        .containsExactly(
            "2026-11-03 "
                + Instant.parse("2026-11-03T15:35:00Z").getEpochSecond()
                + " 4 days 01:03:03");
  }

  @Test
  void the_time_of_a_tls_report_may_have_any_offset() throws Exception {
    String tls =
        """
        {"organization_name": "Parsed", "begin_date": "%s", "end_date": "%s",
         "contact_info": null, "report_id": "offset-%d",
         "policies": [{"policy_domain": "import-offset.example", "policy_type": "sts",
           "successful_session_count": 3, "failed_session_count": 0}]}
        """;
    Summary summary =
        take(
            tls.formatted("2026-10-01T02:00:00+02:00", "2026-10-02T01:59:59+02:00", 1)
                + tls.formatted("2026-10-05T22:00:00-04:00", "2026-10-06T21:59:59-04:00", 2),
            ZoneOffset.UTC,
            Instant.parse("2026-10-06T00:00:00Z"));
    assertThat(summary.count(Outcome.STORED)).as("%s", told).isEqualTo(1);
    assertThat(summary.passedOver()).as("it began at two in the morning, UTC").isEqualTo(1);
  }
}
