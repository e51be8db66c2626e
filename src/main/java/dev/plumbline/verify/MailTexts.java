package dev.plumbline.verify;

import dev.plumbline.dkim.SignedMail;
import dev.plumbline.report.mail.MailPart;
import dev.plumbline.report.mail.MailText;
import java.util.List;
import java.util.Locale;

/**
 * The texts of a mail.
 *
 * @param hasPlain whether there is one without markup
 * @param html the beginning of the first one with
 * @param htmlOctets of it, all of it
 * @param longestLine of the mail, in octets
 */
record MailTexts(boolean hasPlain, boolean hasHtml, String html, int htmlOctets, int longestLine) {

  /** RFC 5322 section 2.1.1. */
  static final int LONGEST_LINE = 998;

  /** More HTML is not looked through. */
  private static final int MOST_HTML = 1024 * 1024;

  /** A mail larger than this is looked at from outside only. */
  private static final int MOST_BODY = 16 * 1024 * 1024;

  private static final int MOST_DEPTH = 5;
  private static final int MOST_PARTS = 100;

  static MailTexts of(SignedMail mail) {
    Walk walk = new Walk();
    if (mail.size() <= MOST_BODY && mail.isWhole()) {
      MailPart.withLibrary(
          () -> {
            MailPart.ofMail(mail.toBytes()).ifPresent(part -> walk.part(part, 0));
            return walk;
          });
    }
    return new MailTexts(
        walk.plain,
        walk.htmlOctets >= 0,
        walk.html,
        Math.max(0, walk.htmlOctets),
        mail.longestLine());
  }

  /** From part to part. */
  private static final class Walk {
    private boolean plain;
    private int htmlOctets = -1;
    private String html = "";
    private int parts;

    void part(MailPart part, int depth) {
      if (++parts > MOST_PARTS || depth > MOST_DEPTH) {
        return;
      }
      String type = part.baseType();
      if (type.startsWith("multipart/")) {
        byte[] body = part.rawBytes();
        String boundary = part.parameter("boundary");
        if (!boundary.isEmpty() && MailPart.count(body, boundary) <= MOST_PARTS) {
          List<MailPart> within = MailPart.ofMultipart(body, boundary).orElse(List.of());
          within.forEach(one -> part(one, depth + 1));
        }
      } else if (part.header("Content-Disposition")
          .strip()
          .toLowerCase(Locale.ROOT)
          .startsWith("attachment")) {
        return;
      } else if (type.equals("text/plain")) {
        plain = true;
      } else if (type.equals("text/html") && htmlOctets < 0) {
        byte[] octets = part.bytes();
        htmlOctets = octets.length;
        String text = MailText.of(octets, part.parameter("charset")).text();
        html = text.length() > MOST_HTML ? text.substring(0, MOST_HTML) : text;
      }
    }
  }
}
