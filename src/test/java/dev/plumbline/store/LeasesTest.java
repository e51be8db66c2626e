package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LeasesTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(50);

  @Inject Leases leases;

  @Test
  void one_holder_at_a_time_has_a_lease() {
    assertThat(leases.hold("one", "a", LONG)).isTrue();
    assertThat(leases.hold("one", "b", LONG)).isFalse();
    assertThat(leases.hold("one", "a", LONG)).isTrue();
    assertThat(leases.holder("one")).contains("a");
    assertThat(leases.hold("another", "b", LONG)).isTrue();
  }

  @Test
  void a_lease_that_ran_out_is_free_and_its_holder_cannot_prolong_it_once_it_is_taken()
      throws InterruptedException {
    leases.hold("expired", "a", SHORT);
    Thread.sleep(100);
    assertThat(leases.holder("expired")).isEmpty();
    assertThat(leases.hold("expired", "b", LONG)).isTrue();
    assertThat(leases.prolong("expired", "a", LONG)).isFalse();
    assertThat(leases.prolong("expired", "b", LONG)).isTrue();
  }

  @Test
  void a_prolonged_lease_does_not_run_out() throws InterruptedException {
    leases.hold("prolonged", "a", SHORT);
    leases.prolong("prolonged", "a", LONG);
    Thread.sleep(100);
    assertThat(leases.hold("prolonged", "b", LONG)).isFalse();
  }

  @Test
  void only_its_holder_gives_a_lease_back() {
    leases.hold("released", "a", LONG);
    leases.release("released", "b");
    assertThat(leases.hold("released", "b", LONG)).isFalse();
    leases.release("released", "a");
    assertThat(leases.hold("released", "b", LONG)).isTrue();
  }

  @Test
  void of_many_who_ask_at_once_one_gets_it() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 20; round++) {
        String name = "contended-" + round;
        List<Callable<Boolean>> asking = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          String holder = "holder-" + i;
          asking.add(() -> leases.hold(name, holder, LONG));
        }
        int got = 0;
        for (Future<Boolean> answer : threads.invokeAll(asking)) {
          got += answer.get() ? 1 : 0;
        }
        assertThat(got).isEqualTo(1);
      }
    } finally {
      threads.shutdown();
    }
  }
}
