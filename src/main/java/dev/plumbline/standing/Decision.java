package dev.plumbline.standing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What somebody decided about a sender, or about a domain as a whole.
 *
 * @param owner who answers for it, null if not said
 * @param purpose what it sends, null if not said
 * @param note anything else, null if nothing
 * @param due until when it should be settled, null if not said
 * @param decidedBy who decided
 */
public record Decision(
    Verdict verdict,
    @Nullable String owner,
    @Nullable String purpose,
    @Nullable String note,
    @Nullable LocalDate due,
    String decidedBy,
    Instant decidedAt) {

  /**
   * The sender's key of a decision about the domain as a whole: not ours means that it sends none.
   */
  public static final String WHOLE_DOMAIN = "";

  /** The most characters of each text, so that pages and mails that tell it stay readable. */
  public static final int MOST_TEXT = 500;

  /**
   * A text as it is kept, whoever it was given to.
   *
   * @param tooLong makes of a number of characters what is thrown if they are too many
   * @return null if nothing was given
   */
  public static @Nullable String text(
      @Nullable String given, IntFunction<? extends RuntimeException> tooLong) {
    if (given == null || given.isBlank()) {
      return null;
    }
    String text = given.strip();
    if (text.length() > MOST_TEXT) {
      throw tooLong.apply(text.length());
    }
    return text;
  }

  /** Whose the sender is. */
  public enum Verdict {
    OURS("ours"),
    NOT_OURS("not_ours"),
    UNDECIDED("undecided");

    private final String wire;

    Verdict(String wire) {
      this.wire = wire;
    }

    /** The name in exports and in the database. */
    public String wire() {
      return wire;
    }

    /** The verdict of a wire name. */
    public static Verdict ofWire(String wire) {
      for (Verdict verdict : values()) {
        if (verdict.wire.equals(wire)) {
          return verdict;
        }
      }
      throw new IllegalArgumentException("No verdict is called " + wire);
    }
  }
}
