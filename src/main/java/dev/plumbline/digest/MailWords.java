package dev.plumbline.digest;

import dev.plumbline.dns.Counted;
import dev.plumbline.standing.Standing;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers, days, records and standings as mails tell them. */
public final class MailWords {

  /** The key of the sender that is one's own servers, however many there are. */
  private static final String OWN = "own";

  private static final int LONGEST_RECORD = 200;

  /** So much that is the same stands before what differs. */
  private static final int SHOWN_BEFORE = 40;

  private static final String TEXTS = " / ";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

  private MailWords() {}

  public static String count(long number, String one, String many) {
    return Counted.of(number, one, many);
  }

  /** A percentage that says 0 or 100 only when it is exactly that. */
  public static String share(long part, long whole) {
    return whole == 0 ? "0 %" : share((double) part / whole);
  }

  /** The same of a share from 0 to 1. */
  public static String share(double share) {
    if (share == 0) {
      return "0 %";
    }
    double percent = 100 * share;
    if (percent >= 100) {
      return "100 %";
    }
    return percent < 0.1
        ? "<0.1 %"
        : percent > 99.9 ? ">99.9 %" : String.format(Locale.ENGLISH, "%.1f %%", percent);
  }

  public static String day(LocalDate day) {
    return DAY.format(day);
  }

  /** A record before and after it changed, on one line each. */
  public record Change(String before, String after) {}

  /** The texts of a record that changed; of long ones that part in which they differ. */
  public static Change change(List<String> before, List<String> after) {
    int from = shownFrom(String.join(TEXTS, before), String.join(TEXTS, after));
    return new Change(record(before, from), record(after, from));
  }

  private static String record(List<String> texts, int from) {
    if (texts.isEmpty()) {
      return "none";
    }
    String all = String.join(TEXTS, texts);
    String shown = all.substring(Math.min(from, all.length()));
    return "“"
        + (from > 0 ? "…" : "")
        + (shown.length() > LONGEST_RECORD ? shown.substring(0, LONGEST_RECORD) + "…" : shown)
        + "”";
  }

  /** Where what is shown begins: at the start, unless they do not differ before they are cut. */
  private static int shownFrom(String one, String other) {
    int same = 0;
    while (same < Math.min(one.length(), other.length())
        && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    if (Math.max(one.length(), other.length()) <= LONGEST_RECORD || same <= LONGEST_RECORD / 2) {
      return 0;
    }
    int word = one.lastIndexOf(' ', same - SHOWN_BEFORE) + 1;
    // A key has no words.
    return same - word > LONGEST_RECORD / 2 ? same - SHOWN_BEFORE : word;
  }

  /**
   * What a sender does.
   *
   * @param key of the sender: one of them is called "your own servers", which are many
   */
  public static String verb(@Nullable String key, String ofOne, String ofMany) {
    return OWN.equals(key) ? ofMany : ofOne;
  }

  /** What a sender is, as it is said of it. */
  public static String standing(Standing standing) {
    return switch (standing) {
      case AUTHORIZED -> "authorized";
      case REGRESSED -> "regressed";
      case FIXED -> "fixed, waiting for reports";
      case NEEDS_ALIGNMENT -> "in need of alignment";
      case NEEDS_AUTHORIZING -> "in need of authorizing";
      case FORWARDER -> "a forwarder";
      case UNRECOGNIZED -> "unrecognized";
      case UNAUTHORIZED_USE -> "unauthorized use";
    };
  }
}
