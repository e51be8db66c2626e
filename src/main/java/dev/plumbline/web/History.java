package dev.plumbline.web;

import dev.plumbline.standing.Standing;
import dev.plumbline.store.judgement.StandingChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history of a judgement in words. */
final class History {

  private History() {}

  /**
   * An entry.
   *
   * @param domain it is about, null where the page is about it
   * @param subject the sender it is about, null for the domain as a whole
   * @param href where that stands
   */
  public record Line(
      String when,
      @Nullable String domain,
      @Nullable String subject,
      @Nullable String href,
      String text) {}

  /** Entries of a page that is about one sender. */
  static List<Line> lines(List<StandingChange> changes) {
    return changes.stream()
        .map(change -> new Line(Format.time(change.at()), null, null, null, text(change)))
        .toList();
  }

  /** An entry among those of other senders and domains. */
  static Line lineOfAll(StandingChange change) {
    return line(change, true, true);
  }

  /**
   * An entry among those of other senders.
   *
   * @param named whether it says which domain it is about
   * @param known whether its sender is still known
   */
  static Line line(StandingChange change, boolean named, boolean known) {
    boolean sender = !change.senderKey().isEmpty();
    return new Line(
        Format.time(change.at()),
        named ? change.domain() : null,
        sender ? change.senderName() : null,
        sender && known && change.what() != StandingChange.What.GONE
            ? Links.sender(change.domain(), change.senderKey())
            : Links.domain(change.domain()),
        text(change));
  }

  private static String text(StandingChange change) {
    return what(change) + because(change.because()) + ".";
  }

  private static String what(StandingChange change) {
    String was = change.was();
    String became = change.became();
    return switch (change.what()) {
      case FIRST_JUDGED -> "First judged";
      case APPEARED -> "Seen for the first time: " + label(became);
      case STANDING -> label(was) + " became " + label(became);
      case SILENT -> "Silent since " + became;
      case BACK -> became == null ? "Writes again" : "Writes again: " + label(became);
      case GONE -> "No mail goes by this name any more";
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
          case TEST -> ", after a test mail";
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
