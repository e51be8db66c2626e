package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {

  private final Scope some = Scope.of(List.of("example.org", "mail.example.net"));

  @Test
  void a_domain_stands_for_itself_and_all_below_it() {
    assertThat(some.covers("example.org")).isTrue();
    assertThat(some.covers("deep.down.example.org")).isTrue();
    assertThat(some.covers("notexample.org")).isFalse();
    assertThat(some.covers("example.net")).isFalse();
    assertThat(Scope.of(List.of()).covers("example.org")).isFalse();
    assertThat(Scope.EVERYTHING.covers("example.net")).isTrue();
  }

  @Test
  void two_scopes_together_are_what_both_may_see() {
    assertThat(some.and(Scope.EVERYTHING)).isEqualTo(some);
    assertThat(some.and(Scope.of(List.of("a.example.org", "example.net"))).domains())
        .containsExactlyInAnyOrder("mail.example.net", "a.example.org");
    assertThat(some.and(Scope.of(List.of("example.com"))).domains()).isEmpty();
  }
}
