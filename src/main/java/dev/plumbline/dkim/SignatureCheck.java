package dev.plumbline.dkim;

import dev.plumbline.dns.DomainName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver finds of one signature.
 *
 * @param domain the signing domain as written
 * @param selector as written
 * @param algorithm as written, in lower case
 * @param problem why it does not pass, in one sentence; null if it passes
 * @param key the key it was verified with, or the best there is; null if none was found
 * @param keyName where the key is, or should be
 * @param signedFields names in lower case, as the signature lists them
 * @param unsignedOctets of the body, behind what the tag l covers; null without that tag
 * @param made when, by the tag t
 * @param expires when, by the tag x
 */
public record SignatureCheck(
    String domain,
    String selector,
    String algorithm,
    Result result,
    @Nullable String problem,
    @Nullable DkimKey key,
    String keyName,
    List<String> signedFields,
    @Nullable Long unsignedOctets,
    @Nullable Instant made,
    @Nullable Instant expires) {

  public SignatureCheck {
    signedFields = List.copyOf(signedFields);
  }

  /** The words of RFC 8601 section 2.7.1. */
  public enum Result {
    PASS,
    /** The mail is not as it was signed, or not signed with this key, or too late. */
    FAIL,
    /** It may be right, and must not be accepted: its key or hash is too weak. */
    POLICY,
    /** DNS did not answer. */
    TEMPERROR,
    /** It cannot be verified: no key, or no signature that can be read. */
    PERMERROR;

    /** The word in fields and reports. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether the mail is as the signer sent it. */
  public boolean passes() {
    return result == Result.PASS;
  }

  /** The size of the key; 0 if there is none. */
  public int keyBits() {
    return key == null ? 0 : key.bits();
  }

  /** Whether the key says that it is only tried out. */
  public boolean isTest() {
    return key != null && key.testing();
  }

  /** The signing domain; empty if what is written is none. */
  public Optional<DomainName> signer() {
    return DomainName.parse(domain);
  }
}
