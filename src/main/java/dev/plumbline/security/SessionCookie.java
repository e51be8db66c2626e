package dev.plumbline.security;

import java.util.List;

/** The cookie that a browser keeps the key of its session in. */
final class SessionCookie {

  /** RFC 6265bis section 4.1.3.2: only this host can have set it, and only over TLS. */
  static final String OVER_TLS = "__Host-plumbline";

  /** For this machine, where there is no TLS. */
  static final String PLAIN = "plumbline";

  static final List<String> NAMES = List.of(OVER_TLS, PLAIN);

  private SessionCookie() {}

  static String name(boolean tls) {
    return tls ? OVER_TLS : PLAIN;
  }

  static boolean isUsable(String name, boolean tls) {
    return name.equals(name(tls));
  }
}
