package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.Leases;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MailboxLeaseTest {

  private static final Duration TIME = Duration.ofSeconds(30);

  @Inject Leases leases;

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void a_process_that_could_not_prolong_its_lease_stops_by_itself() {
    MailboxLease lease = lease("mine", "silent");
    assertThat(lease.isHeld()).isFalse();
    assertThat(lease.take()).isTrue();
    clock.addAndGet(TIME.toNanos() - 1);
    assertThat(lease.isHeld()).isTrue();
    clock.addAndGet(1);
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void prolonging_gives_the_whole_time_again() {
    MailboxLease lease = lease("mine", "beating");
    lease.take();
    clock.addAndGet(TIME.toNanos() - 1);
    lease.prolong();
    clock.addAndGet(TIME.toNanos() - 1);
    assertThat(lease.isHeld()).isTrue();
  }

  @Test
  void a_lease_another_process_took_is_lost_at_the_next_beat() {
    MailboxLease lease = lease("mine", "lost");
    lease.take();
    leases.release("lost", "mine");
    assertThat(lease("theirs", "lost").take()).isTrue();
    lease.prolong();
    assertThat(lease.isHeld()).isFalse();
    lease.giveBack();
    assertThat(leases.holder("lost")).contains("theirs");
  }

  @Test
  void a_lease_given_back_is_free_at_once_and_no_beat_brings_it_back() {
    MailboxLease lease = lease("mine", "returned");
    lease.take();
    lease.giveBack();
    lease.prolong();
    assertThat(lease.isHeld()).isFalse();
    assertThat(lease("theirs", "returned").take()).isTrue();
  }

  private MailboxLease lease(String holder, String name) {
    return new MailboxLease(leases, name, holder, TIME, clock::get);
  }
}
