package dev.plumbline.intake.imap;

import dev.plumbline.intake.Secret;
import dev.plumbline.intake.imap.TokenEndpoint.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An OAuth 2 access token, sent with XOAUTH2 (as Google and Microsoft describe it). Fetched from a
 * token endpoint it is kept until shortly before it expires, or until a mail server refuses it.
 */
final class AccessToken implements Login {

  private static final Logger LOG = Logger.getLogger(AccessToken.class);

  /** A token is not used for a login that it might not outlive. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final Optional<Secret> given;
  private final Optional<TokenEndpoint> endpoint;
  private final Optional<Secret> refreshToken;

  /** A newer refresh token than the setting's, which has no file to keep it. */
  private @Nullable String newerRefreshToken;

  private @Nullable Answer current;
  private long currentSince;

  private AccessToken(
      Optional<Secret> given, Optional<TokenEndpoint> endpoint, Optional<Secret> refreshToken) {
    this.given = given;
    this.endpoint = endpoint;
    this.refreshToken = refreshToken;
  }

  /** A token somebody else keeps fresh. */
  static AccessToken given(Secret token) {
    return new AccessToken(Optional.of(token), Optional.empty(), Optional.empty());
  }

  /**
   * Tokens fetched when they are needed.
   *
   * @param refreshToken if it is that grant (RFC 6749 section 6), else it is client credentials
   *     (section 4.4)
   */
  static AccessToken fetched(TokenEndpoint endpoint, Optional<Secret> refreshToken) {
    return new AccessToken(Optional.empty(), Optional.of(endpoint), refreshToken);
  }

  @Override
  public synchronized String secret() {
    if (given.isPresent()) {
      return given.get().read();
    }
    Answer known = current;
    if (known != null && isFresh(known)) {
      return known.accessToken();
    }
    long asked = System.nanoTime();
    Answer fetched = fetch(endpoint.orElseThrow());
    fetched.refreshToken().ifPresent(this::keepRefreshToken);
    current = fetched;
    currentSince = asked;
    return fetched.accessToken();
  }

  private boolean isFresh(Answer answer) {
    return System.nanoTime() - currentSince < answer.lifetime().minus(MARGIN).toNanos();
  }

  private Answer fetch(TokenEndpoint from) {
    if (refreshToken.isEmpty()) {
      return from.clientCredentials();
    }
    return from.refresh(newerRefreshToken != null ? newerRefreshToken : refreshToken.get().read());
  }

  /** RFC 6749 section 6: a new refresh token replaces the old one, which may not work any more. */
  private void keepRefreshToken(String token) {
    Secret secret = refreshToken.orElse(null);
    if (secret == null) {
      return;
    }
    try {
      if (secret.replace(token)) {
        return;
      }
      LOG.warnf(
          "The token endpoint gave a new refresh token; use %s-file, so that it can be kept",
          secret.setting());
    } catch (IOException e) {
      LOG.warnf(
          "The token endpoint gave a new refresh token, but the file of %s-file cannot be written"
              + " (%s): after a restart the old one is used",
          secret.setting(), e.getMessage());
    }
    newerRefreshToken = token;
  }

  @Override
  public String word() {
    return "access token";
  }

  @Override
  public Optional<String> mechanism() {
    return Optional.of("XOAUTH2");
  }

  @Override
  public synchronized void refused() {
    current = null;
  }
}
