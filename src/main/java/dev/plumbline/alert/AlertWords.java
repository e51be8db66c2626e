package dev.plumbline.alert;

import dev.plumbline.dns.InertText;
import dev.plumbline.standing.Standing;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Numbers, days and names as alerts tell them. */
final class AlertWords {

  private static final int LONGEST_RECORD = 200;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private AlertWords() {}

  static String count(long number, String one, String many) {
    return String.format(Locale.ENGLISH, "%,d %s", number, number == 1 ? one : many);
  }

  /** A percentage that says 0 or 100 only when it is exactly that. */
  static String share(long part, long whole) {
    return whole == 0 ? "0 %" : share((double) part / whole);
  }

  /** The same of a share from 0 to 1. */
  static String share(double share) {
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

  static String day(LocalDate day) {
    return DAY.format(day);
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  /** About how long, in the largest unit that is at least two. */
  static String span(Duration time) {
    if (time.toDays() >= 2) {
      return time.toDays() + " days";
    }
    return time.toHours() >= 2
        ? time.toHours() + " hours"
        : count(Math.max(1, time.toMinutes()), "minute", "minutes");
  }

  static String size(long bytes) {
    return bytes >= 1L << 30
        ? String.format(Locale.ENGLISH, "%.1f GiB", bytes / (double) (1L << 30))
        : String.format(Locale.ENGLISH, "%d MiB", bytes >> 20);
  }

  /** The texts of a record, on one line. */
  static String record(List<String> texts) {
    String all = String.join(" / ", texts);
    return texts.isEmpty()
        ? "none"
        : "“"
            + (all.length() > LONGEST_RECORD ? all.substring(0, LONGEST_RECORD) + "…" : all)
            + "”";
  }

  /** Names come from others: on one line, and nothing in them turns what stands around them. */
  static String plain(String text) {
    return InertText.visible(text.replaceAll("\\s+", " ")).strip();
  }

  static String domain(String name) {
    return "/domains/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  static String sender(String domain, String key) {
    return domain(domain)
        + "/senders/"
        + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }

  static String standing(Standing standing) {
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
