package dev.plumbline.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a new record text has that the present one has not, and the reverse, term by term. */
public final class RecordDiff {

  /** Longer texts are shown whole: the table of all pairs would be large. */
  private static final int MOST_TERMS = 400;

  private RecordDiff() {}

  /**
   * A part of a text.
   *
   * @param changed whether the other text has nothing like it here
   */
  public record Piece(String text, boolean changed) {}

  /** Both texts in pieces; put together, each is the text again. */
  record Pieces(List<Piece> before, List<Piece> after) {}

  static Pieces of(@Nullable String before, String after) {
    List<String> old = before == null ? List.of() : terms(before);
    List<String> now = terms(after);
    if (old.isEmpty() || old.size() > MOST_TERMS || now.size() > MOST_TERMS) {
      return new Pieces(
          before == null ? List.of() : List.of(new Piece(before, false)),
          List.of(new Piece(after, false)));
    }
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            same(old.get(i), now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    Deque<Piece> left = new ArrayDeque<>();
    Deque<Piece> right = new ArrayDeque<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && same(old.get(i), now.get(j))) {
        add(left, old.get(i++), false);
        add(right, now.get(j++), false);
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        add(left, old.get(i++), true);
      } else {
        add(right, now.get(j++), true);
      }
    }
    return new Pieces(List.copyOf(left), List.copyOf(right));
  }

  /** What ends a term stands behind the last one or not, and is no change of it. */
  private static boolean same(String one, String other) {
    return bare(one).equals(bare(other));
  }

  private static String bare(String term) {
    String bare = term.strip();
    return bare.endsWith(";") ? bare.substring(0, bare.length() - 1) : bare;
  }

  /** Terms with the space or semicolon behind them. */
  private static List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    int start = 0;
    for (int end = 1; end <= text.length(); end++) {
      boolean boundary =
          end == text.length() || (text.charAt(end - 1) == ' ' && text.charAt(end) != ' ');
      if (boundary) {
        terms.add(text.substring(start, end));
        start = end;
      }
    }
    return terms;
  }

  private static void add(Deque<Piece> pieces, String text, boolean changed) {
    Piece last = pieces.peekLast();
    if (last != null && last.changed() == changed) {
      pieces.removeLast();
      pieces.addLast(new Piece(last.text() + text, changed));
    } else {
      pieces.addLast(new Piece(text, changed));
    }
  }
}
