package dev.plumbline.dkim;

import dev.plumbline.dns.TagList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One key record as published, such as {@code v=DKIM1; k=rsa; p=MIGf...} (RFC 6376 section 3.6.1).
 * Reading never fails: what is wrong is told in {@link #problems}.
 *
 * @param text as published
 * @param algorithm the key type
 * @param bits the size of the key; 0 if it is empty or unreadable
 * @param hashes the hash algorithms it allows; empty means all
 * @param services the services it is for; {@code *} means all
 * @param testing {@code t=y}
 * @param strict {@code t=s}: the identity of a signature may not be a subdomain
 * @param revoked the key is empty
 * @param problems why no receiver may accept it; empty if one may
 * @param notes what is weak or odd without making it useless
 */
public record DkimKey(
    String text,
    Algorithm algorithm,
    int bits,
    List<String> hashes,
    List<String> services,
    boolean testing,
    boolean strict,
    boolean revoked,
    List<String> problems,
    List<String> notes) {

  /** RFC 8301 section 3.2: signatures with shorter keys must not be considered valid. */
  private static final int MIN_RSA_BITS = 1024;

  /** RFC 8301 section 3.2: signers should use at least this. */
  private static final int GOOD_RSA_BITS = 2048;

  /** Copies the lists. */
  public DkimKey {
    hashes = List.copyOf(hashes);
    services = List.copyOf(services);
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /** The kinds of keys. */
  public enum Algorithm {
    RSA,
    ED25519,
    UNRECOGNIZED;

    static Algorithm ofWire(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "rsa" -> RSA;
        case "ed25519" -> ED25519;
        default -> UNRECOGNIZED;
      };
    }
  }

  /** Reads the text of a key record. */
  public static DkimKey parse(String text) {
    TagList tags = TagList.parse(text);
    List<String> problems = new ArrayList<>();
    List<String> notes = new ArrayList<>(tags.problems());
    // RFC 6376 section 3.6.1: v is recommended; if there, it is first and DKIM1.
    if (tags.get("v").isPresent() && !tags.startsWith("v", "DKIM1")) {
      problems.add("The version tag is not v=DKIM1 in the first place (RFC 6376 section 3.6.1).");
    }
    String keyType = tags.get("k").orElse("rsa");
    Algorithm algorithm = Algorithm.ofWire(keyType);
    if (algorithm == Algorithm.UNRECOGNIZED) {
      problems.add("The key type k=" + keyType + " is not known (RFC 6376 section 3.6.1).");
    }
    List<String> hashes = words(tags.get("h").orElse(""));
    // RFC 8301 section 3.1: SHA-1 must not be used any more.
    if (!hashes.isEmpty() && !hashes.contains("sha256")) {
      problems.add("It does not allow SHA-256, the only hash still in use (RFC 8301 section 3.1).");
    }
    List<String> services = words(tags.get("s").orElse("*"));
    if (!services.contains("*") && !services.contains("email")) {
      problems.add("It is not meant for mail (s=" + String.join(":", services) + ").");
    }
    boolean keyTag = tags.get("p").isPresent();
    String key = tags.get("p").orElse("").replaceAll("\\s", "");
    if (!keyTag) {
      problems.add("The tag p, which holds the key, is missing (RFC 6376 section 3.6.1).");
    }
    int bits = key.isEmpty() ? 0 : bits(algorithm, key, problems, notes);
    List<String> flags = words(tags.get("t").orElse(""));
    return new DkimKey(
        text,
        algorithm,
        bits,
        hashes,
        services,
        flags.contains("y"),
        flags.contains("s"),
        keyTag && key.isEmpty(),
        problems,
        notes);
  }

  /** What a receiver can do with it. */
  public KeyState state() {
    if (revoked) {
      return KeyState.REVOKED;
    }
    if (!problems.isEmpty()) {
      return KeyState.INVALID;
    }
    return testing ? KeyState.TEST_MODE : KeyState.VALID;
  }

  private static int bits(
      Algorithm algorithm, String key, List<String> problems, List<String> notes) {
    int bits =
        switch (algorithm) {
          case RSA -> PublicKeys.rsaBits(key);
          case ED25519 -> PublicKeys.ed25519Bits(key);
          case UNRECOGNIZED -> 0;
        };
    if (algorithm == Algorithm.UNRECOGNIZED) {
      return 0;
    }
    if (bits == 0) {
      problems.add("The tag p does not hold a public key of type " + algorithm + ".");
    } else if (algorithm == Algorithm.RSA && bits < MIN_RSA_BITS) {
      problems.add(
          "The RSA key has " + bits + " bits; receivers refuse less than 1024 (RFC 8301).");
    } else if (algorithm == Algorithm.RSA && bits < GOOD_RSA_BITS) {
      notes.add("The RSA key has " + bits + " bits; 2048 are recommended (RFC 8301).");
    }
    return bits;
  }

  private static List<String> words(String colonSeparated) {
    return Arrays.stream(colonSeparated.toLowerCase(Locale.ROOT).split(":", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
