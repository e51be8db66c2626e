package dev.plumbline.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dmarc.Alignment.Mode;
import dev.plumbline.dmarc.PolicyDiscovery.Found;
import dev.plumbline.dmarc.PolicyDiscovery.NoPolicy;
import dev.plumbline.dmarc.PolicyDiscovery.TemporaryFailure;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDiscoveryTest {

  private final FakeDns dns = new FakeDns();
  private final PolicyDiscovery discovery = new PolicyDiscovery(dns);

  @Test
  void record_of_the_author_domain_applies_but_the_top_one_makes_the_organization() {
    publish("mail.example.com", "v=DMARC1; p=none");
    publish("example.com", "v=DMARC1; p=reject");
    Found found = found("mail.example.com");
    assertThat(found.policyDomain()).hasToString("mail.example.com");
    assertThat(found.organizationalDomain()).hasToString("example.com");
  }

  @Test
  void record_of_the_organization_applies_to_names_below() {
    publish("mail.example.com", "v=DMARC1; p=none");
    publish("example.com", "v=DMARC1; p=reject");
    assertThat(found("a.mail.example.com").policyDomain()).hasToString("example.com");
  }

  @Test
  void walk_stops_at_psd_n() {
    publish("mail.example.com", "v=DMARC1; p=none; psd=n");
    publish("example.com", "v=DMARC1; p=reject");
    Found found = found("a.mail.example.com");
    assertThat(found.policyDomain()).hasToString("mail.example.com");
    assertThat(found.organizationalDomain()).hasToString("mail.example.com");
    assertThat(dns.asked()).doesNotContain("TXT _dmarc.example.com");
  }

  @Test
  void organization_is_one_label_below_psd_y() {
    publish("com", "v=DMARC1; p=reject; psd=y");
    Found found = found("a.mail.example.com");
    assertThat(found.policyDomain()).hasToString("com");
    assertThat(found.organizationalDomain()).hasToString("example.com");
  }

  @Test
  void policy_of_a_public_suffix_does_not_override_the_organization() {
    publish("com", "v=DMARC1; p=reject; psd=y");
    publish("example.com", "v=DMARC1; p=none");
    assertThat(found("a.example.com").policyDomain()).hasToString("example.com");
  }

  @Test
  void public_suffix_that_writes_mail_is_its_own_organization() {
    publish("co.example", "v=DMARC1; p=reject; psd=y");
    assertThat(found("co.example").organizationalDomain()).hasToString("co.example");
  }

  @Test
  void several_records_at_one_name_are_discarded() {
    publish("example.com", "v=DMARC1; p=reject");
    publish("example.com", "v=DMARC1; p=none");
    NoPolicy none = (NoPolicy) discovery.discover(DomainName.of("example.com"));
    assertThat(none.organizationalDomain()).hasToString("example.com");
  }

  @Test
  void long_name_is_asked_for_eight_times() {
    DomainName author = DomainName.of("a.b.c.d.e.f.g.h.i.j.mail.example.com");
    assertThat(discovery.discover(author)).isInstanceOf(NoPolicy.class);
    assertThat(dns.asked())
        .containsExactly(
            "TXT _dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com",
            "TXT _dmarc.g.h.i.j.mail.example.com",
            "TXT _dmarc.h.i.j.mail.example.com",
            "TXT _dmarc.i.j.mail.example.com",
            "TXT _dmarc.j.mail.example.com",
            "TXT _dmarc.mail.example.com",
            "TXT _dmarc.example.com",
            "TXT _dmarc.com");
  }

  @Test
  void dns_failure_is_a_temporary_failure() {
    dns.fail("_dmarc.example.com", "TXT");
    assertThat(discovery.discover(DomainName.of("a.example.com")))
        .isInstanceOfSatisfying(
            TemporaryFailure.class, f -> assertThat(f.reason()).contains("example.com"));
    assertThat(discovery.organizationalDomain(DomainName.of("a.example.com"))).isEmpty();
  }

  @Test
  void unusable_record_means_no_policy() {
    publish("example.com", "v=DMARC1; p=bogus");
    assertThat(discovery.discover(DomainName.of("example.com"))).isInstanceOf(NoPolicy.class);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com, STRICT, example.com, true",
    "example.com, mail.example.com, STRICT, example.com, false",
    "example.com, mail.example.com, RELAXED, example.com, true",
    "a.example.com, b.example.com, RELAXED, example.com, true",
    "a.example.com, example.net, RELAXED, example.com, false",
    "example.com, notexample.com, RELAXED, example.com, false",
    "a.mail.example.com, example.com, RELAXED, mail.example.com, false",
  })
  void domains_are_aligned_within_one_organization(
      String author, String other, Mode mode, String organization, boolean aligned) {
    assertThat(
            Alignment.aligned(
                DomainName.of(author), DomainName.of(other), mode, DomainName.of(organization)))
        .isEqualTo(aligned);
  }

  private void publish(String domain, String record) {
    dns.txt("_dmarc." + domain, record);
  }

  private Found found(String author) {
    return (Found) discovery.discover(DomainName.of(author));
  }
}
