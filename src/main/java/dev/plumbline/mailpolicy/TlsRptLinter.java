package dev.plumbline.mailpolicy;

import static dev.plumbline.dns.lint.Severity.ERROR;
import static dev.plumbline.dns.lint.Severity.HINT;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.TagList.Tag;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.TagLint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Examines the record that asks for reports about TLS, such as {@code v=TLSRPTv1;
 * rua=mailto:tls@example.org} (RFC 8460 section 3).
 */
public final class TlsRptLinter {

  static final String VERSION = "TLSRPTv1";

  private static final Pattern DESTINATION =
      Pattern.compile(
          "(?i)mailto:[^\\s@,;!]{1,64}@[a-z0-9._-]{1,253}(\\?[\\x21-\\x7E&&[^,;!]]*)?"
              + "|https://[a-z0-9._-]{1,253}(:[0-9]{1,5})?(/[\\x21-\\x7E&&[^,;!]]*)?");

  private static final RecordLint RECORD =
      new RecordLint(
          VERSION,
          Set.of("v", "rua"),
          MailRule.TLSRPT_SEVERAL_RECORDS,
          MailRule.TLSRPT_TROUBLE,
          MailRule.TLSRPT_VERSION,
          MailRule.TLSRPT_SYNTAX);

  private final Dns dns;

  /** A linter that asks this DNS. */
  public TlsRptLinter(Dns dns) {
    this.dns = dns;
  }

  /** Examines the record of a domain. */
  public Lint lint(DomainName domain) {
    String name = "_smtp._tls." + domain;
    return RECORD.lint(
        dns,
        name,
        Finding.at(
            name,
            HINT,
            MailRule.TLSRPT_NO_RECORD,
            "Nobody reports when TLS fails on the way to the domain.",
            "v=TLSRPTv1; rua=mailto:tls@" + domain),
        TlsRptLinter::destinations);
  }

  /** Examines a record by itself. */
  static Lint lintRecord(String name, String text) {
    return RECORD.lint(name, text, TlsRptLinter::destinations);
  }

  private static void destinations(TagLint lint) {
    Optional<Tag> rua = lint.tags().tag("rua");
    if (rua.isEmpty() || rua.get().value().isEmpty()) {
      lint.tell(
          ERROR,
          MailRule.TLSRPT_RUA,
          rua,
          "The record has no tag rua, so nobody gets reports.",
          null);
      return;
    }
    List<String> mended = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (String part : rua.get().value().split(",", -1)) {
      String one = part.strip();
      if (isDestination(one)) {
        mended.add(one);
        continue;
      }
      wrong.add(one);
      if (isDestination("mailto:" + one)) {
        mended.add("mailto:" + one);
      }
    }
    if (!wrong.isEmpty()) {
      lint.tell(
          ERROR,
          MailRule.TLSRPT_RUA,
          rua,
          "\""
              + String.join("\", \"", wrong)
              + "\" is not a destination such as mailto:tls@example.org or"
              + " https://example.org/tls.",
          mended.isEmpty() ? null : edits -> edits.set("rua", String.join(",", mended)));
    }
  }

  private static boolean isDestination(String text) {
    return DESTINATION.matcher(text).matches();
  }
}
