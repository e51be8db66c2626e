package dev.plumbline.mime;

import dev.plumbline.mime.Found.Kind;
import dev.plumbline.mime.Found.NotAReport;
import dev.plumbline.mime.Found.Refused;
import dev.plumbline.mime.Found.Report;
import dev.plumbline.report.Bytes;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.Repair;
import dev.plumbline.report.RepairCode;
import dev.plumbline.report.failure.FailureReportParser;
import dev.plumbline.report.mail.MailPart;
import jakarta.mail.internet.ContentType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Walks through the parts of one mail and looks for payloads in each. */
final class MessageWalk {

  private static final Pattern BASE64_ONLY = Pattern.compile("[A-Za-z0-9+/=\\s]+");

  /** Base64 of the first bytes of zip, gzip, {@code <?xml}, {@code <feed} and JSON objects. */
  private static final Pattern BASE64_PAYLOAD =
      Pattern.compile("(?m)^(?:UEsDB|H4sI|PD94bWw|PGZlZW|eyI|eyA|ewo|ew0)");

  /** RFC 7468 sections 8 and 9. */
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN (?:PKCS7|CMS)-----([A-Za-z0-9+/=\\s]+)-----END");

  /** RFC 2046 section 5.2.2. */
  private static final String ONE_OF_SEVERAL =
      "It is one of the pieces of a mail sent in several (message/partial), which are not put"
          + " together.";

  private final Limits limits;
  private final UnpackBudget budget;
  private final int layers;
  private int parts;

  /**
   * A walk through one mail.
   *
   * @param layers the archives it is in
   */
  MessageWalk(Limits limits, UnpackBudget budget, int layers) {
    this.limits = limits;
    this.budget = budget;
    this.layers = layers;
  }

  /** What a mail holds: attachments first, then its texts; may be empty. */
  List<Found> message(byte[] message) {
    return guarded(() -> message(message, 0));
  }

  /** An unpacking that looks into the mails of archives, too. */
  static Unpacking unpacking(Limits limits, UnpackBudget budget, long packedBytes, int layers) {
    return new Unpacking(
        limits,
        budget,
        packedBytes,
        layers,
        (mail, kind, within) -> {
          MessageWalk walk = new MessageWalk(limits, budget, within);
          return kind == Content.CMS ? walk.signed(mail) : walk.message(mail);
        });
  }

  /** What mail that is wrapped in a signature holds (RFC 8551). */
  List<Found> signed(byte[] wrapped) {
    return guarded(() -> signed(wrapped, "", 0));
  }

  /** What a text without any mail header holds: perhaps a mail body that lost its header. */
  List<Found> text(byte[] text) {
    return guarded(() -> inWhole(orUnread(looseText(text, "", 0), text, ""), text));
  }

  /** Steps of the walk; hitting a limit ends it. */
  private interface Walk {
    List<Found> findings() throws LimitExceededException;
  }

  private static List<Found> guarded(Walk walk) {
    return MailPart.withLibrary(
        () -> {
          try {
            return walk.findings();
          } catch (LimitExceededException e) {
            return List.of(new Refused("", e.getMessage(), e.limit()));
          }
        });
  }

  private List<Found> message(byte[] message, int depth) throws LimitExceededException {
    Optional<MailPart> mail = MailPart.ofMail(message);
    if (mail.isEmpty()) {
      return List.of(new NotAReport("", "Its header cannot be read."));
    }
    MailPart part = mail.get();
    if (part.type().match("multipart/report")) {
      String report = part.parameter("report-type").toLowerCase(Locale.ROOT);
      // RFC 3464 section 2, RFC 8098 section 3.
      if (report.equals("delivery-status") || report.equals("disposition-notification")) {
        return List.of(new NotAReport("", "It is a bounce or receipt (" + report + ")."));
      }
      // RFC 5965 section 2, which RFC 6591 and RFC 9991 build on.
      if (report.equals("feedback-report")) {
        return List.of(failureReport(message));
      }
    }
    List<Found> findings = inWhole(part(part, depth), message);
    boolean complaint =
        findings.stream().allMatch(one -> one instanceof NotAReport)
            && FailureReportParser.isComplaint(part.header("Subject"));
    return complaint ? List.of(failureReport(message)) : findings;
  }

  /** A part that makes the whole message a failure report does so, whatever its header says. */
  private static List<Found> inWhole(List<Found> findings, byte[] whole) {
    boolean other = findings.stream().anyMatch(one -> !(one instanceof NotAReport));
    boolean failure =
        findings.contains(FEEDBACK_PART) || (!other && findings.contains(FEEDBACK_TEXT));
    return failure ? List.of(failureReport(whole)) : findings;
  }

  /** Stands for a message/feedback-report part until its message is known. */
  private static final Found FEEDBACK_PART =
      new NotAReport("", "It is a part of a failure report.");

  /** Stands for a failure report in words; only what has no other report is taken for one. */
  private static final Found FEEDBACK_TEXT =
      new NotAReport("", "It is the text of a failure report.");

  private static Report failureReport(byte[] message) {
    return new Report("", Kind.FAILURE, () -> new ByteArrayInputStream(message));
  }

  private List<Found> part(MailPart part, int depth) throws LimitExceededException {
    if (++parts > limits.mimeParts()) {
      throw new LimitExceededException(
          "mime-parts", "The message has more than " + limits.mimeParts() + " parts.");
    }
    if (depth > limits.mimeDepth()) {
      throw new LimitExceededException(
          "mime-depth", "Parts are nested deeper than " + limits.mimeDepth() + ".");
    }
    ContentType type = part.type();
    // RFC 5965 section 2: the second part of a failure report.
    if (type.match("message/feedback-report")) {
      return List.of(FEEDBACK_PART);
    }
    MailPart.Decoded decoded = part.decoded();
    return tolerated(decoded.repairs(), content(part, type, decoded.bytes(), depth));
  }

  /** What was found, with what had to be tolerated before the reports came in sight. */
  private static List<Found> tolerated(List<Repair> repairs, List<Found> findings) {
    return repairs.isEmpty()
        ? findings
        : findings.stream()
            .map(
                one ->
                    one instanceof Report report
                        ? (Found)
                            new Report(
                                report.member(), report.kind(), report.content().after(repairs))
                        : one)
            .toList();
  }

  private List<Found> content(MailPart part, ContentType type, byte[] bytes, int depth)
      throws LimitExceededException {
    String boundary = part.parameter("boundary");
    if (type.match("multipart/*") && !boundary.isEmpty()) {
      return multipart(bytes, boundary, depth);
    }
    if (type.match("message/partial")) {
      return List.of(new Refused(part.name(), ONE_OF_SEVERAL, null));
    }
    if (type.match("message/rfc822") || type.match("message/global")) {
      return nested(bytes, depth);
    }
    List<Found> findings = leaf(bytes, part.name(), depth);
    // Words as a page, or of a charset that shows none to the eye.
    boolean odd =
        type.match("text/html")
            || part.parameter("charset").toLowerCase(Locale.ROOT).startsWith("utf-16");
    return odd
            && findings.stream().allMatch(NotAReport.class::isInstance)
            && FailureReportParser.isInWords(part)
        ? List.of(FEEDBACK_TEXT)
        : findings;
  }

  private List<Found> signed(byte[] wrapped, String name, int depth) throws LimitExceededException {
    int most = (int) Math.min(Integer.MAX_VALUE - 8, limits.messageBytes());
    SignedMail.Unwrapped unwrapped = SignedMail.unwrap(wrapped, most);
    if (unwrapped.mail() != null) {
      return message(unwrapped.mail(), depth + 1);
    }
    return List.of(
        unwrapped.mayBeReport()
            ? new Refused(name, unwrapped.reason(), null)
            : new NotAReport(name, unwrapped.reason()));
  }

  private List<Found> nested(byte[] message, int depth) throws LimitExceededException {
    return message(message, depth + 1);
  }

  private List<Found> leaf(byte[] bytes, String name, int depth) throws LimitExceededException {
    return orUnread(plainLeaf(bytes, name, depth), bytes, name);
  }

  /** Where nothing was found, what a report may well be hidden in. */
  private static List<Found> orUnread(List<Found> findings, byte[] bytes, String name) {
    boolean nothing =
        findings.stream().allMatch(NotAReport.class::isInstance)
            && !findings.contains(FEEDBACK_TEXT)
            && !findings.contains(FEEDBACK_PART);
    String unread = nothing ? unread(beginning(bytes)) : "";
    return unread.isEmpty() ? findings : List.of(new Refused(name, unread, null));
  }

  /** What a text is that may well carry a report in a way that is not read; empty if it is none. */
  private static String unread(String head) {
    if (head.contains("\n=ybegin ") || head.startsWith("=ybegin ")) {
      return "It is text of yEnc, which is not read.";
    }
    if (head.contains("(This file must be converted with BinHex")) {
      return "It is text of BinHex, which is not read.";
    }
    boolean escaped =
        head.contains("&lt;feedback")
            && head.contains("&lt;report_metadata&gt;")
            && head.contains("&lt;policy_published&gt;");
    return escaped ? "It is a report written out on an HTML page, which is not read." : "";
  }

  private List<Found> plainLeaf(byte[] bytes, String name, int depth)
      throws LimitExceededException {
    Content content = Content.of(Arrays.copyOf(bytes, Math.min(bytes.length, Content.HEAD_BYTES)));
    if (content == Content.TEXT || content == Content.MESSAGE) {
      return looseText(bytes, name, depth);
    }
    if (content == Content.CMS) {
      return signed(bytes, name, depth);
    }
    if (bytes.length > limits.packedBytes() && content != Content.BINARY) {
      return List.of(Unpacking.tooLarge(name, limits));
    }
    return unpacking(limits, budget, bytes.length, layers)
        .find(name, () -> new ByteArrayInputStream(bytes));
  }

  private List<Found> multipart(byte[] bytes, String boundary, int depth)
      throws LimitExceededException {
    // The MIME library builds all parts at once: count them before.
    if (parts + MailPart.count(bytes, boundary) > limits.mimeParts() + 1L) {
      throw new LimitExceededException(
          "mime-parts", "The message has more than " + limits.mimeParts() + " parts.");
    }
    Optional<List<MailPart>> divided = MailPart.ofMultipart(bytes, boundary);
    if (divided.isEmpty()) {
      // None of the parts begins with the boundary that was announced; perhaps they share another.
      Optional<String> other = MailPart.boundaryOf(bytes, Content.HEAD_BYTES);
      return other.isPresent() && !other.get().equals(boundary)
          ? multipart(bytes, other.get(), depth)
          : List.of(new NotAReport("", "Its parts cannot be told apart."));
    }
    List<Found> attachments = new ArrayList<>();
    List<Found> others = new ArrayList<>();
    for (MailPart part : divided.get()) {
      for (Found finding : part(part, depth + 1)) {
        (finding instanceof NotAReport && finding.member().isEmpty() ? others : attachments)
            .add(finding);
      }
    }
    attachments.addAll(others);
    return attachments;
  }

  /** A body without usable header: parts, base64 or a document may still be in it. */
  private List<Found> looseText(byte[] bytes, String name, int depth)
      throws LimitExceededException {
    String head = beginning(bytes);
    Optional<String> boundary = MailPart.boundaryOf(bytes, Content.HEAD_BYTES);
    if (depth < limits.mimeDepth() && boundary.isPresent()) {
      return multipart(bytes, boundary.get(), depth);
    }
    Matcher payload = BASE64_PAYLOAD.matcher(head);
    if (payload.find()
        && !UuText.begins(head.substring(0, payload.start()))
        && BASE64_ONLY.matcher(head.substring(payload.start())).matches()) {
      return undeclared(bytes, payload.start(), name, depth);
    }
    if (head.contains("<?xml") || head.contains("<feedback")) {
      int start = head.contains("<?xml") ? head.indexOf("<?xml") : head.indexOf("<feedback");
      byte[] document = Arrays.copyOfRange(bytes, start, bytes.length);
      byte[] beginning = Arrays.copyOf(document, Math.min(document.length, Content.HEAD_BYTES));
      if (Content.of(beginning) == Content.AGGREGATE_XML) {
        Bytes content = () -> new ByteArrayInputStream(document);
        return tolerated(
            before(head.substring(0, start), "the document"),
            List.of(new Report(name, Kind.AGGREGATE, content)));
      }
    }
    return fromText(bytes, head, name, depth);
  }

  /** Base64 that no header tells of, perhaps behind other words. */
  private List<Found> undeclared(byte[] text, int start, String name, int depth)
      throws LimitExceededException {
    MailPart.Decoded decoded = MailPart.decodedBase64(Arrays.copyOfRange(text, start, text.length));
    List<Repair> repairs =
        new ArrayList<>(
            before(new String(text, 0, start, StandardCharsets.ISO_8859_1), "the base64"));
    repairs.add(RepairCode.UNDECLARED_BASE64.repair("it is base64, which no header says"));
    repairs.addAll(decoded.repairs());
    return tolerated(repairs, leaf(decoded.bytes(), name, depth + 1));
  }

  private static List<Repair> before(String text, String what) {
    return text.isBlank()
        ? List.of()
        : List.of(
            RepairCode.TEXT_BEFORE_DOCUMENT.repair(
                text.strip().length() + " characters before " + what + " left out"));
  }

  /** Files that a text carries by the means of older days, or of encryption. */
  private List<Found> fromText(byte[] bytes, String head, String name, int depth)
      throws LimitExceededException {
    if (head.contains("-----BEGIN PGP MESSAGE-----")) {
      return List.of(new Refused(name, Content.PGP.reason(), null));
    }
    Matcher pem = PEM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    if (pem.find()) {
      byte[] base64 = pem.group(1).getBytes(StandardCharsets.US_ASCII);
      return signed(MailPart.decodedBase64(base64).bytes(), name, depth);
    }
    List<Found> findings = new ArrayList<>();
    for (UuText.Member member : UuText.members(bytes, limits.mimeParts())) {
      if (++parts > limits.mimeParts() || depth > limits.mimeDepth()) {
        throw new LimitExceededException(
            "mime-parts", "The message has more than " + limits.mimeParts() + " parts.");
      }
      List<Repair> repairs =
          member.whole()
              ? List.of()
              : List.of(
                  RepairCode.DAMAGED_ARCHIVE.repair("the uuencoded file has no line that ends it"));
      findings.addAll(
          tolerated(repairs, leaf(member.content(), MailPart.clean(member.name()), depth + 1)));
    }
    if (!findings.isEmpty()) {
      return findings;
    }
    return List.of(
        FailureReportParser.isInWords(head)
            ? FEEDBACK_TEXT
            : new NotAReport(name, Content.TEXT.reason()));
  }

  private static String beginning(byte[] bytes) {
    return new String(
        bytes, 0, Math.min(bytes.length, Content.HEAD_BYTES), StandardCharsets.ISO_8859_1);
  }
}
