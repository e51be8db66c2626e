package dev.plumbline.sink;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What sinks that speak HTTP have in common. */
final class HttpCalls {

  private static final int MOST_SAID = 300;

  private final HttpClient client;
  private final URI base;
  private final Duration patience;
  private final @Nullable String authorization;

  HttpCalls(SinksSettings.One settings, @Nullable String authorization) throws IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER);
    if (settings.url().getScheme().equals("https")) {
      builder.sslContext(Trust.context(settings.trustFile()));
    }
    this.client = builder.build();
    this.base = URI.create(settings.url().toString().replaceFirst("/+$", ""));
    this.patience = settings.timeout();
    this.authorization = authorization;
  }

  /** A secret from a setting, or from the file that it names. */
  static Optional<String> secret(Optional<String> text, Optional<Path> file) throws IOException {
    return file.isPresent() ? Optional.of(Files.readString(file.get()).strip()) : text;
  }

  static @Nullable String basic(SinksSettings.One settings) throws IOException {
    Optional<String> password = secret(settings.password(), settings.passwordFile());
    return settings
        .user()
        .map(user -> user + ":" + password.orElse(""))
        .map(both -> Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)))
        .map(both -> "Basic " + both)
        .orElse(null);
  }

  /**
   * Posts a text.
   *
   * @return the answer's body
   * @throws IOException unless the answer is of 200 to 299
   */
  String post(String path, String type, String body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(patience)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> answer;
    try {
      answer = client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw Unreachable.of(base.getAuthority(), e);
    }
    if (answer.statusCode() / 100 != 2) {
      String said = answer.body().replaceAll("\\s+", " ").strip();
      throw new IOException(
          "It answers with status %d: %s"
              .formatted(
                  answer.statusCode(),
                  said.length() > MOST_SAID ? said.substring(0, MOST_SAID) + "…" : said));
    }
    return answer.body();
  }
}
