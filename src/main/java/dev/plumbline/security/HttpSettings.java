package dev.plumbline.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where Plumbline is asked; what is missing or wrong is found before the application starts. */
@ConfigMapping(prefix = "plumbline.http")
interface HttpSettings {

  @WithDefault("127.0.0.1")
  String host();

  @WithDefault("8080")
  int port();

  /** The address that people type; its host is the only one that is answered to. */
  @WithName("public-url")
  Optional<URI> publicUrl();

  /** Whose forwarded headers are believed. */
  @WithName("trusted-proxy")
  Optional<List<String>> trustedProxy();

  /** How long nothing may come of a request's body before it is given up. */
  @WithName("body-patience")
  @WithDefault("30s")
  Duration bodyPatience();

  /** Whether the program looks at its pages itself after the start. */
  @WithName("warm-up")
  @WithDefault("true")
  boolean warmUp();

  Tls tls();

  /** The server's own certificate. */
  interface Tls {

    @WithName("certificate-file")
    Optional<String> certificateFile();

    @WithName("key-file")
    Optional<String> keyFile();
  }
}
