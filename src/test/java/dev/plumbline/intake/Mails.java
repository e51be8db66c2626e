package dev.plumbline.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** Mails as reporters and others send them. */
public final class Mails {

  private Mails() {}

  /** An aggregate report of one row, known by its id. */
  public static String xml(String reportId) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <feedback><report_metadata><org_name>Receiver</org_name><email>d@receiver.example</email>
        <report_id>%s</report_id><date_range><begin>1700000000</begin><end>1700086399</end>
        </date_range></report_metadata><policy_published><domain>intake.example</domain><p>none</p>
        </policy_published><record><row><source_ip>192.0.2.1</source_ip><count>3</count>
        <policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf>
        </policy_evaluated></row><identifiers><header_from>intake.example</header_from>
        </identifiers><auth_results><spf><domain>intake.example</domain><result>fail</result></spf>
        </auth_results></record></feedback>
        """
        .formatted(reportId);
  }

  /** A mail with a report of many rows, each of another source. */
  public static byte[] largeReport(String reportId, int rows) {
    String xml = xml(reportId);
    int begin = xml.indexOf("<record>");
    int end = xml.indexOf("</record>") + "</record>".length();
    StringBuilder large = new StringBuilder(xml.substring(0, begin));
    for (int row = 0; row < rows; row++) {
      String source = "198.51.%d.%d".formatted(100 + row / 250, 1 + row % 250);
      large.append(xml.substring(begin, end).replace("192.0.2.1", source));
    }
    large.append(xml.substring(end));
    return withAttachment(
        "Report Domain: intake.example Report-ID: " + reportId,
        "application/gzip",
        "intake.example.xml.gz",
        gzip(large.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** A mail with such a report, gzipped. */
  public static byte[] report(String reportId) {
    return withAttachment(
        "Report Domain: intake.example Report-ID: " + reportId,
        "application/gzip",
        "intake.example.xml.gz",
        gzip(xml(reportId).getBytes(StandardCharsets.UTF_8)));
  }

  /** A mail whose report is damaged beyond use. */
  public static byte[] brokenReport() {
    return withAttachment(
        "broken",
        "application/xml",
        "r.xml",
        "<feedback></feedback>".getBytes(StandardCharsets.UTF_8));
  }

  /** A mail with a TLS report (RFC 8460). */
  public static byte[] tlsReport() {
    String json = "{\"organization-name\":\"R\",\"report-id\":\"t-1\",\"policies\":[]}";
    return withAttachment(
        "tls", "application/tlsrpt+gzip", "t.json.gz", gzip(json.getBytes(StandardCharsets.UTF_8)));
  }

  /** A mail from a person. */
  public static byte[] letter(String subject) {
    return ascii(
        "From: somebody@intake.example\r\nTo: dmarc@intake.example\r\nSubject: "
            + subject
            + "\r\nMessage-ID: <"
            + subject.hashCode()
            + "@intake.example>\r\n\r\nHow are you?\r\n");
  }

  private static byte[] withAttachment(
      String subject, String type, String fileName, byte[] content) {
    return ascii(
        "From: dmarc@receiver.example\r\nTo: dmarc@intake.example\r\nSubject: "
            + subject
            + "\r\nMessage-ID: <"
            + subject.hashCode()
            + "@receiver.example>\r\n"
            + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
            + "Content-Type: text/plain\r\n\r\nA report.\r\n--b\r\nContent-Type: "
            + type
            + "\r\nContent-Disposition: attachment; filename=\""
            + fileName
            + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(content)
            + "\r\n--b--\r\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
