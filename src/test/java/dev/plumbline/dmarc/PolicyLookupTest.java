package dev.plumbline.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dmarc.PolicyLookup.Applied;
import dev.plumbline.dmarc.PolicyLookup.Existence;
import dev.plumbline.dmarc.PolicyLookup.Outcome;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import org.junit.jupiter.api.Test;

class PolicyLookupTest {

  private final FakeDns dns = new FakeDns();
  private final PolicyDiscovery discovery = new PolicyDiscovery(dns);

  @Test
  void own_record_gives_p_and_does_not_ask_whether_the_name_exists() {
    dns.txt("_dmarc.example.org", "v=DMARC1; p=quarantine; sp=none; t=y");
    PolicyLookup lookup = lookup("example.org");
    Applied applied = lookup.applied();
    assertThat(applied.tag()).isEqualTo(PolicyTag.P);
    assertThat(applied.policy()).as("what receivers apply").isEqualTo(Policy.NONE);
    assertThat(applied.asked()).isEqualTo(Policy.QUARANTINE);
    assertThat(lookup.existence()).isNull();
    assertThat(dns.asked()).doesNotContain("A example.org");
    assertThat(lookup.reasons().toString()).contains("t=y");
    assertThat(lookup.viewsAgree()).isTrue();
  }

  @Test
  void existing_subdomain_gets_sp_and_missing_one_np() {
    dns.txt("_dmarc.example.org", "v=DMARC1; p=reject; sp=quarantine; np=none");
    dns.a("mail.example.org", "192.0.2.1");
    PolicyLookup there = lookup("mail.example.org");
    assertThat(there.existence()).isEqualTo(Existence.EXISTS);
    assertThat(there.applied().tag()).isEqualTo(PolicyTag.SP);
    assertThat(there.applied().policy()).isEqualTo(Policy.QUARANTINE);
    PolicyLookup missing = lookup("nowhere.example.org");
    assertThat(missing.existence()).isEqualTo(Existence.DOES_NOT_EXIST);
    assertThat(missing.applied().tag()).isEqualTo(PolicyTag.NP);
    assertThat(missing.applied().policy()).isEqualTo(Policy.NONE);
    assertThat(missing.reasons().toString()).contains("np counts before sp");
  }

  @Test
  void name_that_exists_without_address_gets_sp() {
    dns.txt("_dmarc.example.org", "v=DMARC1; p=reject; sp=quarantine; np=none");
    dns.txt("note.example.org", "hello");
    assertThat(lookup("note.example.org").applied().tag()).isEqualTo(PolicyTag.SP);
  }

  @Test
  void questions_tell_what_was_found() {
    dns.txt("_dmarc.a.example.org", "v=DMARC1; p=none", "v=DMARC1; p=reject");
    dns.txt("_dmarc.example.org", "v=DMARC1; p=none");
    PolicyLookup lookup = lookup("a.example.org");
    assertThat(lookup.questions())
        .extracting(PolicyLookup.Question::outcome)
        .containsExactly(Outcome.SEVERAL_RECORDS, Outcome.RECORD, Outcome.NO_RECORD);
    assertThat(lookup.questions().get(0).records()).hasSize(2);
    assertThat(lookup.applied().domain()).hasToString("example.org");
  }

  @Test
  void why_records_were_discarded_or_may_be_is_a_reason() {
    dns.txt("_dmarc.two.example.org", "v=DMARC1; p=none", "v=DMARC1; p=reject");
    PolicyLookup two = lookup("www.two.example.org");
    assertThat(two.applied()).isNull();
    assertThat(two.reasons())
        .contains(
            "_dmarc.two.example.org has 2 DMARC records, so receivers discard all of them (RFC"
                + " 9989 section 4.10).",
            "Neither www.two.example.org nor a domain above it publishes a DMARC record that"
                + " counts.");
    dns.txt("_dmarc.lead.example.org", " v=DMARC1; p=reject");
    assertThat(lookup("lead.example.org").reasons().get(0)).contains("White space", "strict");
    dns.txt("_dmarc.empty.example.org", "v=DMARC1;; p=reject; ;");
    assertThat(lookup("empty.example.org").reasons().get(0)).contains("empty tag", "strict");
    dns.txt("_dmarc.almost.example.org", "v=DMARC 1; p=reject");
    assertThat(lookup("almost.example.org").reasons().get(0)).contains("exactly v=DMARC1");
    dns.txt("_dmarc.before.example.org", ";v=DMARC1; p=reject");
    PolicyLookup before = lookup("before.example.org");
    assertThat(before.applied()).isNull();
    assertThat(before.reasons().get(0)).contains("does not begin with exactly v=DMARC1");
    dns.txt("_dmarc.good.example.org", "v=DMARC1; p=reject;");
    assertThat(lookup("good.example.org").reasons().get(0)).startsWith("The record of the author");
  }

  @Test
  void dns_failure_leaves_everything_open() {
    dns.fail("_dmarc.example.org", "TXT");
    PolicyLookup lookup = lookup("a.example.org");
    assertThat(lookup.applied()).isNull();
    assertThat(lookup.failure()).contains("example.org");
    assertThat(lookup.questions().get(1).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void unknown_existence_counts_as_existing() {
    dns.txt("_dmarc.example.org", "v=DMARC1; p=none; sp=quarantine; np=reject");
    dns.fail("a.example.org", "A");
    PolicyLookup lookup = lookup("a.example.org");
    assertThat(lookup.existence()).isEqualTo(Existence.UNKNOWN);
    assertThat(lookup.applied().policy()).isEqualTo(Policy.QUARANTINE);
  }

  @Test
  void wrong_policy_with_report_address_counts_as_none() {
    dns.txt("_dmarc.example.org", "v=DMARC1; p=bogus; rua=mailto:a@example.org");
    PolicyLookup lookup = lookup("example.org");
    assertThat(lookup.applied().policy()).isEqualTo(Policy.NONE);
    assertThat(lookup.reasons().toString()).contains("wrong value");
  }

  @Test
  void list_view_tells_where_older_receivers_differ() {
    dns.txt("_dmarc.dept.example.org", "v=DMARC1; p=reject; psd=n");
    dns.txt("_dmarc.example.org", "v=DMARC1; p=none");
    dns.a("a.dept.example.org", "192.0.2.1");
    PolicyLookup lookup = lookup("a.dept.example.org");
    assertThat(lookup.applied().policy()).isEqualTo(Policy.REJECT);
    assertThat(lookup.organization().reason()).contains("psd=n");
    assertThat(lookup.listView().organizationalDomain()).hasToString("example.org");
    assertThat(lookup.listView().policy()).isEqualTo(Policy.NONE);
    assertThat(lookup.viewsAgree()).isFalse();
  }

  @Test
  void policy_of_a_public_suffix_is_not_seen_by_older_receivers() {
    dns.txt("_dmarc.org", "v=DMARC1; p=reject; psd=y");
    PolicyLookup lookup = lookup("example.org");
    assertThat(lookup.applied().domain()).hasToString("org");
    assertThat(lookup.organization().domain()).hasToString("example.org");
    assertThat(lookup.viewsAgree()).isFalse();
  }

  @Test
  void alignment_walks_for_both_names() {
    dns.txt("_dmarc.example.org", "v=DMARC1; p=none");
    AlignmentCheck relaxed = check("example.org", "mail.example.org");
    assertThat(relaxed.relaxed()).isTrue();
    assertThat(relaxed.strict()).isFalse();
    assertThat(relaxed.aligned(Alignment.Mode.STRICT)).isFalse();
    // A record with psd=n cuts the other name off.
    dns.txt("_dmarc.mail.example.org", "v=DMARC1; p=none; psd=n");
    AlignmentCheck cut = check("example.org", "mail.example.org");
    assertThat(cut.relaxed()).isFalse();
    assertThat(cut.relaxedByList()).isTrue();
    assertThat(check("example.org", "example.org").strict()).isTrue();
    assertThat(check("example.org", "example.net").relaxed()).isFalse();
    dns.fail("_dmarc.example.net", "TXT");
    assertThat(check("example.org", "example.net").failure()).contains("example.net");
  }

  private PolicyLookup lookup(String name) {
    return discovery.lookup(DomainName.of(name));
  }

  private AlignmentCheck check(String author, String identifier) {
    return discovery.alignment(DomainName.of(author), DomainName.of(identifier));
  }
}
