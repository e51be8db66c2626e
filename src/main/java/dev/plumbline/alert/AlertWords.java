package dev.plumbline.alert;

import dev.plumbline.digest.MailWords;
import dev.plumbline.dns.InertText;
import dev.plumbline.store.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times, sizes and names as alerts tell them, and what one is about in a few words. */
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

  /** What an alert is about and where, as it stands first in the title of several. */
  static String brief(Alert one) {
    String domain = one.domain();
    String name = one.name();
    return switch (one.kind()) {
      case LOSING_MAIL -> domain + " is losing mail";
      case RECORD_BROKEN -> "The records of " + domain + " are wrong";
      case REGRESSED -> name + " regressed at " + domain;
      case FAILING_MORE ->
          "%s %s ever did at %s"
              .formatted(
                  name,
                  MailWords.verb(one.subject(), "fails more than it", "fail more than they"),
                  domain);
      case INTAKE_REFUSING -> "Reports are refused";
      case MAILBOX -> "The mailbox \"" + name + "\" brings nothing";
      case DISK -> "The disk of " + name + " is nearly full";
      case LOOKUPS -> "The SPF lookups of " + domain + " run out";
      case EXPIRING ->
          (domain.isEmpty() ? "The token \"%s\"" : "The certificate of %s").formatted(name)
              + " runs out";
      case DOMAIN_SILENT -> "Nobody reports about " + domain + " any more";
      case REPORTER_SILENT -> "No more reports of " + name;
      case SPOOFING -> "A wave of spoofing uses " + domain;
      case RECORD_CHANGED -> "A record of " + domain + " changed";
      case NEW_SENDER ->
          "%s now %s for %s"
              .formatted(name, MailWords.verb(one.subject(), "sends", "send"), domain);
    };
  }

  /** Names come from others: on one line, and nothing in them turns what stands around them. */
  static String plain(String text) {
    return InertText.visible(text.replaceAll("\\s+", " ")).strip();
  }
}
