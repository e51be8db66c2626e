package dev.plumbline.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.review.SelectorReviews.Rotation;
import dev.plumbline.store.checks.SelectorQueries.SelectorUse;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelectorReviewsTest {

  private static final LocalDate NEWEST = LocalDate.of(2026, 11, 20);

  @Test
  void a_key_may_go_only_after_enough_days_without_a_signature() {
    assertThat(rotation(KeyState.VALID, NEWEST.minusDays(29))).isEqualTo(Rotation.STILL_SIGNS);
    assertThat(rotation(KeyState.VALID, NEWEST.minusDays(30))).isEqualTo(Rotation.CAN_GO);
    assertThat(rotation(KeyState.TEST_MODE, NEWEST)).isEqualTo(Rotation.STILL_SIGNS);
  }

  @Test
  void signatures_without_a_usable_key_are_named() {
    for (KeyState state : new KeyState[] {KeyState.MISSING, KeyState.REVOKED, KeyState.INVALID}) {
      assertThat(rotation(state, NEWEST)).isEqualTo(Rotation.KEY_MISSING);
    }
    assertThat(rotation(KeyState.REVOKED, NEWEST.minusDays(90))).isEqualTo(Rotation.RETIRED);
  }

  @Test
  void nothing_is_said_of_a_key_that_dns_gave_no_answer_about() {
    assertThat(rotation(null, NEWEST.minusDays(90))).isEqualTo(Rotation.NOT_KNOWN);
    assertThat(rotation(KeyState.UNKNOWN, NEWEST.minusDays(90))).isEqualTo(Rotation.NOT_KNOWN);
  }

  private static Rotation rotation(@Nullable KeyState state, LocalDate lastDay) {
    SelectorUse use =
        new SelectorUse(
            "shop.example",
            "s1",
            lastDay.minusDays(100),
            lastDay,
            lastDay,
            10,
            10,
            state,
            "About the key.",
            Instant.EPOCH,
            null);
    return SelectorReviews.judge(use, NEWEST, 30).rotation();
  }
}
