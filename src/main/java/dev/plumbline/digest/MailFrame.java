package dev.plumbline.digest;

import com.google.common.html.HtmlEscapers;
import dev.plumbline.dns.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * A mail as mail clients draw it: tables and styles at the elements, 600 pixels wide at most,
 * nothing loaded from anywhere. Colours are readable on light and on dark, for clients that turn
 * only some of them.
 */
public final class MailFrame {

  private static final String FONT =
      "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";

  /** The style of what is read. */
  public static final String TEXT = FONT + "font-size:15px;line-height:22px;color:#1f2933;";

  /** The style of what explains it. */
  public static final String SMALL = FONT + "font-size:13px;line-height:19px;color:#52606d;";

  private static final String TABLE =
      "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\""
          + " border=\"0\">";

  private final StringBuilder html = new StringBuilder(4_096);

  /** Begins one. */
  public MailFrame(String title, String heading) {
    html.append(
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <title>%s</title>
        <style>
        :root{color-scheme:light dark}
        @media (prefers-color-scheme:dark){
        .page{background:#15191e!important}.card{background:#1f252c!important;border-color:#39424c!important}
        .text{color:#e4e7eb!important}.small{color:#a7b3c0!important}.link{color:#7cc4fa!important}
        }
        </style></head>
        <body class="page" style="margin:0;padding:0;background:#f2f4f6;">
        """
            .formatted(text(title)));
    html.append(TABLE).append("<tr><td align=\"center\" style=\"padding:16px 8px;\">");
    // Outlook knows no largest width.
    html.append(
        "<!--[if mso]><table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\""
            + " border=\"0\"><tr><td><![endif]-->");
    html.append(
        "<table role=\"presentation\" class=\"card\" width=\"100%\" cellpadding=\"0\""
            + " cellspacing=\"0\" border=\"0\" style=\"max-width:600px;background:#ffffff;"
            + "border:1px solid #dde2e7;border-radius:6px;\">");
    html.append("<tr><td style=\"padding:20px 20px 8px;\">");
    html.append(
            "<h1 class=\"text\" style=\"margin:0;overflow-wrap:anywhere;%sfont-size:19px;line-height:26px;\">"
                .formatted(TEXT))
        .append(text(heading))
        .append("</h1></td></tr>\n");
  }

  /** Whatever comes next. */
  public MailFrame add(String markup) {
    html.append(markup);
    return this;
  }

  /** A cell of its own, below a line. */
  public void cell(String markup) {
    html.append("<tr><td style=\"padding:12px 20px;border-top:1px solid #8895a2;\">")
        .append(markup)
        .append("</td></tr>\n");
  }

  /** A paragraph of its own, below a line. */
  public void row(String name, String style, String markup) {
    cell("<p class=\"%s\" style=\"margin:0;%s\">%s</p>".formatted(name, style, markup));
  }

  /**
   * Ends it.
   *
   * @param end where no more of this is asked for, null if it is sent once
   * @return all of it
   */
  public String end(String all, String words, @Nullable String end) {
    html.append("<tr><td style=\"padding:12px 20px 20px;border-top:1px solid #8895a2;\">");
    html.append("<p class=\"small\" style=\"margin:0;%s\">".formatted(SMALL));
    html.append(link(all, words));
    if (end != null) {
      html.append(" &nbsp;·&nbsp; ").append(link(end, "No more of this"));
    }
    return html.append("</p></td></tr></table><!--[if mso]></td></tr></table><![endif]-->")
        .append("</td></tr></table></body></html>\n")
        .toString();
  }

  public static String link(String href, String words) {
    return "<a class=\"link\" href=\"%s\" style=\"color:#1a6fb5;\">%s</a>"
        .formatted(text(href), text(words));
  }

  public static String text(String plain) {
    return HtmlEscapers.htmlEscaper().escape(DomainName.inSentence(plain));
  }
}
