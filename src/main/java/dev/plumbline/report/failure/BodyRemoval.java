package dev.plumbline.report.failure;

import dev.plumbline.report.mail.HtmlText;
import dev.plumbline.report.mail.MailPart;
import dev.plumbline.report.mail.MailText;
import jakarta.mail.internet.ContentType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the body of the reported message out of a failure report. What is left is read as the whole
 * was: header, fields, words and the header of the message.
 */
public final class BodyRemoval {

  private static final String NOTE_TEXT = "[Plumbline has not kept the body of this message.]";
  private static final byte[] NOTE =
      ("\n\n" + NOTE_TEXT + "\n").getBytes(StandardCharsets.US_ASCII);
  private static final int LOOKED_AT = 4_096;

  /** The message itself, or parts of it (RFC 6591 section 4). */
  private static final Pattern BODY_FIELD =
      Pattern.compile(
          "(?mi)^DKIM-Canonicalized-Body:[^\\r\\n]*(?:\\r?\\n[ \\t][^\\r\\n]*)*(?:\\r?\\n)?");

  private final byte[] message;
  private final List<Cut> cuts = new ArrayList<>();

  /** Where the next part is looked for. */
  private int from;

  /** Whether the report itself was seen: what follows is of the message it is about. */
  private boolean reportSeen;

  /** What stands in the place of some bytes. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Cut(int start, int end, byte[] instead, boolean whole) {}

  private BodyRemoval(byte[] message) {
    this.message = message;
  }

  /** The message without that body; what cannot be found stays. */
  public static byte[] without(byte[] message) {
    return MailPart.withLibrary(() -> new BodyRemoval(message).run(0));
  }

  private byte[] run(int depth) {
    Optional<MailPart> mail = MailPart.ofMail(message);
    if (mail.isPresent()) {
      part(mail.get(), depth);
    } else {
      words(message);
    }
    return applied();
  }

  private void part(MailPart part, int depth) {
    ContentType type = part.type();
    byte[] bytes = part.bytes();
    if (type.match("multipart/*")) {
      multipart(bytes, part.parameter("boundary"), depth);
    } else if (ReportParts.isMessage(type) && depth > 0) {
      message(part, bytes, depth);
    } else if (type.match("message/feedback-report")) {
      replace(part, bytes, fields(bytes));
      reportSeen = true;
    } else if (type.match("text/html")) {
      replace(part, bytes, ofPage(part, bytes));
    } else if (type.match("text/*") || isText(type, bytes)) {
      loose(part, bytes, depth);
    } else if (depth > 0) {
      replace(part, bytes, noted(bytes)); // Packed, a picture, a document: of the message.
    }
  }

  /** Whether something without a type of its own is text, as the report's parts may be. */
  private static boolean isText(ContentType type, byte[] bytes) {
    boolean text = type.match("application/octet-stream");
    for (int i = 0; i < bytes.length && i < LOOKED_AT && text; i++) {
      text = bytes[i] < 0 || bytes[i] >= ' ' || Character.isWhitespace(bytes[i]) || bytes[i] == 0;
    }
    return text;
  }

  /** The message itself, or a failure report that somebody passed on as it came. */
  private void message(MailPart part, byte[] bytes, int depth) {
    BodyRemoval inner = new BodyRemoval(bytes);
    byte[] without = reportSeen || depth >= ReportParts.MOST_DEPTH ? bytes : inner.run(depth + 1);
    replace(part, bytes, inner.reportSeen ? without : header(bytes));
    reportSeen |= inner.reportSeen;
  }

  private void loose(MailPart part, byte[] bytes, int depth) {
    Optional<String> boundary = MailPart.boundaryOf(bytes, ReportParts.MOST_BYTES);
    if (boundary.isPresent() && depth < ReportParts.MOST_DEPTH) {
      if (Arrays.equals(bytes, part.rawBytes())) {
        multipart(bytes, boundary.get(), depth);
      } else {
        replace(part, bytes, inner(bytes, boundary.get(), depth));
      }
      return;
    }
    String text = ReportParts.words(part);
    boolean report = !reportSeen && ReportInWords.isOne(text);
    boolean copied = !ReportInWords.originalOf(text).isEmpty();
    replace(part, bytes, reportSeen && !copied ? noted(bytes) : ofWords(bytes, part));
    reportSeen |= report;
  }

  /** Parts whose whole is encoded. */
  private byte[] inner(byte[] bytes, String boundary, int depth) {
    BodyRemoval inner = new BodyRemoval(bytes);
    inner.reportSeen = reportSeen;
    inner.multipart(bytes, boundary, depth);
    reportSeen |= inner.reportSeen;
    return inner.applied();
  }

  /** A page is kept, as words, if these are the report. */
  private byte[] ofPage(MailPart part, byte[] bytes) {
    String text = ReportParts.words(part);
    if (reportSeen || !ReportInWords.isOne(text)) {
      return noted(bytes);
    }
    byte[] words = text.getBytes(StandardCharsets.UTF_8);
    byte[] kept = ofWords(words, text, StandardCharsets.UTF_8);
    return kept == words || text.contains(NOTE_TEXT)
        ? bytes
        : HtmlText.page(new String(kept, StandardCharsets.UTF_8))
            .getBytes(MailText.charsetOf(part.parameter("charset")));
  }

  private static byte[] noted(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
    return text.isEmpty() || text.equals(NOTE_TEXT) ? bytes : NOTE;
  }

  private void multipart(byte[] bytes, String announced, int depth) {
    Optional<String> boundary =
        announced.isEmpty() ? MailPart.boundaryOf(bytes, bytes.length) : Optional.of(announced);
    if (depth >= ReportParts.MOST_DEPTH
        || boundary.isEmpty()
        || MailPart.count(bytes, boundary.get()) > ReportParts.MOST_PARTS) {
      return;
    }
    Optional<List<MailPart>> parts = MailPart.ofMultipart(bytes, boundary.get());
    if (parts.isEmpty()) {
      MailPart.boundaryOf(bytes, bytes.length)
          .filter(other -> !other.equals(announced))
          .ifPresent(other -> multipart(bytes, other, depth + 1));
      return;
    }
    parts.get().forEach(part -> part(part, depth + 1));
  }

  private void words(byte[] bytes) {
    MailText text = MailText.of(bytes, "ISO-8859-1");
    byte[] kept = ofWords(bytes, text.text(), StandardCharsets.ISO_8859_1);
    if (kept.length != bytes.length) {
      cuts.add(new Cut(0, bytes.length, kept, false));
    }
  }

  /** The header, if anything follows it. */
  private static byte[] header(byte[] bytes) {
    int end = ReportParts.headerEnd(bytes);
    return end >= bytes.length ? bytes : joined(Arrays.copyOf(bytes, end), NOTE);
  }

  private static byte[] fields(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Matcher field = BODY_FIELD.matcher(text);
    return field.find() ? field.replaceAll("").getBytes(StandardCharsets.ISO_8859_1) : bytes;
  }

  /** Words for people, up to the end of the header that may be copied into them. */
  private static byte[] ofWords(byte[] bytes, MailPart part) {
    String named = part.parameter("charset").toLowerCase(Locale.ROOT);
    if (named.startsWith("utf-16")) {
      String text = MailText.of(bytes, named).text();
      byte[] words = text.getBytes(StandardCharsets.UTF_8);
      byte[] kept = ofWords(words, text, StandardCharsets.UTF_8);
      return kept == words
          ? bytes
          : new String(kept, StandardCharsets.UTF_8).getBytes(MailText.charsetOf(named));
    }
    return ofWords(bytes, MailText.of(bytes, "ISO-8859-1").text(), StandardCharsets.ISO_8859_1);
  }

  private static byte[] ofWords(byte[] bytes, String text, Charset charset) {
    String original = ReportInWords.originalOf(text);
    if (original.isEmpty()) {
      return bytes;
    }
    byte[] copied = original.getBytes(charset);
    byte[] before = text.substring(0, text.length() - original.length()).getBytes(charset);
    byte[] header = header(copied);
    return header.length == copied.length ? bytes : joined(before, header);
  }

  /** Puts other content in the place of a part's, packed as it was. */
  private void replace(MailPart part, byte[] bytes, byte[] instead) {
    byte[] raw = part.rawBytes();
    int start = indexOf(message, raw, from);
    if (raw.length == 0 || start < 0) {
      return;
    }
    from = start + raw.length;
    if (instead == bytes) {
      return;
    }
    cuts.add(new Cut(start, start + raw.length, packed(part, instead), instead == NOTE));
  }

  private static byte[] packed(MailPart part, byte[] content) {
    String encoding = part.header("Content-Transfer-Encoding").strip().toLowerCase(Locale.ROOT);
    return switch (encoding) {
      case "base64" ->
          joined(
              Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encode(content),
              new byte[] {'\r', '\n'});
      case "quoted-printable" -> quotedPrintable(content);
      default -> content;
    };
  }

  private static byte[] quotedPrintable(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte b : content) {
      boolean plain = b == '\n' || b == '\r' || (b >= ' ' && b < 0x7f && b != '=');
      out.writeBytes(
          plain ? new byte[] {b} : "=%02X".formatted(b & 0xff).getBytes(StandardCharsets.US_ASCII));
    }
    return out.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Where a part is: whole lines, behind the part before. */
  private static int indexOf(byte[] whole, byte[] piece, int from) {
    for (int i = from; i + piece.length <= whole.length && piece.length > 0; i++) {
      int end = i + piece.length;
      if (whole[i] == piece[0]
          && (i == 0 || whole[i - 1] == '\n')
          && (end == whole.length || whole[end] == '\n' || whole[end] == '\r')
          && Arrays.equals(whole, i, end, piece, 0, piece.length)) {
        return i;
      }
    }
    return -1;
  }

  private byte[] applied() {
    // Where no report was seen it may be in a file that is not looked into here.
    cuts.removeIf(cut -> cut.whole() && !reportSeen);
    cuts.sort((one, other) -> Integer.compare(one.start(), other.start()));
    ByteArrayOutputStream out = new ByteArrayOutputStream(message.length);
    int at = 0;
    for (Cut cut : cuts) {
      if (cut.start() < at) {
        continue; // Within what was replaced already.
      }
      out.write(message, at, cut.start() - at);
      out.writeBytes(cut.instead());
      at = cut.end();
    }
    out.write(message, at, message.length - at);
    return out.toByteArray();
  }
}
