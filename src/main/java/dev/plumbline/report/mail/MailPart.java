package dev.plumbline.report.mail;

import dev.plumbline.report.Repair;
import dev.plumbline.report.RepairCode;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.jspecify.annotations.Nullable;

/** A mail or one of its parts, read leniently: what cannot be decoded stays as it is. */
public final class MailPart {

  private static final Pattern BOUNDARY_LINE =
      Pattern.compile(
          "\\A\\s*(?:[^\\r\\n]*\\r?\\n){0,20}?--([^\\r\\n]{1,70}?)[ \\t]*\\r?\\n[Cc]ontent-");
  private static final Pattern FILE_NAME =
      Pattern.compile("(?i)(?:file)?name\\*?\\s*=\\s*\"?([^\";\\r\\n]+)");

  static {
    // Jakarta Mail looks its own implementation up anew for every part, through all jars of the
    // class path, unless a property names it; that took a third of the time of a mail.
    String provider = "jakarta.mail.util.StreamProvider";
    if (System.getProperty(provider) == null) {
      System.setProperty(provider, MailStreamProvider.class.getName());
    }
  }

  private static final int LOOKED_AT = 64;

  private final MimeBodyPart part;

  private MailPart(MimeBodyPart part) {
    this.part = part;
  }

  /** A whole mail; empty if its header cannot be read. */
  public static Optional<MailPart> ofMail(byte[] mail) {
    try {
      return Optional.of(
          new MailPart(new MimeBodyPart(new SharedByteArrayInputStream(afterMboxLine(mail)))));
    } catch (MessagingException e) {
      return Optional.empty();
    }
  }

  /**
   * The parts of a multipart body; empty if none of them begins with the boundary. How many there
   * are should be known before, by {@link #count}: all are made at once.
   */
  public static Optional<List<MailPart>> ofMultipart(byte[] body, String boundary) {
    List<MailPart> parts = new ArrayList<>();
    try {
      MimeMultipart multipart = new MimeMultipart(dataSource(body, boundary));
      for (int i = 0; i < multipart.getCount(); i++) {
        parts.add(new MailPart((MimeBodyPart) multipart.getBodyPart(i)));
      }
      return Optional.of(parts);
    } catch (MessagingException e) {
      return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
    }
  }

  /**
   * Does something with mails, which needs their library's class loader in place: it finds its
   * provider there, whoever called us.
   */
  public static <T> T withLibrary(Supplier<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader callers = thread.getContextClassLoader();
    thread.setContextClassLoader(MailPart.class.getClassLoader());
    try {
      return work.get();
    } finally {
      thread.setContextClassLoader(callers);
    }
  }

  private static ByteArrayDataSource dataSource(byte[] bytes, String boundary) {
    String quoted = boundary.replace("\\", "\\\\").replace("\"", "\\\"");
    return new ByteArrayDataSource(bytes, "multipart/mixed; boundary=\"" + quoted + "\"");
  }

  /** How many parts a boundary divides a body into, at most. */
  public static int count(byte[] body, String boundary) {
    return linesBeginning(body, "--" + boundary);
  }

  /** The boundary that a body seems to be divided by, whatever its header says. */
  public static Optional<String> boundaryOf(byte[] body, int lookedAt) {
    String beginning =
        new String(body, 0, Math.min(body.length, lookedAt), StandardCharsets.ISO_8859_1);
    Matcher line = BOUNDARY_LINE.matcher(beginning);
    return line.find() ? Optional.of(line.group(1)) : Optional.empty();
  }

  /** Its type; {@code application/octet-stream} if that cannot be read. */
  public ContentType type() {
    try {
      String type = part.getContentType();
      return new ContentType(type == null ? "text/plain" : type);
    } catch (MessagingException e) {
      return new ContentType("application", "octet-stream", null);
    }
  }

  /** Its type without parameters, in lower case, as {@code text/plain}. */
  public String baseType() {
    return type().getBaseType().toLowerCase(Locale.ROOT);
  }

  /** A parameter of its type; empty if it has none of this name. */
  public String parameter(String name) {
    String value = type().getParameter(name);
    return value == null ? "" : value;
  }

  /** A field of its header as it is written; empty if it has none of this name. */
  public String header(String name) {
    try {
      String value = part.getHeader(name, " ");
      return value == null ? "" : value;
    } catch (MessagingException e) {
      return "";
    }
  }

  /**
   * Content of a part.
   *
   * @param repairs where it was not encoded as its header says
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Decoded(byte[] bytes, List<Repair> repairs) {}

  /** Its content, decoded. */
  public byte[] bytes() {
    return decoded().bytes();
  }

  /** Its content, decoded, and what had to be tolerated for that. */
  public Decoded decoded() {
    try (InputStream in = part.getRawInputStream()) {
      byte[] raw = in.readAllBytes();
      String given = part.getEncoding();
      String encoding = given == null ? "" : given.strip().toLowerCase(Locale.ROOT);
      return switch (encoding) {
        case "base64" -> base64(raw);
        case "quoted-printable", "uuencode", "x-uuencode", "x-uue" ->
            new Decoded(decoded(raw, encoding), List.of());
        default -> new Decoded(raw, List.of());
      };
    } catch (MessagingException | IOException e) {
      return new Decoded(new byte[0], List.of());
    }
  }

  private static Decoded base64(byte[] raw) {
    // Some say base64 and send the bytes as they are.
    return isPlain(raw)
        ? new Decoded(
            raw,
            List.of(
                RepairCode.WRONG_TRANSFER_ENCODING.repair(
                    "its header says base64, which it is not; the bytes are taken as they are")))
        : decodedBase64(raw);
  }

  /** Base64, and what was odd about it. */
  public static Decoded decodedBase64(byte[] text) {
    Base64Text.Decoded decoded = Base64Text.decode(text);
    return new Decoded(
        decoded.bytes(),
        decoded.tolerances().stream().map(RepairCode.DAMAGED_BASE64::repair).toList());
  }

  /** Its content as it came. */
  public byte[] rawBytes() {
    try (InputStream in = part.getRawInputStream()) {
      return in.readAllBytes();
    } catch (MessagingException | IOException e) {
      return new byte[0];
    }
  }

  /** Whether the beginning has what base64 never has. */
  private static boolean isPlain(byte[] raw) {
    int odd = 0;
    for (int i = 0; i < Math.min(raw.length, LOOKED_AT); i++) {
      boolean blank = raw[i] == '\r' || raw[i] == '\n' || raw[i] == '\t';
      odd += raw[i] < ' ' && !blank ? 1 : 0; // Bytes beyond ASCII are negative.
    }
    // A few may be damage on the way.
    return odd > LOOKED_AT / 8 || (raw.length > 0 && (raw[0] == '<' || raw[0] == '{'));
  }

  private static byte[] decoded(byte[] raw, String encoding) {
    try (InputStream in = MimeUtility.decode(new ByteArrayInputStream(raw), encoding)) {
      return in.readAllBytes();
    } catch (MessagingException | IOException e) {
      return raw;
    }
  }

  /** The attachment's name, decoded (RFC 2231, or RFC 2047 as many do); empty if it has none. */
  public String name() {
    String name = null;
    try {
      name = part.getFileName();
      return name == null ? "" : clean(MimeUtility.decodeText(name));
    } catch (MessagingException | UnsupportedEncodingException e) {
      return clean(name == null ? rawName() : name);
    }
  }

  private @Nullable String rawName() {
    try {
      String header = part.getHeader("Content-Disposition", " ");
      Matcher matcher = FILE_NAME.matcher(header == null ? "" : header);
      return matcher.find() ? matcher.group(1) : null;
    } catch (MessagingException e) {
      return null;
    }
  }

  /** A name on one line, bounded; empty if there is none. */
  public static String clean(@Nullable String name) {
    if (name == null) {
      return "";
    }
    String line = name.replaceAll("[\\r\\n\\t]+ *", "");
    return line.length() > 255 ? line.substring(0, 255) : line;
  }

  /** Without the mbox separator and empty lines before the header. */
  public static byte[] afterMboxLine(byte[] message) {
    int start = 0;
    while (start < message.length && (message[start] == '\n' || message[start] == '\r')) {
      start++;
    }
    boolean quoted = start < message.length && message[start] == '>';
    byte[] from = (quoted ? ">From " : "From ").getBytes(StandardCharsets.US_ASCII);
    int end = start + from.length;
    if (end <= message.length && Arrays.equals(message, start, end, from, 0, from.length)) {
      start = end;
      while (start < message.length && message[start - 1] != '\n') {
        start++;
      }
    }
    return start == 0 ? message : Arrays.copyOfRange(message, start, message.length);
  }

  /** How often a line begins with the text. */
  private static int linesBeginning(byte[] bytes, String line) {
    byte[] text = line.getBytes(StandardCharsets.ISO_8859_1);
    int count = 0;
    for (int i = 0; i + text.length <= bytes.length; i++) {
      boolean lineStart = i == 0 || bytes[i - 1] == '\n' || bytes[i - 1] == '\r';
      if (lineStart && Arrays.equals(bytes, i, i + text.length, text, 0, text.length)) {
        count++;
      }
    }
    return count;
  }
}
