package dev.plumbline.people;

/** The cookie that a browser keeps the key of its session in. */
public final class SessionCookie {

  /** RFC 6265bis section 4.1.3.2: only this host can have set it, and only over TLS. */
  private static final String OVER_TLS = "__Host-plumbline";

  /** For this machine, where there is no TLS. */
  private static final String PLAIN = "plumbline";

  private SessionCookie() {}

  public static String name(boolean tls) {
    return tls ? OVER_TLS : PLAIN;
  }
}
