package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.digest.Digest;
import dev.plumbline.digest.DigestMaker;
import dev.plumbline.digest.Period;
import dev.plumbline.export.Asked;
import dev.plumbline.export.Exports;
import dev.plumbline.export.Kind;
import dev.plumbline.export.Lines;
import dev.plumbline.intake.Intake;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.review.Judge;
import dev.plumbline.standing.Days;
import dev.plumbline.standing.transport.Published;
import dev.plumbline.standing.transport.Published.State;
import dev.plumbline.standing.transport.ServerNow;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.Scope;
import dev.plumbline.store.Table;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.tls.TransportChecks;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The pages about failure and TLS reports, and that nothing private shows on any page. */
@QuarkusTest
class KindsPagesTest {

  private static final Pattern HREF = Pattern.compile("href=\"(/[^\"#]*)\"");

  /** What stands in the planted report and must show nowhere. */
  private static final List<String> PLANTED =
      List.of(
          "zacharias",
          "quillfeather",
          "confidential-merger",
          "recipient.hidden",
          "secret-envelope",
          "planted-message-id",
          "planted body");

  @Inject Intake intake;
  @Inject IntakeStore store;
  @Inject TransportChecks checks;
  @Inject Judge judge;
  @Inject DigestMaker digests;
  @Inject Exports exports;
  @Inject DataSource database;
  @Inject Clock clock;

  private final String domain = MadeReport.newDomain();

  private ItemOutcome takeFailure(int number) {
    return takeFailure(failure(number));
  }

  private ItemOutcome takeFailure(String mail) {
    return intake.take(
        "upload",
        "confidential-merger zacharias@x.example.eml",
        null,
        ReceivedBytes.of(mail.getBytes(StandardCharsets.UTF_8)));
  }

  private String failure(int number) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            clock.instant().minusSeconds(7_200).atOffset(ZoneOffset.UTC));
    return """
    From: noreply@receiver.example
    To: ruf@%1$s
    Subject: FW: confidential-merger (mail-from=secret-envelope@shop.example)
    Date: %2$s
    Message-ID: <%3$d.%1$s@receiver.example>
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=feedback-report; boundary=B

    --B
    Content-Type: message/feedback-report

    Feedback-Type: auth-failure
    User-Agent: R/1
    Version: 1
    Auth-Failure: dmarc
    Delivery-Result: quillfeather
    Original-Mail-From: <secret-envelope@shop.example>
    Original-Rcpt-To: <recipient.hidden@receiver.example>
    Authentication-Results: mx.receiver.example; spf=fail
     smtp.mailfrom=secret-envelope@shop.example; dkim=none
    Arrival-Date: %2$s
    Source-IP: 192.0.2.66
    Reported-Domain: %1$s
    Odd-Field: zacharias

    --B
    Content-Type: message/rfc822

    Received: from mail.shop.example ([192.0.2.66]) by mx.receiver.example; %2$s
    From: Zacharias Quillfeather <zacharias@%1$s>
    To: Recipient Hidden <recipient.hidden@receiver.example>
    Subject: confidential-merger
    Message-ID: <planted-message-id@shop.example>

    The planted body.
    --B--
    """
        .formatted(domain, date, number);
  }

  private void takeAggregate() {
    store.record(
        MadeReport.item(),
        MadeReport.about(domain, MadeReport.row("192.0.2.66", 3, false)).alone());
  }

  private static Response get(String path) {
    return given().redirects().follow(true).get(path);
  }

  private static String page(String path) {
    Response response = get(path);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response.asString();
  }

  private long incident() {
    return Long.parseLong(
        Table.rows(
                database,
                "select i.id from failure_incident i join domain d on d.id = i.domain_id"
                    + " where d.name = '"
                    + domain
                    + "'")
            .get(0));
  }

  @Test
  void incidents_are_listed_and_their_reports_are_masked() {
    takeFailure(1);
    takeFailure(2);

    String list = page("/domains/" + domain + "/failures");
    assertThat(list)
        .contains("DMARC failed: mail from 192.0.2.66")
        .contains("2 reports of 1 incident");

    String incident = page("/domains/" + domain + "/failures/" + incident());
    assertThat(incident)
        .contains("name-")
        .contains("subject-")
        .contains("user-")
        .contains("192.0.2.66, of which no aggregate report tells")
        .contains("/domains/" + domain + "/reports?from=")
        .contains("told by receiver.example");

    takeAggregate();
    judge.judgeNow(domain);
    assertThat(page("/domains/" + domain + "/failures/" + incident()))
        .contains("/domains/" + domain + "/sources/192.0.2.66")
        .contains("/domains/" + domain + "/senders/");
  }

  @Test
  void who_may_see_names_sees_them_and_that_is_written_down() {
    takeFailure(1);
    Response response =
        given()
            .header("Sec-Fetch-Site", "same-origin")
            .post("/domains/" + domain + "/failures/" + incident() + "/unmasked");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.asString()).contains("Zacharias Quillfeather");
    assertThat(
            Table.rows(
                database,
                "select action from audit where domain = '" + domain + "' and action = 'unmask'"))
        .hasSize(1);
  }

  @Test
  void nothing_private_shows_on_any_page_answer_or_line_of_the_log() {
    List<String> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            lines.add(record.getMessage() + " " + Arrays.toString(record.getParameters()));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    ItemOutcome outcome;
    try {
      takeAggregate();
      outcome = takeFailure(1);
      takeFailure(1);
      // A name may stand where a word of the RFC should.
      takeFailure(failure(9).replace("Auth-Failure: dmarc", "Auth-Failure: quillfeather"));
      given()
          .redirects()
          .follow(false)
          .header("Sec-Fetch-Site", "same-origin")
          .post("/intake/" + outcome.intakeId() + "/again");
    } finally {
      root.removeHandler(handler);
    }
    assertNothing("log", String.join("\n", lines));
    assertNothing("outcome", outcome.toString());
    assertNothing("api", get("/api/v1/intake/" + outcome.intakeId()).asString());
    assertThat(get("/intake/" + outcome.intakeId() + "/raw").statusCode()).isEqualTo(403);
    assertNothing("raw", get("/intake/" + outcome.intakeId() + "/raw").asString());

    Deque<String> waiting =
        new ArrayDeque<>(
            List.of(
                "/",
                "/intake",
                "/intake/" + outcome.intakeId(),
                "/reporters",
                "/domains/" + domain,
                "/domains/" + domain + "/failures"));
    Set<String> seen = new HashSet<>(waiting);
    int pages = 0;
    while (!waiting.isEmpty() && pages < 120) {
      String path = waiting.poll();
      pages++;
      String text = get(path).asString();
      assertNothing(path, text);
      HREF.matcher(text)
          .results()
          .map(found -> found.group(1).replace("&amp;", "&"))
          .filter(href -> href.contains(domain))
          .filter(seen::add)
          .forEach(waiting::add);
    }
    assertThat(pages).isGreaterThan(15);
    assertThat(seen).anyMatch(path -> path.contains("/sources/192.0.2.66"));
  }

  @Test
  void what_failure_reports_tell_of_a_source_is_evidence_of_what_it_is() throws IOException {
    store.record(
        MadeReport.item(),
        MadeReport.about(domain)
            .from(clock.instant().minusSeconds(200_000))
            .with(MadeReport.row("192.0.2.66", 300, false))
            .alone());
    judge.judgeNow(domain);
    String source = "/domains/" + domain + "/sources/192.0.2.66";
    assertThat(page(source)).doesNotContain("tells of its mail");
    takeFailure(1);
    takeFailure(2);
    judge.judgeNow(domain);
    String told = "2 failure reports tell of its mail: one name in From, one subject.";
    assertThat(page(source)).contains(told, "Names in From", "name-", "subject-");
    String key =
        Table.rows(
                database,
                "select s.sender_key from sender_standing s join domain d on d.id = s.domain_id"
                    + " where d.name = '"
                    + domain
                    + "'")
            .get(0);
    assertThat(page("/domains/" + domain + "/senders/" + key))
        .contains(told)
        .contains("calls itself mail.shop.example, which nobody proved");

    // In a digest, and as a file in an archive, too.
    LocalDate today = LocalDate.now(clock);
    Digest digest =
        digests.make(
            Scope.of(List.of(domain)), new Period("test", Days.upTo(today, 7)), "https://b");
    assertThat(digest.parts()).isNotEmpty();
    assertNothing("digest", digest.toString());
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("confidential-merger/zacharias.eml"));
      out.write(failure(3).getBytes(StandardCharsets.UTF_8));
    }
    ItemOutcome packed =
        intake.take("upload", "zacharias.zip", null, ReceivedBytes.of(zip.toByteArray()));
    assertNothing("outcome", packed.toString());
    assertNothing("entry", page("/intake/" + packed.intakeId()));
    assertNothing("api", get("/api/v1/intake/" + packed.intakeId()).asString());
    for (String answer :
        List.of("failure-reports", "changes", "reports", "rows", "metrics", "domains/" + domain)) {
      String text = get("/api/v1/" + answer + "?domain=" + domain).asString();
      assertThat(text).as(answer).isNotBlank();
      assertNothing(answer, text);
    }
    assertThat(get("/api/v1/failure-reports?domain=" + domain).asString()).contains("name-");
    for (Lines.Format format : Lines.Format.values()) {
      String taken = exported(Kind.FAILURE_REPORTS, format);
      assertThat(taken).contains("name-", domain);
      assertNothing("export", taken);
    }
  }

  /** As {@code plumbline export} writes it. */
  private String exported(Kind kind, Lines.Format format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Lines lines = Lines.to(out, format, kind.line())) {
      exports.give(
          kind,
          Asked.about(List.of(exports.domain(domain).orElseThrow())),
          line -> {
            lines.write(line);
            return true;
          });
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void assertNothing(String where, String text) {
    assertThat(text.toLowerCase(Locale.ROOT)).as(where).doesNotContain(PLANTED);
  }

  @Test
  void tls_reports_show_what_failed_beside_what_is_published() {
    LocalDate day = LocalDate.now(clock).minusDays(1);
    String json =
        """
        {"organization-name": "Receiver", "report-id": "%1$s",
         "date-range": {"start-datetime": "%2$sT00:00:00Z", "end-datetime": "%2$sT23:59:59Z"},
         "policies": [{"policy": {"policy-type": "sts", "policy-domain": "%1$s"},
           "summary": {"total-successful-session-count": 1200,
             "total-failure-session-count": 34},
           "failure-details": [
             {"result-type": "certificate-expired", "receiving-mx-hostname": "mx.%1$s",
              "failed-session-count": 34}]}]}
        """
            .formatted(domain, day);
    intake.take("upload", "t.json", null, ReceivedBytes.of(json.getBytes(StandardCharsets.UTF_8)));

    for (Lines.Format format : Lines.Format.values()) {
      assertThat(exported(Kind.TLS_REPORTS, format)).contains(domain, "Receiver", "1200", "34");
    }
    String unknown = page("/domains/" + domain + "/tls");
    assertThat(unknown)
        .contains("The certificate has expired.")
        .contains("1,234 sessions")
        .contains("What the domain publishes now is not known.")
        .contains("Whether mode: enforce is safe is not known.")
        .doesNotContain("Not ready for mode: enforce")
        .contains("not asked yet");

    long id =
        Long.parseLong(
            Table.rows(database, "select id from domain where name = '" + domain + "'").get(0));
    checks.keep(
        id,
        new Published(
            State.THERE,
            "v=STSv1; id=1",
            "testing",
            List.of("mx." + domain),
            State.THERE,
            List.of("mx." + domain),
            List.of(),
            State.NONE,
            null,
            State.NONE,
            List.of(),
            List.of(
                new ServerNow(
                    "mx." + domain,
                    ServerNow.State.FAILS,
                    clock.instant(),
                    "It does not offer STARTTLS now.")),
            List.of()),
        clock.instant());

    assertThat(page("/domains/" + domain + "/tls"))
        .contains("testing, with failures")
        .contains("in the policy")
        .contains("It does not offer STARTTLS now.")
        .contains("Not ready for mode: enforce yet.")
        .contains("Sessions failed, last on 22 Nov 2026:")
        .contains("data-label=\"Policy\">MTA-STS<")
        .contains("34")
        .contains("data-href=\"/domains/" + domain + "/tls?from=");
  }
}
