package dev.plumbline.dkim;

import dev.plumbline.dns.TagList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One key record as published, such as {@code v=DKIM1; k=rsa; p=MIGf...} (RFC 6376 section 3.6.1).
 * Reading never fails: what is wrong is told in {@link #problems}.
 *
 * @param text as published
 * @param keyType the tag k, in lower case
 * @param publicKey the tag p, in Base64 without white space; empty if the key was revoked, null if
 *     the tag is absent
 * @param bits the size of the key; 0 if it is empty or unreadable
 * @param hashes the hash algorithms it allows; empty means all
 * @param services the services it is for; {@code *} means all
 * @param flags of the tag t
 * @param comment the tag n, for people; null if absent
 * @param problems why no receiver may accept it; empty if one may
 * @param notes what is weak or odd without making it useless
 */
public record DkimKey(
    String text,
    String keyType,
    @Nullable String publicKey,
    int bits,
    List<String> hashes,
    List<String> services,
    List<String> flags,
    @Nullable String comment,
    List<String> problems,
    List<String> notes) {

  /** RFC 8301 section 3.2: signatures with shorter keys must not be considered valid. */
  static final int MIN_RSA_BITS = 1024;

  /** RFC 8301 section 3.2: signers should use at least this. */
  static final int GOOD_RSA_BITS = 2048;

  /** RFC 8301 section 3.2: verifiers need not know longer keys. */
  static final int MAX_RSA_BITS = 4096;

  private static final String DEFAULT_TYPE = "rsa";
  private static final List<String> ALL_SERVICES = List.of("*");

  public DkimKey {
    hashes = List.copyOf(hashes);
    services = List.copyOf(services);
    flags = List.copyOf(flags);
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

  /** How hard a key is to break, by RFC 8301. */
  public enum Strength {
    /** There is no key. */
    NONE,
    /** Receivers must refuse it. */
    BROKEN,
    /** Accepted, and within reach of those who try hard. */
    WEAK,
    /** As recommended. */
    GOOD
  }

  private static final int LONGEST_TYPE = 20;

  /** A key all the same, if nobody reads it so. */
  private static final Pattern WITHOUT_SEMICOLONS =
      Pattern.compile(
          "(?i)^\\s*k\\s?=\\s?(rsa|ed25519)[\\s,:]+(.{0,200}[\\s,:])?p\\s?=\\s?\\S{40}");

  /** Reads the text of a key record. */
  public static DkimKey parse(String text) {
    TagList tags = TagList.parse(text);
    List<String> notes = new ArrayList<>();
    // RFC 6376 section 3.2: a list with a tag twice, or with anything else, is invalid as a whole.
    List<String> problems = new ArrayList<>();
    for (TagList.Tag again : tags.repeated()) {
      problems.add(
          "The tag "
              + again.name()
              + " occurs more than once, which makes the record invalid (RFC 6376 section 3.2).");
    }
    if (!tags.malformed().isEmpty()) {
      problems.add("A part of the record is not of the form tag=value (RFC 6376 section 3.2).");
    }
    // RFC 6376 section 3.6.1: v is recommended; if there, it is first and DKIM1.
    if (tags.get("v").isPresent() && !tags.startsWith("v", "DKIM1")) {
      problems.add("The version tag is not v=DKIM1 in the first place (RFC 6376 section 3.6.1).");
    }
    String keyType = tags.get("k").orElse(DEFAULT_TYPE).toLowerCase(Locale.ROOT);
    Algorithm algorithm = Algorithm.ofWire(keyType);
    if (algorithm == Algorithm.UNRECOGNIZED) {
      problems.add("The key type k=" + cut(keyType) + " is not known (RFC 6376 section 3.6.1).");
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
    // RFC 6376 section 3.2: names of tags are told apart by their case, and verifiers do.
    boolean capital = tags.tag("p").filter(tag -> text.startsWith("P", tag.start())).isPresent();
    String key = capital ? null : tags.get("p").map(DkimKey::withoutSpace).orElse(null);
    if (key == null) {
      problems.add(
          capital
              ? "The tag p, which holds the key, is written in capitals (RFC 6376 section 3.2)."
              : "The tag p, which holds the key, is missing (RFC 6376 section 3.6.1).");
    }
    int bits = key == null || key.isEmpty() ? 0 : bits(algorithm, key, problems, notes);
    return new DkimKey(
        text,
        keyType,
        key,
        bits,
        hashes,
        services,
        words(tags.get("t").orElse("")),
        tags.get("n").orElse(null),
        problems,
        notes);
  }

  /**
   * Whether a TXT record may be meant as a key at all: other records stand at such names by a
   * wildcard, or by mistake.
   */
  static boolean isMeant(String text) {
    TagList tags = TagList.parse(text);
    String version = tags.get("v").orElse("").toUpperCase(Locale.ROOT);
    if (!version.isEmpty() && !version.startsWith("DKIM")) {
      return false;
    }
    return version.startsWith("DKIM")
        || tags.get("p").filter(DkimKey::mayBeKey).isPresent()
        || WITHOUT_SEMICOLONS.matcher(text).find();
  }

  /** No key is so short as a policy of DMARC, which has a tag p as well. */
  private static boolean mayBeKey(String data) {
    return data.isEmpty() || data.length() > 20;
  }

  /** The key type. */
  public Algorithm algorithm() {
    return Algorithm.ofWire(keyType);
  }

  /** {@code t=y}: receivers may treat signed mail as unsigned. */
  public boolean testing() {
    return flags.contains("y");
  }

  /** {@code t=s}: the identity of a signature may not be a subdomain. */
  public boolean strict() {
    return flags.contains("s");
  }

  /** Whether the key is empty, and that for sure: of two tags neither counts. */
  public boolean revoked() {
    return publicKey != null && publicKey.isEmpty() && !isTwice(text);
  }

  private static boolean isTwice(String text) {
    return TagList.parse(text).repeated().stream().anyMatch(tag -> tag.name().equals("p"));
  }

  /** How hard the key is to break. */
  public Strength strength() {
    if (bits == 0) {
      return Strength.NONE;
    }
    if (algorithm() != Algorithm.RSA || bits >= GOOD_RSA_BITS) {
      return Strength.GOOD;
    }
    return bits < MIN_RSA_BITS ? Strength.BROKEN : Strength.WEAK;
  }

  /** What a receiver can do with it. */
  public KeyState state() {
    if (revoked()) {
      return KeyState.REVOKED;
    }
    if (!problems.isEmpty()) {
      return KeyState.INVALID;
    }
    return testing() ? KeyState.TEST_MODE : KeyState.VALID;
  }

  /**
   * The record with its tags in the usual order, without defaults and unknown tags. Reading it
   * gives a key that differs from this one in nothing but text, problems and notes.
   */
  public String toText() {
    StringBuilder record = new StringBuilder("v=DKIM1");
    append(record, "k", keyType.equals(DEFAULT_TYPE) ? null : keyType);
    append(record, "h", hashes.isEmpty() ? null : String.join(":", hashes));
    append(record, "s", services.equals(ALL_SERVICES) ? null : String.join(":", services));
    append(record, "t", flags.isEmpty() ? null : String.join(":", flags));
    append(record, "n", comment);
    append(record, "p", publicKey);
    return record.toString();
  }

  private static void append(StringBuilder record, String tag, @Nullable String value) {
    if (value != null) {
      record.append("; ").append(tag).append('=').append(value);
    }
  }

  private static int bits(
      Algorithm algorithm, String key, List<String> problems, List<String> notes) {
    if (algorithm == Algorithm.UNRECOGNIZED) {
      return 0;
    }
    int bits = algorithm == Algorithm.RSA ? PublicKeys.rsaBits(key) : PublicKeys.ed25519Bits(key);
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

  /** What somebody wrote, as far as it may stand in a sentence. */
  private static String cut(String text) {
    return text.length() <= LONGEST_TYPE ? text : text.substring(0, LONGEST_TYPE) + "...";
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s", "");
  }

  private static List<String> words(String colonSeparated) {
    return Arrays.stream(colonSeparated.toLowerCase(Locale.ROOT).split(":", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
