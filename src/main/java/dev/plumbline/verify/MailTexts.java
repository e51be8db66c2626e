package dev.plumbline.verify;

import dev.plumbline.dkim.SignedMail;
import dev.plumbline.report.mail.MailPart;
import dev.plumbline.report.mail.MailText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a mail.
 *
 * @param whole whether all parts were looked at
 * @param plain the beginning of the first one without markup; null if there is none but blank ones
 * @param html the beginning of the first one with
 * @param htmlOctets of it, all of it
 * @param longestLine of the mail, in octets
 */
record MailTexts(
    boolean whole,
    @Nullable String plain,
    boolean hasHtml,
    String html,
    int htmlOctets,
    int longestLine) {

  /** RFC 5322 section 2.1.1. */
  static final int LONGEST_LINE = 998;

  /** More of a text is not looked through. */
  private static final int MOST_TEXT = 1024 * 1024;

  /** A mail larger than this is looked at from outside only. */
  private static final int MOST_BODY = 16 * 1024 * 1024;

  private static final int MOST_DEPTH = 5;
  private static final int MOST_PARTS = 100;

  static MailTexts of(SignedMail mail) {
    Walk walk = new Walk();
    walk.whole = mail.size() <= MOST_BODY && mail.isWhole();
    if (walk.whole) {
      MailPart.withLibrary(
          () -> {
            MailPart.ofMail(mail.toBytes())
                .ifPresentOrElse(part -> walk.part(part, 0), () -> walk.whole = false);
            return walk;
          });
    }
    return new MailTexts(
        walk.whole,
        walk.plain,
        walk.htmlOctets >= 0,
        walk.html,
        Math.max(0, walk.htmlOctets),
        mail.longestLine());
  }

  /** From part to part. */
  private static final class Walk {
    private boolean whole;
    private @Nullable String plain;
    private int htmlOctets = -1;
    private String html = "";
    private int parts;

    void part(MailPart part, int depth) {
      if (++parts > MOST_PARTS || depth > MOST_DEPTH) {
        whole = false;
        return;
      }
      String type = part.baseType();
      if (type.startsWith("multipart/")) {
        byte[] body = part.rawBytes();
        String boundary = part.parameter("boundary");
        boolean few = !boundary.isEmpty() && MailPart.count(body, boundary) <= MOST_PARTS;
        Optional<List<MailPart>> within =
            few ? MailPart.ofMultipart(body, boundary) : Optional.empty();
        whole &= within.isPresent();
        within.orElse(List.of()).forEach(one -> part(one, depth + 1));
      } else if (part.header("Content-Disposition")
          .strip()
          .toLowerCase(Locale.ROOT)
          .startsWith("attachment")) {
        return;
      } else if (type.equals("text/plain")) {
        String text = beginning(part, part.bytes());
        plain = plain == null && !text.isBlank() ? text : plain;
      } else if (type.equals("text/html") && htmlOctets < 0) {
        byte[] octets = part.bytes();
        htmlOctets = octets.length;
        html = beginning(part, octets);
      }
    }

    private static String beginning(MailPart part, byte[] octets) {
      String text = MailText.of(octets, part.parameter("charset")).text();
      return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
    }
  }
}
