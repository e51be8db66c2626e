package dev.plumbline.alert;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By which the other side knows that a post is ours and not an old one (RFC 2104): HMAC-SHA256 of
 * the time, a dot and the body.
 */
final class Signature {

  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /** As {@code t=1764000000,v1=HEX}. */
  static String of(String secret, Instant at, String body) {
    String time = Long.toString(at.getEpochSecond());
    return "t=" + time + ",v1=" + HexFormat.of().formatHex(mac(secret, time + "." + body));
  }

  private static byte[] mac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Every Java has HMAC-SHA256", e);
    }
  }
}
