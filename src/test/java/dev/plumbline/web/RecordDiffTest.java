package dev.plumbline.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.web.RecordDiff.Piece;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordDiffTest {

  @Test
  void an_added_term_is_the_only_change() {
    RecordDiff.Pieces pieces = RecordDiff.of("v=spf1 mx ~all", "v=spf1 mx ip4:192.0.2.1 ~all");
    assertThat(pieces.before()).containsExactly(new Piece("v=spf1 mx ~all", false));
    assertThat(pieces.after())
        .containsExactly(
            new Piece("v=spf1 mx ", false),
            new Piece("ip4:192.0.2.1 ", true),
            new Piece("~all", false));
  }

  @Test
  void a_changed_tag_is_shown_on_both_sides() {
    RecordDiff.Pieces pieces =
        RecordDiff.of("v=DMARC1; p=none; rua=mailto:a@b.c", "v=DMARC1; p=reject; rua=mailto:a@b.c");
    assertThat(pieces.before()).contains(new Piece("p=none; ", true));
    assertThat(pieces.after()).contains(new Piece("p=reject; ", true));
  }

  @Test
  void a_term_is_not_changed_where_the_one_behind_it_went() {
    RecordDiff.Pieces pieces =
        RecordDiff.of(
            "v=DMARC1; p=none; rua=mailto:a@b.c; fo=1", "v=DMARC1; p=none; rua=mailto:a@b.c");
    assertThat(pieces.before()).last().isEqualTo(new Piece("fo=1", true));
    assertThat(pieces.after())
        .containsExactly(new Piece("v=DMARC1; p=none; rua=mailto:a@b.c", false));
  }

  @Test
  void a_new_record_is_no_change_of_an_old_one() {
    RecordDiff.Pieces pieces = RecordDiff.of(null, "v=spf1 -all");
    assertThat(pieces.before()).isEmpty();
    assertThat(pieces.after()).containsExactly(new Piece("v=spf1 -all", false));
  }

  @Test
  void the_pieces_of_any_texts_are_the_texts() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      String before = text(random);
      String after = text(random);
      RecordDiff.Pieces pieces = RecordDiff.of(before, after);
      assertThat(joined(pieces.before())).isEqualTo(before);
      assertThat(joined(pieces.after())).isEqualTo(after);
      assertThat(common(pieces.before())).isEqualTo(common(pieces.after()));
    }
  }

  private static String text(Random random) {
    return IntStream.range(0, 1 + random.nextInt(12))
        .mapToObj(i -> "abcde".charAt(random.nextInt(5)) + " ".repeat(random.nextInt(3)))
        .collect(Collectors.joining(" "));
  }

  private static String joined(List<Piece> pieces) {
    return pieces.stream().map(Piece::text).collect(Collectors.joining());
  }

  private static String common(List<Piece> pieces) {
    return pieces.stream()
        .filter(piece -> !piece.changed())
        .map(piece -> piece.text().replace(" ", ""))
        .collect(Collectors.joining());
  }
}
