package dev.plumbline.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TagListTest {

  @Test
  void pairs_are_read_without_the_white_space_around_them() {
    TagList tags = TagList.parse(" v = DMARC1 ;p=none;; rua=mailto:a@example.org?x=y ; ");
    assertThat(tags.problems()).isEmpty();
    assertThat(tags.get("p")).contains("none");
    assertThat(tags.get("rua")).contains("mailto:a@example.org?x=y");
    assertThat(tags.startsWith("v", "DMARC1")).isTrue();
    assertThat(tags.startsWith("p", "none")).isFalse();
  }

  @Test
  void parts_that_are_no_pairs_are_told() {
    TagList tags = TagList.parse("v=X; nonsense; 1a=b; =c");
    assertThat(tags.tags()).hasSize(1);
    assertThat(tags.problems()).hasSize(3);
  }

  @Test
  void first_of_two_equal_names_counts() {
    TagList tags = TagList.parse("p=none; P=reject");
    assertThat(tags.get("p")).contains("none");
    assertThat(tags.problems()).hasSize(1);
  }
}
