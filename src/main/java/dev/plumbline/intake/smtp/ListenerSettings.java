package dev.plumbline.intake.smtp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings {@code plumbline.listener.*}; docs/configuration.md describes each. */
@ConfigMapping(prefix = "plumbline.listener")
public interface ListenerSettings {

  /** Nothing listens for SMTP without it. */
  Optional<Integer> smtpPort();

  /** Nothing listens for LMTP without it. */
  Optional<Integer> lmtpPort();

  @WithDefault("127.0.0.1")
  String address();

  /** What the server calls itself, in its greeting and behind {@code by} in Received: fields. */
  @WithDefault("localhost")
  String hostName();

  /** The addresses that mail is taken for. */
  Optional<List<String>> recipients();

  /** Certificate and those above it, in PEM; with it STARTTLS is offered. */
  Optional<Path> certificateFile();

  /** Its key, in PEM (PKCS #8). */
  Optional<Path> keyFile();

  /** Whether mail is taken over encrypted connections only. */
  @WithDefault("false")
  boolean requireTls();

  @WithDefault("100")
  int connections();

  @WithDefault("10")
  int connectionsOfAddress();

  @WithDefault("120")
  int mailsPerMinute();

  /** How long a client may say nothing. */
  @WithDefault("60s")
  Duration silence();

  /** How long a session may last, however busy. */
  @WithDefault("10m")
  Duration session();
}
