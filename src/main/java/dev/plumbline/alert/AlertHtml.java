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
    MailFrame html = new MailFrame(message.title(), message.title());
    if (message.test()) {
      html.row("text", MailFrame.TEXT, MailFrame.text(message.testWords()));
    }
    for (Alert one : message.told()) {
      String why =
          one.why().isEmpty()
              ? ""
              : "<p class=\"small\" style=\"margin:0 0 6px;overflow-wrap:anywhere;%s\">%s</p>"
                  .formatted(MailFrame.SMALL, MailFrame.text(one.why()));
      html.cell(
          """
          <p class="small" style="margin:0;%s">%s</p>
          <p class="text" style="margin:0 0 4px;overflow-wrap:anywhere;%s">%s</p>%s\
          """
              .formatted(
                  MailFrame.SMALL,
                  MailFrame.text(one.kind().title()),
                  MailFrame.TEXT,
                  MailFrame.link(message.url(one), Message.says(one)),
                  why));
    }
    if (message.more() > 0) {
      html.row("small", MailFrame.SMALL, MailFrame.text(message.moreWords()));
    }
    return html.end(message.page(), "All alerts", end);
  }
}
