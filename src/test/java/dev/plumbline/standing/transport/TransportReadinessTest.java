package dev.plumbline.standing.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.standing.transport.Published.State;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransportReadinessTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);
  private static final TransportFacts ENOUGH = new TransportFacts(14, 2, 1_000, 0, null);

  private static Published published(@Nullable String mode, List<String> uncovered) {
    return published(mode, uncovered, List.of());
  }

  private static Published published(
      @Nullable String mode, List<String> uncovered, List<ServerNow> servers) {
    return new Published(
        mode == null ? State.NONE : State.THERE,
        mode == null ? null : "v=STSv1; id=1",
        mode,
        List.of("*.sender.example"),
        State.THERE,
        List.of("mx1.sender.example"),
        uncovered,
        State.THERE,
        "v=TLSRPTv1; rua=mailto:tls@sender.example",
        State.NONE,
        List.of(),
        servers,
        List.of());
  }

  private static TransportReadiness ready(Published published, TransportFacts facts) {
    return TransportReadiness.of(published, facts, TODAY);
  }

  @Test
  void two_reporters_over_two_weeks_without_a_failure_make_it_ready() {
    TransportReadiness ready = ready(published("testing", List.of()), ENOUGH);

    assertThat(ready.blockers()).isEmpty();
    assertThat(ready.ready()).isTrue();
    assertThat(ready.evidence()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"13,2,", "14,1,", "14,0,", "14,2,2026-11-15", "28,9,2026-11-28"})
  void it_is_not_ready_before(int days, long reporters, @Nullable LocalDate lastFailure) {
    TransportFacts facts =
        new TransportFacts(days, reporters, 1_000, lastFailure == null ? 0 : 1, lastFailure);
    TransportReadiness ready = ready(published("testing", List.of()), facts);

    assertThat(ready.ready()).isFalse();
    assertThat(ready.blockers()).hasSize(1);
  }

  /** Under no policy, or DANE's, the same receivers may report every day. */
  @Test
  void reporters_are_those_of_sessions_under_the_policy() {
    assertThat(
            ready(published("testing", List.of()), new TransportFacts(14, 0, 9, 0, null))
                .blockers())
        .containsExactly("No receiver has reported sessions under the policy of late.");
    assertThat(
            ready(published("testing", List.of()), new TransportFacts(14, 1, 9, 0, null))
                .blockers())
        .containsExactly("Only one receiver reports sessions under the policy; wait for a second.");
  }

  @Test
  void a_failure_of_two_weeks_ago_is_over() {
    TransportFacts facts = new TransportFacts(20, 3, 1_000, 1, LocalDate.of(2026, 11, 14));
    assertThat(ready(published("testing", List.of()), facts).ready()).isTrue();
  }

  @Test
  void a_server_that_the_policy_does_not_name_would_get_no_mail() {
    TransportReadiness ready = ready(published("testing", List.of("mx1.sender.example")), ENOUGH);
    assertThat(ready.blockers()).singleElement().asString().contains("does not name mx1");
  }

  @Test
  void a_server_without_a_certificate_that_fits_would_get_no_mail() {
    ServerNow fits = server("mx1.sender.example", ServerNow.State.FITS, "Its certificate fits.");
    ServerNow fails = server("mx2.sender.example", ServerNow.State.FAILS, "It offers no TLS.");

    TransportReadiness ready = ready(published("testing", List.of(), List.of(fits, fails)), ENOUGH);

    assertThat(ready.evidence()).contains("mx1.sender.example: Its certificate fits.");
    assertThat(ready.blockers())
        .containsExactly(
            "mx2.sender.example: It offers no TLS. With mode: enforce it would get no mail.");
  }

  @Test
  void a_server_that_was_not_reached_neither_hinders_nor_helps() {
    ServerNow unknown = server("mx1.sender.example", ServerNow.State.UNKNOWN, "Not known.");
    TransportReadiness ready = ready(published("testing", List.of(), List.of(unknown)), ENOUGH);

    assertThat(ready.ready()).isTrue();
    assertThat(ready.evidence()).hasSize(2);
  }

  private static ServerNow server(String host, ServerNow.State state, String words) {
    return new ServerNow(host, state, null, words);
  }

  @Test
  void what_is_not_known_is_never_ready() {
    TransportReadiness ready = ready(Published.UNKNOWN, ENOUGH);
    assertThat(ready.ready()).isFalse();
    assertThat(ready.blockers()).containsExactly("What the domain publishes now is not known.");
    assertThat(TransportStanding.of(Published.UNKNOWN, true)).isEqualTo(TransportStanding.UNKNOWN);
  }

  @Test
  void the_standing_follows_policy_and_failures() {
    assertThat(TransportStanding.of(published(null, List.of()), false))
        .isEqualTo(TransportStanding.NONE);
    assertThat(TransportStanding.of(published("none", List.of()), true))
        .isEqualTo(TransportStanding.NONE);
    assertThat(TransportStanding.of(published("testing", List.of()), true))
        .isEqualTo(TransportStanding.TESTING_FAILING);
    assertThat(TransportStanding.of(published("testing", List.of()), false))
        .isEqualTo(TransportStanding.TESTING_CLEAN);
    assertThat(TransportStanding.of(published("enforce", List.of()), true))
        .isEqualTo(TransportStanding.ENFORCE);
  }

  @Test
  void every_result_type_of_the_standard_has_words() {
    assertThat(FailureWords.known()).hasSize(11);
    for (String type : FailureWords.known()) {
      FailureWords words = FailureWords.of(type, "sender.example");
      assertThat(words.what()).endsWith(".").doesNotContain(type);
      assertThat(words.todo()).isNotBlank().doesNotContain("DOMAIN");
    }
    assertThat(FailureWords.of("odd-word", "sender.example").what()).contains("odd-word");
  }
}
