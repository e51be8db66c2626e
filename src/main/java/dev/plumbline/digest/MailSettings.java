package dev.plumbline.digest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The server that takes our mail; nothing is sent until its host is set. */
@ConfigMapping(prefix = "plumbline.mail")
public interface MailSettings {

  /** How what is said to the server is kept from others. */
  enum Security {
    /** TLS from the first byte. */
    TLS,
    /** Plain until both agree on TLS, which is insisted on. */
    STARTTLS,
    /** Not at all: for a server on this machine. */
    NONE
  }

  Optional<String> host();

  @WithDefault("587")
  int port();

  @WithDefault("starttls")
  Security security();

  Optional<String> user();

  Optional<String> password();

  @WithName("password-file")
  Optional<Path> passwordFile();

  /** Whom mail is from. */
  Optional<String> from();

  /** How long the server may take for anything. */
  @WithDefault("30s")
  Duration timeout();
}
