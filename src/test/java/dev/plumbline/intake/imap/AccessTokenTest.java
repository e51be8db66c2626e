package dev.plumbline.intake.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.plumbline.intake.Accounts;
import dev.plumbline.intake.MailboxException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokenTest {

  @TempDir Path folder;

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String answer = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/token",
        exchange -> {
          asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body = answer.replace("#", "" + asked.size()).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void a_client_asks_with_its_credentials_and_uses_the_token_until_it_expires() {
    answer = "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"t#\"}";
    Login login = login("client-secret", "s&cret", "scope", "https://outlook.example/.default");
    assertThat(login.secret()).isEqualTo("t1");
    assertThat(login.secret()).isEqualTo("t1");
    assertThat(asked)
        .containsExactly(
            "grant_type=client_credentials&client_id=plumb&client_secret=s%26cret"
                + "&scope=https%3A%2F%2Foutlook.example%2F.default");
    assertThat(login.mechanism()).contains("XOAUTH2");
  }

  @Test
  void a_token_that_expires_within_a_minute_or_was_refused_is_fetched_again() {
    answer = "{\"expires_in\":\"59\",\"access_token\":\"t#\"}";
    Login login = login("client-secret", "s");
    assertThat(login.secret()).isEqualTo("t1");
    answer = "{\"expires_in\":3600,\"access_token\":\"t#\"}";
    assertThat(login.secret()).isEqualTo("t2");
    login.refused();
    assertThat(login.secret()).isEqualTo("t3");
  }

  @Test
  void a_refresh_token_is_read_from_its_file_and_a_new_one_is_kept_there() throws IOException {
    Path file = Files.writeString(folder.resolve("refresh"), "r0\n");
    answer = "{\"expires_in\":0,\"access_token\":\"t#\",\"refresh_token\":\"r#\"}";
    Login login = login("refresh-token-file", file.toString());
    assertThat(login.secret()).isEqualTo("t1");
    assertThat(file).hasContent("r1");
    assertThat(login.secret()).isEqualTo("t2");
    assertThat(asked.get(0)).contains("grant_type=refresh_token").contains("refresh_token=r0");
    assertThat(asked.get(1)).contains("refresh_token=r1");
  }

  @Test
  void a_new_refresh_token_without_a_file_is_used_as_long_as_the_process_runs() {
    answer = "{\"expires_in\":0,\"access_token\":\"t\",\"refresh_token\":\"new\"}";
    Login login = login("refresh-token", "old");
    login.secret();
    login.secret();
    assertThat(asked.get(1)).contains("refresh_token=new");
  }

  @Test
  void what_the_endpoint_says_is_wrong_is_told() {
    status = 401;
    answer = "{\"error\":\"invalid_client\",\"error_description\":\"Invalid client secret.\"}";
    assertThatThrownBy(() -> login("client-secret", "s").secret())
        .isInstanceOf(MailboxException.class)
        .hasMessageContaining("/token gave no token (status 401): invalid_client Invalid client");
    answer = "<html>";
    assertThatThrownBy(() -> login("client-secret", "s").secret())
        .hasMessageContaining("status 401 and no JSON");
    server.stop(0);
    assertThatThrownBy(() -> login("client-secret", "s").secret())
        .isInstanceOf(MailboxException.class)
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void a_given_token_is_read_each_time() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "one\n");
    Login login = account("oauth2.token-file", file.toString());
    assertThat(login.secret()).isEqualTo("one");
    Files.writeString(file, "two\n");
    assertThat(login.secret()).isEqualTo("two");
    assertThat(account("oauth2.token", "given").secret()).isEqualTo("given");
  }

  @Test
  void settings_that_do_not_fit_together_are_named() {
    assertThatThrownBy(() -> account("oauth2.token", "t", "password", "p"))
        .hasMessageContaining("exactly one")
        .hasMessageContaining("plumbline.mailboxes.test.oauth2.token-url");
    assertThatThrownBy(() -> account("oauth2.token-url", "http://login.example/token"))
        .hasMessageContaining("oauth2.token-url must begin with https://");
    assertThatThrownBy(() -> account("oauth2.token-url", "https://login.example/token"))
        .hasMessageContaining("oauth2.client-id");
    assertThatThrownBy(
            () ->
                account("oauth2.token-url", "https://login.example/token", "oauth2.client-id", "c"))
        .hasMessageContaining("oauth2.client-secret or")
        .hasMessageContaining("oauth2.refresh-token");
  }

  @Test
  void secrets_are_not_told() {
    assertThat(account("oauth2.token", "hush") + " " + account("password", "hush"))
        .doesNotContain("hush");
  }

  private Login login(String... namesAndValues) {
    String[] all = new String[4 + namesAndValues.length];
    all[0] = "oauth2.token-url";
    all[1] = "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    all[2] = "oauth2.client-id";
    all[3] = "plumb";
    for (int i = 0; i < namesAndValues.length; i += 2) {
      all[4 + i] = "oauth2." + namesAndValues[i];
      all[5 + i] = namesAndValues[i + 1];
    }
    return account(all);
  }

  private static Login account(String... namesAndValues) {
    String[] all = new String[4 + namesAndValues.length];
    System.arraycopy(new String[] {"host", "imap.example", "user", "u"}, 0, all, 0, 4);
    System.arraycopy(namesAndValues, 0, all, 4, namesAndValues.length);
    return Accounts.of(all).login();
  }
}
