package dev.plumbline.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.plumbline.store.MadeReport;
import dev.plumbline.store.intake.IntakeStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** TLS reports that mail servers post (RFC 8460 section 5.4). */
@QuarkusTest
class TlsReportResourceTest {

  private static final String PATH = "/api/v1/tls-report";

  @Inject IntakeStore store;

  private final String domain = MadeReport.newDomain();

  private static byte[] report(String domain) {
    return """
        {"organization-name": "Poster", "report-id": "%s",
         "date-range": {"start-datetime": "2026-11-09T00:00:00Z",
           "end-datetime": "2026-11-09T23:59:59Z"},
         "policies": [{"policy": {"policy-type": "sts", "policy-domain": "%s"},
           "summary": {"total-successful-session-count": 7,
             "total-failure-session-count": 0}}]}
        """
        .formatted(domain, domain)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private void monitor() {
    store.record(
        MadeReport.item(), MadeReport.about(domain, MadeReport.row("192.0.2.1", 1, true)).alone());
  }

  @Test
  void a_packed_report_about_a_monitored_domain_is_taken() throws IOException {
    monitor();
    given()
        .contentType("application/tlsrpt+gzip")
        .body(gzip(report(domain)))
        .post(PATH)
        .then()
        .statusCode(200)
        .body("reason", containsString("TLS report of Poster about " + domain));
    given()
        .contentType("application/tlsrpt+json")
        .body(report(domain))
        .post(PATH)
        .then()
        .statusCode(200)
        .body("reason", containsString("stored already"));
  }

  @Test
  void a_report_about_a_domain_that_nobody_monitors_is_refused() {
    given()
        .contentType("application/tlsrpt+json")
        .body(report("nobody-monitors-this.example"))
        .post(PATH)
        .then()
        .statusCode(403)
        .body("detail", containsString("not monitored here"));
  }

  @Test
  void a_report_about_no_domain_is_refused_and_leaves_no_trace() {
    given()
        .contentType("application/tlsrpt+json")
        .body("{\"organization-name\":\"Poster\",\"report-id\":\"about-nobody\",\"policies\":[]}")
        .post(PATH)
        .then()
        .statusCode(400)
        .body("detail", containsString("does not say which domain"));
  }

  @Test
  void what_is_no_tls_report_is_refused() {
    given().contentType("text/xml").body("<feedback/>").post(PATH).then().statusCode(415);
    given()
        .contentType("application/tlsrpt+json")
        .body("<feedback><record/></feedback>")
        .post(PATH)
        .then()
        .statusCode(400)
        .body("detail", equalTo("It is no TLS report."));
    given()
        .contentType("application/tlsrpt+json")
        .body("{\"report-id\":NaN,\"policies\":[]}")
        .post(PATH)
        .then()
        .statusCode(400)
        .body("detail", containsString("no JSON"));
    given()
        .contentType("application/tlsrpt+json")
        .body("{\"report-id\":\"1\",\"policies\":" + "[".repeat(100) + "]".repeat(100) + "}")
        .post(PATH)
        .then()
        .statusCode(400)
        .body("limit", equalTo("json-depth"));
  }
}
