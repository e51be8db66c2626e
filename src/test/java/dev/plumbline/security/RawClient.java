package dev.plumbline.security;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sends bytes that no client would send, and reads until the connection is closed. */
final class RawClient {

  private static final int MILLIS = 60_000;

  private RawClient() {}

  /**
   * What came back.
   *
   * @param status 0 if nothing came
   * @param headers one a line, as they came
   * @param closed whether the server closed the connection, and we did not lose patience
   */
  record Answer(int status, List<String> headers, String body, boolean closed) {

    /** The value of a header, empty if there is none. */
    String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .findFirst()
          .orElse("");
    }

    boolean isHtml() {
      return header("Content-Type").startsWith("text/html");
    }
  }

  /** Of a request in ISO 8859-1, a byte a sign. */
  static Answer ask(String request) throws IOException {
    return ask(request.getBytes(StandardCharsets.ISO_8859_1), MILLIS);
  }

  static Answer ask(byte[] request, int millis) throws IOException {
    ByteArrayOutputStream come = new ByteArrayOutputStream();
    boolean closed = true;
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(millis);
      try {
        send(socket, request);
        byte[] some = new byte[8_192];
        for (int n = socket.getInputStream().read(some);
            n > 0;
            n = socket.getInputStream().read(some)) {
          come.write(some, 0, n);
        }
      } catch (SocketTimeoutException e) {
        closed = false;
      } catch (IOException e) {
        // Reset, since the server read no further; what it had said before that is here.
      }
    }
    return parsed(come.toString(StandardCharsets.ISO_8859_1), closed);
  }

  private static void send(Socket socket, byte[] request) {
    try {
      socket.getOutputStream().write(request);
    } catch (IOException e) {
      // The server closes as soon as it has read too much; it may have said why.
    }
  }

  private static Answer parsed(String text, boolean closed) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Answer(0, List.of(), text, closed);
    }
    List<String> head = text.substring(0, end).lines().toList();
    String[] first = head.get(0).split(" ", 3);
    Answer answer =
        new Answer(
            Integer.parseInt(first[1]),
            head.subList(1, head.size()),
            text.substring(end + 4),
            closed);
    return answer.header("Transfer-Encoding").equals("chunked")
        ? new Answer(answer.status(), answer.headers(), joined(answer.body()), closed)
        : answer;
  }

  private static String joined(String chunks) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (true) {
      int line = chunks.indexOf("\r\n", at);
      int size = line < 0 ? 0 : Integer.parseInt(chunks.substring(at, line), 16);
      if (size == 0 || line + 2 + size > chunks.length()) {
        return String.join("", parts);
      }
      parts.add(chunks.substring(line + 2, line + 2 + size));
      at = line + 2 + size + 2;
    }
  }
}
