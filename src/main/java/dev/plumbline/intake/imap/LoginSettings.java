package dev.plumbline.intake.imap;

import dev.plumbline.intake.MailboxesSettings.MailboxSettings;
import dev.plumbline.intake.MailboxesSettings.OAuth2Settings;
import dev.plumbline.intake.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads from settings how a mailbox's user logs in. */
public final class LoginSettings {

  private LoginSettings() {}

  /**
   * Checks the settings that say how to log in.
   *
   * @param prefix of the settings' names
   * @throws IllegalArgumentException with a sentence that names the setting
   */
  public static Login of(String prefix, MailboxSettings settings) {
    OAuth2Settings oauth2 = settings.oauth2();
    long ways =
        Stream.of(
                settings.password(),
                settings.passwordFile(),
                oauth2.token(),
                oauth2.tokenFile(),
                oauth2.tokenUrl())
            .filter(Optional::isPresent)
            .count();
    if (ways != 1) {
      throw new IllegalArgumentException(
          ("Set exactly one of %1$spassword and %1$spassword-file, or for OAuth 2 one of"
                  + " %1$soauth2.token, %1$soauth2.token-file and %1$soauth2.token-url.")
              .formatted(prefix));
    }
    Optional<Secret> password =
        Secret.of(prefix + "password", settings.password(), settings.passwordFile());
    if (password.isPresent()) {
      return new Login.Password(password.get());
    }
    Optional<Secret> token = Secret.of(prefix + "oauth2.token", oauth2.token(), oauth2.tokenFile());
    String fetched = prefix + "oauth2.";
    return token
        .map(AccessToken::given)
        .orElseGet(
            () ->
                fetched(
                    fetched,
                    oauth2,
                    Secret.of(
                        fetched + "client-secret",
                        oauth2.clientSecret(),
                        oauth2.clientSecretFile()),
                    Secret.of(
                        fetched + "refresh-token",
                        oauth2.refreshToken(),
                        oauth2.refreshTokenFile())));
  }

  /**
   * As {@link #of}, of secrets that are in neither settings nor files.
   *
   * @param secrets by the names of their settings, without a prefix
   * @throws IllegalArgumentException with a sentence if one is missing
   */
  public static Login of(OAuth2Settings oauth2, Map<String, Secret> secrets) {
    Secret password = secrets.get("password");
    if (password != null) {
      return new Login.Password(password);
    }
    if (oauth2.tokenUrl().isEmpty()) {
      throw new IllegalArgumentException(
          "The password is missing, or for OAuth 2 the address of the token endpoint.");
    }
    return fetched(
        "oauth2.",
        oauth2,
        Optional.ofNullable(secrets.get("oauth2.client-secret")),
        Optional.ofNullable(secrets.get("oauth2.refresh-token")));
  }

  private static AccessToken fetched(
      String prefix,
      OAuth2Settings settings,
      Optional<Secret> clientSecret,
      Optional<Secret> refreshToken) {
    URI url = settings.tokenUrl().orElseThrow();
    if (!isSafe(url)) {
      throw new IllegalArgumentException(
          prefix + "token-url must begin with https://, since a secret is sent there.");
    }
    String clientId =
        settings
            .clientId()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Set %sclient-id, which the token endpoint asks for.".formatted(prefix)));
    if (clientSecret.isEmpty() && refreshToken.isEmpty()) {
      throw new IllegalArgumentException(
          "Set %1$sclient-secret or %1$srefresh-token (or a file of either).".formatted(prefix));
    }
    return AccessToken.fetched(
        new TokenEndpoint(url, clientId, clientSecret, settings.scope()), refreshToken);
  }

  private static boolean isSafe(URI url) {
    String host = String.valueOf(url.getHost());
    boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    return "https".equalsIgnoreCase(url.getScheme())
        || ("http".equalsIgnoreCase(url.getScheme()) && here);
  }
}
