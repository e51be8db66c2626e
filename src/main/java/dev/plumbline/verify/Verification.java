package dev.plumbline.verify;

import dev.plumbline.dkim.ArcChain;
import dev.plumbline.dkim.SignatureCheck;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dmarc.PolicyLookup;
import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.SpfVerdict;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver finds of one mail.
 *
 * @param connection how it came
 * @param author the domain in From:; null if there is not exactly one
 * @param reverse what the names of the connection say; null if no address is known
 * @param spf what the envelope's domain says
 * @param heloSpf what the name of the host says of it; null if either is not known
 * @param signatures from the top
 * @param unread how many signatures there are beyond those
 * @param arc what those who passed it on say
 * @param dmarc the verdict
 * @param findings the worst first
 */
public record Verification(
    Connection connection,
    @Nullable DomainName author,
    @Nullable Reverse reverse,
    Spf spf,
    @Nullable SpfVerdict heloSpf,
    List<Signed> signatures,
    int unread,
    ArcChain arc,
    Dmarc dmarc,
    List<MailFinding> findings) {

  public Verification {
    signatures = List.copyOf(signatures);
    findings = List.copyOf(findings);
  }

  /** The same with findings. */
  Verification with(List<MailFinding> told) {
    return new Verification(
        connection, author, reverse, spf, heloSpf, signatures, unread, arc, dmarc, told);
  }

  /**
   * Names of the address that the mail came from.
   *
   * @param names by its PTR records
   * @param confirmed those of them that lead back to it
   * @param failed whether DNS did not answer, so that nothing is known
   */
  public record Reverse(List<DomainName> names, List<DomainName> confirmed, boolean failed) {
    public Reverse {
      names = List.copyOf(names);
      confirmed = List.copyOf(confirmed);
    }
  }

  /**
   * SPF of the envelope.
   *
   * @param domain that was asked; null if none is known
   * @param verdict null if it could not be asked, as {@code unknown} says
   * @param aligned whether the domain belongs to the author; null if that is not known
   * @param unknown why there is no verdict, in one sentence
   */
  public record Spf(
      @Nullable DomainName domain,
      @Nullable SpfVerdict verdict,
      @Nullable Boolean aligned,
      @Nullable String unknown) {}

  /**
   * A signature.
   *
   * @param aligned whether the signer belongs to the author; null if that is not known
   */
  public record Signed(SignatureCheck check, @Nullable Boolean aligned) {}

  /**
   * DMARC.
   *
   * @param result null if that depends on what is not known
   * @param lookup how the policy was found; null without an author
   * @param disposition what the policy asks for; null if nothing is known of it
   * @param reason of the result, in one sentence
   */
  public record Dmarc(
      @Nullable Result result,
      @Nullable PolicyLookup lookup,
      @Nullable Policy disposition,
      String reason) {

    /** The words of RFC 8601 section 2.7.1 and RFC 9989. */
    public enum Result {
      NONE,
      PASS,
      FAIL,
      TEMPERROR,
      PERMERROR;

      /** The word in fields and reports. */
      public String wire() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    /** The policy that applies; null if there is none. */
    public PolicyLookup.@Nullable Applied applied() {
      return lookup == null ? null : lookup.applied();
    }
  }

  /** Whether DMARC passes. */
  public boolean passes() {
    return dmarc.result() == Dmarc.Result.PASS;
  }
}
