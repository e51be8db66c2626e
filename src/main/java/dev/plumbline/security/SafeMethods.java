package dev.plumbline.security;

import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/** The methods that change nothing (RFC 9110 section 9.2.1). */
final class SafeMethods {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private SafeMethods() {}

  static boolean has(HttpServerRequest request) {
    return SAFE.contains(request.method().name());
  }
}
