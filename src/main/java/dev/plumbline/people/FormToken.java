package dev.plumbline.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a form of ours carries and one of another site cannot: a hash of the key of the session,
 * which only this browser and we know.
 */
public final class FormToken {

  /** The field it stands in. */
  public static final String FIELD = "form_token";

  private FormToken() {}

  /** The token of the forms of a session. */
  public static String of(String sessionKey) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Keys.hash("form " + sessionKey));
  }

  /** Whether a form carries the token of a session. */
  public static boolean matches(@Nullable String given, String sessionKey) {
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8),
            of(sessionKey).getBytes(StandardCharsets.UTF_8));
  }
}
