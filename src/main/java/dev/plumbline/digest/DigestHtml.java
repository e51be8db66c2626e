package dev.plumbline.digest;

import dev.plumbline.digest.Digest.Bar;
import dev.plumbline.digest.Digest.Part;
import dev.plumbline.digest.Digest.Step;
import org.jspecify.annotations.Nullable;

/** A digest as mail clients draw it. */
public final class DigestHtml {

  private static final String TEXT = MailFrame.TEXT;
  private static final String SMALL = MailFrame.SMALL;

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
    MailFrame frame = new MailFrame(digest.subject(), digest.headline());
    StringBuilder html = new StringBuilder(4_096);
    steps(html, digest);
    digest.parts().forEach(part -> part(html, part));
    frame.add(html.toString());
    if (!digest.quiet().isEmpty() && !digest.parts().isEmpty()) {
      frame.row(
          "small",
          SMALL,
          MailFrame.text("Nothing to say about: " + DigestWords.some(digest.quiet()) + "."));
    }
    return frame.end(digest.base() + "/", "All domains", end);
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
          .append(MailFrame.link(step.href(), step.text()))
          .append("</li>");
    }
    html.append("</ol></td></tr>\n");
  }

  private static void part(StringBuilder html, Part part) {
    html.append("<tr><td style=\"padding:16px 20px 4px;border-top:1px solid #8895a2;\">");
    html.append("<h2 style=\"margin:0;%sfont-size:16px;\">".formatted(TEXT))
        .append(MailFrame.link(part.href(), part.domain()))
        .append("</h2>");
    chart(html, part);
    html.append("<p class=\"text\" style=\"margin:6px 0;%s\">".formatted(TEXT))
        .append(MailFrame.text(part.figures()))
        .append("</p>");
    if (!part.lines().isEmpty()) {
      html.append(
          "<ul class=\"text\" style=\"margin:0 0 8px;padding:0 0 0 20px;%s\">".formatted(TEXT));
      for (String line : part.lines()) {
        html.append("<li style=\"margin:0 0 4px;overflow-wrap:anywhere;\">")
            .append(MailFrame.text(line))
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
}
