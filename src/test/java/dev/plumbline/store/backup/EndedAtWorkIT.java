package dev.plumbline.store.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program is asked to end while it judges and re-checks what an earlier release stored. */
class EndedAtWorkIT {

  private static final int ROUNDS = 4;

  /** What is due first of all is due ten seconds after the start. */
  private static final long FIRST_WORK_MILLIS = 9_500;

  private static final long APART_MILLIS = 300;

  @Test
  void a_program_that_is_ended_while_it_works_says_nothing_of_errors(@TempDir Path folder)
      throws Exception {
    try (UpgradedServe serve = UpgradedServe.open(folder)) {
      for (int round = 0; round < ROUNDS; round++) {
        serve.start("log-" + round, "-Dplumbline.recheck.interval=1m");
        serve.address();
        Thread.sleep(FIRST_WORK_MILLIS + round * APART_MILLIS);
        serve.end();
        assertThat(serve.said())
            .as("ended in round %d", round)
            .contains("plumbline stopped in")
            .doesNotContain("ERROR")
            .doesNotContain("Exception");
      }
    }
  }
}
