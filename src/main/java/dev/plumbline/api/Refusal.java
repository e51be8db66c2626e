package dev.plumbline.api;

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

  /** A parameter that is none of what it may be. */
  static Refusal value(String name, @Nullable String value, String right) {
    return wrong("%s is \"%s\"; it must be %s.".formatted(name, value, right));
  }

  /** Too much is going on. */
  static Refusal busy(String sentence) {
    return new Refusal(new Problem("Too busy", 503, sentence, null));
  }

  Problem problem() {
    return problem;
  }
}
