package dev.plumbline.cli.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.store.StoreUnavailableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LastStepTest {

  private static final RuntimeException AWAY =
      new StoreUnavailableException("away", new SQLException("gone", "08006"));

  /** As the end of a transaction tells it whose connection is gone. */
  private static final RuntimeException CUT_OFF =
      new IllegalStateException("not committed", new SQLException("gone", "57P01"));

  private static final String LATER =
      "What came in is judged by `plumbline serve`, or when this is run again.";

  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final StringWriter said = new StringWriter();
  private int runs;

  @Test
  void what_came_in_is_judged_once() {
    assertThat(run()).isTrue();
    assertThat(runs).isEqualTo(1);
    assertThat(said.toString().lines()).containsExactly("Judging what came in ...");
  }

  @Test
  void a_database_that_starts_again_is_waited_for() {
    failures.addAll(List.of(AWAY, CUT_OFF));
    assertThat(run()).isTrue();
    assertThat(runs).isEqualTo(3);
    assertThat(said.toString()).contains("once more").doesNotContain(LATER);
  }

  @Test
  void a_database_that_stays_away_is_told_of_with_who_judges_then() {
    failures.addAll(List.of(AWAY, AWAY, CUT_OFF, CUT_OFF));
    assertThat(run()).isFalse();
    assertThat(runs).isEqualTo(4);
    assertThat(said.toString()).contains("The database cannot be reached. " + LATER);
  }

  @Test
  void somebody_who_wants_the_end_waits_for_no_database() {
    failures.add(AWAY);
    ending.set(true);
    assertThat(run()).isFalse();
    assertThat(runs).isEqualTo(1);
    assertThat(said.toString()).contains(LATER).doesNotContain("cannot be reached");
  }

  @Test
  void an_error_of_ours_is_no_database_that_is_away() {
    failures.add(new IllegalStateException("an error of ours"));
    assertThatThrownBy(this::run).hasMessage("an error of ours");
  }

  private boolean run() {
    return new LastStep(
            () -> {
              runs++;
              RuntimeException failure = failures.poll();
              if (failure != null) {
                throw failure;
              }
            },
            Duration.ofMillis(1),
            ending::get)
        .run(new PrintWriter(said));
  }
}
