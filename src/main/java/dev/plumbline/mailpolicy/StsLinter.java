package dev.plumbline.mailpolicy;

import static dev.plumbline.dns.lint.Severity.ERROR;
import static dev.plumbline.dns.lint.Severity.HINT;
import static dev.plumbline.dns.lint.Severity.WARNING;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.MailExchange;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.dns.lint.TagLint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Examines what a domain says of MTA-STS: the record, such as {@code v=STSv1; id=20260101T000000}
 * (RFC 8461 section 3.1), and the policy file it announces.
 */
public final class StsLinter {

  /** RFC 8461 section 3.2 speaks of weeks or more; a day protects nobody who mails weekly. */
  private static final long SHORT_AGE_SECONDS = 7 * 86_400;

  private static final RecordLint RECORD =
      new RecordLint(
          StsPolicy.VERSION,
          Set.of("v", "id"),
          MailRule.STS_SEVERAL_RECORDS,
          MailRule.STS_TROUBLE,
          MailRule.STS_VERSION,
          MailRule.STS_SYNTAX);

  private final Dns dns;
  private final PolicyFiles files;

  /** A linter that asks this DNS, and has policy files from here. */
  public StsLinter(Dns dns, PolicyFiles files) {
    this.dns = dns;
    this.files = files;
  }

  /**
   * All that was found.
   *
   * @param record of the TXT record
   * @param file of the policy file; null if no record announces one
   * @param policy as read; null if there is none
   */
  public record StsLint(Lint record, @Nullable Lint file, @Nullable StsPolicy policy) {

    /** Whether there is no error and no warning, and all of it is known. */
    public boolean isClean() {
      return record.isClean() && (file == null || file.isClean());
    }
  }

  /** Examines record and policy file of a domain. */
  public StsLint lint(DomainName domain) {
    String name = "_mta-sts." + domain;
    Finding missing =
        Finding.at(
            name,
            HINT,
            MailRule.STS_NO_RECORD,
            "There is no MTA-STS, so whoever stands in the way of mail to the domain can turn TLS"
                + " off.",
            null);
    Lint record = RECORD.lint(dns, name, missing, StsLinter::id);
    if (record.record() == null) {
      return new StsLint(record, null, null);
    }
    PolicyFiles.Answer answer = files.fetch(domain);
    if (answer instanceof PolicyFiles.File file) {
      StsPolicy policy = StsPolicy.parse(file.body());
      return new StsLint(record, file(file, policy, dns.mx(domain).values()), policy);
    }
    return new StsLint(record, noFile(domain, answer), null);
  }

  /** Examines a record by itself. */
  static Lint lintRecord(String name, String text) {
    return RECORD.lint(name, text, StsLinter::id);
  }

  private static boolean isId(String text) {
    return text.matches("[a-zA-Z0-9]{1,32}");
  }

  private static void id(TagLint lint) {
    Optional<String> id = lint.tags().get("id");
    if (id.filter(StsLinter::isId).isEmpty()) {
      String kept = id.orElse("").replaceAll("[^a-zA-Z0-9]", "");
      String meant = kept.substring(0, Math.min(32, kept.length()));
      lint.tell(
          ERROR,
          MailRule.STS_ID,
          lint.tags().tag("id"),
          "The record needs an id of 1 to 32 letters and digits, new with every change of the"
              + " policy.",
          meant.isEmpty() ? null : edits -> edits.set("id", meant));
    }
  }

  private static Lint noFile(DomainName domain, PolicyFiles.Answer answer) {
    if (answer instanceof PolicyFiles.Unavailable unavailable) {
      return Lint.of(
          unavailable.address(),
          List.of(
              Finding.at(
                  unavailable.address(),
                  ERROR,
                  MailRule.STS_NO_POLICY,
                  "The policy file cannot be had, so there is no MTA-STS: " + unavailable.reason(),
                  null)));
    }
    String address = PolicyFiles.addressOf(domain);
    return Lint.of(
        address,
        List.of(
            Finding.at(
                address, HINT, MailRule.STS_NOT_ASKED, "The policy file was not fetched.", null)));
  }

  /**
   * Examines a policy file.
   *
   * @param hosts the MX records of the domain
   */
  public static Lint file(PolicyFiles.File file, StsPolicy policy, List<MailExchange> hosts) {
    List<Finding> findings = new ArrayList<>();
    String name = file.address();
    String body = file.body();
    for (StsPolicy.Problem problem : policy.problems()) {
      findings.add(
          new Finding(
              ERROR,
              MailRule.STS_LINE,
              name,
              body,
              problem.start(),
              problem.end(),
              problem.sentence(),
              null));
    }
    String type = file.contentType() == null ? "" : file.contentType().toLowerCase(Locale.ROOT);
    if (!type.matches("text/plain(\\s*;.*)?")) {
      tell(
          findings,
          name,
          WARNING,
          MailRule.STS_CONTENT_TYPE,
          "The file is served as "
              + (type.isEmpty() ? "no type at all" : "\"" + type + "\"")
              + "; senders may insist on text/plain.");
    }
    incomplete(findings, name, policy);
    age(findings, name, policy);
    mode(findings, name, policy);
    hosts(findings, name, policy, hosts);
    String mended = policy.problems().isEmpty() || !isComplete(policy) ? null : policy.toText();
    return new Lint(name, body, findings, mended);
  }

  private static boolean isComplete(StsPolicy policy) {
    return policy.version() != null
        && policy.mode() != null
        && policy.maxAgeSeconds() != null
        && (policy.mode() == StsPolicy.Mode.NONE || !policy.mx().isEmpty());
  }

  private static void incomplete(List<Finding> findings, String name, StsPolicy policy) {
    List<String> missing = new ArrayList<>();
    if (policy.version() == null) {
      missing.add("version");
    }
    if (policy.mode() == null) {
      missing.add("mode");
    }
    if (policy.maxAgeSeconds() == null) {
      missing.add("max_age");
    }
    if (policy.mx().isEmpty() && policy.mode() != StsPolicy.Mode.NONE) {
      missing.add("mx");
    }
    if (!missing.isEmpty()) {
      tell(
          findings,
          name,
          ERROR,
          MailRule.STS_INCOMPLETE,
          "The file has no usable " + String.join(", ", missing) + ", so it is no policy.");
    }
  }

  private static void age(List<Finding> findings, String name, StsPolicy policy) {
    Long age = policy.maxAgeSeconds();
    if (age != null && age < SHORT_AGE_SECONDS && policy.mode() == StsPolicy.Mode.ENFORCE) {
      tell(
          findings,
          name,
          WARNING,
          MailRule.STS_SHORT_AGE,
          "Senders forget the policy after "
              + age
              + " seconds; weeks are usual, such as max_age: 2419200.");
    }
  }

  private static void mode(List<Finding> findings, String name, StsPolicy policy) {
    if (policy.mode() == StsPolicy.Mode.TESTING) {
      tell(
          findings,
          name,
          HINT,
          MailRule.STS_MODE,
          "The mode is testing: senders report, and deliver without TLS all the same.");
    } else if (policy.mode() == StsPolicy.Mode.NONE) {
      tell(findings, name, HINT, MailRule.STS_MODE, "The mode is none: there is no protection.");
    }
  }

  private static void hosts(
      List<Finding> findings, String name, StsPolicy policy, List<MailExchange> hosts) {
    if (policy.mode() == StsPolicy.Mode.NONE || policy.mx().isEmpty() || hosts.isEmpty()) {
      return;
    }
    for (MailExchange host : hosts) {
      if (!host.exchange().equals(DomainName.ROOT) && !policy.matches(host.exchange())) {
        boolean enforced = policy.mode() == StsPolicy.Mode.ENFORCE;
        tell(
            findings,
            name,
            enforced ? ERROR : WARNING,
            MailRule.STS_MX_MISSING,
            "The policy does not name the mail host "
                + host.exchange()
                + (enforced ? ", so senders do not deliver to it." : "."));
      }
    }
    for (String pattern : policy.mx()) {
      if (hosts.stream().noneMatch(host -> StsPolicy.matches(pattern, host.exchange()))) {
        tell(
            findings,
            name,
            HINT,
            MailRule.STS_MX_UNUSED,
            "The policy names " + pattern + ", which is no mail host of the domain.");
      }
    }
  }

  private static void tell(
      List<Finding> findings, String name, Severity severity, MailRule rule, String sentence) {
    findings.add(Finding.at(name, severity, rule, sentence, null));
  }
}
