package dev.plumbline.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Settings {@code plumbline.mailboxes.NAME.*}; docs/configuration.md describes each. */
@ConfigMapping(prefix = "plumbline.mailboxes")
public interface MailboxesSettings {

  /** By the name the user gave each mailbox. */
  @WithParentName
  Map<String, MailboxSettings> byName();

  /** How a connection is protected. */
  enum Tls {
    /** TLS from the first byte, usually on port 993. */
    TLS,
    /** Plain text until the server agrees to TLS, which it must; usually on port 143. */
    STARTTLS,
    /** Password and reports readable by everybody on the way. */
    NONE
  }

  /** What becomes of a message in the mailbox once its outcome is committed. */
  enum After {
    /** It goes to the folder of its outcome. */
    MOVE,
    /** It stays and gets a keyword; with stored or known reports it is marked as read. */
    FLAG,
    /** With stored or known reports it is deleted; others are moved. */
    DELETE
  }

  /** An access token instead of a password: one given, or one fetched from a token endpoint. */
  interface OAuth2Settings {

    Optional<String> token();

    Optional<Path> tokenFile();

    Optional<URI> tokenUrl();

    Optional<String> clientId();

    Optional<String> clientSecret();

    Optional<Path> clientSecretFile();

    Optional<String> refreshToken();

    Optional<Path> refreshTokenFile();

    Optional<String> scope();
  }

  /** One mailbox. Folder names are written with {@code /} whatever the server uses. */
  interface MailboxSettings {

    String host();

    @WithDefault("993")
    int port();

    @WithDefault("tls")
    Tls tls();

    /** A PEM file of certificates to trust in addition to those Java trusts. */
    Optional<Path> trustFile();

    String user();

    Optional<String> password();

    Optional<Path> passwordFile();

    OAuth2Settings oauth2();

    @WithDefault("INBOX")
    String folder();

    @WithDefault("Plumbline/Done")
    String doneFolder();

    @WithDefault("Plumbline/Not a report")
    String notAReportFolder();

    @WithDefault("Plumbline/Rejected")
    String rejectedFolder();

    @WithDefault("move")
    After after();

    /** Whether to be told of new mail where the server can (RFC 2177). */
    @WithDefault("true")
    boolean idle();

    @WithDefault("5m")
    Duration interval();

    @WithDefault("25")
    int batchSize();

    @WithDefault("20s")
    Duration connectTimeout();

    @WithDefault("60s")
    Duration readTimeout();
  }
}
