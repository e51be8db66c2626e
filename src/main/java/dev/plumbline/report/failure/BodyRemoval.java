package dev.plumbline.report.failure;

import dev.plumbline.report.mail.MailPart;
import dev.plumbline.report.mail.MailText;
import jakarta.mail.internet.ContentType;
import java.io.ByteArrayOutputStream;
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

  private static final byte[] NOTE =
      "\n\n[Plumbline has not kept the body of this message.]\n"
          .getBytes(StandardCharsets.US_ASCII);

  /** The message itself, or parts of it (RFC 6591 section 4). */
  private static final Pattern BODY_FIELD =
      Pattern.compile(
          "(?mi)^DKIM-Canonicalized-Body:[^\\r\\n]*(?:\\r?\\n[ \\t][^\\r\\n]*)*(?:\\r?\\n)?");

  private final byte[] message;
  private final List<Cut> cuts = new ArrayList<>();

  /** What stands in the place of some bytes. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Cut(int start, int end, byte[] instead) {}

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
      replace(part, bytes, isReport(bytes) ? new BodyRemoval(bytes).run(depth) : header(bytes));
    } else if (type.match("message/feedback-report")) {
      replace(part, bytes, fields(bytes));
    } else if (type.match("text/*")) {
      replace(part, bytes, ofWords(bytes));
    }
  }

  /** Whether a message is itself a failure report, that somebody passed on as it came. */
  private static boolean isReport(byte[] message) {
    return MailPart.ofMail(message)
        .filter(mail -> mail.type().match("multipart/report"))
        .filter(mail -> mail.parameter("report-type").equalsIgnoreCase("feedback-report"))
        .isPresent();
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
    byte[] kept = ofWords(bytes);
    if (kept.length != bytes.length) {
      cuts.add(new Cut(0, bytes.length, kept));
    }
  }

  /** The header, if anything follows it. */
  private static byte[] header(byte[] bytes) {
    int end = headerEnd(bytes, 0);
    return end >= bytes.length ? bytes : joined(Arrays.copyOf(bytes, end), NOTE);
  }

  /** Where the empty line is that ends a header. */
  private static int headerEnd(byte[] bytes, int from) {
    int at = from;
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

  private static byte[] fields(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Matcher field = BODY_FIELD.matcher(text);
    return field.find() ? field.replaceAll("").getBytes(StandardCharsets.ISO_8859_1) : bytes;
  }

  /** Words for people, up to the end of the header that may be copied into them. */
  private static byte[] ofWords(byte[] bytes) {
    String text = MailText.of(bytes, "ISO-8859-1").text();
    String original = ReportInWords.originalOf(text);
    if (original.isEmpty()) {
      return bytes;
    }
    byte[] copied = original.getBytes(StandardCharsets.ISO_8859_1);
    byte[] before =
        text.substring(0, text.length() - original.length()).getBytes(StandardCharsets.ISO_8859_1);
    byte[] header = header(copied);
    return header.length == copied.length ? bytes : joined(before, header);
  }

  /** Puts other content in the place of a part's, packed as it was. */
  private void replace(MailPart part, byte[] bytes, byte[] instead) {
    if (instead == bytes) {
      return;
    }
    byte[] raw = part.rawBytes();
    int start = indexOf(message, raw);
    if (raw.length == 0 || start < 0) {
      return;
    }
    cuts.add(new Cut(start, start + raw.length, packed(part, instead)));
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

  private static int indexOf(byte[] whole, byte[] piece) {
    if (piece.length == 0) {
      return -1;
    }
    for (int i = whole.length - piece.length; i >= 0; i--) {
      if (whole[i] == piece[0]
          && Arrays.equals(whole, i, i + piece.length, piece, 0, piece.length)) {
        return i;
      }
    }
    return -1;
  }

  private byte[] applied() {
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
