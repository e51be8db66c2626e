package dev.plumbline.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.mime.Found.Kind;
import dev.plumbline.mime.Found.NotAReport;
import dev.plumbline.mime.Found.Refused;
import dev.plumbline.mime.Found.Report;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.aggregate.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFinderTest {

  private static final String XML =
      "<?xml version=\"1.0\"?><feedback><report_metadata/></feedback>";
  private static final String TLS = "{\"report-id\": \"1\", \"policies\": []}";

  private static List<Found> find(byte[] received) throws IOException {
    return find(received, Limits.DEFAULT);
  }

  private static List<Found> find(byte[] received, Limits limits) throws IOException {
    return new ReportFinder(limits).find(ReceivedBytes.of(received), "received");
  }

  private static List<Found> find(String received) throws IOException {
    return find(received.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String read(Found finding) throws IOException {
    try (InputStream in = ((Report) finding).content().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertXml(List<Found> findings, String member) throws IOException {
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0)).isInstanceOf(Report.class);
    assertThat(((Report) findings.get(0)).kind()).isEqualTo(Kind.AGGREGATE);
    assertThat(findings.get(0).member()).isEqualTo(member);
    assertThat(read(findings.get(0))).contains("<feedback>");
    assertThat(read(findings.get(0))).as("second reading").contains("<feedback>");
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  /** A zip of names and contents by turns. */
  private static byte[] zip(Object... namesAndContents) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
        Object content = namesAndContents[i + 1];
        zip.write(content instanceof byte[] raw ? raw : bytes((String) content));
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      out.writeBytes(piece);
    }
    return out.toByteArray();
  }

  private static String base64(byte[] content) {
    return Base64.getMimeEncoder().encodeToString(content);
  }

  private static String mail(String header, byte[] attachment) {
    return "From: dmarc@receiver.example\r\nSubject: Report domain: sender.example\r\n"
        + header
        + "Content-Transfer-Encoding: base64\r\n\r\n"
        + base64(attachment)
        + "\r\n";
  }

  private static String multipart(String type, String... parts) {
    StringBuilder mail =
        new StringBuilder("From: a@receiver.example\nMIME-Version: 1.0\nContent-Type: " + type)
            .append("; boundary=\"=_b\"\n\n");
    for (String part : parts) {
      mail.append("--=_b\n").append(part).append('\n');
    }
    return mail.append("--=_b--\n").toString();
  }

  // ---- documents and archives ----

  @Test
  void a_plain_document_is_found() throws Exception {
    assertXml(find(XML), "");
    assertXml(find(" \n" + XML), "");
    assertXml(find("\u00ef\u00bb\u00bf" + XML), "");
    assertThat(find(TLS))
        .singleElement()
        .isInstanceOfSatisfying(Report.class, p -> assertThat(p.kind()).isEqualTo(Kind.TLS));
  }

  @Test
  void gzip_is_unpacked_with_all_members_and_without_garbage() throws Exception {
    byte[] first = gzip(bytes(XML.substring(0, 30)));
    byte[] second = gzip(bytes(XML.substring(30)));
    List<Found> findings = find(joined(first, second, new byte[] {0, 0, 1, 2, 3}));

    assertXml(findings, "");
    assertThat(read(findings.get(0))).isEqualTo(XML);
    assertXml(find(gzip(gzip(bytes(XML)))), "");
    assertXml(find(gzip(zip("a.xml", XML))), "a.xml");
  }

  @Test
  void all_entries_of_a_zip_are_found_and_clutter_is_not() throws Exception {
    byte[] zip =
        zip(
            "dir/",
            "",
            "dir/a.xml",
            XML,
            "__MACOSX/dir/._a.xml",
            "junk",
            "._b.xml",
            "junk",
            "../../etc/b.xml",
            XML,
            "b.xml.gz",
            gzip(bytes(XML)),
            "readme.txt",
            "hello");

    assertThat(find(zip))
        .extracting(Found::member)
        .containsExactly("dir/a.xml", "../../etc/b.xml", "b.xml");
  }

  @Test
  void a_zip_that_was_cut_short_is_read_from_the_front() throws Exception {
    byte[] zip = zip("a.xml", XML, "b.xml", XML.repeat(50));

    List<Found> findings = find(Arrays.copyOf(zip, zip.length - 90));
    assertThat(findings.get(0).member()).isEqualTo("a.xml");
    assertThat(read(findings.get(0))).isEqualTo(XML);
  }

  @Test
  void damaged_packed_data_ends_early() throws Exception {
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    byte[] packed = gzip(joined(bytes(XML), content));
    List<Found> findings = find(Arrays.copyOf(packed, 60_000));

    assertThatThrownBy(() -> read(findings.get(0))).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unused",
        "<html><body>hi</body></html>",
        "<a/>",
        "{\"a\": 1}",
        "Dear all,\nbye",
        "%PDF-1.4\0"
      })
  void what_is_no_report_is_told_with_a_reason(String content) throws Exception {
    assertThat(find(content))
        .singleElement()
        .isInstanceOfSatisfying(NotAReport.class, n -> assertThat(n.reason()).endsWith("."));
    assertThat(find(gzip(bytes(content)))).singleElement().isInstanceOf(NotAReport.class);
  }

  @Test
  void a_word_processor_document_is_no_report() throws Exception {
    byte[] docx = zip("[Content_Types].xml", "<Types/>", "word/document.xml", "<w:document/>");

    assertThat(find(docx)).singleElement().isInstanceOf(NotAReport.class);
  }

  // ---- mails ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/zip; name=\"r.xml.gz\"\r\n",
        "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=r.xml.gz\r\n",
        "Content-Type: nonsense\r\nContent-Disposition: attachment; filename=\"r.xml.gz\"\r\n",
        "Content-Type: application/gzip; name=\"=?UTF-8?Q?r=2Exml=2Egz?=\"\r\n",
        "Content-Type: application/gzip; name*0=\"r.x\"; name*1=\"ml.gz\"\r\n",
      })
  void content_type_is_not_trusted_and_names_are_decoded(String header) throws Exception {
    assertXml(find(mail(header, gzip(bytes(XML)))), "r.xml");
  }

  @Test
  void a_header_field_without_hyphen_is_survived() throws Exception {
    assertXml(find(mail("ContentType: application/gzip\r\n", gzip(bytes(XML)))), "");
  }

  @Test
  void an_mbox_separator_and_bare_line_feeds_are_survived() throws Exception {
    String mail = mail("", gzip(bytes(XML)));

    assertXml(find("From a@b.example Mon Jan  1 00:00:00 2024\n" + mail), "");
    assertXml(find(mail.replace("\r\n", "\n")), "");
  }

  @Test
  void payloads_are_found_in_every_place_of_a_mail() throws Exception {
    String text = "Content-Type: text/plain\n\nThis is a report.\n";
    String attachment =
        "Content-Type: application/octet-stream; name=\"a.zip\"\n"
            + "Content-Transfer-Encoding: base64\n\n"
            + base64(zip("one.xml", XML, "two.xml", XML));
    String inline = "Content-Type: text/xml; name=\"in.xml\"\n\n" + XML + "\n";
    String nested = "Content-Type: message/rfc822\n\n" + mail("", gzip(bytes(XML)));

    assertThat(find(multipart("multipart/mixed", text, attachment, inline, nested)))
        .allMatch(Report.class::isInstance)
        .extracting(Found::member)
        .containsExactly("one.xml", "two.xml", "in.xml", "");
  }

  @Test
  void a_body_may_be_the_report() throws Exception {
    assertXml(find("From: a@b.example\n\nHere it is:\n\n" + XML), "");
    assertXml(find("From: a@b.example\n\n" + base64(gzip(bytes(XML)))), "");
  }

  @Test
  void a_body_that_lost_its_header_is_read() throws Exception {
    String mail =
        multipart(
            "multipart/mixed",
            "Content-Type: application/gzip; name=r.xml.gz\nContent-Transfer-Encoding: base64\n\n"
                + base64(gzip(bytes(XML))));

    assertXml(find(mail.substring(mail.indexOf("\n\n") + 2)), "r.xml");
    assertXml(find("Subject: x\n\n" + mail.substring(mail.indexOf("\n\n") + 2)), "r.xml");
  }

  @Test
  void failure_reports_are_whole_messages() throws Exception {
    String feedback = "Content-Type: message/feedback-report\n\nFeedback-Type: auth-failure\n";
    String report =
        multipart("multipart/report; report-type=feedback-report", "\nA failure.\n", feedback);

    for (String mail : List.of(report, multipart("multipart/mixed", "\nText\n", feedback))) {
      assertThat(find(mail))
          .singleElement()
          .isInstanceOfSatisfying(Report.class, p -> assertThat(p.kind()).isEqualTo(Kind.FAILURE));
      assertThat(read(find(mail).get(0))).isEqualTo(mail);
    }
  }

  @Test
  void bounces_and_letters_are_no_reports() throws Exception {
    String bounce = multipart("multipart/report; report-type=delivery-status", "\nNo such user\n");
    String letter = multipart("multipart/alternative", "\nHello\n", "\n<html>Hello</html>\n");

    assertThat(find(bounce))
        .singleElement()
        .isInstanceOfSatisfying(NotAReport.class, n -> assertThat(n.reason()).contains("bounce"));
    assertThat(find(letter)).singleElement().isInstanceOf(NotAReport.class);
  }

  // ---- limits ----

  private static void assertRefused(List<Found> findings, String limit) {
    assertThat(findings)
        .singleElement()
        .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.limit()).isEqualTo(limit));
  }

  private static void assertStops(Found finding, String limit) {
    assertThatThrownBy(() -> ((Report) finding).content().open().transferTo(OutputNowhere.INSTANCE))
        .isInstanceOfSatisfying(
            LimitExceededException.class, e -> assertThat(e.limit()).isEqualTo(limit));
  }

  private static final class OutputNowhere extends java.io.OutputStream {
    static final OutputNowhere INSTANCE = new OutputNowhere();

    @Override
    public void write(int b) {}

    @Override
    public void write(byte[] b, int offset, int length) {}
  }

  @Test
  void bombs_stop_at_the_ratio() throws Exception {
    byte[] zeros = joined(bytes(XML), new byte[20_000_000]);

    assertStops(find(gzip(zeros)).get(0), "unpack-ratio");
    assertStops(find(gzip(gzip(zeros))).get(0), "unpack-ratio");
    assertStops(find(zip("a.xml", zeros)).get(0), "unpack-ratio");
    assertStops(find(mail("", zip("a.xml", zeros))).get(0), "unpack-ratio");
  }

  @Test
  void all_payloads_of_a_file_share_one_budget() throws Exception {
    Limits limits = new Limits(1 << 20, 1 << 20, 50_000, 200, 1 << 20, 10, 2, 5, 10);
    byte[] content = joined(bytes(XML), new byte[30_000]);
    List<Found> findings = find(zip("a.xml", content, "b.xml", content), limits);

    assertThat(read(findings.get(0))).hasSize(content.length);
    assertThat(read(findings.get(0))).as("again, for nothing").hasSize(content.length);
    assertStops(findings.get(1), "unpacked-bytes");
  }

  @Test
  void sizes_written_in_a_zip_are_not_believed() throws Exception {
    byte[] zip = zip("a.xml", joined(bytes(XML), new byte[20_000_000]));
    // The uncompressed size in the central directory: 24 bytes behind its signature.
    for (int i = zip.length - 60; i > 0; i--) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        Arrays.fill(zip, i + 24, i + 28, (byte) 1);
      }
    }
    List<Found> findings = find(zip);

    assertThat(findings).hasSize(1);
    if (findings.get(0) instanceof Report) {
      assertThatThrownBy(() -> read(findings.get(0))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void archives_are_limited_in_layers_entries_and_size() throws Exception {
    Object[] entries = new Object[2 * 1001];
    for (int i = 0; i < entries.length; i += 2) {
      entries[i] = "e" + i;
      entries[i + 1] = "";
    }

    assertRefused(find(gzip(gzip(gzip(bytes(XML))))), "archive-layers");
    assertRefused(find(zip(entries)), "archive-entries");
    Limits small = new Limits(100, 100, 1000, 10, 1000, 10, 2, 5, 10);
    assertRefused(find(joined(gzip(bytes(XML)), new byte[200]), small), "packed-bytes");
    assertRefused(find(bytes("From: a@b.example\n\n" + "x".repeat(200)), small), "message-bytes");
  }

  @Test
  void mails_are_limited_in_depth_and_parts() throws Exception {
    String[] parts = new String[10_000];
    Arrays.fill(parts, "\nx\n");
    StringBuilder deep = new StringBuilder("From: a@b.example\n");
    for (int i = 0; i < 50; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=b")
          .append(i)
          .append("\n\n--b")
          .append(i);
      deep.append('\n');
    }

    assertRefused(find(multipart("multipart/mixed", parts)), "mime-parts");
    assertRefused(find(deep.append("\nx").toString()), "mime-depth");
    assertRefused(
        find("Content-Type: message/rfc822\n\n".repeat(50) + "From: a\n\nx"), "mime-depth");
  }

  @Test
  void base64_that_was_damaged_on_the_way_is_read() throws Exception {
    String whole = mail("", gzip(bytes(XML)));
    assertXml(find(whole.replaceFirst("=*\r\n$", "")), "");
    assertXml(find(whole.replace("H4sI", "H4 sI\r\n\t")), "");
    assertXml(find(whole.replace("H4sI", "!H4\u00e4sI*")), "");
    assertXml(find(whole + "\r\n-- \r\nThis mail was scanned.\r\n"), "");
  }

  @Test
  void a_boundary_that_is_missing_or_never_closed_loses_no_report() throws Exception {
    String mail =
        multipart(
            "multipart/mixed",
            "Content-Type: text/plain\n\nThis is a report.\n",
            "Content-Type: application/gzip; name=r.xml.gz\nContent-Transfer-Encoding: base64\n\n"
                + base64(gzip(bytes(XML))));

    assertXml(find(mail.replace("--=_b--\n", "")), "r.xml");
    assertXml(find(mail.replace("; boundary=\"=_b\"", "")), "r.xml");
    assertXml(find(mail.replace("boundary=\"=_b\"", "boundary=\"=_other\"")), "r.xml");
  }

  @Test
  void a_forwarded_mail_is_looked_into_however_it_was_attached() throws Exception {
    String mail = mail("Content-Type: application/gzip; name=r.xml.gz\r\n", gzip(bytes(XML)));
    String attached =
        "Content-Type: application/octet-stream; name=\"forwarded.eml\"\n"
            + "Content-Transfer-Encoding: base64\n\n"
            + base64(bytes(mail));

    assertXml(
        find(multipart("multipart/mixed", "Content-Type: message/rfc822\n\n" + mail)), "r.xml");
    assertXml(find(multipart("multipart/mixed", "\nSee below.\n", attached)), "forwarded.eml");
  }

  @Test
  void gzip_with_padding_or_a_wrong_checksum_is_read() throws Exception {
    byte[] packed = gzip(bytes(XML));
    assertXml(find(Arrays.copyOf(packed, packed.length + 4096)), "");
    packed[packed.length - 6] ^= 1;
    List<Found> findings = find(packed);
    assertThat(findings).hasSize(1);
    StringBuilder read = new StringBuilder();
    try (InputStream in = ((Report) findings.get(0)).content().open()) {
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        read.append((char) octet);
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    assertThat(read).hasToString(XML);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR",
        "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>",
        "BEGIN:VCALENDAR",
        "\0\0\0\0\0\0",
      })
  void pictures_error_pages_and_the_like_are_set_aside(String content) throws Exception {
    byte[] raw = content.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(find(raw)).singleElement().isInstanceOf(NotAReport.class);
    assertThat(find(mail("Content-Type: application/gzip; name=r.xml.gz\r\n", raw)))
        .singleElement()
        .isInstanceOf(NotAReport.class);
  }

  @Test
  void names_made_to_hurt_are_only_names() throws Exception {
    for (String name :
        List.of(
            "../../../../etc/cron.d/x",
            "/etc/passwd",
            "C:\\windows\\x",
            "a\r\nSet-Cookie: b",
            "\u202emxl.exe",
            "=cmd|' /C calc'!A0",
            "x".repeat(60_000))) {
      List<Found> findings = find(zip(name, XML));
      assertThat(findings).as(name).hasSize(1);
      assertThat(read(findings.get(0))).contains("<feedback>");
      assertThat(findings.get(0).member().length()).isLessThanOrEqualTo(1_000);
    }
  }

  @Test
  void tens_of_thousands_of_headers_and_endless_ones_are_survived() throws Exception {
    String mail = mail("", gzip(bytes(XML)));
    assertXml(find("X-Junk: a\r\n".repeat(50_000) + mail), "");
    assertXml(find("X-Long: " + "a".repeat(20_000_000) + "\r\n" + mail), "");
    assertXml(find("X-Folded: a\r\n" + " b\r\n".repeat(200_000) + mail), "");
    assertXml(find("Received: " + "(((".repeat(100_000) + "\r\n" + mail), "");
  }

  @Test
  void entries_that_share_their_bytes_share_the_budget() throws Exception {
    Limits limits = new Limits(1 << 20, 1 << 20, 1_000_000, 200, 1 << 20, 1_000, 2, 5, 10);
    Object[] entries = new Object[2 * 40];
    for (int i = 0; i < entries.length; i += 2) {
      entries[i] = "e" + i + ".xml";
      entries[i + 1] = joined(bytes(XML), new byte[50_000]);
    }
    List<Found> findings = find(zip(entries), limits);
    long stopped = 0;
    for (Found finding : findings) {
      try {
        read(finding);
      } catch (LimitExceededException e) {
        assertThat(e.limit()).isEqualTo("unpacked-bytes");
        stopped++;
      }
    }
    assertThat(stopped).isBetween(20L, 39L);
  }

  @Test
  void any_mutation_ends_in_findings() throws Exception {
    String mail =
        multipart(
            "multipart/mixed",
            "Content-Type: application/gzip; name=r.xml.gz\nContent-Transfer-Encoding: base64\n\n"
                + base64(gzip(bytes(XML))));
    List<byte[]> originals =
        List.of(bytes(mail), gzip(bytes(XML)), zip("a.xml", XML, "b.txt", "text"), bytes(TLS));
    Random random = new Random(5322);
    for (int i = 0; i < 4000; i++) {
      List<Found> findings = find(Mutations.mutate(originals.get(i % 4), random));
      assertThat(findings).isNotEmpty();
      for (Found finding : findings) {
        if (finding instanceof Report) {
          try {
            read(finding);
          } catch (EOFException | LimitExceededException e) {
            assertThat(e.getMessage()).isNotBlank();
          }
        }
      }
    }
  }
}
