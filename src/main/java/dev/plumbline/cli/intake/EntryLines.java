package dev.plumbline.cli.intake;

import dev.plumbline.cli.shell.Terminal;
import dev.plumbline.intake.SecondChances.Told;
import dev.plumbline.store.intake.Outcome;
import java.io.PrintWriter;

/** Tells of entries that are taken in again. */
final class EntryLines {

  private final PrintWriter out;
  private long taken;
  private long used;
  private long left;

  EntryLines(PrintWriter out) {
    this.out = out;
  }

  void entry(Told told) {
    if (told.outcome() == null) {
      left++;
    } else {
      taken++;
      used += told.outcome() == Outcome.STORED || told.outcome() == Outcome.DUPLICATE ? 1 : 0;
    }
    out.println("%d  %s".formatted(told.entry(), Terminal.safe(told.sentence())));
    out.flush();
  }

  /**
   * The last line.
   *
   * @param verb what was done, such as {@code read again}
   */
  void summary(String verb) {
    String done =
        taken == 0 ? "0 " + verb : "%d %s, %d of them with a report".formatted(taken, verb, used);
    out.println(done + (left == 0 ? "" : "; %d could not be".formatted(left)));
    out.flush();
  }

  /** Whether there was a report in every one. */
  boolean allStored() {
    return left == 0 && used == taken;
  }
}
