package dev.plumbline.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.security.RawClient.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests that no client sends, byte by byte: each gets a clear answer, and none a hanging one.
 */
@QuarkusTest
class UnclearRequestsTest {

  private static final String HOST = "Host: localhost\r\n";
  private static final String CLOSE = "Connection: close\r\n\r\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/reporters      |                              | 400 | names no host",
        "/reporters      | Host: a b<c>                 | 400 | names no host",
        "/reporters      | Host: localhost:99999        | 400 | names no host",
        "/reporters      | Host: localhost:x            | 400 | names no host",
        "/reporters      | Host: ?Host: rebound.example | 400 | names two hosts",
        "/q/health       |                              | 400 | names no host",
        "/%zz            | Host: localhost              | 400 | not encoded as addresses",
        "/%              | Host: localhost              | 400 | not encoded as addresses",
        "/domains/%e     | Host: localhost              | 400 | not encoded as addresses",
        "/domains/a;b=%z | Host: localhost              | 400 | not encoded as addresses",
        "/reporters?q=%z | Host: localhost              | 400 | not encoded as addresses",
        "/?%             | Host: localhost              | 400 | not encoded as addresses",
        "/_static/a%zz.b | Host: localhost              | 400 | not encoded as addresses",
        "/a\\b           | Host: localhost              | 400 | not encoded as addresses",
        "reporters       | Host: localhost              | 404 | nothing at this address",
        "*               | Host: localhost              | 404 | nothing at this address"
      })
  void what_cannot_be_led_to_anybody_is_refused_in_one_sentence(
      String address, String headers, int status, String sentence) throws IOException {
    for (String below :
        address.startsWith("/") ? new String[] {"", "/api/v1"} : new String[] {""}) {
      Answer answer =
          RawClient.ask(
              "GET %s%s HTTP/1.1\r\n%s%s"
                  .formatted(
                      below,
                      address,
                      headers == null ? "" : headers.replace("?", "localhost\r\n") + "\r\n",
                      CLOSE));
      assertThat(answer.status()).as("%s%s", below, answer).isEqualTo(status);
      assertThat(answer.closed()).isTrue();
      assertThat(answer.body()).contains(sentence).doesNotContain("stack", "Error id");
      assertThat(answer.header("Content-Type"))
          .isEqualTo(below.isEmpty() ? "text/plain; charset=utf-8" : "application/problem+json");
      assertGuarded(answer);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BREW  | /reporters         | 405",
        "get   | /reporters         | 405",
        "TRACE | /reporters         | 405",
        "BREW  | /api/v1/domains    | 405",
        "GET   | /reporters?q=%c3(  | 200",
        "GET   | /reporters?q=%00   | 200",
        "GET   | /domains/%00       | 404",
        "GET   | /domains/%ff%fe    | 404",
        "GET   | /api/v1/domains/%00| 404",
        "GET   | /../../etc/passwd  | 404",
        "GET   | /%2e%2e/etc/passwd | 404",
        "GET   | /domains/a%2fb     | 404"
      })
  void what_is_nowhere_to_be_found_is_answered_by_the_pages_themselves(
      String method, String address, int status) throws IOException {
    Answer answer = RawClient.ask("%s %s HTTP/1.1\r\n%s%s".formatted(method, address, HOST, CLOSE));
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertGuarded(answer);
  }

  @Test
  void what_is_of_an_older_time_or_a_later_one() throws IOException {
    Answer old = RawClient.ask("GET /reporters HTTP/1.0\r\n" + HOST + "\r\n");
    assertThat(old.status()).isEqualTo(200);
    assertGuarded(old);
    assertThat(RawClient.ask("GET /q/health HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
    Answer nobody = RawClient.ask("GET /reporters HTTP/1.0\r\n\r\n");
    assertThat(nobody.status()).isEqualTo(421);
    assertGuarded(nobody);
    for (String version : new String[] {"HTTP/9.9", "XTTP/1.1"}) {
      Answer answer = RawClient.ask("GET /reporters " + version + "\r\n" + HOST + CLOSE);
      assertThat(answer.status()).as(version).isEqualTo(505);
      assertThat(answer.closed()).isTrue();
    }
  }

  /** The server's library answers these before anything of ours is asked. */
  @Test
  void what_is_no_request_is_answered_by_its_status_alone() throws IOException {
    String many = "X-Some: thing\r\n".repeat(3_000);
    assertAlone(414, "GET /" + "a".repeat(70_000) + " HTTP/1.1\r\n" + HOST + CLOSE);
    assertAlone(414, "GET /?" + "a".repeat(500_000) + " HTTP/1.1\r\n" + HOST + CLOSE);
    assertAlone(431, "GET / HTTP/1.1\r\n" + HOST + many + CLOSE);
    assertAlone(431, "GET / HTTP/1.1\r\n" + HOST + "X: " + "y".repeat(70_000) + "\r\n" + CLOSE);
    assertAlone(400, "GET / HTTP/1.1\r\n" + HOST + "X Y: z\r\n" + CLOSE);
    assertAlone(400, "GET / HTTP/1.1\r\n" + HOST + "nonsense\r\n" + CLOSE);
    assertAlone(400, "GET / HTTP/1.1\r\n" + HOST + "X: a\0b\r\n" + CLOSE);
    assertAlone(400, "GET /a b c HTTP/1.1\r\n" + HOST + CLOSE);
    assertAlone(400, "G<E>T / HTTP/1.1\r\n" + HOST + CLOSE);
    assertAlone(400, "GET /\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | Content-Length: 3; Content-Length: 4        | abcd",
        "400 | Content-Length: 3; Content-Length: 3        | abc",
        "400 | Content-Length: 3, 4                        | abcd",
        "400 | Content-Length: abc                         | abcd",
        "400 | Content-Length: -1                          | abcd",
        "400 | Content-Length: +4                          | abcd",
        "400 | Content-Length: 99999999999999999999        | abcd",
        "400 | Content-Length: 3; Transfer-Encoding: chunked | 0;;",
        "400 | Transfer-Encoding: chunked; Transfer-Encoding: identity | 0;;",
        "501 | Transfer-Encoding: gzip                     | abcd",
        "501 | Transfer-Encoding: gzip, chunked            | 0;;",
        "0   | Transfer-Encoding: chunked                  | zz;abc;0;;",
        "0   | Transfer-Encoding: chunked                  | -4;abc;0;;"
      })
  void a_body_whose_end_nobody_can_tell_closes_the_connection(
      int status, String headers, String body) throws IOException {
    String request = "POST /api/v1/intake HTTP/1.1\r\n" + HOST + headers.replace("; ", "\r\n");
    Answer answer =
        RawClient.ask(request + "\r\n\r\n" + body.replace(";", "\r\n") + "GET / HTTP/1.1\r\n");
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.closed()).isTrue();
    assertThat(answer.body()).doesNotContain("HTTP/1.1");
  }

  @Test
  void a_body_that_breaks_on_its_way_closes_the_connection() throws IOException {
    String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
    Answer answer =
        RawClient.ask(
            "POST /api/v1/intake HTTP/1.1\r\n"
                + HOST
                + "Transfer-Encoding: chunked\r\n\r\n"
                + chunk
                + chunk
                + "no size\r\n");
    assertThat(answer.status()).isZero();
    assertThat(answer.closed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Type: /;;",
        "Content-Type: nonsense",
        "Content-Type: text/plain; charset=",
        "Content-Type: ;",
        "Accept: nonsense/;;q=x",
        "Accept: /",
        "Accept-Language: ;;q=x",
        "Accept-Charset: nonsense",
        "Accept-Encoding: nonsense;q=x",
        "Cookie: plumbline=\u00ff; a; =; ;;",
        "Range: bytes=9-1,x",
        "If-None-Match: x",
        "If-Modified-Since: yesterday",
        "Authorization: Bearer",
        "Authorization: Basic \u00ff",
        "Expect: nonsense",
        "Upgrade: websocket",
        "Origin: ://",
        "Traceparent: 00-x"
      })
  void a_header_that_says_nothing_is_no_failure_of_the_server(String header) throws IOException {
    for (String path :
        new String[] {"/", "/reporters", "/intake", "/api/v1/intake", "/api/v1/domains"}) {
      for (String method : new String[] {"GET", "POST"}) {
        Answer answer =
            RawClient.ask(
                "%s %s HTTP/1.1\r\n%s%s\r\nContent-Length: 3\r\n%sabc"
                    .formatted(method, path, HOST, header, CLOSE));
        assertThat(answer.status()).as("%s %s: %s", method, path, answer).isBetween(200, 499);
        assertGuarded(answer);
      }
    }
  }

  @Test
  void signs_beyond_ascii_are_read_as_they_stand() throws IOException {
    byte[] request =
        ("GET /domains/b\u00fccher-unclear.example HTTP/1.1\r\n" + HOST + CLOSE)
            .getBytes(StandardCharsets.UTF_8);
    Answer answer = RawClient.ask(request, 60_000);
    assertThat(answer.status()).isEqualTo(404);
    assertGuarded(answer);
    Answer zero = RawClient.ask("GET /\0 HTTP/1.1\r\n" + HOST + CLOSE);
    assertThat(zero.status()).isEqualTo(400);
    assertGuarded(zero);
  }

  private static void assertAlone(int status, String request) throws IOException {
    Answer answer = RawClient.ask(request);
    assertThat(answer.status()).as("%.60s: %s", request, answer).isEqualTo(status);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.closed()).isTrue();
  }

  private static void assertGuarded(Answer answer) {
    assertThat(answer.header("Content-Security-Policy")).as("%s", answer).contains("'self'");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
  }
}
