package dev.plumbline.verify;

import dev.plumbline.dkim.DkimKey;
import dev.plumbline.dkim.SignatureCheck;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.verify.Verification.Signed;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the signatures say, and leave open. */
final class SigningRules {

  /** Clocks of honest servers differ by minutes. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /** RFC 6376 section 5.4.1, those whose change would change what a reader takes the mail for. */
  private static final List<String> SHOULD_BE_SIGNED =
      List.of("subject", "date", "to", "cc", "reply-to", "mime-version", "content-type");

  private static final Pattern FLAGS = Pattern.compile("; t=([^;]*)");

  private final Verification found;
  private final Header header;
  private final Findings findings;

  SigningRules(Verification found, Header header, Findings findings) {
    this.found = found;
    this.header = header;
    this.findings = findings;
  }

  void check() {
    if (found.signatures().isEmpty()) {
      findings.error(
          MailRule.DKIM_NONE,
          "The mail is not signed (DKIM), so it fails as soon as somebody passes it on.",
          "Have the sender sign with DKIM for "
              + (found.author() == null ? "the author domain" : found.author())
              + ".");
      return;
    }
    if (found.unread() > 0) {
      findings.warning(
          MailRule.DKIM_MANY,
          "The mail has " + found.unread() + " more signatures, which were not looked at.",
          "One or two signatures are enough.");
    }
    found.signatures().forEach(this::result);
    found.signatures().stream().filter(one -> one.check().passes()).forEach(this::passing);
    unaligned();
    edAlone();
  }

  private void result(Signed signed) {
    SignatureCheck check = signed.check();
    if (check.passes()) {
      return;
    }
    MailRule rule =
        switch (check.result()) {
          case FAIL -> MailRule.DKIM_FAIL;
          case POLICY -> MailRule.DKIM_POLICY;
          case TEMPERROR -> MailRule.DKIM_TEMPERROR;
          default -> MailRule.DKIM_PERMERROR;
        };
    // What others signed, or what a second signature makes up for, does not stop the mail.
    boolean matters = !found.passes() && !Boolean.FALSE.equals(signed.aligned());
    findings.add(
        matters ? Severity.ERROR : Severity.WARNING,
        rule,
        "The signature of "
            + Findings.shortened(check.domain())
            + " (selector "
            + Findings.shortened(check.selector())
            + ") does not hold: "
            + check.problem(),
        fix(check));
  }

  private static String fix(SignatureCheck check) {
    return switch (check.result()) {
      case POLICY -> "Sign with rsa-sha256 and a key of 2048 bits.";
      case TEMPERROR -> "Try again; if it stays, look at the name servers of the signing domain.";
      case PERMERROR ->
          check.keyName().isEmpty()
              ? "Mend how the sender signs."
              : "Publish the key that the sender signs with at " + check.keyName() + ".";
      default ->
          check.expires() != null && String.valueOf(check.problem()).startsWith("It expired")
              ? "Have the sender sign for longer: some receivers look days later."
              : "Look for what changes mail after it is signed (footers, scanners, line ends), and"
                  + " compare the key at "
                  + check.keyName()
                  + " with the one the sender uses.";
    };
  }

  private void passing(Signed signed) {
    SignatureCheck check = signed.check();
    DkimKey key = check.key();
    if (key != null && key.strength() == DkimKey.Strength.WEAK) {
      findings.warning(
          MailRule.DKIM_WEAK_KEY,
          "The key at " + check.keyName() + " has " + key.bits() + " bits; 2048 are recommended.",
          "Make a key of 2048 bits under a new selector, and retire the old one later.");
    }
    if (check.isTest()) {
      findings.warning(
          MailRule.DKIM_TEST_MODE,
          "The key at "
              + check.keyName()
              + " is in test mode (t=y): receivers may treat the mail"
              + " as if it were not signed.",
          key == null ? null : "Publish it without t=y: " + withoutTest(key));
    }
    length(check);
    times(check);
    fields(check);
  }

  private static String withoutTest(DkimKey key) {
    return FLAGS
        .matcher(key.toText())
        .replaceFirst(
            written -> {
              String left =
                  Arrays.stream(written.group(1).split(":"))
                      .map(String::strip)
                      .filter(flag -> !flag.equalsIgnoreCase("y"))
                      .collect(Collectors.joining(":"));
              return Matcher.quoteReplacement(left.isEmpty() ? "" : "; t=" + left);
            });
  }

  private void length(SignatureCheck check) {
    Long unsigned = check.unsignedOctets();
    if (unsigned == null) {
      return;
    }
    findings.add(
        unsigned > 0 ? Severity.ERROR : Severity.WARNING,
        MailRule.DKIM_LENGTH,
        unsigned > 0
            ? "The signature of "
                + check.domain()
                + " covers a part of the body only (l=); the last "
                + unsigned
                + " octets may be anybody's."
            : "The signature of "
                + check.domain()
                + " lets anybody add to the body (l=) without breaking it.",
        "Have the sender sign without the tag l.");
  }

  private void times(SignatureCheck check) {
    Instant made = check.made();
    if (made != null && made.isAfter(found.connection().received().plus(AHEAD))) {
      findings.warning(
          MailRule.DKIM_FUTURE,
          "The signature of " + check.domain() + " was made at " + made + ", after it came.",
          "Set the clock of the sending server.");
    }
  }

  private void fields(SignatureCheck check) {
    List<String> unsigned =
        SHOULD_BE_SIGNED.stream()
            .filter(name -> header.has(name) && !check.signedFields().contains(name))
            .toList();
    if (!unsigned.isEmpty()) {
      findings.warning(
          MailRule.DKIM_UNSIGNED_FIELD,
          "The signature of "
              + check.domain()
              + " leaves out "
              + String.join(", ", unsigned)
              + ", which others can change.",
          "Add them to the fields that are signed (h=).");
    }
    if (Collections.frequency(check.signedFields(), "from") <= header.count("from")) {
      findings.hint(
          MailRule.DKIM_NOT_OVERSIGNED,
          "A second From: could be put before the signed one, and the signature of "
              + check.domain()
              + " would hold.",
          "Name from once more in h= than it occurs.");
    }
  }

  private void unaligned() {
    boolean some = found.signatures().stream().anyMatch(one -> one.check().passes());
    boolean ours =
        found.signatures().stream()
            .anyMatch(one -> one.check().passes() && !Boolean.FALSE.equals(one.aligned()));
    if (some && !ours) {
      findings.add(
          found.passes() ? Severity.WARNING : Severity.ERROR,
          MailRule.DKIM_NOT_ALIGNED,
          "The mail is signed for "
              + found.signatures().get(0).check().domain()
              + " only, which is not of the author domain "
              + found.author()
              + "; for DMARC it counts for nothing.",
          "Have the sender sign for " + found.author() + ", with a key below that domain.");
    }
  }

  private void edAlone() {
    List<Signed> passing = found.signatures().stream().filter(one -> one.check().passes()).toList();
    if (!passing.isEmpty()
        && passing.stream().allMatch(one -> one.check().algorithm().startsWith("ed25519"))) {
      findings.warning(
          MailRule.DKIM_ED25519_ALONE,
          "The mail is signed with Ed25519 only, which many receivers do not verify yet.",
          "Sign with rsa-sha256 as well.");
    }
  }
}
