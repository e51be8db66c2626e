package dev.plumbline.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.Mails;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sends slowly, too much or in two ways is no burden for others, and is told why. */
@QuarkusTest
class SlowBodiesTest {

  private static final int MANY = 210;

  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  private Socket send(String head, String body) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
    socket.setSoTimeout(20_000);
    open.add(socket);
    String text = head.replace("\n", "\r\n") + "\r\n\r\n" + body;
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  private static String post(String path, String more) {
    return "POST " + path + " HTTP/1.1\nHost: localhost:" + RestAssured.port + "\n" + more;
  }

  /** Until the server closes the connection. */
  private static String all(Socket socket) throws IOException {
    try (InputStream in = socket.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_000_000})
  void many_half_sent_requests_are_in_nobody_s_way(int announced) throws IOException {
    for (int i = 0; i < MANY; i++) {
      String path = i % 2 == 0 ? "/api/v1/intake" : "/intake";
      send(
          post(
              path,
              "Content-Length: " + announced + "\nContent-Type: multipart/form-data; boundary=b"),
          "--b\r\n");
    }
    for (String path : List.of("/q/health", "/intake", "/", "/api/v1/intake")) {
      long began = System.nanoTime();
      assertThat(given().get(path).statusCode()).as(path).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as(path)
          .isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void a_body_that_never_comes_is_given_up_with_a_word() throws IOException {
    String answer =
        all(send(post("/api/v1/intake", "Content-Length: 500\nContent-Type: text/xml"), "<feed"));
    assertThat(answer)
        .startsWith("HTTP/1.1 408")
        .contains("application/problem+json", "The rest of the request did not come within");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/intake", "/intake"})
  void too_large_a_body_is_told_so_whether_it_says_its_size_or_not(String path) throws IOException {
    assertThat(all(send(post(path, "Content-Length: 99999999999"), "x")))
        .startsWith("HTTP/1.1 413")
        .contains("A request may have at most 67108864 bytes.");

    Socket socket = send(post(path, "Transfer-Encoding: chunked"), "");
    byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i <= 1_024; i++) {
      socket.getOutputStream().write(chunk);
    }
    socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(all(socket))
        .startsWith("HTTP/1.1 413")
        .contains("A request may have at most 67108864 bytes.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\nContent-Length: 6",
        "Content-Length: 5\nTransfer-Encoding: chunked",
        "Content-Length: 5, 6"
      })
  void a_request_with_two_lengths_is_the_last_of_its_connection(String lengths) throws IOException {
    String answer =
        all(
            send(
                post("/api/v1/intake", lengths),
                "0\r\n\r\nGET /q/health HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    assertThat(answer).startsWith("HTTP/1.1 400");
    assertThat(answer.split("HTTP/1.1 ", -1)).as(answer).hasSize(2);
  }

  @Test
  void large_and_small_bodies_arrive_byte_for_byte() {
    for (int rows : new int[] {1, 20_000}) {
      StringBuilder padding = new StringBuilder();
      Random random = new Random(rows);
      for (int i = 0; i < rows; i++) {
        padding.append("<!-- ").append(random.nextLong()).append(" -->\n");
      }
      String xml = Mails.xml("slow-" + rows).replace("intake.example", "slowbodies.example");
      String body = xml.replace("</feedback>", padding + "</feedback>");
      String first = given().contentType("text/xml").body(body).post("/api/v1/intake").asString();
      assertThat(first).contains("\"outcome\":\"stored\"");
      String form =
          given()
              .multiPart("file", "r.xml", body.getBytes(StandardCharsets.UTF_8), "text/xml")
              .post("/api/v1/intake")
              .asString();
      assertThat(form).contains("\"outcome\":\"duplicate\"");
    }
  }
}
