package dev.plumbline.report.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a mail server says became of a mail (RFC 3464, RFC 6533). All of it is the word of whoever
 * sent it.
 *
 * @param messageId that of the mail, without angle brackets
 * @param failed whether it came back from a recipient; else it is late, or was delivered
 * @param recipient from whom, empty if that is not told
 * @param status by RFC 3463, as {@code 5.1.1}; empty if there is none
 * @param diagnostic what the other side said, on one line; empty if that is not told
 */
public record DeliveryStatus(
    String messageId, boolean failed, String recipient, String status, String diagnostic) {

  private static final int MOST_PARTS = 20;
  private static final int MOST_RECIPIENTS = 100;

  private static final Pattern MESSAGE_ID = Pattern.compile("<([^<>\\s]{1,400})>");
  private static final Pattern STATUS = Pattern.compile("\\b([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

  /** The type of an address or of a diagnostic code, before its semicolon. */
  private static final Pattern TYPE = Pattern.compile("^[A-Za-z0-9-]{1,40}\\s*;\\s*");

  /** A character beyond ASCII where only ASCII passes (RFC 6533 section 3). */
  private static final Pattern ESCAPED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})\\}");

  /** Reads a mail; empty if it is no such notification, or does not tell of which mail. */
  public static Optional<DeliveryStatus> of(byte[] mail) {
    return MailPart.withLibrary(() -> MailPart.ofMail(mail).flatMap(DeliveryStatus::of));
  }

  private static Optional<DeliveryStatus> of(MailPart mail) {
    String boundary = mail.parameter("boundary");
    if (!mail.baseType().equals("multipart/report")
        || !mail.parameter("report-type").strip().equalsIgnoreCase("delivery-status")
        || boundary.isEmpty()) {
      return Optional.empty();
    }
    byte[] body = mail.bytes();
    // The MIME library builds all parts at once: count them before.
    if (MailPart.count(body, boundary) > MOST_PARTS + 1) {
      return Optional.empty();
    }
    String id = null;
    HeaderFields recipient = null;
    for (MailPart part : MailPart.ofMultipart(body, boundary).orElse(List.of())) {
      switch (part.baseType()) {
        case "message/delivery-status", "message/global-delivery-status" ->
            recipient = recipient == null ? recipient(text(part)) : recipient;
        case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers" ->
            id = id == null ? id(text(part)) : id;
        default -> {
          // Words for people.
        }
      }
    }
    return id == null || recipient == null ? Optional.empty() : Optional.of(of(id, recipient));
  }

  private static String text(MailPart part) {
    return new String(part.bytes(), StandardCharsets.UTF_8);
  }

  private static @Nullable String id(String mail) {
    Matcher id = MESSAGE_ID.matcher(HeaderFields.of(mail).first("Message-ID").orElse(""));
    return id.find() ? id.group(1) : null;
  }

  /** The first recipient from whom it came back, else the first; null if none is told of. */
  private static @Nullable HeaderFields recipient(String blocks) {
    List<HeaderFields> recipients = new ArrayList<>();
    // RFC 3464 section 2.1: the first block is about the mail, and may be left out by mistake.
    HeaderFields block = HeaderFields.of(blocks);
    for (int i = 0; i <= MOST_RECIPIENTS && !block.fields().isEmpty(); i++) {
      if (block.has("Action") || block.has("Final-Recipient")) {
        recipients.add(block);
      }
      block = HeaderFields.of(block.rest());
    }
    return recipients.stream()
        .filter(DeliveryStatus::isFailed)
        .findFirst()
        .orElse(recipients.isEmpty() ? null : recipients.get(0));
  }

  private static boolean isFailed(HeaderFields recipient) {
    return recipient
        .first("Action")
        .orElse("")
        .toLowerCase(Locale.ROOT)
        .strip()
        .startsWith("failed");
  }

  private static DeliveryStatus of(String id, HeaderFields recipient) {
    String diagnostic = withoutType(recipient.first("Diagnostic-Code").orElse(""));
    Matcher status = STATUS.matcher(recipient.first("Status").orElse(""));
    Matcher said = STATUS.matcher(diagnostic);
    return new DeliveryStatus(
        id,
        isFailed(recipient),
        address(
            recipient
                .first("Final-Recipient")
                .or(() -> recipient.first("Original-Recipient"))
                .orElse("")),
        status.find() ? status.group(1) : said.find() ? said.group(1) : "",
        diagnostic);
  }

  private static String address(String value) {
    String address = withoutType(value);
    return value.strip().toLowerCase(Locale.ROOT).startsWith("utf-8")
        ? ESCAPED.matcher(address).replaceAll(one -> Matcher.quoteReplacement(letter(one)))
        : address;
  }

  private static String letter(MatchResult escaped) {
    int letter = Integer.parseInt(escaped.group(1), 16);
    return Character.isValidCodePoint(letter) && Character.isLetterOrDigit(letter)
        ? Character.toString(letter)
        : escaped.group();
  }

  private static String withoutType(String value) {
    return TYPE.matcher(value.strip()).replaceFirst("").replaceAll("\\s+", " ").strip();
  }
}
