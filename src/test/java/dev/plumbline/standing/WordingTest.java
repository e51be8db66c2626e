package dev.plumbline.standing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordingTest {

  @Test
  void every_reason_has_its_words() {
    Reasons.all().forEach((reason, words) -> assertThat(Wording.sentence(reason)).isEqualTo(words));
  }

  @Test
  void every_kind_of_reason_has_a_code_of_its_own_and_words() {
    Set<Class<?>> kinds = Set.of(Reason.class.getPermittedSubclasses());
    assertThat(Set.<Class<?>>copyOf(Reason.KINDS.values())).isEqualTo(kinds);
    assertThat(Reason.KINDS.values()).doesNotHaveDuplicates();
    assertThat(Reasons.all().keySet().stream().map(Object::getClass).collect(Collectors.toSet()))
        .as("kinds this test has words for")
        .isEqualTo(kinds);
    assertThat(new Reason.KeyLost("gull.example", "m1", "gone").code()).isEqualTo("key_lost");
  }
}
