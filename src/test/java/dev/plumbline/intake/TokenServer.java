package dev.plumbline.intake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** Issues access tokens, and tells a mail server which of them are good. */
final class TokenServer implements AutoCloseable {

  private final HttpServer server;
  private final Set<String> good = Collections.synchronizedSet(new HashSet<>());
  private int issued;

  TokenServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::issue);
    server.createContext("/tokeninfo", this::vouch);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/token";
  }

  synchronized int issued() {
    return issued;
  }

  void revokeAll() {
    good.clear();
  }

  private synchronized void issue(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!form.contains("client_id=plumbline") || !form.contains("client_secret=hush")) {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    String token = "token-" + ++issued;
    good.add(token);
    answer(exchange, 200, "{\"access_token\":\"%s\",\"expires_in\":3600}".formatted(token));
  }

  private void vouch(HttpExchange exchange) throws IOException {
    String token = exchange.getRequestURI().getQuery().replaceFirst("^access_token=", "");
    boolean known = good.contains(token);
    answer(
        exchange,
        known ? 200 : 400,
        known
            ? "{\"email\":\"%s\",\"expires_in\":3600}".formatted(MailClient.USER)
            : "{\"error\":\"invalid_token\"}");
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
