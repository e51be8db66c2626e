package dev.plumbline.store.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingsTest {

  private record One(String name, List<String> emails, long reports) {}

  @Test
  void one_name_in_several_spellings_of_one_organization_is_one() {
    assertThat(
            together(
                of("receiver.example", "noreply@receiver.example"),
                of("Somebody else", "x@else.example"),
                of("Receiver", "dmarc@receiver.example"),
                of("Receiver, Inc.", "noreply@mail.receiver.example")))
        .containsExactly(
            List.of("receiver.example", "Receiver", "Receiver, Inc."), List.of("Somebody else"));
  }

  @Test
  void a_name_alone_makes_nobody_the_same() {
    assertThat(
            together(
                of("Receiver", "a@receiver.example"),
                of("Receiver", "a@forger.example"),
                of("Receiver"),
                of("receiver."),
                of("Receiver", "a@receiver.example", "b@forger.example")))
        .hasSize(5);
    assertThat(together(of("Inc.", "a@one.example"), of("Ltd", "b@one.example"))).hasSize(2);
  }

  @Test
  void who_has_most_reports_in_all_spellings_is_first() {
    assertThat(
            together(
                new One("Large", List.of("x@large.example"), 9),
                new One("Spelled", List.of("x@spelled.example"), 8),
                new One("Small", List.of("x@small.example"), 2),
                new One("spelled.example", List.of("x@spelled.example"), 2)))
        .containsExactly(List.of("Spelled", "spelled.example"), List.of("Large"), List.of("Small"));
  }

  private static One of(String name, String... emails) {
    return new One(name, List.of(emails), 1);
  }

  private static List<List<String>> together(One... all) {
    return Spellings.together(List.of(all), One::name, One::emails, One::reports).stream()
        .map(group -> group.stream().map(One::name).toList())
        .toList();
  }
}
