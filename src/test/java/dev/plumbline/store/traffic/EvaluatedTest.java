package dev.plumbline.store.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What contradicts itself counts as what its identities give. */
class EvaluatedTest {

  @Test
  void a_pass_needs_an_identity_that_passed_and_may_be_aligned() {
    assertThat(Evaluated.dkim(true, List.of(dkim("pass", true)))).isTrue();
    assertThat(Evaluated.dkim(true, List.of(dkim("fail", true)))).isFalse();
    assertThat(Evaluated.dkim(true, List.of(dkim("pass", false)))).isFalse();
    assertThat(Evaluated.dkim(true, List.of(dkim("pass", false), dkim("pass", true)))).isTrue();
    assertThat(Evaluated.spf(true, List.of(spf("mfrom", "softfail", true)))).isFalse();
    assertThat(Evaluated.spf(true, List.of(spf("mfrom", "pass", true)))).isTrue();
  }

  @Test
  void an_evaluation_without_identities_of_its_kind_stands() {
    assertThat(Evaluated.dkim(true, List.of(spf("mfrom", "pass", true)))).isTrue();
    assertThat(Evaluated.dkim(false, List.of())).isFalse();
    assertThat(Evaluated.spf(true, List.of(dkim("pass", true)))).isTrue();
  }

  @Test
  void an_identity_that_passed_aligned_is_a_pass() {
    assertThat(Evaluated.dkim(false, List.of(dkim("pass", true)))).isTrue();
    assertThat(Evaluated.dkim(false, List.of(dkim("pass", false)))).isFalse();
    assertThat(Evaluated.spf(false, List.of(spf("mfrom", "pass", true)))).isTrue();
  }

  @Test
  void the_name_in_helo_counts_where_the_envelope_is_empty_only() {
    assertThat(Evaluated.spf(false, List.of(spf("helo", "pass", true)))).isTrue();
    assertThat(
            Evaluated.spf(
                false, List.of(spf("helo", "pass", true), spf("mfrom", "softfail", false))))
        .isFalse();
  }

  @Test
  void a_domain_that_no_report_named_proves_and_refutes_nothing() {
    assertThat(Evaluated.spf(false, List.of(spf("assumed", "pass", true)))).isFalse();
    assertThat(Evaluated.spf(true, List.of(spf("assumed", "pass", true)))).isTrue();
    assertThat(Evaluated.spf(true, List.of(spf("assumed", "none", true)))).isTrue();
    assertThat(Evaluated.spf(true, List.of(spf("mfrom", "none", true)))).isFalse();
  }

  private static ProfileIdentity dkim(String result, boolean aligned) {
    return new ProfileIdentity(true, "gull.example", "k1", result, aligned, aligned);
  }

  private static ProfileIdentity spf(String scope, String result, boolean aligned) {
    return new ProfileIdentity(false, "gull.example", scope, result, aligned, aligned);
  }
}
