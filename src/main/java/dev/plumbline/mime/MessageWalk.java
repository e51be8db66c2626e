package dev.plumbline.mime;

import dev.plumbline.mime.Found.Kind;
import dev.plumbline.mime.Found.NotAReport;
import dev.plumbline.mime.Found.Refused;
import dev.plumbline.mime.Found.Report;
import dev.plumbline.report.LimitExceededException;
import jakarta.mail.BodyPart;
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
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.jspecify.annotations.Nullable;

/** Walks through the parts of one mail and looks for payloads in each. */
final class MessageWalk {

  private static final Pattern BASE64_ONLY = Pattern.compile("[A-Za-z0-9+/=\\s]+");

  /** Base64 of the magic bytes of zip and gzip, and of {@code <?xml} and {@code <feed}. */
  private static final Pattern BASE64_PAYLOAD =
      Pattern.compile("(?m)^(?:UEsDB|H4sI|PD94bWw|PGZlZW)");

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

  private final Limits limits;
  private final UnpackBudget budget;
  private int parts;

  MessageWalk(Limits limits, UnpackBudget budget) {
    this.limits = limits;
    this.budget = budget;
  }

  /** What a mail holds: attachments first, then its texts; may be empty. */
  List<Found> message(byte[] message) {
    return guarded(() -> message(message, 0));
  }

  /** What a text without any mail header holds: perhaps a mail body that lost its header. */
  List<Found> text(byte[] text) {
    return guarded(() -> looseText(text, "", 0));
  }

  /** Steps of the walk; hitting a limit ends it. */
  private interface Walk {
    List<Found> findings() throws LimitExceededException;
  }

  private static List<Found> guarded(Walk walk) {
    Thread thread = Thread.currentThread();
    ClassLoader callers = thread.getContextClassLoader();
    thread.setContextClassLoader(MessageWalk.class.getClassLoader()); // It knows the provider.
    try {
      return walk.findings();
    } catch (LimitExceededException e) {
      return List.of(new Refused("", e.getMessage(), e.limit()));
    } finally {
      thread.setContextClassLoader(callers);
    }
  }

  private List<Found> message(byte[] message, int depth) throws LimitExceededException {
    MimeBodyPart part;
    try {
      part = new MimeBodyPart(new SharedByteArrayInputStream(afterMboxLine(message)));
    } catch (MessagingException e) {
      return List.of(new NotAReport("", "Its header cannot be read."));
    }
    if (type(part).match("multipart/report")) {
      String report = parameter(type(part), "report-type").toLowerCase(Locale.ROOT);
      // RFC 3464 section 2, RFC 8098 section 3.
      if (report.equals("delivery-status") || report.equals("disposition-notification")) {
        return List.of(new NotAReport("", "It is a bounce or receipt (" + report + ")."));
      }
      // RFC 5965 section 2, which RFC 6591 and RFC 9991 build on.
      if (report.equals("feedback-report")) {
        return List.of(failureReport(message));
      }
    }
    List<Found> findings = part(part, depth);
    // A feedback-report part makes the whole message a failure report, whatever its header says.
    return findings.contains(FEEDBACK_PART) ? List.of(failureReport(message)) : findings;
  }

  /** Stands for a message/feedback-report part until its message is known. */
  private static final Found FEEDBACK_PART =
      new NotAReport("", "It is a part of a failure report.");

  private static Report failureReport(byte[] message) {
    return new Report("", Kind.FAILURE, () -> new ByteArrayInputStream(message));
  }

  private List<Found> part(MimeBodyPart part, int depth) throws LimitExceededException {
    if (++parts > limits.mimeParts()) {
      throw new LimitExceededException(
          "mime-parts", "The message has more than " + limits.mimeParts() + " parts.");
    }
    if (depth > limits.mimeDepth()) {
      throw new LimitExceededException(
          "mime-depth", "Parts are nested deeper than " + limits.mimeDepth() + ".");
    }
    ContentType type = type(part);
    // RFC 5965 section 2: the second part of a failure report.
    if (type.match("message/feedback-report")) {
      return List.of(FEEDBACK_PART);
    }
    byte[] bytes = bytes(part);
    String boundary = parameter(type, "boundary");
    if (type.match("multipart/*") && !boundary.isEmpty()) {
      return multipart(bytes, boundary, depth);
    }
    String name = name(part);
    if (type.match("message/rfc822") || type.match("message/global")) {
      return nested(bytes, depth);
    }
    return leaf(bytes, name, depth);
  }

  private List<Found> nested(byte[] message, int depth) throws LimitExceededException {
    return message(message, depth + 1);
  }

  private List<Found> leaf(byte[] bytes, String name, int depth) throws LimitExceededException {
    Content content = Content.of(Arrays.copyOf(bytes, Math.min(bytes.length, Content.HEAD_BYTES)));
    if (content == Content.TEXT || content == Content.MESSAGE) {
      return looseText(bytes, name, depth);
    }
    if (bytes.length > limits.packedBytes() && content != Content.BINARY) {
      return List.of(Unpacking.tooLarge(name, limits));
    }
    return new Unpacking(limits, budget, bytes.length)
        .find(name, () -> new ByteArrayInputStream(bytes));
  }

  private List<Found> multipart(byte[] bytes, String boundary, int depth)
      throws LimitExceededException {
    // The MIME library builds all parts at once: count them before.
    if (parts + count(bytes, "--" + boundary) > limits.mimeParts() + 1L) {
      throw new LimitExceededException(
          "mime-parts", "The message has more than " + limits.mimeParts() + " parts.");
    }
    List<Found> attachments = new ArrayList<>();
    List<Found> others = new ArrayList<>();
    try {
      MimeMultipart multipart = new MimeMultipart(dataSource(bytes, boundary));
      for (int i = 0; i < multipart.getCount(); i++) {
        BodyPart part = multipart.getBodyPart(i);
        for (Found finding : part((MimeBodyPart) part, depth + 1)) {
          (finding instanceof NotAReport && finding.member().isEmpty() ? others : attachments)
              .add(finding);
        }
      }
    } catch (MessagingException e) {
      // None of the parts begins with the boundary that was announced; perhaps they share another.
      Matcher other = BOUNDARY_LINE.matcher(beginning(bytes));
      if (attachments.isEmpty() && other.find() && !other.group(1).equals(boundary)) {
        return multipart(bytes, other.group(1), depth);
      }
      others.add(new NotAReport("", "Its parts cannot be told apart."));
    }
    attachments.addAll(others);
    return attachments;
  }

  private static ByteArrayDataSource dataSource(byte[] bytes, String boundary) {
    String quoted = boundary.replace("\\", "\\\\").replace("\"", "\\\"");
    return new ByteArrayDataSource(bytes, "multipart/mixed; boundary=\"" + quoted + "\"");
  }

  /** A body without usable header: parts, base64 or a document may still be in it. */
  private List<Found> looseText(byte[] bytes, String name, int depth)
      throws LimitExceededException {
    String head = beginning(bytes);
    Matcher boundary = BOUNDARY_LINE.matcher(head);
    if (depth < limits.mimeDepth() && boundary.find()) {
      return multipart(bytes, boundary.group(1), depth);
    }
    Matcher payload = BASE64_PAYLOAD.matcher(head);
    if (payload.find() && BASE64_ONLY.matcher(head.substring(payload.start())).matches()) {
      byte[] decoded = base64(Arrays.copyOfRange(bytes, payload.start(), bytes.length));
      return leaf(decoded, name, depth + 1);
    }
    if (head.contains("<?xml") || head.contains("<feedback")) {
      int start = head.contains("<?xml") ? head.indexOf("<?xml") : head.indexOf("<feedback");
      byte[] document = Arrays.copyOfRange(bytes, start, bytes.length);
      byte[] beginning = Arrays.copyOf(document, Math.min(document.length, Content.HEAD_BYTES));
      if (Content.of(beginning) == Content.AGGREGATE_XML) {
        return List.of(new Report(name, Kind.AGGREGATE, () -> new ByteArrayInputStream(document)));
      }
    }
    return List.of(new NotAReport(name, Content.TEXT.reason()));
  }

  private static String beginning(byte[] bytes) {
    return new String(
        bytes, 0, Math.min(bytes.length, Content.HEAD_BYTES), StandardCharsets.ISO_8859_1);
  }

  // ---- reading parts leniently ----

  private static byte[] bytes(MimeBodyPart part) {
    String encoding = "";
    try (InputStream in = part.getRawInputStream()) {
      byte[] raw = in.readAllBytes();
      String given = part.getEncoding();
      encoding = given == null ? "" : given.strip().toLowerCase(Locale.ROOT);
      return switch (encoding) {
        case "base64" -> base64(raw);
        case "quoted-printable", "uuencode", "x-uuencode", "x-uue" -> decoded(raw, encoding);
        default -> raw;
      };
    } catch (MessagingException | IOException e) {
      return new byte[0];
    }
  }

  private static byte[] decoded(byte[] raw, String encoding) {
    try (InputStream in = MimeUtility.decode(new ByteArrayInputStream(raw), encoding)) {
      return in.readAllBytes();
    } catch (MessagingException | IOException e) {
      return raw;
    }
  }

  /**
   * Base64 up to its padding; whatever is not of its alphabet is skipped (RFC 2045 section 6.8).
   */
  private static byte[] base64(byte[] raw) {
    byte[] clean = new byte[raw.length];
    int length = 0;
    for (byte b : raw) {
      if (b == '=') {
        break;
      }
      boolean digit = b >= '0' && b <= '9';
      boolean letter = (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
      if (digit || letter || b == '+' || b == '/') {
        clean[length++] = b;
      }
    }
    // One character alone is only six bits: no byte.
    return Base64.getDecoder().decode(Arrays.copyOf(clean, length % 4 == 1 ? length - 1 : length));
  }

  private static ContentType type(MimeBodyPart part) {
    try {
      String type = part.getContentType();
      return new ContentType(type == null ? "text/plain" : type);
    } catch (MessagingException e) {
      return new ContentType("application", "octet-stream", null);
    }
  }

  private static String parameter(ContentType type, String name) {
    String value = type.getParameter(name);
    return value == null ? "" : value;
  }

  /** The attachment's name, decoded (RFC 2231, or RFC 2047 as many do); empty if it has none. */
  private static String name(MimeBodyPart part) {
    String name = null;
    try {
      name = part.getFileName();
      return name == null ? "" : clean(MimeUtility.decodeText(name));
    } catch (MessagingException | UnsupportedEncodingException e) {
      return clean(name == null ? rawName(part) : name);
    }
  }

  private static @Nullable String rawName(MimeBodyPart part) {
    try {
      String header = part.getHeader("Content-Disposition", " ");
      Matcher matcher = FILE_NAME.matcher(header == null ? "" : header);
      return matcher.find() ? matcher.group(1) : null;
    } catch (MessagingException e) {
      return null;
    }
  }

  private static String clean(@Nullable String name) {
    if (name == null) {
      return "";
    }
    String line = name.replaceAll("[\\r\\n\\t]+ *", "");
    return line.length() > 255 ? line.substring(0, 255) : line;
  }

  /** Without the mbox separator and empty lines before the header. */
  static byte[] afterMboxLine(byte[] message) {
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
  private static int count(byte[] bytes, String line) {
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
