package dev.plumbline.dkim;

import dev.plumbline.dkim.DkimSignature.Kind;
import dev.plumbline.dkim.SignedMail.Field;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.TagList;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What those who passed a mail on vouch for (RFC 8617). It says who sealed, never who sent: nothing
 * may be concluded from it without trust in every sealer.
 *
 * @param result of the whole chain
 * @param sets from the first to the last
 * @param problem why it fails, in one sentence; null if it does not
 */
public record ArcChain(Result result, List<Sealed> sets, @Nullable String problem) {

  /** RFC 8617 section 4.2.1 allows fifty; honest mail has a handful, and each costs a question. */
  private static final int MOST_SETS = 12;

  private static final String SEAL = "arc-seal";
  private static final String SIGNATURE = "arc-message-signature";
  private static final String RESULTS = "arc-authentication-results";
  private static final Set<String> FIELDS = Set.of(SEAL, SIGNATURE, RESULTS);
  private static final int MOST_CHARACTERS = 1_000;

  public ArcChain {
    sets = List.copyOf(sets);
  }

  /** The words of RFC 8617 section 4.4. */
  public enum Result {
    /** There is no chain. */
    NONE,
    PASS,
    FAIL;

    /** The word in fields and reports. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One set of three fields.
   *
   * @param instance its number, from 1
   * @param domain of the sealer, as written
   * @param results what the sealer says it found, on one line
   */
  public record Sealed(int instance, String domain, String results) {}

  /** Reads and validates the chain of a mail (section 5.2). */
  public static ArcChain of(SignedMail mail, SignatureVerifier verifier) {
    boolean any = mail.fields().stream().anyMatch(one -> FIELDS.contains(one.name()));
    return any
        ? new Validation(mail, verifier).chain()
        : new ArcChain(Result.NONE, List.of(), null);
  }

  /** A set of three fields. */
  private record FieldSet(int number, Field results, Field signature, Field seal) {}

  private static final class Validation {
    private final SignedMail mail;
    private final SignatureVerifier verifier;
    private final Map<Integer, Map<String, Field>> found = new TreeMap<>();
    private final List<FieldSet> sets = new ArrayList<>();

    Validation(SignedMail mail, SignatureVerifier verifier) {
      this.mail = mail;
      this.verifier = verifier;
    }

    ArcChain chain() {
      String problem = collect();
      if (problem == null) {
        problem = validate();
      }
      return new ArcChain(
          problem == null ? Result.PASS : Result.FAIL,
          sets.stream().map(this::sealed).toList(),
          problem);
    }

    private Sealed sealed(FieldSet set) {
      String line = mail.value(set.results()).replaceAll("\\s+", " ").strip();
      return new Sealed(
          set.number(),
          tags(set.seal()).get("d").orElse(""),
          line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) : line);
    }

    private @Nullable String collect() {
      for (Field field : mail.fields()) {
        if (!FIELDS.contains(field.name())) {
          continue;
        }
        int number = number(field);
        if (number < 1 || number > MOST_SETS) {
          return "A field of it has no number from 1 to " + MOST_SETS + ".";
        }
        Map<String, Field> set = found.computeIfAbsent(number, unused -> new HashMap<>());
        if (set.putIfAbsent(field.name(), field) != null) {
          return "Two fields of the same kind have the number " + number + ".";
        }
      }
      for (int number = 1; number <= found.size(); number++) {
        Map<String, Field> set = found.getOrDefault(number, Map.of());
        Field results = set.get(RESULTS);
        Field signature = set.get(SIGNATURE);
        Field seal = set.get(SEAL);
        if (results == null || signature == null || seal == null) {
          return "The set of fields with the number " + number + " is not complete.";
        }
        sets.add(new FieldSet(number, results, signature, seal));
      }
      return null;
    }

    private int number(Field field) {
      String text =
          field.name().equals(RESULTS)
              ? mail.value(field).split(";", 2)[0].strip().replaceFirst("^i\\s*=\\s*", "")
              : tags(field).get("i").orElse("");
      return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    }

    private TagList tags(Field field) {
      return TagList.parse(mail.value(field));
    }

    private @Nullable String validate() {
      Field newest = sets.get(sets.size() - 1).signature();
      SignatureCheck signature =
          verifier.verify(newest, DkimSignature.parse(mail.value(newest), Kind.ARC_MESSAGE));
      if (!signature.passes()) {
        return "The last signature of it does not verify: " + signature.problem();
      }
      for (int i = sets.size() - 1; i >= 0; i--) {
        String problem = seal(sets.get(i));
        if (problem != null) {
          return "The seal number " + sets.get(i).number() + " does not hold: " + problem;
        }
      }
      return null;
    }

    private @Nullable String seal(FieldSet set) {
      TagList tags = tags(set.seal());
      String said = tags.get("cv").orElse("").toLowerCase(Locale.ROOT);
      if (!said.equals(set.number() == 1 ? "none" : "pass")) {
        return "it says cv=" + said + ".";
      }
      Optional<DomainName> signer = tags.get("d").flatMap(DomainName::parse);
      if (signer.isEmpty()) {
        return "its tag d is no domain name.";
      }
      SigningKeys.Looked keys = verifier.keys().find(signer.get(), tags.get("s").orElse(""));
      if (keys.published().key() == null) {
        return keys.published().reason();
      }
      byte[] octets = octets(set.number());
      byte[] signature;
      try {
        String text = tags.get("b").orElse("").replaceAll("\\s", "");
        signature = Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        return "its tag b is not written in Base64.";
      }
      boolean holds =
          keys.all().stream()
              .filter(key -> key.state().verifies() && key.bits() <= SigningKeys.MOST_RSA_BITS)
              .anyMatch(key -> SignatureVerifier.isSigned(octets, signature, key));
      return holds ? null : "a sealed field was changed, or the key is another one.";
    }

    // Section 5.1.1: all sets so far, the last seal without its signature.
    private byte[] octets(int number) {
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      for (FieldSet set : sets.subList(0, number)) {
        line(set.results(), octets);
        line(set.signature(), octets);
        if (set.number() < number) {
          line(set.seal(), octets);
        } else {
          Canonical.field(Canonical.withoutSignature(mail.octets(set.seal())), true, octets);
        }
      }
      return octets.toByteArray();
    }

    private void line(Field field, ByteArrayOutputStream to) {
      Canonical.field(mail.octets(field), true, to);
      to.writeBytes(new byte[] {'\r', '\n'});
    }
  }
}
