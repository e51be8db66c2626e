package dev.plumbline.verify;

import dev.plumbline.dkim.ArcChain;
import dev.plumbline.dkim.SignatureCheck;
import dev.plumbline.dkim.SignatureVerifier;
import dev.plumbline.dkim.SignedMail;
import dev.plumbline.dmarc.Alignment;
import dev.plumbline.dmarc.AlignmentCheck;
import dev.plumbline.dmarc.Policy;
import dev.plumbline.dmarc.PolicyDiscovery;
import dev.plumbline.dmarc.PolicyLookup;
import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.report.mail.MailPart;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.verify.Verification.Dmarc;
import dev.plumbline.verify.Verification.Reverse;
import dev.plumbline.verify.Verification.Signed;
import dev.plumbline.verify.Verification.Spf;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies mails as a receiver does. Any number of threads may ask. */
public final class MailVerifier {

  /** Of one mail: SPF alone may take a hundred, each signature one. */
  private static final int MOST_QUESTIONS = 600;

  private static final int MOST_REVERSE_NAMES = 10;

  private final Dns dns;

  /** A verifier that asks this DNS. */
  public MailVerifier(Dns dns) {
    this.dns = dns;
  }

  /**
   * Verifies a mail.
   *
   * @param mail as it came, or as it was kept; the line ends may be those of Unix
   * @param connection how it came, as far as that is known
   */
  public Verification verify(byte[] mail, Connection connection) {
    return new Looking(mail, connection, RememberedDns.limited(dns, MOST_QUESTIONS)).verification();
  }

  /** Whether a mail comes from its author domain. */
  public enum Origin {
    PROVEN,
    /** All was looked at that is known, and nothing proves it. */
    NOT_PROVEN,
    /** DNS did not answer what would decide it. */
    UNDECIDED
  }

  /**
   * Whether a mail comes from its author domain, and why, in one sentence.
   *
   * @param author in From:; null if there is not exactly one
   */
  public record Proof(Origin origin, @Nullable DomainName author, String reason) {}

  /**
   * Looks for a proof that a mail comes from its author domain, whatever policy that has, and asks
   * no more than that takes.
   */
  public Proof prove(byte[] mail, Connection connection) {
    return new Looking(mail, connection, RememberedDns.limited(dns, MOST_QUESTIONS)).proof();
  }

  /** One mail. */
  private static final class Looking {
    private final SignedMail mail;
    private final Header header;
    private final Connection connection;
    private final Dns asked;
    private final PolicyDiscovery discovery;
    private final @Nullable DomainName author;
    private final Map<DomainName, AlignmentCheck> alignments = new HashMap<>();

    Looking(byte[] mail, Connection connection, Dns asked) {
      this.mail = SignedMail.of(MailPart.afterMboxLine(mail));
      this.header = new Header(this.mail);
      this.connection = connection;
      this.asked = asked;
      this.discovery = new PolicyDiscovery(asked);
      this.author = header.author().orElse(null);
    }

    Verification verification() {
      SignatureVerifier verifier = new SignatureVerifier(mail, asked, connection.received());
      List<SignatureCheck> checks = verifier.verify();
      PolicyLookup lookup = author == null ? null : discovery.lookup(author);
      Spf spf = spf(lookup);
      List<Signed> signatures =
          checks.stream().map(check -> new Signed(check, aligned(check, lookup))).toList();
      ArcChain arc = ArcChain.of(mail, verifier);
      Verification found =
          new Verification(
              connection,
              author,
              connection.ip() == null ? null : reverse(connection.ip()),
              spf,
              heloSpf(),
              signatures,
              mail.fields("dkim-signature").size() - checks.size(),
              arc,
              dmarc(lookup, spf, signatures),
              List.of());
      return told(found);
    }

    Proof proof() {
      if (author == null) {
        return new Proof(
            Origin.NOT_PROVEN, null, "The mail does not name exactly one author domain.");
      }
      List<Signed> signatures =
          new SignatureVerifier(mail, asked, connection.received())
              .verify().stream().map(check -> new Signed(check, aligned(check, null))).toList();
      for (Signed signed : signatures) {
        if (proves(signed)) {
          return new Proof(
              Origin.PROVEN, author, "A signature of " + signed.check().domain() + " verifies.");
        }
      }
      Spf spf = spf(null);
      SpfVerdict verdict = spf.verdict();
      SpfResult result = verdict == null ? null : verdict.result();
      if (result == SpfResult.PASS && Boolean.TRUE.equals(spf.aligned())) {
        return new Proof(Origin.PROVEN, author, "SPF passes for " + spf.domain() + ".");
      }
      if (mayStillPass(result, spf, signatures)) {
        return new Proof(Origin.UNDECIDED, author, "DNS did not answer what would decide it.");
      }
      return new Proof(Origin.NOT_PROVEN, author, notProven(author, signatures));
    }

    /** What stands behind the signed part of the body (l=) may be anybody's report. */
    private static boolean proves(Signed signed) {
      Long unsigned = signed.check().unsignedOctets();
      return signed.check().passes()
          && Boolean.TRUE.equals(signed.aligned())
          && (unsigned == null || unsigned == 0);
    }

    private static String notProven(DomainName author, List<Signed> signatures) {
      return signatures.stream()
          .filter(signed -> Boolean.TRUE.equals(signed.aligned()))
          .findFirst()
          .map(
              signed ->
                  signed.check().passes()
                      ? "Its signature of %s covers the beginning of the body only (l=)."
                          .formatted(signed.check().domain())
                      : "Its signature of %s does not verify: %s"
                          .formatted(signed.check().domain(), signed.check().problem()))
          .orElse("No signature of it belongs to %s.".formatted(author));
    }

    private Verification told(Verification found) {
      Findings findings = new Findings();
      new AuthenticationRules(found, findings).check();
      new SigningRules(found, header, findings).check();
      new ConnectionRules(found, asked, findings).check();
      new HeaderRules(found, header, findings).check();
      new BodyRules(found, mail, findings).check();
      return found.with(findings.sorted());
    }

    private Spf spf(@Nullable PolicyLookup lookup) {
      InetAddress ip = connection.ip();
      String mailFrom = connection.mailFrom();
      if (mailFrom == null) {
        return new Spf(null, null, null, "The return path of the mail is not known.");
      }
      DomainName domain =
          mailFrom.isEmpty()
              ? connection.heloName().orElse(null)
              : DomainName.parseWritten(mailFrom.substring(mailFrom.lastIndexOf('@') + 1))
                  .orElse(null);
      if (domain == null) {
        return new Spf(null, null, null, "Neither return path nor HELO name a domain.");
      }
      Boolean aligned = spfAligned(domain, lookup);
      if (ip == null) {
        return new Spf(domain, null, aligned, "The address it came from is not known.");
      }
      SpfQuery query =
          new SpfQuery(ip, mailFrom, connection.helo(), "unknown", connection.received());
      return new Spf(domain, new SpfEvaluator(asked).evaluate(query), aligned, null);
    }

    private @Nullable SpfVerdict heloSpf() {
      InetAddress ip = connection.ip();
      Optional<DomainName> name = connection.heloName();
      return ip == null || name.isEmpty()
          ? null
          : new SpfEvaluator(asked).evaluate(SpfQuery.of(ip, "", name.get().toString()));
    }

    private Reverse reverse(InetAddress ip) {
      DnsAnswer<DomainName> answer = asked.ptr(ip);
      List<DomainName> names = answer.values().stream().limit(MOST_REVERSE_NAMES).toList();
      boolean failed = answer instanceof DnsAnswer.Failed;
      List<DomainName> confirmed = new ArrayList<>();
      for (DomainName name : names) {
        DnsAnswer<InetAddress> addresses = asked.confirming(name, ip);
        failed |= addresses instanceof DnsAnswer.Failed;
        if (addresses.values().stream()
            .anyMatch(one -> IpAddresses.unmapped(one).equals(IpAddresses.unmapped(ip)))) {
          confirmed.add(name);
        }
      }
      return new Reverse(names, confirmed, failed && confirmed.isEmpty());
    }

    private @Nullable Boolean spfAligned(DomainName domain, @Nullable PolicyLookup lookup) {
      PolicyLookup.Applied applied = lookup == null ? null : lookup.applied();
      return aligned(domain, applied == null ? null : applied.record().aspf());
    }

    private @Nullable Boolean aligned(SignatureCheck check, @Nullable PolicyLookup lookup) {
      PolicyLookup.Applied applied = lookup == null ? null : lookup.applied();
      return check
          .signer()
          .map(signer -> aligned(signer, applied == null ? null : applied.record().adkim()))
          .orElse(null);
    }

    private @Nullable Boolean aligned(DomainName identifier, Alignment.@Nullable Mode mode) {
      DomainName known = author;
      if (known == null) {
        return null;
      }
      AlignmentCheck check =
          alignments.computeIfAbsent(identifier, one -> discovery.alignment(known, one));
      if (check.failure() != null && !check.strict()) {
        return null;
      }
      return mode == null ? check.relaxed() : check.aligned(mode);
    }

    private Dmarc dmarc(@Nullable PolicyLookup lookup, Spf spf, List<Signed> signatures) {
      if (author == null || lookup == null) {
        return new Dmarc(
            Dmarc.Result.PERMERROR,
            null,
            null,
            "The mail does not name exactly one author domain.");
      }
      PolicyLookup.Applied applied = lookup.applied();
      if (applied == null) {
        String failure = lookup.failure();
        return failure == null
            ? new Dmarc(Dmarc.Result.NONE, lookup, null, last(lookup.reasons()))
            : new Dmarc(Dmarc.Result.TEMPERROR, lookup, null, failure);
      }
      return verdict(lookup, applied.policy(), spf, signatures);
    }

    private static String last(List<String> reasons) {
      return reasons.isEmpty() ? "There is no policy." : reasons.get(reasons.size() - 1);
    }

    private static Dmarc verdict(
        PolicyLookup lookup, Policy policy, Spf spf, List<Signed> signatures) {
      for (Signed signed : signatures) {
        if (signed.check().passes() && Boolean.TRUE.equals(signed.aligned())) {
          return new Dmarc(
              Dmarc.Result.PASS,
              lookup,
              Policy.NONE,
              "A signature of " + signed.check().domain() + ", which is aligned, verifies.");
        }
      }
      SpfVerdict verdict = spf.verdict();
      SpfResult result = verdict == null ? null : verdict.result();
      if (result == SpfResult.PASS && Boolean.TRUE.equals(spf.aligned())) {
        return new Dmarc(
            Dmarc.Result.PASS,
            lookup,
            Policy.NONE,
            "SPF passes for " + spf.domain() + ", which is aligned.");
      }
      if (mayStillPass(result, spf, signatures)) {
        return new Dmarc(
            Dmarc.Result.TEMPERROR, lookup, null, "DNS did not answer what would decide it.");
      }
      if (verdict == null && !Boolean.FALSE.equals(spf.aligned())) {
        return new Dmarc(
            null, lookup, null, "No aligned signature verifies, and SPF could not be asked.");
      }
      return new Dmarc(
          Dmarc.Result.FAIL,
          lookup,
          policy,
          "Neither SPF nor a signature that verifies belongs to the author domain.");
    }

    private static boolean mayStillPass(
        @Nullable SpfResult result, Spf spf, List<Signed> signatures) {
      boolean bySignature =
          signatures.stream()
              .anyMatch(
                  signed ->
                      signed.check().result() == SignatureCheck.Result.TEMPERROR
                          && !Boolean.FALSE.equals(signed.aligned()));
      boolean unclear =
          signatures.stream()
              .anyMatch(signed -> signed.check().passes() && signed.aligned() == null);
      boolean bySpf =
          (result == SpfResult.TEMPERROR && !Boolean.FALSE.equals(spf.aligned()))
              || (result == SpfResult.PASS && spf.aligned() == null);
      return bySignature || unclear || bySpf;
    }
  }
}
