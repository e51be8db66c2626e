package dev.plumbline.store.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MailboxStatesTest {

  private static final Instant MORNING = Instant.parse("2026-03-01T06:00:00Z");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant EVENING = Instant.parse("2026-03-01T18:00:00Z");

  @Inject MailboxStates states;

  @Test
  void a_failed_poll_keeps_when_it_last_went_well() {
    states.pollStarted("reports", MORNING, "here:1");
    states.pollSucceeded("reports", MORNING, 3, 1);
    states.pollStarted("reports", NOON, "here:1");
    states.pollFailed("reports", NOON, "imap.example.org does not answer\0.");
    states.resting("reports", EVENING, false);

    assertThat(states.all())
        .contains(
            new MailboxState(
                "reports",
                NOON,
                MORNING,
                "imap.example.org does not answer\uFFFD.",
                1L,
                3,
                EVENING,
                false,
                "here:1",
                null,
                null));
  }

  @Test
  void messages_taken_are_counted_over_all_polls_and_an_error_is_forgotten_on_success() {
    states.pollFailed("sums", MORNING, "no route");
    states.pollSucceeded("sums", MORNING, 2, 0);
    states.pollSucceeded("sums", NOON, 5, 0);

    assertThat(states.all())
        .filteredOn(state -> state.name().equals("sums"))
        .singleElement()
        .satisfies(
            state -> {
              assertThat(state.taken()).isEqualTo(7);
              assertThat(state.lastError()).isNull();
            });
  }
}
