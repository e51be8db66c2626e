package dev.plumbline.spf.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.advice.SpfLinter.Known;
import dev.plumbline.spf.advice.SpfWizard.Answers;
import dev.plumbline.spf.advice.SpfWizard.Proposal;
import dev.plumbline.spf.advice.SpfWizard.Question;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpfWizardTest {

  private static final String DOMAIN = "example.org";

  private final FakeDns dns =
      new FakeDns()
          .mx(DOMAIN, 10, "mx1.example.org")
          .a("mx1.example.org", "192.0.2.10")
          .aaaa("mx1.example.org", "2001:db8::10")
          .a("out.example.org", "192.0.2.20")
          .aaaa("out.example.org", "2001:db8::20")
          .txt("_spf.example.net", "v=spf1 ip4:198.51.100.0/24 ~all")
          .txt("example.com", "v=spf1 mx:example.org -all");

  @Test
  void domain_that_sends_nothing_refuses_everyone() {
    Proposal proposal = SpfWizard.propose(dns, Answers.silent(DOMAIN));
    assertThat(proposal.records()).containsOnlyKeys(DOMAIN);
    assertThat(proposal.records().get(DOMAIN)).isEqualTo("v=spf1 -all");
    assertThat(proposal.tests()).extracting(SpfWizard.Test::result).containsExactly(SpfResult.FAIL);
    assertThat(proposal.isSound()).isTrue();
  }

  @Test
  void mail_hosts_and_services_are_listed_and_tested_and_greet_with_a_record() {
    Proposal proposal =
        propose(true, List.of("out.example.org"), List.of("_spf.example.net"), Qualifier.FAIL);
    assertThat(proposal.records().get(DOMAIN))
        .isEqualTo("v=spf1 mx a:out.example.org include:_spf.example.net -all");
    assertThat(proposal.records())
        .containsEntry("mx1.example.org", "v=spf1 a -all")
        .containsEntry("out.example.org", "v=spf1 a -all");
    assertThat(proposal.tests()).hasSize(9).allMatch(SpfWizard.Test::passed);
    assertThat(proposal.isSound()).isTrue();
    assertThat(proposal.lint().counts().lookups()).isEqualTo(3);
  }

  @Test
  void host_that_is_a_mail_host_already_is_not_listed_twice() {
    Proposal proposal = propose(true, List.of("mx1.example.org"), List.of(), Qualifier.SOFTFAIL);
    assertThat(proposal.records().get(DOMAIN)).isEqualTo("v=spf1 mx ~all");
  }

  @Test
  void address_of_a_host_with_both_families_brings_the_other() {
    dns.ptr("192.0.2.20", "out.example.org");
    Proposal proposal = propose(false, List.of("192.0.2.20"), List.of(), Qualifier.SOFTFAIL);
    assertThat(proposal.records().get(DOMAIN))
        .isEqualTo("v=spf1 ip4:192.0.2.20 ip6:2001:db8::20 ~all");
  }

  @Test
  void ranges_names_and_the_domain_itself_become_their_terms() {
    dns.a(DOMAIN, "192.0.2.80").aaaa(DOMAIN, "2001:db8::80");
    Proposal proposal =
        propose(
            false,
            List.of("203.0.113.7/24", "2001:db8:5::/48", "Example.org"),
            List.of("include:_SPF.example.net"),
            Qualifier.NEUTRAL);
    assertThat(proposal.records().get(DOMAIN))
        .isEqualTo("v=spf1 ip4:203.0.113.0/24 ip6:2001:db8:5::/48 a include:_spf.example.net ?all");
  }

  @Test
  void domain_with_the_senders_of_another_redirects_to_it() {
    Proposal proposal =
        SpfWizard.propose(
            dns,
            new Answers(
                DOMAIN, true, "example.com", false, List.of(), List.of(), Qualifier.SOFTFAIL));
    assertThat(proposal.records().get(DOMAIN)).isEqualTo("v=spf1 redirect=example.com");
    assertThat(proposal.isSound()).isTrue();
  }

  @Test
  void service_without_a_record_makes_the_proposal_unsound() {
    Proposal proposal = propose(true, List.of(), List.of("gone.example.net"), Qualifier.FAIL);
    assertThat(proposal.isSound()).isFalse();
    assertThat(proposal.lint().lint().findings())
        .extracting(Finding::rule)
        .contains(SpfRule.INCLUDE_WITHOUT_RECORD);
    assertThat(proposal.tests()).anyMatch(test -> !test.passed());
  }

  @Test
  void every_proposal_is_a_record_the_linter_has_nothing_to_mend_in() {
    for (boolean mx : List.of(true, false)) {
      for (Qualifier policy : List.of(Qualifier.FAIL, Qualifier.SOFTFAIL)) {
        for (String host : List.of("out.example.org", "203.0.113.9", "2001:db8:9::/64")) {
          Proposal proposal = propose(mx, List.of(host), List.of("_spf.example.net"), policy);
          SpfLint lint =
              new SpfLinter(dns).lint(DOMAIN, proposal.records().get(DOMAIN), Known.NOTHING);
          assertThat(lint.lint().mended()).isNull();
          assertThat(proposal.isSound()).isTrue();
        }
      }
    }
  }

  @Test
  void answers_that_are_no_names_and_no_addresses_are_refused() {
    for (String host : List.of("192.0.2.300", "a b", "mail", "", "192.0.2.1/33")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> propose(false, List.of(host), List.of(), Qualifier.FAIL))
          .withMessageContaining("neither the name of a host nor an address");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> propose(false, List.of(), List.of("mailer"), Qualifier.FAIL));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> propose(false, List.of(), List.of(), Qualifier.PASS));
  }

  @Test
  void questions_follow_from_the_answers() {
    Answers silent = Answers.silent(DOMAIN);
    Answers sending = Answers.sending(DOMAIN);
    for (Question question : Question.values()) {
      assertThat(question.isOpen(sending)).isTrue();
      assertThat(question.isOpen(silent)).isEqualTo(question == Question.SENDS);
      assertThat(question.text(DOMAIN)).doesNotContain("%s");
    }
  }

  private Proposal propose(
      boolean mx, List<String> hosts, List<String> services, Qualifier policy) {
    return SpfWizard.propose(dns, new Answers(DOMAIN, true, null, mx, hosts, services, policy));
  }
}
