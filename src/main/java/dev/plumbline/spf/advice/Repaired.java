package dev.plumbline.spf.advice;

import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.advice.RecordText.Placed;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record with all its mistyped terms mended, so that no rule offers or blames a broken text. */
final class Repaired {

  /** Each round mends one term; a record with more mistakes is better written anew. */
  private static final int MAX_ROUNDS = 40;

  private final TermRepair repair;

  Repaired(TermRepair repair) {
    this.repair = repair;
  }

  /** A text that can be read, by mending the terms that cannot; null if that is not possible. */
  @Nullable String readable(@Nullable String mended) {
    if (mended == null || !SpfRecord.isSpf(mended)) {
      // A file, or several records at once: no text of one record.
      return mended;
    }
    return mend(mended, false);
  }

  /** What the record was meant to be, terms that can be read and mean something else included. */
  Optional<RecordText> asMeant(RecordText record) {
    return Optional.ofNullable(mend(record.text(), true)).map(RecordText::of);
  }

  private @Nullable String mend(String text, boolean suspicious) {
    String mended = text;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      RecordText record = RecordText.of(mended);
      int at = mistyped(record, suspicious);
      if (at < 0) {
        return mended;
      }
      Optional<String> next = mended(record, at);
      if (next.isEmpty()) {
        return null;
      }
      mended = next.get();
    }
    return null;
  }

  private int mistyped(RecordText record, boolean suspicious) {
    for (int i = 0; i < record.terms().size(); i++) {
      Placed placed = record.terms().get(i);
      if (placed.wrong() != null || (suspicious && repair.suspicious(placed).isPresent())) {
        return i;
      }
    }
    return -1;
  }

  private Optional<String> mended(RecordText record, int at) {
    Placed placed = record.terms().get(at);
    RecordText.Wrong wrong = placed.wrong();
    if (wrong == null) {
      return repair.suspicious(placed).map(guess -> mended(record, guess));
    }
    return wrong.isSecond()
        ? Optional.of(record.without(placed))
        : repair.unreadable(record, at).map(guess -> mended(record, guess));
  }

  static String mended(RecordText record, TermRepair.Repair guess) {
    return record.text().substring(0, guess.start())
        + guess.replacement()
        + record.text().substring(guess.end());
  }
}
