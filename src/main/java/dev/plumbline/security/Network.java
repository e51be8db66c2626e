package dev.plumbline.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who can reach this server, by its settings, and under which name. */
@ApplicationScoped
class Network {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost\\.?|127(\\.\\d{1,3}){3}|\\[?(0*:)*:0*1]?");

  private final Optional<URI> publicUrl;
  private final boolean demanding;
  private final boolean proxied;

  Network(HttpSettings settings) {
    publicUrl = settings.publicUrl();
    proxied = settings.trustedProxy().isPresent();
    demanding = publicUrl.isPresent() || proxied || !isLoopback(settings.host());
  }

  /** Whether others than the users of this machine can come here, so that everybody signs in. */
  boolean isDemanding() {
    return demanding;
  }

  /** Whether a proxy was named whose forwarded headers are believed. */
  boolean isProxied() {
    return proxied;
  }

  /** The address that people type, if there is one to be known by. */
  Optional<URI> publicUrl() {
    return publicUrl;
  }

  static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}
