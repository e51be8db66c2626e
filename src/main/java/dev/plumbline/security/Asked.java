package dev.plumbline.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;
import org.jspecify.annotations.Nullable;

/** What a request brings with it to say who asks. */
final class Asked extends BaseAuthenticationRequest {

  private final @Nullable String bearer;
  private final @Nullable String session;
  private final String address;
  private final String path;

  Asked(@Nullable String bearer, @Nullable String session, String address, String path) {
    this.bearer = bearer;
    this.session = session;
    this.address = address;
    this.path = path;
  }

  /** The token of a program. */
  @Nullable String bearer() {
    return bearer;
  }

  /** The key of a session. */
  @Nullable String session() {
    return session;
  }

  String address() {
    return address;
  }

  /** Whether it is about tools, or what explains them, none of which shows anything kept. */
  boolean isForTools() {
    return path.equals("/tools")
        || path.startsWith("/tools/")
        || path.equals("/help")
        || path.startsWith("/help/");
  }
}
