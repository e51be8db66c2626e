package dev.plumbline.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Has what is logged about a request say which trace it belongs to, if whoever asks says so: W3C
 * Trace Context, section 3.2. Nothing of it is kept, and nothing is sent anywhere.
 */
class TraceContext {

  private static final Pattern PARENT =
      Pattern.compile(
          "(?<version>[0-9a-f]{2})-(?<trace>[0-9a-f]{32})-(?<span>[0-9a-f]{16})-[0-9a-f]{2}(?<more>-.*)?");

  /**
   * A place in a trace.
   *
   * @param span of whoever asks
   */
  record Place(String trace, String span) {}

  @ServerRequestFilter
  void note(ContainerRequestContext request) {
    String header = request.getHeaderString("traceparent");
    if (header != null) {
      place(header)
          .ifPresent(
              place -> {
                // These are of this request alone, and end with it.
                MDC.put("trace_id", place.trace());
                MDC.put("parent_id", place.span());
              });
    }
  }

  /** Where a header says that a request belongs; empty if it is none. */
  static Optional<Place> place(String header) {
    Matcher parent = PARENT.matcher(header.strip());
    if (!parent.matches()) {
      return Optional.empty();
    }
    String version = parent.group("version");
    boolean valid =
        !version.equals("ff")
            && (parent.group("more") == null || !version.equals("00"))
            && !parent.group("trace").matches("0+")
            && !parent.group("span").matches("0+");
    return valid
        ? Optional.of(new Place(parent.group("trace"), parent.group("span")))
        : Optional.empty();
  }
}
