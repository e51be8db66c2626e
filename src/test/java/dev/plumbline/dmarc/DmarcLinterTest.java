package dev.plumbline.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DmarcLinterTest {

  private static final String GOOD = "v=DMARC1; p=reject; rua=mailto:d@example.org";

  private final FakeDns dns = new FakeDns();
  private final DmarcLinter linter = new DmarcLinter(dns);

  @BeforeEach
  void mailHost() {
    dns.mx("example.org", 10, "mx.example.org");
  }

  @Test
  void good_record_has_nothing_to_mend() {
    Lint lint = lint(GOOD);
    assertThat(lint.findings()).isEmpty();
    assertThat(lint.mended()).isNull();
    assertThat(lint.isClean()).isTrue();
    assertThat(lint.name()).isEqualTo("_dmarc.example.org");
  }

  /** Each line: a record with several mistakes, and the one text that mends all; - for none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "v=DMARC1; p: reject; rua: mailto:d@example.org | " + GOOD,
        "v=DMARC1; p: Reject; rua mailto:d@example.org; adkim=strict | v=DMARC1; p=Reject;"
            + " rua=mailto:d@example.org; adkim=s",
        "v=DMARC1; p=reject; rua=mailto:d@b\u00fccher.example"
            + " | v=DMARC1; p=reject; rua=mailto:d@xn--bcher-kva.example",
        "v=DMARC1; p=reject; rua=mailto:d@b\u00c3\u00bccher.example,mailto:d@example.org"
            + " | v=DMARC1; p=reject; rua=mailto:d@xn--bcher-kva.example,mailto:d@example.org",
        "v=DMARC1; p=reject; adkim=strict; aspf=; np=foo; rua=mailto:d@example.org"
            + " | v=DMARC1; p=reject; adkim=s; rua=mailto:d@example.org",
        "v=DMARC1;p=reject;rua=mailto:d@example.org;mailto:e@example.org;; | v=DMARC1; p=reject;"
            + " rua=mailto:d@example.org,mailto:e@example.org",
      })
  void mended_text_keeps_policy_and_addresses(String record, String mended) {
    assertThat(lint(record).mended()).isEqualTo(mended);
  }

  /** Each line: the rule, its severity, the record, the record mended for this finding. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "VERSION | ERROR | v=dmarc1; p=reject; rua=mailto:d@example.org | " + GOOD,
        "VERSION | ERROR | v=DMARC2; p=reject; rua=mailto:d@example.org | " + GOOD,
        "VERSION | ERROR | DMARC1; p=reject; rua=mailto:d@example.org | " + GOOD,
        "VERSION | ERROR | p=reject; rua=mailto:d@example.org | " + GOOD,
        "VERSION | ERROR | version=DMARC1; p=reject; rua=mailto:d@example.org | " + GOOD,
        "VERSION | ERROR | p=reject; v=DMARC1; rua=mailto:d@example.org | " + GOOD,
        "VERSION | WARNING | ' v=DMARC1; p=reject; rua=mailto:d@example.org' | " + GOOD,
        "TYPOGRAPHY | ERROR | \"v=DMARC1; p=reject; rua=mailto:d@example.org\" | " + GOOD,
        "SEPARATOR | ERROR | v=DMARC1, p=reject, rua=mailto:d@example.org | " + GOOD,
        "SEPARATOR | ERROR | v=DMARC1 p=reject rua=mailto:d@example.org | " + GOOD,
        "SEPARATOR | ERROR | v=DMARC1; p=reject rua=mailto:d@example.org | " + GOOD,
        "SYNTAX | ERROR | v=DMARC1; p=reject; rua=mailto:d@example.org; hello | " + GOOD,
        "SYNTAX | ERROR | v=DMARC1; p:reject; rua=mailto:d@example.org | " + GOOD,
        "SYNTAX | ERROR | v=DMARC1; p=reject; rua: mailto:d@example.org | " + GOOD,
        "SYNTAX | ERROR | v=DMARC1; p=reject; rua=mailto:d@example.org; p: none | " + GOOD,
        "SEPARATOR | ERROR | v=DMARC1; p=reject; rua=mailto:d@example.org;mailto:e@example.org"
            + " | v=DMARC1; p=reject; rua=mailto:d@example.org,mailto:e@example.org",
        "POLICY_VALUE | ERROR | v=DMARC1; p=reject; np=foo; rua=mailto:d@example.org | " + GOOD,
        "REPEATED_TAG | ERROR | v=DMARC1; p=reject; rua=mailto:d@example.org; p=none | " + GOOD,
        "REPEATED_TAG | ERROR | v=DMARC1; p=reject; v=DMARC1; rua=mailto:d@example.org | " + GOOD,
        "EMPTY_TAG | WARNING | v=DMARC1;; p=reject; rua=mailto:d@example.org | " + GOOD,
        "EMPTY_TAG | WARNING | v=DMARC1; p=reject; rua=mailto:d@example.org; ; | " + GOOD,
        "UPPERCASE_TAG | WARNING | v=DMARC1; P=reject; rua=mailto:d@example.org | " + GOOD,
        "UNKNOWN_TAG | WARNING | v=DMARC1; p=reject; rau=mailto:d@example.org | " + GOOD,
        "UNKNOWN_TAG | WARNING | v=DMARC1; policy=reject; rua=mailto:d@example.org | " + GOOD,
        "UNKNOWN_TAG | WARNING | v=DMARC1; p=reject; rua=mailto:d@example.org; x=y | " + GOOD,
        "NO_POLICY | WARNING | v=DMARC1; rua=mailto:d@example.org"
            + " | v=DMARC1; p=none; rua=mailto:d@example.org",
        "NO_POLICY | ERROR | v=DMARC1; adkim=s | v=DMARC1; p=none; adkim=s",
        "POLICY_POSITION | WARNING | v=DMARC1; rua=mailto:d@example.org; p=reject | " + GOOD,
        "POLICY_VALUE | ERROR | v=DMARC1; p=rejct; rua=mailto:d@example.org | " + GOOD,
        "POLICY_VALUE | ERROR | v=DMARC1; p=block; rua=mailto:d@example.org | " + GOOD,
        "POLICY_VALUE | ERROR | v=DMARC1; p=; rua=mailto:d@example.org | -",
        "POLICY_VALUE | ERROR | v=DMARC1; p=none; sp=quarentine; rua=mailto:d@example.org"
            + " | v=DMARC1; p=none; sp=quarantine; rua=mailto:d@example.org",
        "VALUE | WARNING | v=DMARC1; p=reject; rua=mailto:d@example.org; adkim=strict"
            + " | v=DMARC1; p=reject; rua=mailto:d@example.org; adkim=s",
        "VALUE | WARNING | v=DMARC1; p=reject; rua=mailto:d@example.org; aspf=x | " + GOOD,
        "VALUE | WARNING | v=DMARC1; p=reject; rua=mailto:d@example.org; t=no"
            + " | v=DMARC1; p=reject; rua=mailto:d@example.org; t=n",
        "VALUE | WARNING | v=DMARC1; p=reject; rua=mailto:d@example.org; psd=maybe | " + GOOD,
        "VALUE | WARNING | v=DMARC1; p=reject; rua=mailto:d@example.org; pct=half | " + GOOD,
        "VALUE | WARNING | v=DMARC1; p=reject; ruf=mailto:d@example.org; fo=0:1:d,s"
            + " | v=DMARC1; p=reject; ruf=mailto:d@example.org; fo=1:d:s",
        "MONITORING | HINT | v=DMARC1; p=none; rua=mailto:d@example.org | -",
        "WEAKER_BELOW | WARNING | v=DMARC1; p=reject; sp=none; rua=mailto:d@example.org | " + GOOD,
        "WEAKER_BELOW | WARNING | v=DMARC1; p=reject; np=none; rua=mailto:d@example.org | " + GOOD,
        "PSD | ERROR | v=DMARC1; p=reject; psd=y; rua=mailto:d@example.org | " + GOOD,
        "TEST_MODE | HINT | v=DMARC1; p=reject; t=y; rua=mailto:d@example.org | -",
        "TEST_WITHOUT_EFFECT | HINT | v=DMARC1; p=none; t=y; rua=mailto:d@example.org"
            + " | v=DMARC1; p=none; rua=mailto:d@example.org",
        "RETIRED_TAG | HINT | v=DMARC1; p=reject; rua=mailto:d@example.org; pct=100 | " + GOOD,
        "RETIRED_TAG | HINT | v=DMARC1; p=reject; rua=mailto:d@example.org; rf=afrf | " + GOOD,
        "RETIRED_TAG | HINT | v=DMARC1; p=reject; rua=mailto:d@example.org; ri=86400 | " + GOOD,
        "PERCENTAGE | WARNING | v=DMARC1; p=reject; rua=mailto:d@example.org; pct=25 | " + GOOD,
        "PERCENTAGE | WARNING | v=DMARC1; p=reject; rua=mailto:d@example.org; pct=0"
            + " | v=DMARC1; p=reject; rua=mailto:d@example.org; t=y",
        "NO_RUA | WARNING | v=DMARC1; p=reject"
            + " | v=DMARC1; p=reject; rua=mailto:dmarc@example.org",
        "MAILTO | ERROR | v=DMARC1; p=reject; rua=d@example.org | " + GOOD,
        "MAILTO | ERROR | v=DMARC1; p=reject; rua=mailto: d@example.org | " + GOOD,
        "MAILTO | ERROR | v=DMARC1; p=reject; rua=mail:to:d@example.org | -",
        "MAILTO | ERROR | v=DMARC1; p=reject; rua=<mailto:d@example.org> | " + GOOD,
        "REPORT_URI | ERROR | v=DMARC1; p=reject; rua=mailto:d@example.org, | " + GOOD,
        "REPORT_URI | ERROR | v=DMARC1; p=reject; rua=postmaster | v=DMARC1; p=reject",
        "REPORT_URI | ERROR | v=DMARC1; p=reject; rua=mailto:d@example.org e@example.org"
            + " | v=DMARC1; p=reject; rua=mailto:d@example.org,mailto:e@example.org",
        "SCHEME | WARNING | v=DMARC1; p=reject; rua=https://example.org/dmarc | -",
        "SIZE_LIMIT | WARNING | v=DMARC1; p=reject; rua=mailto:d@example.org!10m | " + GOOD,
        "REPEATED_DESTINATION | WARNING"
            + " | v=DMARC1; p=reject; rua=mailto:d@example.org,mailto:D@example.org | "
            + GOOD,
        "MANY_DESTINATIONS | WARNING | v=DMARC1; p=reject;"
            + " rua=mailto:a@example.org,mailto:b@example.org,mailto:c@example.org | -",
        "FO_WITHOUT_RUF | HINT | v=DMARC1; p=reject; rua=mailto:d@example.org; fo=1 | " + GOOD,
      })
  void mistake_in_a_record_is_found_and_mended(
      DmarcRule rule, Severity severity, String record, String mended) {
    Lint lint = lint(record);
    Optional<Finding> finding = find(lint, rule);
    if (rule == DmarcRule.MAILTO && mended == null) {
      // "mail:to:..." is a URI of an unknown scheme, and only that can be said of it.
      assertThat(find(lint, DmarcRule.SCHEME)).isPresent();
      return;
    }
    assertThat(finding).as(lint.findings().toString()).isPresent();
    assertThat(finding.get().severity()).isEqualTo(severity);
    assertThat(finding.get().mended()).isEqualTo(mended);
    assertThat(finding.get().sentence()).endsWith(".");
    if (mended != null) {
      assertThat(find(lint(mended), rule)).isEmpty();
    }
  }

  @Test
  void characters_of_word_processors_are_mended_as_dns_gives_them() {
    String written = "\u201cv=DMARC1;\u00a0p=reject; rua=mailto:d@example.org\u201d";
    String octets =
        new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    String angular = "\u2039v=DMARC1; p=reject; rua=mailto:d@example.org\u203a";
    for (String text : List.of(written, octets, angular)) {
      Lint lint = lint(text);
      assertThat(lint.mended()).isEqualTo(GOOD);
      assertThat(find(lint, DmarcRule.TYPOGRAPHY)).isPresent();
    }
  }

  @Test
  void place_of_a_finding_is_where_the_mistake_is() {
    String record = "v=DMARC1; p=reject; rua=mailto:d@example.org, e@example.org";
    Finding finding = find(lint(record), DmarcRule.MAILTO).orElseThrow();
    assertThat(record.substring(finding.start(), finding.end())).isEqualTo("e@example.org");
  }

  @Test
  void everything_is_mended_at_once() {
    Lint lint =
        lint("v=dmarc1, P=Rejct, rua=d@example.org; pct=100; ri=3600; adkim=strict; hello; p=none");
    assertThat(lint.mended()).isEqualTo("v=DMARC1; p=reject; rua=mailto:d@example.org; adkim=s");
    assertThat(lint(lint.mended()).findings()).isEmpty();
  }

  @Test
  void policy_of_none_for_long_is_a_warning() {
    String record = "v=DMARC1; p=none; rua=mailto:d@example.org";
    DomainName domain = DomainName.of("example.org");
    assertThat(find(linter.lint(domain, record, noneFor(89)), DmarcRule.MONITORING)).isPresent();
    Lint lint = linter.lint(domain, record, noneFor(90));
    assertThat(find(lint, DmarcRule.MONITORING_LONG).orElseThrow().sentence()).contains("90 days");
    assertThat(lint.isClean()).isFalse();
  }

  @Test
  void several_records_are_told_and_equal_ones_mended() {
    dns.txt("_dmarc.example.org", GOOD, "v=DMARC1; p=none", "unrelated");
    Finding finding = published("example.org").findings().get(0);
    assertThat(finding.rule()).isEqualTo(DmarcRule.SEVERAL_RECORDS);
    assertThat(finding.sentence()).contains("2 DMARC records");
    assertThat(finding.mended()).isNull();
    dns.remove("_dmarc.example.org", "TXT").txt("_dmarc.example.org", GOOD, GOOD);
    assertThat(published("example.org").findings().get(0).mended()).isEqualTo(GOOD);
  }

  @Test
  void missing_record_is_an_error_unless_one_above_applies() {
    Finding none = published("example.org").findings().get(0);
    assertThat(none.rule()).isEqualTo(DmarcRule.NO_RECORD);
    assertThat(none.severity()).isEqualTo(Severity.ERROR);
    assertThat(none.mended()).isEqualTo("v=DMARC1; p=none; rua=mailto:dmarc@example.org");
    dns.txt("_dmarc.example.org", GOOD).a("mail.example.org", "192.0.2.1");
    Finding inherited = published("mail.example.org").findings().get(0);
    assertThat(inherited.severity()).isEqualTo(Severity.HINT);
    assertThat(inherited.sentence()).contains("example.org applies, with p=reject");
  }

  @Test
  void published_text_that_means_to_be_a_record_is_examined() {
    dns.txt("_dmarc.example.org", "v=dmarc1; p=reject; rua=mailto:d@example.org");
    Lint lint = published("example.org");
    assertThat(lint.findings()).extracting(Finding::rule).containsExactly(DmarcRule.VERSION);
    assertThat(lint.mended()).isEqualTo(GOOD);
  }

  @Test
  void records_at_wrong_names_are_found() {
    for (String place :
        List.of("example.org", "dmarc.example.org", "_dmarc.example.org.example.org")) {
      dns.txt(place, GOOD);
      assertThat(published("example.org").findings())
          .anySatisfy(
              finding -> {
                assertThat(finding.rule()).isEqualTo(DmarcRule.WRONG_NAME);
                assertThat(finding.name()).isEqualTo(place);
                assertThat(finding.mended()).isEqualTo(GOOD);
              });
      dns.remove(place, "TXT");
    }
  }

  @Test
  void dns_failure_is_an_error_of_its_own() {
    dns.fail("_dmarc.example.org", "TXT");
    assertThat(published("example.org").findings())
        .extracting(Finding::rule)
        .containsExactly(DmarcRule.DNS_TROUBLE);
  }

  @Test
  void a_domain_above_that_dns_does_not_tell_of_may_have_a_record() {
    dns.fail("_dmarc.example.org", "TXT");
    assertThat(published("mail.example.org").findings())
        .extracting(Finding::rule)
        .containsExactly(DmarcRule.DNS_TROUBLE);
  }

  @Test
  void sp_and_np_are_ignored_below_the_organizational_domain() {
    dns.txt("_dmarc.example.org", GOOD);
    String record = "v=DMARC1; p=none; sp=reject; np=reject; rua=mailto:d@example.org";
    Lint lint = linter.lint(DomainName.of("mail.example.org"), record, nothing());
    Finding finding = find(lint, DmarcRule.IGNORED_BELOW).orElseThrow();
    assertThat(finding.mended()).isEqualTo("v=DMARC1; p=none; rua=mailto:d@example.org");
    assertThat(find(lint(record), DmarcRule.IGNORED_BELOW)).isEmpty();
  }

  @Test
  void wildcard_voids_np() {
    String record = "v=DMARC1; p=none; np=reject; rua=mailto:d@example.org";
    assertThat(find(lint(record), DmarcRule.WILDCARD)).isEmpty();
    dns.txt("*.example.org", "v=spf1 -all");
    Finding finding = find(lint(record), DmarcRule.WILDCARD).orElseThrow();
    assertThat(finding.sentence()).contains("*.example.org", "they get none");
  }

  @Test
  void record_deeper_than_the_walk_goes_is_told() {
    String deep = "b.c.d.e.f.g.example.org";
    Lint lint = linter.lint(DomainName.of(deep), GOOD.replace("p=", "psd=n; p="), nothing());
    assertThat(find(lint, DmarcRule.TOO_DEEP)).isPresent();
  }

  @Test
  void walk_and_public_suffix_list_may_differ() {
    Lint lint = linter.lint(DomainName.of("mail.example.org"), GOOD, nothing());
    Finding finding = find(lint, DmarcRule.VIEWS_DIFFER).orElseThrow();
    assertThat(finding.sentence()).contains("mail.example.org", "list example.org");
    dns.txt("_dmarc.example.org", GOOD);
    lint = linter.lint(DomainName.of("mail.example.org"), GOOD, nothing());
    assertThat(find(lint, DmarcRule.VIEWS_DIFFER)).isEmpty();
  }

  @Test
  void public_suffix_must_say_so_and_gets_no_failure_reports() {
    Lint lint = linter.lint(DomainName.of("co.uk"), GOOD, nothing());
    assertThat(find(lint, DmarcRule.PSD).orElseThrow().mended()).isEqualTo(GOOD + "; psd=y");
    lint = linter.lint(DomainName.of("co.uk"), GOOD + "; psd=y; ruf=mailto:d@co.uk", nothing());
    assertThat(find(lint, DmarcRule.PSD)).isEmpty();
    assertThat(find(lint, DmarcRule.RUF_OF_SUFFIX).orElseThrow().mended())
        .isEqualTo(GOOD + "; psd=y");
  }

  @Test
  void destination_of_others_must_agree() {
    dns.mx("reports.example", 10, "mx.reports.example");
    String record = "v=DMARC1; p=reject; rua=mailto:d@reports.example";
    Finding finding = find(lint(record), DmarcRule.NOT_AUTHORIZED).orElseThrow();
    assertThat(finding.name()).isEqualTo("example.org._report._dmarc.reports.example");
    assertThat(finding.mended()).isEqualTo("v=DMARC1");
    dns.txt(finding.name(), "v=DMARC1");
    assertThat(lint(record).findings()).isEmpty();
    dns.txt(finding.name(), "v=DMARC1; rua=mailto:x@elsewhere.example");
    assertThat(find(lint(record), DmarcRule.NOT_AUTHORIZED).orElseThrow().sentence())
        .contains("another host");
  }

  @Test
  void destination_that_takes_no_mail_is_told() {
    dns.txt("example.org._report._dmarc.silent.example", "v=DMARC1");
    dns.mx("silent.example", 0, "");
    assertThat(noMail("silent.example")).contains("null MX");
    assertThat(noMail("nowhere.example.org")).contains("does not exist");
    dns.txt("txt.example.org", "hello");
    assertThat(noMail("txt.example.org")).contains("no mail host");
    dns.a("txt.example.org", "192.0.2.1");
    String record = "v=DMARC1; p=reject; rua=mailto:d@txt.example.org";
    assertThat(find(lint(record), DmarcRule.NO_MAIL)).isEmpty();
  }

  @Test
  void hostile_record_costs_few_questions_and_findings() {
    StringBuilder record = new StringBuilder("v=DMARC1; p=none; rua=");
    for (int i = 0; i < 2_000; i++) {
      record.append("mailto:a@d").append(i).append(".example,junk").append(i).append(',');
    }
    Lint lint = lint(record.toString());
    assertThat(dns.asked()).hasSizeLessThan(120);
    assertThat(lint.findings()).hasSizeLessThan(60);
  }

  private String noMail(String host) {
    Lint lint = lint("v=DMARC1; p=reject; rua=mailto:d@" + host);
    return find(lint, DmarcRule.NO_MAIL).orElseThrow().sentence();
  }

  private Lint lint(String record) {
    return linter.lint(DomainName.of("example.org"), record, nothing());
  }

  private Lint published(String domain) {
    return linter.lint(DomainName.of(domain), nothing());
  }

  private static DmarcLinter.Known nothing() {
    return DmarcLinter.Known.NOTHING;
  }

  private static DmarcLinter.Known noneFor(int days) {
    return new DmarcLinter.Known(Duration.ofDays(days));
  }

  private static Optional<Finding> find(Lint lint, DmarcRule rule) {
    return lint.findings().stream().filter(finding -> finding.rule() == rule).findFirst();
  }
}
