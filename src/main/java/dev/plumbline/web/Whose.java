package dev.plumbline.web;

import dev.plumbline.standing.Standing;
import dev.plumbline.store.traffic.RowFilter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whose mail it is, as charts tell it apart and addresses ask for it. */
enum Whose {
  YOURS("yours", "yours", "of senders of yours", "st-regressed"),
  PASSED_ON("passed-on", "passed on", "that forwarders passed on", "st-forwarder"),
  OF_OTHERS("others", "of others", "of others", "st-unauthorized-use"),
  /** Of sources without a standing: it came in since the last judgement, or has no address. */
  NOT_JUDGED("not-judged", "not judged", "of sources that are not judged yet", "pl-field");

  private final String wire;
  private final String label;
  private final String words;
  private final String colour;

  Whose(String wire, String label, String words, String colour) {
    this.wire = wire;
    this.label = label;
    this.words = words;
    this.colour = colour;
  }

  /**
   * The one of an address; null if it says nothing.
   *
   * @throws jakarta.ws.rs.BadRequestException if it is the word of none
   */
  static @Nullable Whose of(@Nullable String wire) {
    return AddressWords.one("whose", wire, List.of(values()), one -> one.wire).orElse(null);
  }

  static Whose of(Standing standing) {
    return switch (standing) {
      case AUTHORIZED, REGRESSED, FIXED, NEEDS_ALIGNMENT, NEEDS_AUTHORIZING -> YOURS;
      case FORWARDER -> PASSED_ON;
      case UNRECOGNIZED, UNAUTHORIZED_USE -> OF_OTHERS;
    };
  }

  RowFilter.Behind sources() {
    return this == NOT_JUDGED
        ? RowFilter.Behind.UNJUDGED
        : RowFilter.Behind.standing(
            Stream.of(Standing.values()).filter(standing -> of(standing) == this).toList());
  }

  /** What an address says of it. */
  HiddenField field() {
    return new HiddenField("whose", wire);
  }

  /** As in a sentence, behind "messages". */
  String words() {
    return words;
  }

  /** What of it fails, in a chart; it leads to the reports that tell of that. */
  DayChart.Series failing() {
    return new DayChart.Series(
        "Fail, " + label, colour, DayChart.Lane.FAIL, "&" + field().name() + "=" + field().value());
  }
}
