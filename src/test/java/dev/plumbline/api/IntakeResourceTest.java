package dev.plumbline.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import dev.plumbline.intake.Mails;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IntakeResourceTest {

  private static final String PATH = "/api/v1/intake";

  @Test
  void every_file_of_a_form_gets_its_outcome() {
    given()
        .multiPart("files", "a.eml", Mails.report("rest-form"))
        .multiPart("files", "b.txt", Mails.letter("from a form"))
        .post(PATH)
        .then()
        .statusCode(200)
        .body("items", hasSize(2))
        .body("items[0].name", equalTo("a.eml"))
        .body("items[0].outcome", equalTo("stored"))
        .body("items[0].documents[0].domain", equalTo("intake.example"))
        .body("items[1].outcome", equalTo("not_a_report"));
  }

  @Test
  void a_body_is_taken_whatever_its_type_says() {
    for (String type :
        new String[] {"application/gzip", "text/xml", "application/x-www-form-urlencoded"}) {
      given()
          .config(
              RestAssuredConfig.config()
                  .encoderConfig(
                      EncoderConfig.encoderConfig()
                          .encodeContentTypeAs(type, ContentType.BINARY)
                          .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
          .contentType(type)
          .body(Mails.xml("rest-" + type.replace('/', '-')).getBytes(StandardCharsets.UTF_8))
          .post(PATH + "?name=report.xml")
          .then()
          .statusCode(200)
          .body("items[0].name", equalTo("report.xml"))
          .body("items[0].outcome", equalTo("stored"));
    }
  }

  @Test
  void the_name_may_come_from_content_disposition() {
    given()
        .contentType("application/octet-stream")
        .header("Content-Disposition", "attachment; filename=\"r.eml\"")
        .body(Mails.letter("named"))
        .post(PATH)
        .then()
        .body("items[0].name", equalTo("r.eml"));
  }

  @Test
  void an_entry_of_the_log_can_be_read_back() {
    int id =
        given()
            .contentType("application/octet-stream")
            .body(Mails.report("rest-entry"))
            .post(PATH)
            .then()
            .extract()
            .path("items[0].intake_id");
    given()
        .get(PATH + "/" + id)
        .then()
        .statusCode(200)
        .body("outcome", equalTo("stored"))
        .body("channel", equalTo("rest"))
        .body("received_at", notNullValue())
        .body("documents[0].outcome", equalTo("stored"));
    given().get(PATH + "/999999999").then().statusCode(404).contentType("application/problem+json");
  }

  @Test
  void a_form_without_files_is_a_problem() {
    given().multiPart("comment", "no file").post(PATH).then().statusCode(400);
  }

  @Test
  void a_request_over_the_limit_is_told_which() throws Exception {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              ("POST /api/v1/intake HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\n"
                      + "Content-Length: 99999999999\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Assertions.assertThat(answer)
          .startsWith("HTTP/1.1 413")
          .contains("application/problem+json")
          .contains("\"limit\":\"request-bytes\"");
    }
  }

  @Test
  void what_is_rejected_names_its_reason() {
    given()
        .contentType("application/json")
        .body("{\"report-id\":\"x\",\"policies\":[]}")
        .post(PATH + "?name=t.json")
        .then()
        .statusCode(200)
        .body("items[0].outcome", equalTo("rejected"))
        .body("items[0].reason", containsString("which domain's policy"));
  }
}
