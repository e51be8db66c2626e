package dev.plumbline.samples;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/** Whole mails as a mailbox holds them. */
final class Mails {

  static final String MAILBOX = "dmarc@harbourlight.example";

  private static final String CRLF = "\r\n";
  private static final int QUOTED_LINE = 72;

  private Mails() {}

  /** A part of a mail: its headers and its encoded body. */
  record Part(String headers, String body) {}

  /** The usual report mail: a few words and the report attached. */
  static byte[] withAttachment(Report report, String type, String fileName, byte[] content) {
    return multipart(
        report,
        text("This is a DMARC aggregate report for " + report.domain() + "."),
        attachment(type, fileName, content));
  }

  static byte[] multipart(Report report, Part... parts) {
    String boundary = "=_" + report.reporter().domain() + "_" + report.begin();
    StringBuilder body = new StringBuilder();
    for (Part part : parts) {
      body.append("--" + boundary + CRLF + part.headers() + CRLF + part.body() + CRLF);
    }
    body.append("--" + boundary + "--" + CRLF);
    return bytes(
        headers(report)
            + "Content-Type: multipart/mixed; boundary=\""
            + boundary
            + "\""
            + CRLF
            + CRLF
            + body);
  }

  /** A mail that is nothing but this part. */
  static byte[] single(Report report, Part part) {
    return bytes(headers(report) + part.headers() + CRLF + part.body() + CRLF);
  }

  /** A colleague passes a report mail on, whole. */
  static byte[] forwarded(Report report, byte[] mail) {
    String boundary = "=_forwarded";
    return bytes(
        headers(
                "Office <office@harbourlight.example>",
                MAILBOX,
                "Fwd: Report Domain: " + report.domain(),
                report.last().plusDays(2),
                "fwd." + report.begin() + "@harbourlight.example")
            + "Content-Type: multipart/mixed; boundary=\""
            + boundary
            + "\""
            + CRLF
            + CRLF
            + "--"
            + boundary
            + CRLF
            + "Content-Type: text/plain; charset=us-ascii"
            + CRLF
            + CRLF
            + "This came to the office mailbox, is it for you?"
            + CRLF
            + "--"
            + boundary
            + CRLF
            + "Content-Type: message/rfc822"
            + CRLF
            + CRLF
            + new String(mail, StandardCharsets.ISO_8859_1)
            + "--"
            + boundary
            + "--"
            + CRLF);
  }

  static Part text(String text) {
    return new Part("Content-Type: text/plain; charset=us-ascii" + CRLF, text + CRLF);
  }

  static Part attachment(String type, String fileName, byte[] content) {
    return new Part(
        "Content-Type: "
            + type
            + "; name=\""
            + fileName
            + "\""
            + CRLF
            + "Content-Disposition: attachment; filename=\""
            + fileName
            + "\""
            + CRLF
            + "Content-Transfer-Encoding: base64"
            + CRLF,
        Base64.getMimeEncoder().encodeToString(content) + CRLF);
  }

  /** The XML as it is, as the text of the mail. */
  static Part inline(byte[] xml) {
    return new Part(
        "Content-Type: text/xml; charset=utf-8"
            + CRLF
            + "Content-Disposition: inline"
            + CRLF
            + "Content-Transfer-Encoding: 8bit"
            + CRLF,
        new String(xml, StandardCharsets.ISO_8859_1).replace("\n", CRLF));
  }

  static Part quotedPrintable(String fileName, byte[] xml) {
    return new Part(
        "Content-Type: text/xml; charset=utf-8; name=\""
            + fileName
            + "\""
            + CRLF
            + "Content-Transfer-Encoding: quoted-printable"
            + CRLF,
        quoted(xml));
  }

  /** RFC 2045 section 6.7; a space at the end of a line does not occur in our reports. */
  private static String quoted(byte[] content) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (byte octet : content) {
      if (octet == '\n') {
        out.append(CRLF);
        column = 0;
        continue;
      }
      boolean plain = octet >= ' ' && octet < 127 && octet != '=';
      String text =
          plain ? Character.toString(octet) : String.format("=%02X", Byte.toUnsignedInt(octet));
      if (column + text.length() > QUOTED_LINE) {
        out.append('=').append(CRLF);
        column = 0;
      }
      out.append(text);
      column += text.length();
    }
    return out.toString();
  }

  private static String headers(Report report) {
    String reporter = report.reporter().domain();
    return "Authentication-Results: mail1.harbourlight.example; dmarc=pass header.from="
        + reporter
        + CRLF
        + headers(
            "noreply-dmarc@" + reporter,
            MAILBOX,
            "Report Domain: "
                + report.domain()
                + " Submitter: "
                + reporter
                + " Report-ID: <"
                + report.id()
                + ">",
            report.last().plusDays(1),
            report.begin() + "." + report.domain() + "@" + reporter);
  }

  static String headers(String from, String to, String subject, LocalDate day, String messageId) {
    String date =
        day.atTime(LocalTime.of(4, 17))
            .atOffset(ZoneOffset.UTC)
            .format(DateTimeFormatter.RFC_1123_DATE_TIME);
    return "From: "
        + from
        + CRLF
        + "To: "
        + to
        + CRLF
        + "Subject: "
        + subject
        + CRLF
        + "Date: "
        + date
        + CRLF
        + "Message-ID: <"
        + messageId
        + ">"
        + CRLF
        + "MIME-Version: 1.0"
        + CRLF;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
