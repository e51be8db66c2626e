package dev.plumbline.dns.lint;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a misspelt word was meant to be. */
public final class Spelling {

  /** Longer words are not compared. */
  private static final int MAX_LENGTH = 32;

  private Spelling() {}

  /**
   * The known word nearest to one that was written: with one letter wrong, missing, added or
   * exchanged with its neighbour, or two if it has more than six letters. Empty if none is near.
   */
  public static Optional<String> nearest(String written, Collection<String> known) {
    String word = written.toLowerCase(Locale.ROOT);
    if (word.length() > MAX_LENGTH || word.length() < 3) {
      return Optional.empty();
    }
    return known.stream()
        .filter(candidate -> candidate.length() > 2)
        .filter(candidate -> distance(word, candidate) <= (candidate.length() > 6 ? 2 : 1))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** Optimal string alignment distance. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least =
            Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = least;
      }
    }
    return cost[a.length()][b.length()];
  }
}
