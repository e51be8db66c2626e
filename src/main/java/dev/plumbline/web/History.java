package dev.plumbline.web;

import dev.plumbline.standing.Standing;
import dev.plumbline.store.judgement.StandingChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history of a judgement in words. */
final class History {

  private History() {}

  /** An entry. */
  public record Line(String when, String text) {}

  static List<Line> lines(List<StandingChange> changes) {
    return changes.stream().map(History::line).toList();
  }

  private static Line line(StandingChange change) {
    return new Line(Format.time(change.at()), what(change) + because(change.because()) + ".");
  }

  private static String what(StandingChange change) {
    String was = change.was();
    String became = change.became();
    return switch (change.what()) {
      case FIRST_JUDGED -> "First judged";
      case APPEARED -> "Seen for the first time: " + label(became);
      case STANDING -> label(was) + " became " + label(became);
      case SILENT -> "Silent since " + became;
      case BACK -> "Writes again: " + label(became);
      case GONE -> "Nothing is named so any more";
      case POLICY ->
          "The policy in force became " + (became == null ? "none known" : "p=" + became);
      case FINDINGS -> "What is wrong with its records changed";
      case READY -> "What policy is safe changed: " + became;
      case REPORTS -> became == null ? "Reports come in again" : "No reports since " + became;
      case RULES -> "The rules of judgement changed, and with them what follows";
    };
  }

  private static String label(@Nullable String wire) {
    if (wire == null) {
      return "nothing";
    }
    for (Standing standing : Standing.values()) {
      if (standing.wire().equals(wire)) {
        return StandingBadge.of(standing).label();
      }
    }
    return wire;
  }

  private static String because(StandingChange.Because because) {
    String why =
        switch (because.cause()) {
          case FIRST -> "";
          case RULES -> ", by new rules";
          case DECISION -> ", after a decision";
          case RECHECK -> ", after DNS was asked";
          case REPORTS -> ", by new reports";
          case REMOVED_REPORTS -> ", after reports were read again";
          case REPORTER -> ", after a reporter was left out or counted again";
          case CATALOGUE -> ", by another catalogue";
          case REMEDIES -> ", by what was found to help";
          case FAILURE_REPORTS -> ", by failure reports";
          case DAY -> ", as days went by";
        };
    return because.text() == null ? why : why + " (" + because.text() + ")";
  }
}
