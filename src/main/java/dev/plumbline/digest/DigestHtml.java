package dev.plumbline.digest;

import com.google.common.html.HtmlEscapers;
import dev.plumbline.digest.Digest.Bar;
import dev.plumbline.digest.Digest.Part;
import dev.plumbline.digest.Digest.Step;
import org.jspecify.annotations.Nullable;

/**
 * A digest as mail clients draw it: tables and styles at the elements, 600 pixels wide at most,
 * nothing loaded from anywhere. Colours are readable on light and on dark, for clients that turn
 * only some of them.
 */
public final class DigestHtml {

  private static final String FONT =
      "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
  private static final String TEXT = FONT + "font-size:15px;line-height:22px;color:#1f2933;";
  private static final String SMALL = FONT + "font-size:13px;line-height:19px;color:#52606d;";
  private static final String TABLE =
      "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">";

  private static final String PASS = "#2f9e6e";
  private static final String FAIL = "#d64545";

  private static final int CHART = 40;

  private DigestHtml() {}

  /**
   * The page.
   *
   * @param end where the digest is ended, null if it is sent once
   */
  public static String of(Digest digest, @Nullable String end) {
    StringBuilder html = new StringBuilder(4_096);
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
            .formatted(text(digest.subject())));
    html.append(TABLE).append("<tr><td align=\"center\" style=\"padding:16px 8px;\">");
    html.append(
        "<table role=\"presentation\" class=\"card\" width=\"100%\" cellpadding=\"0\""
            + " cellspacing=\"0\" border=\"0\" style=\"max-width:600px;background:#ffffff;"
            + "border:1px solid #dde2e7;border-radius:6px;\">");
    html.append("<tr><td style=\"padding:20px 20px 8px;\">");
    html.append(
            "<h1 class=\"text\" style=\"margin:0;%sfont-size:19px;line-height:26px;\">"
                .formatted(TEXT))
        .append(text(digest.headline()))
        .append("</h1></td></tr>\n");
    steps(html, digest);
    digest.parts().forEach(part -> part(html, part));
    if (!digest.quiet().isEmpty() && !digest.parts().isEmpty()) {
      row(html, "small", SMALL, "Nothing to say about: " + DigestWords.some(digest.quiet()) + ".");
    }
    html.append("<tr><td style=\"padding:12px 20px 20px;border-top:1px solid #8895a2;\">");
    html.append("<p class=\"small\" style=\"margin:0;%s\">".formatted(SMALL));
    html.append(link(digest.base() + "/", "All domains"));
    if (end != null) {
      html.append(" &nbsp;·&nbsp; ").append(link(end, "No more of this"));
    }
    return html.append("</p></td></tr></table></td></tr></table></body></html>\n").toString();
  }

  private static void steps(StringBuilder html, Digest digest) {
    if (digest.steps().isEmpty()) {
      return;
    }
    html.append("<tr><td style=\"padding:0 20px 12px;\">");
    html.append("<p class=\"small\" style=\"margin:0 0 4px;%s\">First:</p>".formatted(SMALL));
    html.append("<ol class=\"text\" style=\"margin:0;padding:0 0 0 22px;%s\">".formatted(TEXT));
    for (Step step : digest.steps()) {
      html.append("<li style=\"margin:0 0 6px;\">")
          .append(link(step.href(), step.text()))
          .append("</li>");
    }
    html.append("</ol></td></tr>\n");
  }

  private static void part(StringBuilder html, Part part) {
    html.append("<tr><td style=\"padding:16px 20px 4px;border-top:1px solid #8895a2;\">");
    html.append("<h2 style=\"margin:0;%sfont-size:16px;\">".formatted(TEXT))
        .append(link(part.href(), part.domain()))
        .append("</h2>");
    chart(html, part);
    html.append("<p class=\"text\" style=\"margin:6px 0;%s\">".formatted(TEXT))
        .append(text(part.figures()))
        .append("</p>");
    if (!part.lines().isEmpty()) {
      html.append(
          "<ul class=\"text\" style=\"margin:0 0 8px;padding:0 0 0 20px;%s\">".formatted(TEXT));
      for (String line : part.lines()) {
        html.append("<li style=\"margin:0 0 4px;overflow-wrap:anywhere;\">")
            .append(text(line))
            .append("</li>");
      }
      html.append("</ul>");
    }
    html.append("</td></tr>\n");
  }

  /** A column for each day, of cells that have a height and a colour. */
  private static void chart(StringBuilder html, Part part) {
    long most = part.bars().stream().mapToLong(one -> one.pass() + one.fail()).max().orElse(0);
    if (most == 0) {
      return;
    }
    html.append(
        "<table role=\"presentation\" aria-hidden=\"true\" cellpadding=\"0\" cellspacing=\"0\""
            + " border=\"0\" style=\"margin:8px 0 0;\"><tr>");
    for (Bar bar : part.bars()) {
      html.append(
          "<td valign=\"bottom\" style=\"padding:0 4px 0 0;vertical-align:bottom;height:%dpx;\">"
              .formatted(CHART));
      html.append("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">");
      cell(html, bar.fail(), most, FAIL);
      cell(html, bar.pass(), most, PASS);
      html.append("</table></td>");
    }
    html.append("</tr></table>");
  }

  private static void cell(StringBuilder html, long messages, long most, String colour) {
    if (messages > 0) {
      long height = Math.max(2, Math.round((double) CHART * messages / most));
      html.append(
          ("<tr><td width=\"14\" height=\"%1$d\" bgcolor=\"%2$s\" style=\"width:14px;height:%1$dpx;"
                  + "background:%2$s;font-size:1px;line-height:1px;\">&nbsp;</td></tr>")
              .formatted(height, colour));
    }
  }

  private static void row(StringBuilder html, String name, String style, String words) {
    html.append("<tr><td style=\"padding:12px 20px;border-top:1px solid #8895a2;\">")
        .append("<p class=\"%s\" style=\"margin:0;%s\">".formatted(name, style))
        .append(text(words))
        .append("</p></td></tr>\n");
  }

  private static String link(String href, String words) {
    return "<a class=\"link\" href=\"%s\" style=\"color:#1a6fb5;\">%s</a>"
        .formatted(text(href), text(words));
  }

  private static String text(String plain) {
    return HtmlEscapers.htmlEscaper().escape(plain);
  }
}
