package dev.plumbline.mailpolicy;

import static dev.plumbline.dns.lint.Severity.ERROR;
import static dev.plumbline.dns.lint.Severity.WARNING;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.TagList.Tag;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.TagLint;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Examines the record that names a logo, such as {@code v=BIMI1; l=https://example.org/logo.svg}
 * (draft-brand-indicators-for-message-identification section 4.3). The logo itself is not fetched.
 */
public final class BimiLinter {

  private static final RecordLint RECORD =
      new RecordLint(
          "BIMI1",
          Set.of("v", "l", "a", "s", "avp", "lps"),
          MailRule.BIMI_SEVERAL_RECORDS,
          MailRule.BIMI_TROUBLE,
          MailRule.BIMI_VERSION,
          MailRule.BIMI_SYNTAX);

  private final Dns dns;

  /** A linter that asks this DNS. */
  public BimiLinter(Dns dns) {
    this.dns = dns;
  }

  /**
   * Examines the record of a domain; that there is none is no finding.
   *
   * @param enforced whether receivers are asked to quarantine or reject what fails DMARC
   */
  public Lint lint(DomainName domain, boolean enforced) {
    return RECORD.lint(dns, "default._bimi." + domain, null, lint -> rules(lint, enforced));
  }

  /** Examines a record by itself. */
  static Lint lintRecord(String name, String text, boolean enforced) {
    return RECORD.lint(name, text, lint -> rules(lint, enforced));
  }

  private static void rules(TagLint lint, boolean enforced) {
    Optional<Tag> location = lint.tags().tag("l");
    Optional<Tag> evidence = lint.tags().tag("a");
    String logo = location.map(Tag::value).orElse("");
    String certificate = evidence.map(Tag::value).orElse("");
    if (location.isEmpty() && evidence.isEmpty()) {
      lint.tell(
          ERROR,
          MailRule.BIMI_LOCATION,
          Optional.empty(),
          "The record has no tag l, the address of the logo; whoever declines writes l= with"
              + " nothing behind it.",
          edits -> edits.set("l", ""));
      return;
    }
    if (!logo.isEmpty() && !isFile(logo, ".svg", ".svgz", ".svg.gz")) {
      lint.tell(
          ERROR,
          MailRule.BIMI_LOCATION,
          location,
          "The logo has to be an SVG file at an https: address.",
          null);
    }
    if (!certificate.isEmpty() && !isFile(certificate, ".pem")) {
      lint.tell(
          ERROR,
          MailRule.BIMI_EVIDENCE,
          evidence,
          "The certificate has to be a PEM file at an https: address.",
          null);
    }
    if (!enforced && !(logo.isEmpty() && certificate.isEmpty())) {
      lint.tell(
          WARNING,
          MailRule.BIMI_DMARC,
          Optional.empty(),
          "No logo is shown while the DMARC policy is none; it has to be quarantine or reject.",
          null);
    }
  }

  private static boolean isFile(String address, String... endings) {
    String path = address.toLowerCase(Locale.ROOT).replaceFirst("[?#].*", "");
    if (!path.matches("https://[a-z0-9.-]+(:[0-9]+)?/\\S+")) {
      return false;
    }
    for (String ending : endings) {
      if (path.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }
}
