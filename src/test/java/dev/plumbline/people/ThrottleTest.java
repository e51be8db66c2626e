package dev.plumbline.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThrottleTest {

  private final Throttle throttle = new Throttle();

  private boolean mayTry(String login, String address) {
    return throttle.tooMany(login, address).isEmpty();
  }

  @Test
  void an_account_is_guessed_at_five_times_from_one_address() {
    for (int i = 0; i < 5; i++) {
      assertThat(mayTry("ada@throttle.example", "192.0.2.1")).isTrue();
    }
    assertThat(mayTry("ADA@throttle.example ", "192.0.2.1")).isFalse();
    assertThat(mayTry("ada@throttle.example", "192.0.2.2"))
        .as("the owner, who is elsewhere, is not locked out")
        .isTrue();
    assertThat(mayTry("bob@throttle.example", "192.0.2.1")).isTrue();
  }

  @Test
  void one_address_guesses_at_thirty_accounts() {
    for (int i = 0; i < 30; i++) {
      assertThat(mayTry("u" + i + "@throttle.example", "192.0.2.1")).isTrue();
    }
    assertThat(mayTry("another@throttle.example", "192.0.2.1")).isFalse();
  }

  @Test
  void who_signs_in_costs_the_others_at_their_address_no_try() {
    for (int i = 0; i < 100; i++) {
      String one = "u" + i + "@throttle.example";
      assertThat(mayTry(one, "192.0.2.1")).isTrue();
      throttle.succeeded(one, "192.0.2.1");
    }
    for (int i = 0; i < 30; i++) {
      assertThat(mayTry("g" + i + "@throttle.example", "192.0.2.1")).isTrue();
    }
    assertThat(mayTry("another@throttle.example", "192.0.2.1")).isFalse();
  }

  @Test
  void an_account_is_guessed_at_fifty_times_from_all_addresses_that_never_signed_in() {
    throttle.succeeded("ada@throttle.example", "198.51.100.7");
    for (int i = 0; i < 50; i++) {
      assertThat(mayTry("ada@throttle.example", "192.0.2." + i)).isTrue();
    }
    assertThat(mayTry("ada@throttle.example", "192.0.2.99")).isFalse();
    assertThat(mayTry("ada@throttle.example", "198.51.100.7"))
        .as("who signed in from there before")
        .isTrue();
  }

  @Test
  void a_host_has_a_whole_network_of_ipv6_for_itself() {
    for (int i = 0; i < 5; i++) {
      mayTry("ada@throttle.example", "2001:db8:1:1::" + i);
    }
    assertThat(mayTry("ada@throttle.example", "2001:db8:1:1:ffff::1")).isFalse();
    assertThat(mayTry("ada@throttle.example", "2001:db8:1:2::1")).isTrue();
  }

  @Test
  void who_goes_on_and_on_is_told_of_once_in_a_while() {
    assertThat(throttle.isWorthTelling("192.0.2.1")).isTrue();
    assertThat(throttle.isWorthTelling("192.0.2.1")).isFalse();
    assertThat(throttle.isWorthTelling("192.0.2.2")).isTrue();
  }
}
