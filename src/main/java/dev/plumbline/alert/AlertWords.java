package dev.plumbline.alert;

import dev.plumbline.digest.MailWords;
import dev.plumbline.dns.InertText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times, sizes and names as alerts tell them. */
final class AlertWords {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private AlertWords() {}

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
        : MailWords.count(Math.max(1, time.toMinutes()), "minute", "minutes");
  }

  static String size(long bytes) {
    return bytes >= 1L << 30
        ? String.format(Locale.ENGLISH, "%.1f GiB", bytes / (double) (1L << 30))
        : String.format(Locale.ENGLISH, "%d MiB", bytes >> 20);
  }

  /** Names come from others: on one line, and nothing in them turns what stands around them. */
  static String plain(String text) {
    return InertText.visible(text.replaceAll("\\s+", " ")).strip();
  }
}
