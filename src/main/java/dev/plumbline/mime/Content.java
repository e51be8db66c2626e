package dev.plumbline.mime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What some bytes are, by their beginning. */
enum Content {
  EMPTY("The file is empty."),
  GZIP(""),
  BZIP2(""),
  XZ(""),
  LZMA(""),
  UNIX_COMPRESS(""),
  ZLIB(""),
  DEFLATE(""),
  ZIP(""),
  TAR(""),
  CMS(""),
  SEVEN_ZIP(notRead("a 7z archive")),
  RAR(notRead("a RAR archive")),
  CAB(notRead("a CAB archive")),
  ZSTD(notRead("packed with Zstandard")),
  LZ4(notRead("packed with LZ4")),
  LZIP(notRead("packed with lzip")),
  ARJ(notRead("an ARJ archive")),
  TNEF("It is a file of Outlook's own format (winmail.dat), which is not read."),
  PGP("It is encrypted with PGP; only plain and signed mail can be read."),
  AGGREGATE_XML(""),
  TLS_JSON(""),
  MESSAGE(""),
  OTHER_XML("It is XML, but not an aggregate report."),
  OTHER_JSON("It is JSON, but not a TLS report."),
  HTML("It is an HTML page."),
  UNUSED("It holds the word \"unused\" instead of a report, a known fault of its reporter."),
  TEXT("It is plain text."),
  BINARY("It is no format that carries reports.");

  /** More than this before an archive, and it is taken for something else. */
  private static final int MOST_BYTES_BEFORE = 16_000;

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

  private static String notRead(String what) {
    return "It is "
        + what
        + ", which is not read; gzip, zip, bzip2, xz, lzma, compress, deflate and tar are.";
  }

  /** Whether it is packed data: one stream in another form. */
  boolean isPacked() {
    return this == GZIP
        || this == BZIP2
        || this == XZ
        || this == LZMA
        || this == UNIX_COMPRESS
        || this == ZLIB
        || this == DEFLATE;
  }

  /** Whether a report may well be in it, but not for us to read. */
  boolean isRefused() {
    return compareTo(SEVEN_ZIP) >= 0 && compareTo(PGP) <= 0;
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
    Content archive = archive(head);
    if (archive != null) {
      return archive;
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
      // RFC 3030: parts of a mail may be binary, its header never is; and servers let NULs through.
      return hasHeader(text) || isMailWithNuls(head, text)
          ? MESSAGE
          : isDeflated(head) ? DEFLATE : BINARY;
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

  /** Archives, packed and signed data, by their first bytes. */
  static @Nullable Content archive(byte[] head) {
    if (isGzip(head)) {
      return GZIP;
    }
    if (startsWith(head, 'P', 'K', 3, 4) || startsWith(head, 'P', 'K', 5, 6)) {
      return ZIP;
    }
    for (Magic magic : MAGIC) {
      if (startsWith(head, magic.octets())) {
        return magic.content();
      }
    }
    if (isBzip2(head)) {
      return BZIP2;
    }
    if (Inflating.isZlib(head)) {
      return ZLIB;
    }
    if (isLzma(head)) {
      return LZMA;
    }
    if (isTar(head)) {
      return TAR;
    }
    return SignedMail.isCms(head) ? CMS : null;
  }

  /** Whether the data, which has no header to tell it by, unpacks to a report. */
  private static boolean isDeflated(byte[] head) {
    byte[] unpacked = Inflating.beginning(head, true);
    Content content = unpacked.length < 20 ? BINARY : of(unpacked);
    return content == AGGREGATE_XML || content == TLS_JSON;
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Magic(Content content, int... octets) {}

  private static final List<Magic> MAGIC =
      List.of(
          new Magic(XZ, 0xFD, '7', 'z', 'X', 'Z', 0),
          new Magic(UNIX_COMPRESS, 0x1F, 0x9D),
          new Magic(SEVEN_ZIP, '7', 'z', 0xBC, 0xAF, 0x27, 0x1C),
          new Magic(RAR, 'R', 'a', 'r', '!', 0x1A, 0x07),
          new Magic(CAB, 'M', 'S', 'C', 'F', 0, 0, 0, 0),
          new Magic(ZSTD, 0x28, 0xB5, 0x2F, 0xFD),
          new Magic(LZ4, 0x04, 0x22, 0x4D, 0x18),
          new Magic(LZIP, 'L', 'Z', 'I', 'P'),
          new Magic(ARJ, 0x60, 0xEA),
          new Magic(TNEF, 0x78, 0x9F, 0x3E, 0x22));

  private static boolean isBzip2(byte[] head) {
    return startsWith(head, 'B', 'Z', 'h')
        && head.length >= 10
        && head[3] >= '1'
        && head[3] <= '9'
        && ((head[4] == 0x31 && head[5] == 0x41) || (head[4] == 0x17 && head[5] == 0x72));
  }

  /**
   * The form before xz, which has no word of its own: usual properties, a dictionary of whole
   * mebibytes or a power of two, and an unpacked size that is not told or within reason.
   */
  private static boolean isLzma(byte[] head) {
    if (head.length < 18 || head[0] != 0x5D || head[1] != 0 || head[2] != 0 || head[13] != 0) {
      return false;
    }
    long size = 0;
    for (int i = 12; i >= 5; i--) {
      size = size << 8 | (head[i] & 0xff);
    }
    return size == -1 || (size > 0 && size < 1L << 40);
  }

  /** By its magic word, or, before POSIX had one, by the check sum of its first header. */
  private static boolean isTar(byte[] head) {
    if (head.length < 512 || head[0] == 0) {
      return false;
    }
    return new String(head, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar") || hasTarSum(head);
  }

  private static boolean hasTarSum(byte[] head) {
    int written = 0;
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      boolean field = i >= 148 && i < 156;
      sum += field ? ' ' : head[i] & 0xff;
      if (field && head[i] >= '0' && head[i] <= '7') {
        written = written * 8 + head[i] - '0';
      } else if (field && head[i] != ' ' && head[i] != 0) {
        return false;
      }
    }
    return sum == written;
  }

  /**
   * Where an archive begins, if other bytes stand before it; 0 if none does within the first ones.
   */
  static int archiveOffset(byte[] head) {
    for (int i = 1; i < Math.min(head.length - 10, MOST_BYTES_BEFORE); i++) {
      boolean gzip =
          head[i] == 0x1f && head[i + 1] == (byte) 0x8b && head[i + 2] == 8 && head[i + 3] < 32;
      boolean zip = head[i] == 'P' && head[i + 1] == 'K' && head[i + 2] == 3 && head[i + 3] == 4;
      boolean bzip2 =
          head[i] == 'B' && head[i + 1] == 'Z' && isBzip2(Arrays.copyOfRange(head, i, i + 10));
      boolean xz = head[i] == (byte) 0xFD && head[i + 1] == '7' && head[i + 2] == 'z';
      if (gzip || zip || bzip2 || (xz && head[i + 3] == 'X' && head[i + 4] == 'Z')) {
        return i;
      }
    }
    return 0;
  }

  private static boolean hasHeader(String text) {
    int end = text.indexOf("\n\n");
    int crlf = text.indexOf("\n\r\n");
    int first = end < 0 ? crlf : crlf < 0 ? end : Math.min(end, crlf);
    if (first < 0) {
      return false;
    }
    String header = text.substring(0, first + 1);
    return !isBinary(header.getBytes(StandardCharsets.ISO_8859_1))
        && HEADER_FIELD.matcher(header).matches();
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
