package dev.plumbline.store.intake;

import dev.plumbline.report.aggregate.AggregateReport;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a report goes that came in, by what is stored under its key. */
sealed interface Placement {

  /** Nothing is: it is stored. */
  record New() implements Placement {}

  /** It is stored in place of a copy that ends early. */
  record Replaces(StoredReport before) implements Placement {}

  /** Something else is, that speaks for itself less: it is stored, and what was counts no more. */
  record Outranks(StoredReport before) implements Placement {}

  /** Something else is: it is kept, but does not count. */
  record Conflict() implements Placement {}

  /**
   * It is stored already.
   *
   * @param endsEarly whether this copy of it does
   */
  record Known(boolean endsEarly) implements Placement {}

  /**
   * Decides it.
   *
   * @param content digest of what the report says
   * @param proof what its mail proves beside that of the one before
   */
  static Placement of(
      @Nullable StoredReport before, AggregateReport parsed, byte[] content, Proof proof) {
    if (before == null) {
      return new New();
    }
    if (Arrays.equals(before.content(), content)) {
      return new Known(false);
    }
    boolean hasNoMore = parsed.rows() <= before.rows() && parsed.messages() <= before.messages();
    if (parsed.partial() && hasNoMore) {
      return new Known(true);
    }
    if (proof == Proof.MORE) {
      return new Outranks(before);
    }
    boolean hasAsMuch = parsed.rows() >= before.rows() && parsed.messages() >= before.messages();
    boolean reachesFurther = !parsed.partial() || parsed.rows() > before.rows();
    if (before.partial() && hasAsMuch && reachesFurther && proof != Proof.LESS) {
      return new Replaces(before);
    }
    return new Conflict();
  }

  /** Whether its rows are stored. */
  default boolean isStored() {
    return this instanceof New || this instanceof Replaces || this instanceof Outranks;
  }
}
