package dev.plumbline.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.Mails;
import dev.plumbline.people.Accounts;
import dev.plumbline.store.Table;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a network, behind the proxy that is named. */
@QuarkusTest
@TestProfile(NetworkTest.Proxied.class)
class NetworkTest {

  private static final String NAME = "plumbline-net.example";
  private static final String CLIENT = "203.0.113.5";

  /** As {@code serve} sets it for {@code plumbline.http.trusted-proxy}. */
  public static final class Proxied implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "plumbline.sign-in.open-tools", "true",
          "plumbline.http.public-url", "https://" + NAME,
          "plumbline.http.trusted-proxy", "127.0.0.1",
          "quarkus.http.proxy.proxy-address-forwarding", "true",
          "quarkus.http.proxy.allow-x-forwarded", "true",
          "quarkus.http.proxy.enable-forwarded-host", "true",
          "quarkus.http.proxy.trusted-proxies", "127.0.0.1");
    }
  }

  @Inject People people;
  @Inject Accounts accounts;
  @Inject DataSource database;

  @BeforeEach
  @AfterEach
  void nobody() {
    people.clear();
  }

  @Test
  void without_anybody_nothing_is_told_but_the_first_link_works() {
    assertThat(proxied().get("/").statusCode()).isEqualTo(303);
    assertThat(proxied().get("/api/v1/intake/1").statusCode()).isEqualTo(401);
    assertThat(proxied().get(accounts.firstLink().orElseThrow().path()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void open_tools_are_for_whoever_comes_by_and_nothing_else_is() {
    for (String path : List.of("/tools", "/tools/spf", "/tools/report", "/help", "/help/docs")) {
      Response page = proxied().get(path);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      String body = page.asString();
      String ways = body.substring(body.indexOf("class=\"topnav\""), body.indexOf("</nav>"));
      assertThat(ways)
          .as(path)
          .contains("href=\"/tools\"", "href=\"/sign-in\"")
          .doesNotContain("href=\"/\"", "href=\"/intake\"");
    }
    String read =
        proxied()
            .multiPart("files", "r.xml", Mails.xml("visitor").getBytes(StandardCharsets.UTF_8))
            .post("/tools/report")
            .asString();
    assertThat(read).contains("intake.example");
    assertThat(proxied().get("/sign-in").asString()).contains("href=\"/tools\"");
    for (String path : List.of("/", "/intake", "/test-mail", "/tools/../intake", "/history")) {
      assertThat(proxied().urlEncodingEnabled(false).get(path).statusCode())
          .as(path)
          .isEqualTo(303);
    }
  }

  @Test
  void what_came_to_the_proxy_unprotected_is_turned_away() {
    Response answer =
        given()
            .redirects()
            .follow(false)
            .header("X-Forwarded-For", CLIENT)
            .header("X-Forwarded-Proto", "http")
            .header("X-Forwarded-Host", NAME)
            .get("/sign-in");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.asString()).contains("over TLS only");
  }

  @Test
  void another_name_is_not_ours() {
    Response answer =
        given()
            .header("X-Forwarded-For", CLIENT)
            .header("X-Forwarded-Proto", "https")
            .header("X-Forwarded-Host", "rebound.example")
            .get("/sign-in");
    assertThat(answer.statusCode()).isEqualTo(421);
  }

  @Test
  void people_sign_in_over_tls_and_are_known_by_the_address_the_proxy_tells() {
    people.add("net@network.example", "administrator");
    Response answer =
        proxied()
            .header("Origin", "https://" + NAME)
            .header("Sec-Fetch-Site", "same-origin")
            .formParam("login", "net@network.example")
            .formParam("password", People.PASSWORD)
            .post("/sign-in");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.header("Set-Cookie")).contains("__Host-plumbline=", "Secure", "HttpOnly");
    assertThat(answer.header("Strict-Transport-Security")).startsWith("max-age=");
    String key = answer.cookie("__Host-plumbline");
    Response audit =
        proxied().cookie("__Host-plumbline", key).get("/audit?who=net%40network.example");
    assertThat(audit.statusCode()).isEqualTo(200);
    assertThat(audit.asString()).contains(CLIENT);
    assertThat(proxied().cookie("plumbline", key).get("/").statusCode())
        .as("a cookie that could have been set without TLS")
        .isEqualTo(303);
  }

  /** Beside the proxy, by another address of this machine than the one that is trusted. */
  @Test
  void headers_that_did_not_come_by_the_proxy_are_not_believed() throws IOException {
    people.add("beside@network.example", "viewer");
    String form = "login=beside%40network.example&password=" + People.PASSWORD.replace(' ', '+');
    String answer;
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress("127.0.0.2", 0));
      socket.connect(new InetSocketAddress("127.0.0.1", RestAssured.port), 10_000);
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              ("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                      + "X-Forwarded-For: 203.0.113.66\r\nX-Forwarded-Proto: https\r\n"
                      + "X-Forwarded-Host: %s\r\nForwarded: for=203.0.113.66;proto=https\r\n"
                      + "Content-Type: application/x-www-form-urlencoded\r\n"
                      + "Content-Length: %d\r\n\r\n%s")
                  .formatted(NAME, form.length(), form)
                  .getBytes(StandardCharsets.US_ASCII));
      answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(answer)
        .startsWith("HTTP/1.1 303")
        .contains("plumbline=")
        .doesNotContain("__Host-", "Strict-Transport-Security", NAME);
    assertThat(
            Table.rows(
                database,
                "select address from audit where who = 'beside@network.example'"
                    + " and action = 'sign-in'"))
        .containsOnly("127.0.0.2");
  }

  @Test
  void a_form_of_another_site_is_turned_away_here_too() {
    assertThat(proxied().header("Origin", "https://evil.example").post("/sign-in").statusCode())
        .isEqualTo(403);
  }

  /** As those who keep containers running do: by an address, without TLS, without a proxy. */
  @Test
  void whoever_keeps_it_running_may_ask_how_it_is_and_nothing_else() {
    for (String probe :
        List.of("/q/health", "/q/health/live", "/q/health/ready", "/q/health/started")) {
      Response answer = given().header("Host", "10.4.7.11:8080").get(probe);
      assertThat(answer.statusCode()).as(probe).isEqualTo(200);
      assertThat(answer.asString()).contains("UP").doesNotContain("jdbc", "domain");
    }
    assertThat(given().header("Host", "10.4.7.11:8080").get("/sign-in").statusCode())
        .isEqualTo(421);
  }

  @Test
  void this_machine_may_ask_whether_it_works() {
    assertThat(given().get("/q/health").statusCode()).isEqualTo(200);
    assertThat(given().redirects().follow(false).get("/").statusCode()).isEqualTo(303);
  }

  private static RequestSpecification proxied() {
    return given()
        .urlEncodingEnabled(false)
        .redirects()
        .follow(false)
        .header("X-Forwarded-For", CLIENT)
        .header("X-Forwarded-Proto", "https")
        .header("X-Forwarded-Host", NAME);
  }
}
