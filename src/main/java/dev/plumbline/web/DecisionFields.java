package dev.plumbline.web;

import dev.plumbline.people.Viewer;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Decision.Verdict;
import jakarta.ws.rs.BadRequestException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The fields that every form has that records a decision. */
final class DecisionFields {

  private DecisionFields() {}

  /** A decision of which only the verdict, a note and who decided are asked. */
  static Decision of(
      Viewer viewer,
      @Nullable String verdict,
      @Nullable String note,
      @Nullable String by,
      Instant at) {
    return new Decision(
        verdict(verdict), null, null, text("the note", note), null, decidedBy(viewer, by), at);
  }

  static Verdict verdict(@Nullable String wire) {
    for (Verdict verdict : Verdict.values()) {
      if (verdict.wire().equals(wire)) {
        return verdict;
      }
    }
    throw new BadRequestException("Choose one: ours, not ours or undecided.");
  }

  /** Who signed in; as long as nobody has to, whatever name was given. */
  static String decidedBy(Viewer viewer, @Nullable String by) {
    if (viewer.isSignedIn()) {
      return viewer.who().name();
    }
    String name = text("your name", by);
    return name == null ? "web" : name;
  }

  static @Nullable String text(String what, @Nullable String given) {
    return Decision.text(
        given,
        length ->
            new BadRequestException(
                "%d characters were given for %s; at most %d are kept."
                    .formatted(length, what, Decision.MOST_TEXT)));
  }

  /** What was decided, by whom and when. */
  static String sentence(String what, Decision decision) {
    return what
        + ", said "
        + decision.decidedBy()
        + " on "
        + Format.time(decision.decidedAt())
        + (decision.note() == null ? "." : ": " + decision.note());
  }
}
