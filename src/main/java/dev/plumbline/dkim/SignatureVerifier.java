package dev.plumbline.dkim;

import dev.plumbline.dkim.Canonical.BodyHash;
import dev.plumbline.dkim.DkimSignature.Kind;
import dev.plumbline.dkim.SignatureCheck.Result;
import dev.plumbline.dkim.SignedMail.Field;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signatures of one mail as a receiver does (RFC 6376 section 6, RFC 8301, RFC 8463).
 * DNS trouble and broken signatures are results, never exceptions.
 */
public final class SignatureVerifier {

  /** Signatures looked at; what a mail has beyond is counted only. */
  public static final int MOST_SIGNATURES = 12;

  static final String FIELD = "dkim-signature";

  private static final Result PERMERROR = Result.PERMERROR;

  private final SignedMail mail;
  private final Instant now;
  private final SigningKeys keys;
  private final Map<String, BodyHash> bodies = new HashMap<>();

  /**
   * A verifier for one mail.
   *
   * @param now when it was received, by which signatures expire
   */
  public SignatureVerifier(SignedMail mail, Dns dns, Instant now) {
    this.mail = mail;
    this.now = now;
    this.keys = new SigningKeys(dns);
  }

  /** Verifies all signatures, from the top. */
  public List<SignatureCheck> verify() {
    List<SignatureCheck> checks = new ArrayList<>();
    for (Field field : mail.fields(FIELD)) {
      if (checks.size() == MOST_SIGNATURES) {
        break;
      }
      checks.add(verify(field, DkimSignature.parse(mail.value(field), Kind.DKIM)));
    }
    return checks;
  }

  SignatureCheck verify(Field field, DkimSignature signature) {
    Checking checking = new Checking(field, signature);
    checking.run();
    return checking.check();
  }

  /** A key that a seal of ARC names. */
  SigningKeys keys() {
    return keys;
  }

  private BodyHash body(DkimSignature signature) {
    Long length = signature.bodyLength();
    long most = length == null ? Long.MAX_VALUE : length;
    return bodies.computeIfAbsent(
        signature.relaxedBody() + " " + most,
        unused -> Canonical.body(mail, signature.relaxedBody(), most));
  }

  /** Whether octets were signed with a key. */
  static boolean isSigned(byte[] octets, byte[] signature, DkimKey key) {
    String text = key.publicKey();
    if (text == null) {
      return false;
    }
    boolean rsa = key.algorithm() == DkimKey.Algorithm.RSA;
    Optional<PublicKey> publicKey = rsa ? PublicKeys.rsa(text) : PublicKeys.ed25519(text);
    if (publicKey.isEmpty()) {
      return false;
    }
    try {
      Signature verifying = Signature.getInstance(rsa ? "SHA256withRSA" : "Ed25519");
      verifying.initVerify(publicKey.get());
      // RFC 8463 section 3: Ed25519 signs the hash.
      verifying.update(rsa ? octets : Canonical.sha256().digest(octets));
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // A signature of another length, for one.
    }
  }

  /** One signature on its way to a result. */
  private final class Checking {
    private final Field field;
    private final DkimSignature signature;
    private Result result = Result.PASS;
    private @Nullable String problem;
    private @Nullable DkimKey key;
    private String keyName = "";
    private @Nullable Long unsigned;

    Checking(Field field, DkimSignature signature) {
      this.field = field;
      this.signature = signature;
    }

    SignatureCheck check() {
      return new SignatureCheck(
          signature.domain(),
          signature.selector(),
          signature.algorithm(),
          result,
          problem,
          key,
          keyName,
          signature.signedFields(),
          unsigned,
          signature.made(),
          signature.expires());
    }

    private boolean ends(Result end, String why) {
      result = end;
      problem = why;
      return false;
    }

    void run() {
      if (isReadable() && hasKey()) {
        compare();
      }
    }

    private boolean isReadable() {
      if (!mail.isWhole()) {
        return ends(PERMERROR, "The header is too large to be verified.");
      }
      if (!signature.problems().isEmpty()) {
        return ends(PERMERROR, String.join(" ", signature.problems()));
      }
      return switch (signature.algorithm()) {
        case "rsa-sha256", "ed25519-sha256" -> true;
        case "rsa-sha1" ->
            ends(
                Result.POLICY,
                "It is made with SHA-1, which receivers must not accept (RFC 8301 section 3.1).");
        default -> ends(PERMERROR, "Its algorithm (a=) is not known.");
      };
    }

    private boolean hasKey() {
      DomainName signer = signature.signer().orElseThrow();
      SigningKeys.Looked looked = keys.find(signer, signature.selector());
      DkimKeys.Published published = looked.published();
      keyName = published.name();
      DkimKey best = published.key();
      key = best;
      if (published.state() == KeyState.UNKNOWN) {
        return ends(Result.TEMPERROR, published.reason());
      }
      if (best == null || !published.state().verifies()) {
        boolean tooShort =
            best != null
                && best.algorithm() == DkimKey.Algorithm.RSA
                && best.strength() == DkimKey.Strength.BROKEN;
        return ends(tooShort ? Result.POLICY : PERMERROR, published.reason());
      }
      List<DkimKey> fitting = looked.all().stream().filter(this::fits).toList();
      if (fitting.isEmpty()) {
        return ends(
            PERMERROR,
            "The key is of type " + best.keyType() + ", but a=" + signature.algorithm() + ".");
      }
      key = fitting.get(0);
      return usable(signer, fitting);
    }

    private boolean usable(DomainName signer, List<DkimKey> fitting) {
      if (fitting.stream().allMatch(one -> one.bits() > SigningKeys.MOST_RSA_BITS)) {
        return ends(Result.POLICY, "Its key has more than " + SigningKeys.MOST_RSA_BITS + " bits.");
      }
      if (fitting.stream().allMatch(one -> one.strict() && !isOf(signer))) {
        return ends(
            PERMERROR, "The key forbids identities (i=) below " + signer + ", by its flag t=s.");
      }
      return true;
    }

    private boolean fits(DkimKey one) {
      String type = one.algorithm() == DkimKey.Algorithm.RSA ? "rsa-sha256" : "ed25519-sha256";
      return one.state().verifies() && type.equals(signature.algorithm());
    }

    private boolean isOf(DomainName signer) {
      return DomainName.parse(signature.identity()).filter(signer::equals).isPresent();
    }

    private void compare() {
      BodyHash body = body(signature);
      Long length = signature.bodyLength();
      if (length != null) {
        unsigned = Math.max(0, body.octets() - length);
        if (length > body.octets()) {
          ends(Result.FAIL, "It signs more of the body (l=" + length + ") than there is.");
          return;
        }
      }
      boolean sameBody = MessageDigest.isEqual(body.hash(), signature.bodyHash());
      boolean sameHeader = headerMatches();
      if (!sameBody) {
        ends(
            Result.FAIL,
            sameHeader
                ? "The body was changed after it was signed."
                : "Neither body nor header are as signed with the key that is published.");
      } else if (!sameHeader) {
        ends(
            Result.FAIL,
            "The body is as signed, but the header is not: a signed field was changed, or the key"
                + " at "
                + keyName
                + " is not the one it was signed with.");
      } else if (signature.expires() != null && !now.isBefore(signature.expires())) {
        ends(Result.FAIL, "It expired at " + signature.expires() + " (x=).");
      }
    }

    private boolean headerMatches() {
      byte[] octets = signedHeader();
      SigningKeys.Looked looked = keys.find(signature.signer().orElseThrow(), signature.selector());
      for (DkimKey one : looked.all()) {
        if (fits(one)
            && one.bits() <= SigningKeys.MOST_RSA_BITS
            && isSigned(octets, signature.signature(), one)) {
          key = one;
          return true;
        }
      }
      return false;
    }

    // RFC 6376 section 5.4.2: of fields that occur several times the lowest comes first; a name
    // for which no field is left stands for none.
    private byte[] signedHeader() {
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      Map<String, List<Field>> left = new HashMap<>();
      Set<String> wanted = new HashSet<>(signature.signedFields());
      for (Field one : mail.fields()) {
        if (wanted.contains(one.name()) && !one.equals(field)) {
          left.computeIfAbsent(one.name(), unused -> new ArrayList<>()).add(one);
        }
      }
      for (String name : signature.signedFields()) {
        List<Field> fields = left.getOrDefault(name, List.of());
        if (!fields.isEmpty()) {
          Field lowest = fields.remove(fields.size() - 1);
          Canonical.field(mail.octets(lowest), signature.relaxedHeader(), octets);
          octets.writeBytes(new byte[] {'\r', '\n'});
        }
      }
      byte[] own = Canonical.withoutSignature(mail.octets(field));
      Canonical.field(own, signature.relaxedHeader(), octets);
      return octets.toByteArray();
    }
  }
}
