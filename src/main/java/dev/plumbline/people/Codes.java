package dev.plumbline.people;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The codes of the second factor (TOTP, RFC 6238), as every authenticator app makes them. */
final class Codes {

  private static final int SECRET_BYTES = 20;

  /** RFC 6238 section 5.2: one step before and after, for clocks that differ. */
  private static final int STEPS_AROUND = 1;

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final TimeBasedOneTimePasswordGenerator GENERATOR =
      new TimeBasedOneTimePasswordGenerator();

  private Codes() {}

  static byte[] newSecret() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return secret;
  }

  /**
   * The step that a code is of.
   *
   * @param lastStep a step whose code was used already, and with it all before; null if none was
   * @return empty if the code is wrong, too old, or was used
   */
  static Optional<Long> step(byte[] secret, String code, Instant now, @Nullable Long lastStep) {
    String digits = code.replaceAll("\\s", "");
    if (!digits.matches("\\d{6}")) {
      return Optional.empty();
    }
    SecretKey key = new SecretKeySpec(secret, GENERATOR.getAlgorithm());
    long current = now.getEpochSecond() / GENERATOR.getTimeStep().toSeconds();
    for (long step = current - STEPS_AROUND; step <= current + STEPS_AROUND; step++) {
      if ((lastStep == null || step > lastStep) && Integer.parseInt(digits) == code(key, step)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  private static int code(SecretKey key, long step) {
    try {
      return GENERATOR.generateOneTimePassword(
          key, Instant.ofEpochSecond(step * GENERATOR.getTimeStep().toSeconds()));
    } catch (InvalidKeyException e) {
      throw new AssertionError("Every key is one for HMAC", e);
    }
  }

  /** A secret as people type it (RFC 4648 section 6, without padding). */
  static String base32(byte[] secret) {
    StringBuilder text = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte one : secret) {
      held = held << 8 | (one & 0xFF);
      bits += 8;
      while (bits >= 5) {
        text.append(BASE32.charAt(held >> (bits - 5) & 31));
        bits -= 5;
      }
    }
    if (bits > 0) {
      text.append(BASE32.charAt(held << (5 - bits) & 31));
    }
    return text.toString();
  }

  /** A secret as apps read it from a picture. */
  static String address(String login, byte[] secret) {
    return "otpauth://totp/Plumbline:"
        + URLEncoder.encode(login, StandardCharsets.UTF_8).replace("+", "%20")
        + "?secret="
        + base32(secret)
        + "&issuer=Plumbline";
  }
}
