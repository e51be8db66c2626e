package dev.plumbline.store.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program is asked to end while it judges and re-checks what an earlier release stored. */
class EndedAtWorkIT {

  private static final int ROUNDS = 4;

  /** What is due first of all is due ten seconds after the start. */
  private static final long FIRST_WORK_MILLIS = 9_500;

  private static final long APART_MILLIS = 300;
  private static final int READERS = 8;

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

  @Test
  void a_program_that_is_ended_while_pages_are_read_answers_them_first(@TempDir Path folder)
      throws Exception {
    try (UpgradedServe serve = UpgradedServe.open(folder)) {
      serve.start("log", "-Dplumbline.recheck.interval=1h");
      String page = serve.address();
      Queue<Integer> answers = new ConcurrentLinkedQueue<>();
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(new Thread(() -> read(page, answers)));
      }
      readers.forEach(Thread::start);
      while (answers.size() < READERS) {
        Thread.sleep(10);
      }
      serve.end();
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(answers)
          .as("answered, or told that it ends")
          .containsAnyOf(200)
          .isSubsetOf(200, 503);
      assertThat(serve.said())
          .contains("plumbline stopped in")
          .doesNotContain("ERROR")
          .doesNotContain("Failed to answer")
          .doesNotContain("Exception");
    }
  }

  /** Until the program says that it ends, or nobody is there any more. */
  private static void read(String page, Queue<Integer> answers) {
    try {
      int status;
      do {
        HttpURLConnection connection =
            (HttpURLConnection) URI.create(page).toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        status = connection.getResponseCode();
        answers.add(status);
        connection.disconnect();
      } while (status == 200);
    } catch (IOException e) {
      // It ended.
    }
  }
}
