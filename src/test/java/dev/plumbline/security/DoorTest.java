package dev.plumbline.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DoorTest {

  private static final String PATH = "/api/v1/intake/999999999";

  @Test
  void names_of_this_machine_are_served() throws IOException {
    for (String host :
        new String[] {"localhost", "localhost:8080", "LOCALHOST", "127.0.0.1:8080", "[::1]:8080"}) {
      assertThat(statusFor(host)).as(host).contains(" 404 ");
    }
  }

  @Test
  void names_that_others_own_are_turned_away_even_if_they_lead_here() throws IOException {
    for (String host :
        new String[] {
          "rebound.example",
          "rebound.example:8080",
          "localhost.rebound.example",
          "127.0.0.1.rebound.example",
          "192.0.2.1",
          "0.0.0.0:8080",
          "[2001:db8::1]:8080",
          ""
        }) {
      assertThat(statusFor(host)).as(host).containsAnyOf(" 421 ", " 400 ");
    }
  }

  @Test
  void a_form_of_another_site_is_turned_away() {
    assertThat(status(post().header("Origin", "https://evil.example"))).isEqualTo(403);
    assertThat(status(post().header("Origin", "null"))).isEqualTo(403);
    assertThat(status(post().header("Origin", "http://localhost:1"))).isEqualTo(403);
    assertThat(status(post().header("Sec-Fetch-Site", "cross-site"))).isEqualTo(403);
    assertThat(status(post().header("Sec-Fetch-Site", "same-site"))).isEqualTo(403);
  }

  @Test
  void browsers_that_speak_http_2_are_told_why() throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    URI here = URI.create(RestAssured.baseURI + ":" + RestAssured.port + PATH);
    assertThat(client.send(HttpRequest.newBuilder(here).build(), BodyHandlers.ofString()).version())
        .isEqualTo(HttpClient.Version.HTTP_2);
    for (String header : new String[] {"Sec-Fetch-Site", "X-Forwarded-For"}) {
      HttpRequest refused =
          HttpRequest.newBuilder(here)
              .header(header, "cross-site")
              .POST(BodyPublishers.noBody())
              .build();
      HttpResponse<String> answer = client.send(refused, BodyHandlers.ofString());
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("\"This request c");
      assertThat(answer.headers().map()).doesNotContainKey("connection");
    }
  }

  @Test
  void a_form_of_our_own_and_a_program_are_let_in() {
    String own = RestAssured.baseURI + ":" + RestAssured.port;
    assertThat(status(post())).isEqualTo(200);
    assertThat(status(post().header("Origin", own))).isEqualTo(200);
    assertThat(status(post().header("Origin", own).header("Sec-Fetch-Site", "same-origin")))
        .isEqualTo(200);
  }

  @Test
  void a_link_on_another_site_still_works() {
    assertThat(given().header("Sec-Fetch-Site", "cross-site").get(PATH).statusCode())
        .isEqualTo(404);
  }

  @Test
  void an_address_that_is_too_long_is_refused_in_a_sentence() {
    String long5000 = "x".repeat(5_000);
    assertThat(given().get("/?q=" + long5000).statusCode()).isEqualTo(200);
    given().get("/api/v1/domains?q=" + long5000).then().statusCode(200);
    String sentence = "The address of this request is longer than 8000 characters.";
    given()
        .get("/api/v1/domains?q=" + "x".repeat(20_000))
        .then()
        .statusCode(414)
        .contentType("application/problem+json")
        .body("status", equalTo(414))
        .body("detail", equalTo(sentence));
    assertThat(given().get("/?q=" + "x".repeat(8_000)).asString()).isEqualTo(sentence + "\n");
  }

  private static RequestSpecification post() {
    return given().contentType("text/plain").body("guard");
  }

  private static int status(RequestSpecification request) {
    return request.post("/api/v1/intake").statusCode();
  }

  /** By hand, since clients do not let a Host be made up. */
  private static String statusFor(String host) throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              ("GET " + PATH + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.lines().findFirst().orElse("");
    }
  }
}
