package dev.plumbline.people;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Hashes passwords with Argon2id (RFC 9106), and says which ones are too weak. */
@ApplicationScoped
public class Passwords {

  static final int SHORTEST = 12;

  /** Longer ones would only cost. */
  private static final int LONGEST = 1_000;

  /** OWASP's second choice of 2024: 19 MiB, two passes, one lane. */
  private static final int MEMORY_KIB = 19_456;

  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;

  /** Each takes its memory for some tens of milliseconds; a crowd of guesses has to wait. */
  private static final int AT_ONCE = 4;

  private final Argon2Function function =
      Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);

  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  /** Of nobody's password: whether somebody exists must not show in the time an answer takes. */
  private final String nobodys = madeUp();

  /**
   * A password as it is kept.
   *
   * @return its hash with its parameters, as {@code $argon2id$...}
   */
  public String hash(String password) {
    return inTurn(
        () -> Password.hash(password).addRandomSalt(SALT_BYTES).with(function).getResult());
  }

  /** Whether a password is the one that was kept. */
  boolean matches(String password, String hash) {
    return password.length() <= LONGEST
        && inTurn(
            () -> Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash)));
  }

  /** Takes as long as {@link #matches}, for somebody who does not exist or has no password. */
  boolean matchesNobody(String password) {
    matches(password, nobodys);
    return false;
  }

  /** The form of a hash without its work: nobody has the password. */
  private static String madeUp() {
    return "$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            Argon2Function.ARGON2_VERSION_13,
            MEMORY_KIB,
            PASSES,
            LANES,
            random(SALT_BYTES),
            random(HASH_BYTES));
  }

  private static String random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether it was hashed with less than what is used today. */
  boolean isOld(String hash) {
    return !Argon2Function.getInstanceFromHash(hash).equals(function);
  }

  /** Why a password is none to take, in one sentence; empty if it is good enough. */
  public Optional<String> problem(String password, String login) {
    if (password.codePointCount(0, password.length()) < SHORTEST) {
      return Optional.of("A password needs at least %d characters.".formatted(SHORTEST));
    }
    if (password.length() > LONGEST) {
      return Optional.of("A password may have at most %d characters.".formatted(LONGEST));
    }
    String lower = password.toLowerCase(Locale.ROOT);
    if (lower.contains(login.toLowerCase(Locale.ROOT)) || lower.chars().distinct().count() < 5) {
      return Optional.of(
          "This password is too easy to guess: it repeats itself or holds your own name.");
    }
    return Optional.empty();
  }

  private <T> T inTurn(Supplier<T> work) {
    turns.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }
}
