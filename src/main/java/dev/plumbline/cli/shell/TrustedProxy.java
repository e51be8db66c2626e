package dev.plumbline.cli.shell;

import java.util.regex.Pattern;

/** The proxies whose word on where a request comes from is believed. */
final class TrustedProxy {

  /** A network that holds every address. */
  private static final Pattern ANYBODY = Pattern.compile("/0+\\s*(,|$)");

  private TrustedProxy() {}

  /**
   * Looks at what {@code plumbline.http.trusted-proxy} says.
   *
   * @throws UserException if anybody would be believed
   */
  static void requireSomebody(String proxies) {
    if (ANYBODY.matcher(proxies).find()) {
      throw new UserException(
          "plumbline.http.trusted-proxy is %s; it must name the addresses of the proxy alone, else"
                  .formatted(proxies)
              + " anybody may say where a request comes from.");
    }
  }
}
