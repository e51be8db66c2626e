package dev.plumbline.mailpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Rule;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.mailpolicy.StsLinter.StsLint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailPolicyLintersTest {

  private static final DomainName DOMAIN = DomainName.of("example.org");
  private static final String POLICY =
      "version: STSv1\r\nmode: enforce\r\nmx: mx.example.org\r\nmax_age: 2419200\r\n";

  private final FakeDns dns =
      new FakeDns().mx("example.org", 10, "mx.example.org").a("mx.example.org", "192.0.2.1");

  /** Each line: the rule, its severity, the record, the record mended for this finding. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "STS_VERSION | ERROR | v=stsv1; id=1 | v=STSv1; id=1",
        "STS_VERSION | ERROR | id=1; v=STSv1 | v=STSv1; id=1",
        "STS_VERSION | ERROR | STSv1; id=1 | v=STSv1; id=1",
        "STS_SYNTAX | ERROR | \"v=STSv1; id=1\" | v=STSv1; id=1",
        "STS_SYNTAX | ERROR | v=STSv1; id=1; hello | v=STSv1; id=1",
        "STS_SYNTAX | ERROR | v=STSv1; id=1; id=2 | v=STSv1; id=1",
        "STS_SYNTAX | HINT | v=STSv1; id=1; mode=enforce | v=STSv1; id=1",
        "STS_ID | ERROR | v=STSv1 | -",
        "STS_ID | ERROR | v=STSv1; id=2026-01-01 | v=STSv1; id=20260101",
        "TLSRPT_VERSION | ERROR | v=TLSRPT1; rua=mailto:t@example.org"
            + " | v=TLSRPTv1; rua=mailto:t@example.org",
        "TLSRPT_SYNTAX | ERROR | v=TLSRPTv1; rua=mailto:t@example.org; x"
            + " | v=TLSRPTv1; rua=mailto:t@example.org",
        "TLSRPT_RUA | ERROR | v=TLSRPTv1 | -",
        "TLSRPT_RUA | ERROR | v=TLSRPTv1; rua=t@example.org"
            + " | v=TLSRPTv1; rua=mailto:t@example.org",
        "TLSRPT_RUA | ERROR | v=TLSRPTv1; rua=http://example.org/ | -",
        "TLSRPT_RUA | ERROR | v=TLSRPTv1; rua=mailto:t@example.org,"
            + " | v=TLSRPTv1; rua=mailto:t@example.org",
        "BIMI_VERSION | ERROR | v=bimi1; l=https://example.org/a.svg"
            + " | v=BIMI1; l=https://example.org/a.svg",
        "BIMI_SYNTAX | HINT | v=BIMI1; l=https://example.org/a.svg; x=y"
            + " | v=BIMI1; l=https://example.org/a.svg",
        "BIMI_LOCATION | ERROR | v=BIMI1 | v=BIMI1; l=",
        "BIMI_LOCATION | ERROR | v=BIMI1; l=http://example.org/a.svg | -",
        "BIMI_LOCATION | ERROR | v=BIMI1; l=https://example.org/a.png | -",
        "BIMI_EVIDENCE | ERROR | v=BIMI1; l=https://example.org/a.svg; a=x.pem | -",
      })
  void mistake_in_a_record_is_found_and_mended(
      MailRule rule, Severity severity, String record, String mended) {
    Lint lint = lintRecord(rule, record);
    Finding finding = find(lint, rule).orElseThrow(() -> new AssertionError(lint.findings()));
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.mended()).isEqualTo(mended);
    if (mended != null) {
      assertThat(lintRecord(rule, lint.mended()).findings()).isEmpty();
    }
  }

  private static Lint lintRecord(MailRule rule, String record) {
    if (rule.name().startsWith("STS")) {
      return StsLinter.lintRecord("_mta-sts.example.org", record);
    }
    return rule.name().startsWith("TLSRPT")
        ? TlsRptLinter.lintRecord("_smtp._tls.example.org", record)
        : BimiLinter.lintRecord("default._bimi.example.org", record, true);
  }

  @Test
  void logo_needs_a_dmarc_policy() {
    String record = "v=BIMI1; l=https://example.org/a.svg";
    assertThat(rules(BimiLinter.lintRecord("b", record, false)))
        .containsExactly(MailRule.BIMI_DMARC);
    assertThat(rules(BimiLinter.lintRecord("b", record, true))).isEmpty();
    assertThat(rules(BimiLinter.lintRecord("b", "v=BIMI1; l=; a=", false))).isEmpty();
  }

  @Test
  void missing_several_and_unanswered_records_are_told_apart() {
    assertThat(rules(new TlsRptLinter(dns).lint(DOMAIN)))
        .containsExactly(MailRule.TLSRPT_NO_RECORD);
    assertThat(rules(sts(PolicyFiles.offline()).record())).containsExactly(MailRule.STS_NO_RECORD);
    assertThat(rules(new BimiLinter(dns).lint(DOMAIN, true))).isEmpty();
    dns.txt("_smtp._tls.example.org", "v=TLSRPTv1; rua=mailto:a@b.example", "v=TLSRPTv1");
    dns.txt("_mta-sts.example.org", "v=STSv1; id=1", "v=STSv1; id=2");
    dns.txt("default._bimi.example.org", "v=BIMI1; l=", "v=BIMI1; l=");
    assertThat(rules(new TlsRptLinter(dns).lint(DOMAIN)))
        .containsExactly(MailRule.TLSRPT_SEVERAL_RECORDS);
    assertThat(rules(sts(PolicyFiles.offline()).record()))
        .containsExactly(MailRule.STS_SEVERAL_RECORDS);
    assertThat(rules(new BimiLinter(dns).lint(DOMAIN, true)))
        .containsExactly(MailRule.BIMI_SEVERAL_RECORDS);
    dns.fail("_smtp._tls.example.org", "TXT").fail("_mta-sts.example.org", "TXT");
    dns.fail("default._bimi.example.org", "TXT");
    assertThat(rules(new TlsRptLinter(dns).lint(DOMAIN))).containsExactly(MailRule.TLSRPT_TROUBLE);
    assertThat(rules(sts(PolicyFiles.offline()).record())).containsExactly(MailRule.STS_TROUBLE);
    assertThat(rules(new BimiLinter(dns).lint(DOMAIN, true)))
        .containsExactly(MailRule.BIMI_TROUBLE);
  }

  @Test
  void good_policy_file_has_nothing_to_mend() {
    StsLint lint = withFile(POLICY, "text/plain; charset=utf-8");
    assertThat(lint.file().findings()).isEmpty();
    assertThat(lint.isClean()).isTrue();
    assertThat(lint.policy().mode()).isEqualTo(StsPolicy.Mode.ENFORCE);
    assertThat(withFile(POLICY.replace("\r", ""), "text/plain").isClean()).isTrue();
  }

  /** Each line: the rule, its severity, what is replaced in the policy, and by what. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STS_LINE | ERROR | mode: enforce | mode enforce",
        "STS_LINE | ERROR | mode: enforce | mode: ENFORCE",
        "STS_LINE | ERROR | version: STSv1 | version: STSv2",
        "STS_LINE | ERROR | max_age: 2419200 | max_age: 4 weeks",
        "STS_LINE | ERROR | max_age: 2419200 | max_age: 99999999",
        "STS_LINE | ERROR | mx: mx.example.org | mx: mx.example.org, mx2.example.org",
        "STS_LINE | ERROR | mx: mx.example.org | mx: mx.*.example.org",
        "STS_LINE | ERROR | mode: enforce | mode: enforce\\nmode: testing",
        "STS_LINE | ERROR | version: STSv1 | version: STSv1\\nversion: STSv1",
        "STS_LINE | ERROR | max_age: 2419200 | max_age: 2419200\\nmax_age: 1",
        "STS_INCOMPLETE | ERROR | version: STSv1 | x: y",
        "STS_INCOMPLETE | ERROR | mode: enforce | x: y",
        "STS_INCOMPLETE | ERROR | max_age: 2419200 | x: y",
        "STS_INCOMPLETE | ERROR | mx: mx.example.org | x: y",
        "STS_SHORT_AGE | WARNING | max_age: 2419200 | max_age: 86400",
        "STS_MODE | HINT | mode: enforce | mode: testing",
        "STS_MODE | HINT | mode: enforce | mode: none",
        "STS_MX_MISSING | ERROR | mx: mx.example.org | mx: mail.example.org",
        "STS_MX_UNUSED | HINT | mx: mx.example.org | mx: mx.example.org\\nmx: old.example.org",
      })
  void mistake_in_a_policy_file_is_found(
      MailRule rule, Severity severity, String right, String wrong) {
    String body = POLICY.replace(right, wrong.replace("\\n", "\n"));
    Finding finding = find(withFile(body, "text/plain").file(), rule).orElseThrow();
    assertThat(finding.severity()).isEqualTo(severity);
    if (rule == MailRule.STS_LINE) {
      assertThat(body.substring(finding.start(), finding.end())).doesNotContain("\n").isNotBlank();
    }
  }

  @Test
  void policy_file_that_is_missing_or_of_a_wrong_type_is_told() {
    assertThat(rules(withFile(POLICY, "text/html").file()))
        .containsExactly(MailRule.STS_CONTENT_TYPE);
    assertThat(rules(withFile(POLICY, null).file())).containsExactly(MailRule.STS_CONTENT_TYPE);
    StsLint none = sts(domain -> new PolicyFiles.Unavailable("https://x/", "status 404."));
    assertThat(rules(none.file())).containsExactly(MailRule.STS_NO_POLICY);
    assertThat(none.isClean()).isFalse();
    assertThat(rules(sts(PolicyFiles.offline()).file())).containsExactly(MailRule.STS_NOT_ASKED);
  }

  @Test
  void mail_host_that_is_not_in_a_policy_under_test_is_a_warning() {
    String body = POLICY.replace("enforce", "testing").replace("mx.example", "mail.example");
    assertThat(find(withFile(body, "text/plain").file(), MailRule.STS_MX_MISSING))
        .hasValueSatisfying(f -> assertThat(f.severity()).isEqualTo(Severity.WARNING));
  }

  @ParameterizedTest
  @CsvSource({
    "mx.example.org, mx.example.org, true",
    "MX.example.org, mx.example.org, true",
    "*.example.org, mx.example.org, true",
    "*.example.org, a.mx.example.org, false",
    "*.example.org, example.org, false",
    "mx.example.org, mx2.example.org, false",
  })
  void wildcard_stands_for_one_label(String pattern, String host, boolean matches) {
    StsPolicy policy = StsPolicy.parse("mx: " + pattern);
    assertThat(policy.matches(DomainName.of(host))).isEqualTo(matches);
  }

  @Test
  void mail_hosts_are_examined() {
    assertThat(mx("example.org")).isEmpty();
    assertThat(mx("nothing.example")).containsExactly(MailRule.NO_MX);
    assertThat(mx("null.example", "0 ")).isEmpty();
    assertThat(mx("null5.example", "5 ")).containsExactly(MailRule.NULL_MX);
    assertThat(mx("both.example", "0 ", "10 mx.example.org")).containsExactly(MailRule.NULL_MX);
    assertThat(mx("gone.example", "10 gone.example.org"))
        .containsExactly(MailRule.MX_WITHOUT_ADDRESS);
    assertThat(mx("ip.example", "10 192.0.2.1")).containsExactly(MailRule.MX_IS_ADDRESS);
    assertThat(mx("twice.example", "10 mx.example.org", "20 mx.example.org"))
        .containsExactly(MailRule.MX_REPEATED);
    dns.cname("alias.example.org", "mx.example.org");
    assertThat(mx("alias.example", "10 alias.example.org")).containsExactly(MailRule.MX_ALIAS);
    dns.a("inside.example.org", "10.0.0.1").aaaa("inside.example.org", "fd00::1");
    assertThat(mx("inside.example", "10 inside.example.org")).containsExactly(MailRule.MX_PRIVATE);
    dns.fail("slow.example", "MX").fail("slow.example.org", "A");
    assertThat(mx("slow.example")).containsExactly(MailRule.MX_TROUBLE);
    assertThat(mx("slow2.example", "1 slow.example.org")).containsExactly(MailRule.MX_TROUBLE);
    Lint slow = new MxLinter(dns).lint(DomainName.of("slow.example"));
    assertThat(slow.count(Severity.UNKNOWN)).isOne();
    assertThat(slow.count(Severity.ERROR)).isZero();
    assertThat(slow.isUnknown()).isTrue();
    assertThat(slow.isClean()).isFalse();
    assertThat(mx("slow.example.org")).containsExactly(MailRule.NO_MX);
    assertThat(new MxLinter(dns).lint(DomainName.of("slow.example.org")).findings().get(0))
        .satisfies(one -> assertThat(one.sentence()).contains("whether it has one is not known"))
        .satisfies(one -> assertThat(one.mended()).isNull());
  }

  private List<Rule> mx(String domain, String... hosts) {
    for (String host : hosts) {
      int space = host.indexOf(' ');
      dns.mx(domain, Integer.parseInt(host.substring(0, space)), host.substring(space + 1));
    }
    return rules(new MxLinter(dns).lint(DomainName.of(domain)));
  }

  private StsLint withFile(String body, String type) {
    dns.remove("_mta-sts.example.org", "TXT").txt("_mta-sts.example.org", "v=STSv1; id=1");
    return sts(domain -> new PolicyFiles.File(PolicyFiles.addressOf(domain), body, type));
  }

  private StsLint sts(PolicyFiles files) {
    return new StsLinter(dns, files).lint(DOMAIN);
  }

  private static List<Rule> rules(Lint lint) {
    return lint.findings().stream().map(Finding::rule).toList();
  }

  private static Optional<Finding> find(Lint lint, MailRule rule) {
    return lint.findings().stream().filter(finding -> finding.rule() == rule).findFirst();
  }
}
