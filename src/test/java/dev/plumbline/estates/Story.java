package dev.plumbline.estates;

import dev.plumbline.dns.FakeDns;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A month of reports about one domain, told row by row: two receivers that report rightly, and some
 * that do not. Names below the domain are aligned, others are not.
 */
final class Story {

  static final LocalDate FIRST = LocalDate.of(2026, 10, 1);
  static final int DAYS = 30;

  /** A key as good as any. */
  static final String KEY = "v=DKIM1; k=ed25519; p=sJKRHdbJ5LlLL8vPDwyIWjE9tE01mFDRMN3lMWhT6GQ=";

  final String domain;
  final FakeDns dns = new FakeDns();
  private final List<Mail> mails = new ArrayList<>();
  private List<String> reporters = List.of("one", "two");

  private record Mail(
      int from,
      int to,
      String ip,
      long count,
      String envelope,
      String spf,
      String reason,
      List<String> signatures) {}

  Story(String domain) {
    this.domain = domain;
    dns.txt("_dmarc." + domain, "v=DMARC1; p=none; rua=mailto:d@" + domain);
    dns.mx(domain, 10, "mx." + domain).a("mx." + domain, "192.0.2.10");
  }

  /** Two more report, one of which repeats raw results, and one mixes up the mechanisms. */
  Story withFaultyReporters() {
    reporters = List.of("one", "two", "raw", "swap");
    return this;
  }

  /** A third one repeats raw results, and names no envelope domains. */
  Story withReporterThatRepeatsWithoutNames() {
    reporters = List.of("one", "two", "raw-no-envelopes");
    return this;
  }

  /** A third one reports, which tells of SPF either the envelope domains or the results. */
  Story withReporterThatNames(String what) {
    reporters = List.of("one", "two", what.equals("results") ? "no-envelopes" : "no-results");
    return this;
  }

  Story txt(String name, String text) {
    dns.txt(name, text);
    return this;
  }

  Story key(String selector, String signer) {
    return txt(selector + "._domainkey." + signer, KEY);
  }

  /** A reverse name that leads back. */
  Story host(String ip, String name) {
    dns.ptr(ip, name).a(name, ip);
    return this;
  }

  /** The domain's own server, listed and signing with k1. */
  Story withOwnServer() {
    return host("192.0.2.10", "mail." + domain)
        .mail(1, DAYS, "192.0.2.10", 100, domain, "pass", domain + " k1 pass");
  }

  /**
   * Messages on every day of some.
   *
   * @param signatures as {@code domain selector result}
   */
  Story mail(
      int from, int to, String ip, long count, String envelope, String spf, String... signatures) {
    mails.add(new Mail(from, to, ip, count, envelope, spf, "", List.of(signatures)));
    return this;
  }

  /** The same with a reason why receivers let them through. */
  Story forwarded(String ip, long count, String envelope, String spf, String... signatures) {
    mails.add(new Mail(1, DAYS, ip, count, envelope, spf, "mailing_list", List.of(signatures)));
    return this;
  }

  /** All reports, as XML. */
  List<String> reports() {
    List<String> reports = new ArrayList<>();
    for (int day = 1; day <= DAYS; day++) {
      for (String reporter : reporters) {
        reports.add(report(reporter, day));
      }
    }
    return reports;
  }

  private String report(String reporter, int day) {
    long begin = FIRST.plusDays(day - 1L).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    StringBuilder rows = new StringBuilder();
    for (Mail mail : mails) {
      if (mail.from() <= day && day <= mail.to()) {
        rows.append(row(mail, reporter));
      }
    }
    return """
    <feedback><report_metadata><org_name>%s.%s</org_name><email>d@%s.example</email>
    <report_id>%d</report_id><date_range><begin>%d</begin><end>%d</end></date_range>
    </report_metadata><policy_published><domain>%s</domain><p>none</p></policy_published>
    %s</feedback>\
    """
        .formatted(reporter, domain, reporter, day, begin, begin + 86_399, domain, rows);
  }

  private String row(Mail mail, String reporter) {
    boolean swapped = reporter.equals("swap");
    boolean raw = reporter.startsWith("raw");
    String envelope = reporter.endsWith("no-envelopes") ? "" : mail.envelope();
    boolean dkim = false;
    StringBuilder results = new StringBuilder();
    for (String signature : mail.signatures()) {
      String[] parts = signature.split(" ", -1);
      dkim |= parts[2].equals("pass") && (raw || isOurs(parts[0]));
      results.append(
          "<dkim><domain>%s</domain><selector>%s</selector><result>%s</result></dkim>"
              .formatted(parts[0], parts[1], parts[2]));
    }
    boolean spf = mail.spf().equals("pass") && (raw || isOurs(mail.envelope()));
    results.append(
        "<spf><domain>%s</domain><scope>mfrom</scope><result>%s</result></spf>"
            .formatted(envelope, reporter.equals("no-results") ? "none" : mail.spf()));
    return """
    <record><row><source_ip>%s</source_ip><count>%d</count><policy_evaluated>
    <disposition>none</disposition><dkim>%s</dkim><spf>%s</spf>%s</policy_evaluated></row>
    <identifiers><envelope_from>%s</envelope_from><header_from>%s</header_from></identifiers>
    <auth_results>%s</auth_results></record>
    """
        .formatted(
            mail.ip(),
            raw || swapped ? Math.max(1, mail.count() / 5) : mail.count(),
            (swapped ? spf : dkim) ? "pass" : "fail",
            (swapped ? dkim : spf) ? "pass" : "fail",
            mail.reason().isEmpty() || dkim || spf
                ? ""
                : "<reason><type>" + mail.reason() + "</type></reason>",
            envelope,
            domain,
            results);
  }

  private boolean isOurs(String name) {
    return name.equals(domain) || name.endsWith("." + domain);
  }
}
