package dev.plumbline.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.standing.Standing;
import dev.plumbline.store.alert.Alert;
import dev.plumbline.store.alert.Alert.Found;
import dev.plumbline.store.alert.AlertFacts.NewSender;
import dev.plumbline.store.alert.AlertFacts.Regressed;
import dev.plumbline.store.alert.AlertKind;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessageTest {

  private static final List<Alert> ALL = RealAlerts.ofEveryKind();

  private static Message message(List<Alert> alerts) {
    return new Message(
        1, false, alerts, "https://plumbline.example", Instant.parse("2026-11-23T12:00:00Z"));
  }

  @Test
  void there_is_one_of_every_kind() {
    assertThat(ALL.stream().map(Alert::kind).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(AlertKind.values());
  }

  @Test
  void the_title_of_several_says_what_is_most_pressing_where_and_how_many_more_there_are() {
    assertThat(message(ALL).title())
        .isEqualTo("harbourlight.example is losing mail, and %d more alerts", ALL.size() - 1);
    for (Alert one : ALL) {
      String title = message(List.of(one, one)).title();
      assertThat(title).endsWith(", and 1 more alert").hasSizeLessThan(130);
      if (one.kind() != AlertKind.INTAKE_REFUSING) {
        assertThat(title)
            .containsAnyOf(one.domain().isEmpty() ? one.name() : one.domain(), one.name());
      }
    }
  }

  @Test
  void what_is_over_is_not_what_is_most_pressing() {
    Alert over = ALL.stream().filter(Alert::over).findFirst().orElseThrow();
    Alert lasts = ALL.stream().filter(one -> !one.over()).findFirst().orElseThrow();
    assertThat(message(List.of(over, lasts)).title()).startsWith(AlertWords.brief(lasts));
    assertThat(message(List.of(over)).title()).endsWith(" are free (it is over)");
  }

  @Test
  void people_read_domains_beyond_ascii_as_they_write_them_and_programs_as_dns_has_them() {
    Alert one =
        ALL.get(0)
            .told(
                "xn--bcher-kva.example",
                "xn--bcher-kva.example",
                "xn--bcher-kva.example is losing mail.",
                "So say reports about xn--bcher-kva.example.");
    Message told = message(List.of(one, one)).forPeople();
    assertThat(told.title()).startsWith("bücher.example is losing mail");
    assertThat(AlertText.of(told, null))
        .contains("bücher.example is losing mail.", "about bücher.example.")
        .contains("/domains/harbourlight.example");
  }

  @Test
  void ones_own_servers_are_many() {
    Found found =
        DomainRules.of(
                new NewSender(
                    "harbourlight.example",
                    "own",
                    "Your own servers (harbourlight.example)",
                    Standing.AUTHORIZED,
                    40,
                    1_000,
                    Instant.parse("2026-11-23T12:00:00Z")))
            .orElseThrow();
    assertThat(found.says())
        .isEqualTo(
            "Your own servers (harbourlight.example) now send for harbourlight.example; they are"
                + " authorized.");
    assertThat(found.why())
        .isEqualTo(
            "No report told of them before 23 Nov 2026, 12:00 UTC. They sent 40 of the 1,000"
                + " messages of the domain.");
    assertThat(
            DomainRules.of(
                    new Regressed(
                        "harbourlight.example", "own", "Your own servers (a.example)", List.of()))
                .says())
        .isEqualTo(
            "Your own servers (a.example) passed for harbourlight.example, and do not any more.");
  }

  @Test
  void no_sentence_has_a_gap() {
    assertThat(ALL)
        .allSatisfy(
            one ->
                assertThat(one.says() + " " + one.why())
                    .doesNotContain("null", "%s", "%d", "  ", "..")
                    .endsWith("."));
  }
}
