package dev.plumbline.report.failure;

import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import dev.plumbline.report.mail.HeaderFields;
import dev.plumbline.report.mail.HeaderFields.Field;
import dev.plumbline.report.mail.HtmlText;
import dev.plumbline.report.mail.MailPart;
import dev.plumbline.report.mail.MailText;
import jakarta.mail.internet.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of a message makes it a failure report: its header, fields, words and the original. */
final class ReportParts {

  static final int MOST_PARTS = 1_000;
  static final int MOST_DEPTH = 10;

  /** So much of a header, of fields or of words is looked at. */
  static final int MOST_BYTES = 512 * 1024;

  private static final Pattern BASE64_ONLY = Pattern.compile("[A-Za-z0-9+/=\\s]{24,}");

  private static final Pattern CHARSET =
      Pattern.compile(
          "(?i)^Content-Type:[^\\r\\n]{0,200}(?:\\r?\\n[ \\t][^\\r\\n]{0,200})?"
              + "\\bcharset=\"?([A-Za-z0-9._:-]{2,40})",
          Pattern.MULTILINE);

  private final RepairLedger repairs;
  private final List<String> texts = new ArrayList<>();
  private final List<String> pages = new ArrayList<>();
  private HeaderFields header = new HeaderFields(List.of(), 0, "");
  private @Nullable HeaderFields feedback;
  private @Nullable String original;
  private boolean inWords;
  private int parts;

  ReportParts(RepairLedger repairs) {
    this.repairs = repairs;
  }

  /** Walks through a message. */
  void read(byte[] message) throws LimitExceededException {
    byte[] plain = MailPart.afterMboxLine(message);
    header = HeaderFields.of(beginning(plain, "").text());
    Optional<MailPart> mail =
        header.has("From") || header.has("Content-Type")
            ? MailPart.ofMail(plain)
            : Optional.empty();
    if (mail.isPresent()) {
      part(mail.get(), 0);
    } else {
      header = new HeaderFields(List.of(), 0, "");
      texts.add(text(plain, ""));
    }
    if (feedback == null) {
      readWords(texts);
    }
    if (feedback == null) {
      readWords(pages);
    }
    // Some take the type off the part that the original is.
    for (int i = 0; i < texts.size() && original == null && feedback != null; i++) {
      keepOriginal(ReportInWords.originalOf(texts.get(i)));
    }
  }

  private void part(MailPart part, int depth) throws LimitExceededException {
    if (++parts > MOST_PARTS) {
      throw new LimitExceededException(
          "mime-parts", "The message has more than " + MOST_PARTS + " parts.");
    }
    if (depth > MOST_DEPTH) {
      throw new LimitExceededException(
          "mime-depth", "Parts are nested deeper than " + MOST_DEPTH + ".");
    }
    ContentType type = part.type();
    MailPart.Decoded decoded = part.decoded();
    byte[] bytes = decoded.bytes();
    repairs.addAll(decoded.repairs());
    if (type.match("multipart/*")) {
      multipart(bytes, part.parameter("boundary"), depth);
    } else if (type.match("message/feedback-report")) {
      fields(bytes, part);
    } else if (isMessage(type)) {
      byte[] block = Arrays.copyOf(bytes, headerEnd(bytes));
      keepOriginal(text(block, charset(block, part.parameter("charset"))));
    } else if (type.match("text/*") || type.match("application/octet-stream")) {
      loose(bytes, part, depth);
    }
  }

  /** Whether a part is the message that is reported, whole or its header alone. */
  static boolean isMessage(ContentType type) {
    String subtype = type.getSubType().toLowerCase(Locale.ROOT);
    boolean headers = subtype.startsWith("rfc822") || subtype.startsWith("global");
    return headers && (type.match("message/*") || type.match("text/*"));
  }

  private void multipart(byte[] bytes, String boundary, int depth) throws LimitExceededException {
    if (parts + (boundary.isEmpty() ? 0 : MailPart.count(bytes, boundary)) > MOST_PARTS + 1) {
      throw new LimitExceededException(
          "mime-parts", "The message has more than " + MOST_PARTS + " parts.");
    }
    Optional<List<MailPart>> divided =
        boundary.isEmpty() ? Optional.empty() : MailPart.ofMultipart(bytes, boundary);
    if (divided.isEmpty()) {
      Optional<String> other = MailPart.boundaryOf(bytes, MOST_BYTES);
      if (other.isPresent() && !other.get().equals(boundary)) {
        multipart(bytes, other.get(), depth);
      } else {
        texts.add(text(bytes, ""));
      }
      return;
    }
    for (MailPart part : divided.get()) {
      part(part, depth + 1);
    }
  }

  /** RFC 5965 section 3; the part is encoded by some, which not all of them say. */
  private void fields(byte[] bytes, MailPart part) {
    if (bytes.length > MOST_BYTES) {
      repairs.add(
          RepairCode.TEXT_TOO_LONG,
          "feedback-report part of " + bytes.length + " bytes cut to " + MOST_BYTES);
    }
    String text = text(bytes, part.parameter("charset"));
    if (!text.toLowerCase(Locale.ROOT).contains("feedback-type")
        && BASE64_ONLY.matcher(text).matches()) {
      repairs.add(RepairCode.UNDECLARED_BASE64, "the feedback-report part is base64, unsaid");
      text = text(MailPart.decodedBase64(text.getBytes(StandardCharsets.US_ASCII)).bytes(), "");
    }
    HeaderFields block = HeaderFields.of(text);
    // Some leave lines empty between their fields.
    List<Field> fields = new ArrayList<>(block.fields());
    int stray = block.strayLines();
    while (!block.rest().isBlank() && fields.size() < HeaderFields.MOST_FIELDS) {
      block = HeaderFields.of(block.rest());
      fields.addAll(block.fields());
      stray += block.strayLines();
    }
    if (stray > 0) {
      repairs.add(
          RepairCode.STRAY_LINE, "lines of the feedback-report part that are no field: " + stray);
    }
    if (feedback != null) {
      repairs.add(
          RepairCode.REPEATED_ELEMENT,
          "another feedback-report part; the first with a type counts");
    }
    if (feedback == null || !feedback.has("Feedback-Type")) {
      feedback = new HeaderFields(fields, stray, "");
    }
  }

  /** A text, or something without a type: words, fields, or parts whose header was lost. */
  private void loose(byte[] bytes, MailPart part, int depth) throws LimitExceededException {
    if (part.type().match("text/html")) {
      pages.add(HtmlText.of(text(bytes, part.parameter("charset"))));
      return;
    }
    Optional<String> boundary = MailPart.boundaryOf(bytes, MOST_BYTES);
    if (boundary.isPresent() && depth < MOST_DEPTH) {
      multipart(bytes, boundary.get(), depth);
      return;
    }
    texts.add(text(bytes, part.parameter("charset")));
  }

  private void keepOriginal(String text) {
    if (original == null && !HeaderFields.of(text).fields().isEmpty()) {
      original = text;
    }
  }

  private void readWords(List<String> from) {
    for (String text : from) {
      Optional<ReportInWords> words = ReportInWords.read(text, repairs);
      if (words.isPresent()) {
        feedback = new HeaderFields(words.get().fields(), 0, "");
        inWords = true;
        keepOriginal(words.get().original());
        return;
      }
    }
  }

  /** The words of a part, of a page without its tags. */
  static String words(MailPart part) {
    String text = beginning(part.bytes(), part.parameter("charset")).text();
    return part.type().match("text/html") ? HtmlText.of(text) : text;
  }

  /** Where the empty line is that ends a header; the end, if there is none. */
  static int headerEnd(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && (bytes[at] == '\n' || bytes[at] == '\r')) {
      at++;
    }
    for (; at < bytes.length; at++) {
      if (bytes[at] == '\n'
          && at + 1 < bytes.length
          && (bytes[at + 1] == '\n'
              || (bytes[at + 1] == '\r' && at + 2 < bytes.length && bytes[at + 2] == '\n'))) {
        return at;
      }
    }
    return bytes.length;
  }

  /**
   * The charset of a header, which should be ASCII and is not always: UTF-8 if it is that, or what
   * its part says of itself, or what it says of its body.
   */
  private static String charset(byte[] header, String named) {
    String plain = new String(header, StandardCharsets.ISO_8859_1);
    boolean escapes = plain.indexOf('\u001b') >= 0 || plain.indexOf('\0') >= 0;
    if (!escapes && !MailText.of(header, "").otherCharset()) {
      return "";
    }
    if (!named.isBlank()) {
      return named;
    }
    Matcher own = CHARSET.matcher(plain);
    return own.find() ? own.group(1) : plain.contains("\u001b$") ? "iso-2022-jp" : "";
  }

  private String text(byte[] bytes, String charset) {
    MailText text = beginning(bytes, charset);
    if (text.otherCharset()) {
      repairs.add(RepairCode.WRONG_ENCODING, "text that is not of its charset");
    }
    if (text.controls()) {
      repairs.add(RepairCode.ILLEGAL_CHARACTER, "control characters left out");
    }
    return text.text();
  }

  private static MailText beginning(byte[] bytes, String charset) {
    byte[] some = bytes.length > MOST_BYTES ? Arrays.copyOf(bytes, MOST_BYTES) : bytes;
    return MailText.of(some, charset);
  }

  /** The header of the report itself; without fields if it came without one. */
  HeaderFields header() {
    return header;
  }

  /** The fields of the report; empty if it has neither a part of them nor words that give them. */
  Optional<HeaderFields> feedback() {
    return Optional.ofNullable(feedback);
  }

  /** Whether the fields came as a part. */
  boolean hasReportPart() {
    return feedback != null && !inWords;
  }

  /** The message that is reported, as far as it came along. */
  Optional<HeaderFields> original() {
    return Optional.ofNullable(original).map(HeaderFields::of);
  }
}
