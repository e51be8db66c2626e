package dev.plumbline.api;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a request gets no answer, as a sentence for whoever wrote it. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  private Refusal(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** Something in the request is wrong. */
  static Refusal wrong(String sentence) {
    return new Refusal(new Problem("That request makes no sense", 400, sentence, null));
  }

  /** There is no such thing, or none that whoever asks may see. */
  static Refusal unknown(String sentence) {
    return new Refusal(new Problem("Not found", 404, sentence, null));
  }

  /** A parameter that is none of what it may be, or is missing. */
  static Refusal value(String name, @Nullable String value, String right) {
    return wrong(
        value == null
            ? "%s is not given; it must be %s.".formatted(name, right)
            : "%s is \"%s\"; it must be %s.".formatted(name, value, right));
  }

  /**
   * One of some words, in whatever case.
   *
   * @return null if nothing is given
   * @throws Refusal if it is none of them
   */
  static <T> @Nullable T word(
      String name, @Nullable String text, T[] all, Function<T, String> word) {
    if (text == null || text.isBlank()) {
      return null;
    }
    return Arrays.stream(all)
        .filter(one -> word.apply(one).equalsIgnoreCase(text.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                value(name, text, Arrays.stream(all).map(word).collect(Collectors.joining(", "))));
  }

  /** Whoever asks may not. */
  static Refusal right(String right) {
    return right(right, "");
  }

  /** As {@link #right(String)}, where it takes the right for every domain. */
  static Refusal rightEverywhere(String right) {
    return right(right, " for all domains");
  }

  private static Refusal right(String right, String where) {
    return new Refusal(
        new Problem(
            "Refused",
            403,
            "Your token does not allow this; it takes one that may \"%s\"%s."
                .formatted(right, where),
            null));
  }

  /** Too much is going on. */
  static Refusal busy(String sentence) {
    return new Refusal(new Problem("Too busy", 503, sentence, null));
  }

  Problem problem() {
    return problem;
  }
}
