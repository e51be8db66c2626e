package dev.plumbline.people;

import dev.plumbline.store.SqlText;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secrets that sessions, links and tokens are known by: 256 random bits each, so that a plain
 * hash is enough to keep.
 */
public final class Keys {

  private static final int BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Keys() {}

  /** A new secret, as 43 letters, digits, {@code -} and {@code _}. */
  public static String next() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What is kept of a secret. */
  static byte[] hash(String key) {
    return SqlText.sha256().digest(key.getBytes(StandardCharsets.UTF_8));
  }
}
