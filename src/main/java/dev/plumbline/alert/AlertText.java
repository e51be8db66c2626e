package dev.plumbline.alert;

import dev.plumbline.store.alert.Alert;
import org.jspecify.annotations.Nullable;

/** Alerts as plain text: all that {@link AlertHtml} says. */
final class AlertText {

  private static final String BREAK = "\r\n";

  private AlertText() {}

  /**
   * The text.
   *
   * @param end where the channel is ended, null if it is not said
   */
  static String of(Message message, @Nullable String end) {
    StringBuilder text = new StringBuilder(message.heading()).append(BREAK);
    if (message.test()) {
      text.append(BREAK).append(message.testWords()).append(BREAK);
    }
    for (Alert one : message.told()) {
      text.append(BREAK).append(message.label(one, BREAK));
      text.append("  ").append(Message.says(one)).append(BREAK);
      if (!one.why().isEmpty()) {
        text.append("  ").append(one.why()).append(BREAK);
      }
      text.append("  ").append(message.url(one)).append(BREAK);
    }
    if (message.more() > 0) {
      text.append(BREAK).append(message.moreWords()).append(BREAK);
    }
    text.append(BREAK).append("All alerts: ").append(message.page()).append(BREAK);
    if (end != null) {
      text.append("No more of this: ").append(end).append(BREAK);
    }
    return text.toString();
  }
}
