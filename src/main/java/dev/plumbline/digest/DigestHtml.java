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

  private static final String GROUND = "#8895a2";

  private static final int CHART = 40;

  /** More days than these are drawn narrow: a month fits on a phone. */
  private static final int FEW = 14;

  private static final int WIDE = 14;
  private static final int NARROW = 5;

  /**
   * In characters; what comes later is not drawn. Mail clients cut off a mail of more than some
   * 100,000 (Gmail at 102 KB), and the words of all parts are to be within that.
   */
  private static final int DRAWN_UNTIL = 45_000;

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
    for (Part part : digest.parts()) {
      part(html, part, html.length() < DRAWN_UNTIL);
    }
    frame.add(html.toString());
    key(frame, digest);
    DigestWords.others(digest).forEach(line -> frame.row("small", SMALL, MailFrame.text(line)));
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

  private static void part(StringBuilder html, Part part, boolean drawn) {
    html.append("<tr><td style=\"padding:16px 20px 4px;border-top:1px solid #8895a2;\">");
    html.append("<h2 style=\"margin:0;%sfont-size:16px;\">".formatted(TEXT))
        .append(MailFrame.link(part.href(), part.domain()))
        .append("</h2>");
    if (drawn) {
      chart(html, part);
    }
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
    boolean many = part.bars().size() > FEW;
    int width = many ? NARROW : WIDE;
    for (Bar bar : part.bars()) {
      html.append(
          "<td valign=\"bottom\" height=\"%d\" style=\"padding:0 %dpx 0 0;\">"
              .formatted(CHART, many ? 2 : 4));
      html.append(
          "<table role=\"presentation\" width=\"%d\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">"
              .formatted(width));
      cell(html, height(bar.fail(), most), FAIL);
      cell(html, height(bar.pass(), most), PASS);
      cell(html, 1, GROUND);
      html.append("</table></td>");
    }
    html.append("</tr></table>");
  }

  private static long height(long messages, long most) {
    return messages == 0 ? 0 : Math.max(2, Math.round((double) CHART * messages / most));
  }

  private static void cell(StringBuilder html, long height, String colour) {
    if (height > 0) {
      html.append(
          ("<tr><td height=\"%d\" bgcolor=\"%s\" style=\"font-size:1px;line-height:1px;\">"
                  + "</td></tr>")
              .formatted(height, colour));
    }
  }

  /** What the columns are, once. */
  private static void key(MailFrame frame, Digest digest) {
    boolean drawn =
        digest.parts().stream()
            .flatMap(part -> part.bars().stream())
            .anyMatch(bar -> bar.pass() + bar.fail() > 0);
    if (drawn) {
      frame.row("small", SMALL, mark(PASS) + " pass DMARC &nbsp;" + mark(FAIL) + " fail, each day");
    }
  }

  private static String mark(String colour) {
    return "<span aria-hidden=\"true\" style=\"color:%s;\">&#9632;</span>".formatted(colour);
  }
}
