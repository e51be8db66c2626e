package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReporterNameTest {

  @Test
  void a_name_is_shown_as_reported() {
    assertThat(ReporterName.forPeople("Receiver One")).isEqualTo("Receiver One");
    assertThat(ReporterName.first("receiver.example")).isEqualTo("receiver.example");
    assertThat(ReporterName.reported("Receiver One")).isEqualTo("Receiver One");
    assertThat(ReporterName.findsUnnamed("Receiver One")).isFalse();
  }

  @Test
  void several_names_of_one_are_a_list_in_words() {
    assertThat(ReporterName.forPeople(List.of("A"))).isEqualTo("A");
    assertThat(ReporterName.forPeople(List.of("A", "B, Inc.", "a.example")))
        .isEqualTo("A, B, Inc. and a.example");
  }

  @Test
  void one_without_a_name_is_shown_and_found_by_words() {
    assertThat(ReporterName.forPeople("")).isEqualTo("an unnamed reporter");
    assertThat(ReporterName.first("")).isEqualTo("An unnamed reporter");
    assertThat(ReporterName.reported(" An unnamed reporter")).isEmpty();
    assertThat(ReporterName.findsUnnamed("Unnamed ")).isTrue();
  }
}
