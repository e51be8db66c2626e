package dev.plumbline.report.failure;

import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import dev.plumbline.report.mail.HeaderFields;
import dev.plumbline.report.mail.HeaderFields.Field;
import dev.plumbline.report.mail.MailPart;
import dev.plumbline.report.mail.MailText;
import jakarta.mail.internet.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of a message makes it a failure report: its header, fields, words and the original. */
final class ReportParts {

  static final int MOST_PARTS = 1_000;
  static final int MOST_DEPTH = 10;

  /** So much of a header, of fields or of words is looked at. */
  static final int MOST_BYTES = 512 * 1024;

  private static final Pattern BASE64_ONLY = Pattern.compile("[A-Za-z0-9+/=\\s]{24,}");

  private final RepairLedger repairs;
  private final List<String> texts = new ArrayList<>();
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
      readWords();
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
    byte[] bytes = part.bytes();
    if (type.match("multipart/*")) {
      multipart(bytes, part.parameter("boundary"), depth);
    } else if (type.match("message/feedback-report")) {
      fields(bytes, part);
    } else if (isMessage(type)) {
      keepOriginal(text(bytes, ""));
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
    String text = text(bytes, part.parameter("charset"));
    if (!text.toLowerCase(Locale.ROOT).contains("feedback-type")
        && BASE64_ONLY.matcher(text).matches()) {
      repairs.add(RepairCode.UNDECLARED_BASE64, "the feedback-report part is base64, unsaid");
      text = text(MailPart.base64(text.getBytes(StandardCharsets.US_ASCII)), "");
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
    if (feedback == null || !feedback.has("Feedback-Type")) {
      feedback = new HeaderFields(fields, stray, "");
    }
  }

  /** A text, or something without a type: words, fields, or parts whose header was lost. */
  private void loose(byte[] bytes, MailPart part, int depth) throws LimitExceededException {
    if (part.type().match("text/html")) {
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

  private void readWords() {
    for (String text : texts) {
      Optional<ReportInWords> words = ReportInWords.read(text, repairs);
      if (words.isPresent()) {
        feedback = new HeaderFields(words.get().fields(), 0, "");
        inWords = true;
        keepOriginal(words.get().original());
        return;
      }
    }
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
