package dev.plumbline.mime;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What some bytes are, by their beginning. */
enum Content {
  EMPTY("The file is empty."),
  GZIP(""),
  ZIP(""),
  AGGREGATE_XML(""),
  TLS_JSON(""),
  MESSAGE(""),
  OTHER_XML("It is XML, but not an aggregate report."),
  OTHER_JSON("It is JSON, but not a TLS report."),
  HTML("It is an HTML page."),
  UNUSED("It holds the word \"unused\" instead of a report, a known fault of its reporter."),
  TEXT("It is plain text."),
  BINARY("It is no format that carries reports.");

  /** How much of the content is looked at. */
  static final int HEAD_BYTES = 16_384;

  private static final Pattern REPORT_ELEMENT =
      Pattern.compile(
          "<(?:[a-z0-9_.-]+:)?(?:feedback|report_metadata|policy_published|record)[\\s/>]");
  private static final Pattern HEADER_FIELD =
      Pattern.compile(
          "(?:From [^\\n]*\\n|>From [^\\n]*\\n)?[!-9;-~]{1,76}[ \\t]*:[^\\n]*\\n.*",
          Pattern.DOTALL);

  private static final Pattern TWO_FIELDS =
      Pattern.compile(
          "(?:>?From [^\\n]*\\n)?[!-9;-~]{1,76}[ \\t]*:[^\\n]*\\n(?:[ \\t][^\\n]*\\n){0,50}"
              + "[!-9;-~]{1,76}[ \\t]*:");

  private final String reason;

  Content(String reason) {
    this.reason = reason;
  }

  /** Why it is no report, a sentence; empty if it may be one. */
  String reason() {
    return reason;
  }

  static boolean isGzip(byte[] head) {
    return head.length >= 3 && head[0] == 0x1f && head[1] == (byte) 0x8b && head[2] == 8;
  }

  /** Whether so much of the beginning shows already that more could not say anything else. */
  static boolean isAggregate(byte[] beginning) {
    String text = text(beginning);
    return text.startsWith("<") && markup(text.toLowerCase(Locale.ROOT)) == AGGREGATE_XML;
  }

  static Content of(byte[] head) {
    if (head.length == 0) {
      return EMPTY;
    }
    if (isGzip(head)) {
      return GZIP;
    }
    if (startsWith(head, 'P', 'K', 3, 4) || startsWith(head, 'P', 'K', 5, 6)) {
      return ZIP;
    }
    String text = text(head);
    String lower = text.toLowerCase(Locale.ROOT);
    Content markup = markup(lower);
    if (markup != null) {
      return markup;
    }
    if (lower.startsWith("{") || lower.startsWith("[")) {
      // RFC 8460 section 4.4: every TLS report has both.
      return lower.contains("\"report-id\"") || lower.contains("\"policies\"")
          ? TLS_JSON
          : OTHER_JSON;
    }
    if (isBinary(head)) {
      return isMailWithNuls(head, text) ? MESSAGE : BINARY;
    }
    if (text.isEmpty()) {
      return EMPTY;
    }
    if (lower.equals("unused")) {
      return UNUSED;
    }
    // A header field first: mail. An XML document behind some words was found above.
    // The field may be longer than what is looked at here.
    String fields = head.length < HEAD_BYTES ? text : text + "\n";
    return HEADER_FIELD.matcher(fields).matches() ? MESSAGE : TEXT;
  }

  private static @Nullable Content markup(String lower) {
    if (lower.startsWith("<")) {
      if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
        return HTML;
      }
      // With a document type the root may be far below: the report parser says what is wrong.
      boolean report = REPORT_ELEMENT.matcher(lower).find() || lower.contains("<!doctype");
      return report ? AGGREGATE_XML : OTHER_XML;
    }
    // Words before the XML declaration: a header field of a mail would come first.
    int declaration = lower.indexOf("<?xml");
    int element = lower.indexOf("<feedback");
    int start = declaration < 0 ? element : declaration;
    boolean near = start >= 0 && start < 1_000 && REPORT_ELEMENT.matcher(lower).find();
    return near && !HEADER_FIELD.matcher(lower).matches() ? AGGREGATE_XML : null;
  }

  /** The beginning as text: UTF-16 loses its zeros, which is enough to recognise ASCII. */
  private static String text(byte[] head) {
    int start = startsWith(head, 0xEF, 0xBB, 0xBF) ? 3 : isUtf16(head) ? 2 : 0;
    String text = new String(head, start, head.length - start, StandardCharsets.ISO_8859_1);
    return (isUtf16(head) || text.startsWith("\0<") || text.startsWith("<\0")
            ? text.replace("\0", "")
            : text)
        .strip();
  }

  private static boolean isUtf16(byte[] head) {
    return startsWith(head, 0xFE, 0xFF) || startsWith(head, 0xFF, 0xFE);
  }

  private static boolean isBinary(byte[] head) {
    int odd = 0;
    for (byte b : head) {
      if (b == 0) {
        return true;
      }
      if (b > 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
        odd++;
      }
    }
    return odd * 20 > head.length;
  }

  /** Mail servers let a few through (RFC 5322 section 4.1 has them in its obsolete syntax). */
  private static boolean isMailWithNuls(byte[] head, String text) {
    int nuls = 0;
    for (byte b : head) {
      nuls += b == 0 ? 1 : 0;
    }
    return nuls * 20 < head.length && TWO_FIELDS.matcher(text).lookingAt();
  }

  private static boolean startsWith(byte[] head, int... octets) {
    if (head.length < octets.length) {
      return false;
    }
    for (int i = 0; i < octets.length; i++) {
      if ((head[i] & 0xff) != octets[i]) {
        return false;
      }
    }
    return true;
  }
}
