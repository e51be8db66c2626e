package dev.plumbline.digest;

import dev.plumbline.dns.Counted;
import dev.plumbline.standing.Standing;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Numbers, days, records and standings as mails tell them. */
public final class MailWords {

  private static final int LONGEST_RECORD = 200;
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

  /** The texts of a record, on one line. */
  public static String record(List<String> texts) {
    String all = String.join(" / ", texts);
    return texts.isEmpty()
        ? "none"
        : "“"
            + (all.length() > LONGEST_RECORD ? all.substring(0, LONGEST_RECORD) + "…" : all)
            + "”";
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
