package dev.plumbline.mailpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.lint.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainCheckerTest {

  private final FakeDns dns = new FakeDns();

  @Test
  void domain_that_publishes_nothing_has_errors_for_spf_and_dmarc() {
    DomainCheck check = check("nothing.example");
    assertThat(check.isClean()).isFalse();
    assertThat(check.spf().findings()).hasSize(1);
    assertThat(check.dmarc().findings()).hasSize(1);
    assertThat(check.keySearch().findings()).hasSize(1);
  }

  @Test
  void parked_domain_needs_nothing_that_protects_received_mail() {
    dns.mx("parked.example", 0, "").txt("parked.example", "v=spf1 -all");
    dns.txt("_dmarc.parked.example", "v=DMARC1; p=reject; rua=mailto:d@example.org");
    dns.txt("parked.example._report._dmarc.example.org", "v=DMARC1").mx("example.org", 1, "mx.a");
    DomainCheck check = check("parked.example");
    assertThat(check.isClean()).isTrue();
    assertThat(check.sts().record().findings()).isEmpty();
    assertThat(check.tlsRpt().findings()).isEmpty();
  }

  @Test
  void common_selectors_are_searched_for_within_a_bound() {
    dns.txt("google._domainkey.a.example", "v=DKIM1; p=");
    DomainCheck check = check("a.example");
    assertThat(check.keys()).hasSize(1);
    assertThat(check.keys().get(0).selector()).isEqualTo("google");
    assertThat(dns.asked().stream().filter(asked -> asked.contains("_domainkey")).count())
        .isLessThanOrEqualTo(50);
  }

  @Test
  void wildcard_that_answers_for_every_selector_is_no_key() {
    for (String selector : DomainChecker.COMMON_SELECTORS) {
      dns.txt(selector + "._domainkey.a.example", "v=spf1 -all");
    }
    assertThat(check("a.example").keys()).isEmpty();
  }

  @Test
  void selectors_asked_for_are_shown_even_if_missing() {
    DomainCheck check =
        new DomainChecker(dns, PolicyFiles.offline())
            .check(DomainName.of("a.example"), List.of("mine"));
    assertThat(check.keys()).hasSize(1);
    assertThat(check.keySearch().findings()).isEmpty();
  }

  @Test
  void keys_that_only_a_wildcard_gives_are_told_once() {
    dns.txt("nobody-uses-this-selector._domainkey.a.example", "v=DKIM1; p=");
    for (String selector : DomainChecker.COMMON_SELECTORS) {
      dns.txt(selector + "._domainkey.a.example", "v=DKIM1; p=");
    }
    DomainCheck check = check("a.example");
    assertThat(check.keys()).isEmpty();
    assertThat(check.keySearch().record()).isEqualTo("v=DKIM1; p=");
    assertThat(check.keySearch().findings()).as("a domain that signs nothing").isEmpty();
  }

  @Test
  void spf_record_comes_with_its_costs() {
    dns.txt("a.example", "v=spf1 include:b.example -all").txt("b.example", "v=spf1 mx -all");
    assertThat(check("a.example").spfCount())
        .satisfies(count -> assertThat(count.lookups()).isEqualTo(2));
    assertThat(check("nothing.example").spfCount()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "v=spf1 mx -all | ",
        "v=spf1 mx | ends without \"all\"",
        "v=spf1 +all | every host on the Internet",
        "v=spf1 foo:bar -all | no mechanism of that name",
        "v=spf1 include:none.example -all | none.example does not exist",
      })
  void spf_record_is_examined_by_the_linter(String record, String sentence) {
    dns.txt("a.example", record).mx("a.example", 1, "mx.a.example").a("mx.a.example", "192.0.2.1");
    dns.txt("mx.a.example", "v=spf1 a -all");
    List<Finding> findings = check("a.example").spf().findings();
    if (sentence == null) {
      assertThat(findings).isEmpty();
    } else {
      assertThat(findings)
          .singleElement()
          .satisfies(f -> assertThat(f.sentence()).contains(sentence));
    }
  }

  @Test
  void several_spf_records_and_dns_failures_are_told() {
    dns.txt("a.example", "v=spf1 -all", "v=spf1 mx -all");
    assertThat(check("a.example").spf().findings().get(0).sentence()).contains("2 SPF records");
    dns.fail("a.example", "TXT");
    assertThat(check("a.example").spf().findings().get(0).sentence())
        .contains("DNS did not answer");
    dns.txt("b.example", "v=spf1 include:c.example -all").fail("c.example", "TXT");
    assertThat(check("b.example").spf().findings().get(0).sentence()).contains("c.example");
  }

  private DomainCheck check(String domain) {
    return new DomainChecker(dns, PolicyFiles.offline()).check(DomainName.of(domain), List.of());
  }
}
