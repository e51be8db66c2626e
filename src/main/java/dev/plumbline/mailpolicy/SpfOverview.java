package dev.plumbline.mailpolicy;

import static dev.plumbline.dns.lint.Severity.ERROR;
import static dev.plumbline.dns.lint.Severity.HINT;
import static dev.plumbline.dns.lint.Severity.WARNING;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Rule;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.Mechanism;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.RecordSyntaxException;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfVerdict;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a domain has an SPF record that works, as far as one evaluation tells. */
final class SpfOverview {

  /** An address no record names (RFC 1112 section 4), so that every term is tried. */
  private static final InetAddress STRANGER = IpAddresses.parseIp4("240.0.0.1").orElseThrow();

  private final Dns dns;

  SpfOverview(Dns dns) {
    this.dns = dns;
  }

  private enum SpfRule implements Rule {
    NO_RECORD("4.5"),
    SEVERAL_RECORDS("4.5"),
    DNS_TROUBLE("2.6.6"),
    SYNTAX("4.6"),
    BROKEN("2.6.7"),
    PASS_ALL("5.1"),
    MISSING_ALL("4.7");

    private final String section;

    SpfRule(String section) {
      this.section = section;
    }

    @Override
    public String reference() {
      return "RFC 7208 section " + section;
    }
  }

  Lint lint(DomainName domain) {
    String name = domain.toString();
    DnsAnswer<String> answer = dns.txt(domain);
    if (answer instanceof DnsAnswer.Failed<String> failed) {
      return none(name, SpfRule.DNS_TROUBLE, "DNS failed: " + failed.reason());
    }
    List<String> records = answer.values().stream().filter(SpfRecord::isSpf).toList();
    if (records.isEmpty()) {
      return none(
          name,
          SpfRule.NO_RECORD,
          "There is no SPF record; a domain that sends nothing publishes v=spf1 -all.");
    }
    if (records.size() > 1) {
      return none(
          name,
          SpfRule.SEVERAL_RECORDS,
          "There are " + records.size() + " SPF records, so none counts.");
    }
    String text = records.get(0);
    List<Finding> findings = new ArrayList<>();
    try {
      terms(findings, name, text, SpfRecord.parse(text));
      evaluated(findings, domain, text);
    } catch (RecordSyntaxException e) {
      int place = Math.min(e.offset(), text.length());
      findings.add(
          new Finding(
              ERROR,
              SpfRule.SYNTAX,
              name,
              text,
              place,
              text.length(),
              "The record is broken: " + e.getMessage() + ".",
              null));
    }
    return new Lint(name, text, findings, null);
  }

  private static void terms(List<Finding> findings, String name, String text, SpfRecord record) {
    @Nullable Qualifier all =
        record.directives().stream()
            .filter(directive -> directive.mechanism() instanceof Mechanism.All)
            .map(SpfRecord.Directive::qualifier)
            .findFirst()
            .orElse(null);
    if (all == Qualifier.PASS) {
      whole(findings, name, text, ERROR, SpfRule.PASS_ALL, "The record lets everybody send.");
    } else if (all == null && record.redirect().isEmpty()) {
      whole(
          findings,
          name,
          text,
          WARNING,
          SpfRule.MISSING_ALL,
          "The record ends without all or redirect, so it says nothing of other senders.");
    }
  }

  private void evaluated(List<Finding> findings, DomainName domain, String text) {
    SpfVerdict verdict =
        new SpfEvaluator(dns)
            .evaluate(domain.toString(), SpfQuery.of(STRANGER, domain.toString(), null));
    String problem = verdict.problem() == null ? "" : " " + verdict.problem();
    if (verdict.result() == SpfResult.PERMERROR) {
      whole(
          findings,
          domain.toString(),
          text,
          ERROR,
          SpfRule.BROKEN,
          "Receivers cannot use the record." + problem);
    } else if (verdict.result() == SpfResult.TEMPERROR) {
      whole(
          findings,
          domain.toString(),
          text,
          HINT,
          SpfRule.DNS_TROUBLE,
          "DNS did not answer for all of the record." + problem);
    }
  }

  private static void whole(
      List<Finding> findings,
      String name,
      String text,
      Severity severity,
      SpfRule rule,
      String sentence) {
    findings.add(new Finding(severity, rule, name, text, 0, text.length(), sentence, null));
  }

  private static Lint none(String name, SpfRule rule, String sentence) {
    return Lint.of(name, List.of(Finding.at(name, ERROR, rule, sentence, null)));
  }
}
