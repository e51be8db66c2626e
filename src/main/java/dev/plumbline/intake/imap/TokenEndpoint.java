package dev.plumbline.intake.imap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.intake.MailboxException;
import dev.plumbline.intake.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An OAuth 2 token endpoint (RFC 6749 section 3.2), as a client with an account there. */
final class TokenEndpoint {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int MOST_ANSWER_BYTES = 256 * 1024;

  /** RFC 6749 section 5.1 lets an endpoint leave the lifetime out. */
  private static final long USUAL_LIFETIME_SECONDS = 600;

  private final URI url;
  private final String clientId;
  private final Optional<Secret> clientSecret;
  private final Optional<String> scope;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  TokenEndpoint(URI url, String clientId, Optional<Secret> clientSecret, Optional<String> scope) {
    this.url = url;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.scope = scope;
  }

  /**
   * What the endpoint gave.
   *
   * @param refreshToken to be used from now on, if a new one came
   */
  record Answer(String accessToken, Duration lifetime, Optional<String> refreshToken) {
    /** Never the tokens. */
    @Override
    public String toString() {
      return "a token for " + lifetime;
    }
  }

  /** A token for the client itself; {@link MailboxException} if there is none. */
  Answer clientCredentials() {
    return ask("client_credentials", Map.of());
  }

  /** A token for whoever gave the refresh token; {@link MailboxException} if there is none. */
  Answer refresh(String refreshToken) {
    return ask("refresh_token", Map.of("refresh_token", refreshToken));
  }

  private Answer ask(String grantType, Map<String, String> more) {
    Map<String, String> form = new LinkedHashMap<>(more);
    form.put("grant_type", grantType);
    form.put("client_id", clientId);
    clientSecret.ifPresent(secret -> form.put("client_secret", secret.read()));
    scope.ifPresent(text -> form.put("scope", text));
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(encoded(form)))
            .build();
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return answer(response.statusCode(), body.readNBytes(MOST_ANSWER_BYTES));
      }
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new MailboxException(
          "The token endpoint %s cannot be reached: %s".formatted(url, reason), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MailboxException("The wait for the token endpoint was interrupted.", e);
    }
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private Answer answer(int status, byte[] body) {
    JsonNode json;
    try {
      json = JSON.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new MailboxException(
          "The token endpoint %s answered with status %d and no JSON.".formatted(url, status), e);
    }
    String token = json.path("access_token").asText("");
    if (status != 200 || token.isEmpty()) {
      // RFC 6749 section 5.2
      throw new MailboxException(
          "The token endpoint %s gave no token (status %d): %s %s"
              .formatted(
                  url,
                  status,
                  json.path("error").asText("no error named"),
                  json.path("error_description").asText(""))
              .strip());
    }
    long seconds = json.path("expires_in").asLong(USUAL_LIFETIME_SECONDS);
    String refreshToken = json.path("refresh_token").asText("");
    return new Answer(
        token,
        Duration.ofSeconds(Math.max(0, seconds)),
        refreshToken.isEmpty() ? Optional.empty() : Optional.of(refreshToken));
  }
}
