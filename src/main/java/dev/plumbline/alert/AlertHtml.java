package dev.plumbline.alert;

import dev.plumbline.digest.MailFrame;
import dev.plumbline.store.alert.Alert;
import org.jspecify.annotations.Nullable;

/** Alerts as mail clients draw them. */
public final class AlertHtml {

  private AlertHtml() {}

  /**
   * The page.
   *
   * @param end where the channel is ended, null if it is not said
   */
  public static String of(Message message, @Nullable String end) {
    MailFrame html = new MailFrame(message.title(), message.heading());
    if (message.test()) {
      html.row("text", MailFrame.TEXT, MailFrame.text(message.testWords()));
    }
    for (Alert one : message.told()) {
      String kind =
          message.isSingle()
              ? ""
              : "<p class=\"small\" style=\"margin:0;%s\">%s</p>"
                  .formatted(MailFrame.SMALL, MailFrame.text(one.kind().title()));
      String why =
          one.why().isEmpty()
              ? ""
              : "<p class=\"small\" style=\"margin:0 0 6px;overflow-wrap:anywhere;%s\">%s</p>"
                  .formatted(MailFrame.SMALL, MailFrame.text(one.why()));
      html.cell(
          """
          %s<p class="text" style="margin:0 0 4px;overflow-wrap:anywhere;%s">%s</p>%s\
          """
              .formatted(
                  kind, MailFrame.TEXT, MailFrame.link(message.url(one), Message.says(one)), why));
    }
    if (message.more() > 0) {
      html.row("small", MailFrame.SMALL, MailFrame.text(message.moreWords()));
    }
    return html.end(message.page(), "All alerts", end);
  }
}
