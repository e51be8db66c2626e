package dev.plumbline.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.mime.Found.NotAReport;
import dev.plumbline.mime.Found.Refused;
import dev.plumbline.mime.Found.Report;
import dev.plumbline.report.Repair;
import dev.plumbline.report.aggregate.AggregateReport;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.report.aggregate.ReportHeader;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lzma.LZMACompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.BEROctetString;
import org.bouncycastle.asn1.BERSet;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports that come packed or sent in ways no standard of reports has. */
class PackedReportTest {

  private static final byte[] XML =
      ("<?xml version=\"1.0\"?>\n<feedback><report_metadata><org_name>Packer</org_name>"
              + "<email>a@packer.example</email><report_id>p-1</report_id><date_range>"
              + "<begin>1780272000</begin><end>1780358399</end></date_range></report_metadata>"
              + "<policy_published><domain>packed.example</domain><p>none</p></policy_published>"
              + "<record><row><source_ip>192.0.2.10</source_ip><count>5</count><policy_evaluated>"
              + "<disposition>none</disposition><dkim>pass</dkim><spf>fail</spf>"
              + "</policy_evaluated></row><identifiers><header_from>packed.example</header_from>"
              + "</identifiers><auth_results/></record></feedback>\n")
          .getBytes(StandardCharsets.UTF_8);

  private static List<Found> find(byte[] received) throws IOException {
    return new ReportFinder(Limits.DEFAULT).find(ReceivedBytes.of(received), "received");
  }

  private static AggregateReport read(byte[] received) throws Exception {
    List<Found> findings = find(received);
    assertThat(findings).singleElement().isInstanceOf(Report.class);
    AggregateReport report =
        new AggregateReportParser().parse(((Report) findings.get(0)).content(), IGNORE);
    assertThat(report.header().reportId()).isEqualTo("p-1");
    assertThat(report.messages()).isEqualTo(5);
    return report;
  }

  private static List<String> codes(AggregateReport report) {
    return report.repairs().stream().map(Repair::code).toList();
  }

  private static final ReportSink IGNORE =
      new ReportSink() {
        @Override
        public void begin(ReportHeader header) {}

        @Override
        public void row(ReportRow row) {}
      };

  /** Something that packs what is written to it. */
  private interface Packer {
    OutputStream on(OutputStream out) throws IOException;
  }

  private static byte[] packed(byte[] content, Packer packer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packing = packer.on(out)) {
      packing.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    return packed(content, GZIPOutputStream::new);
  }

  private static byte[] zip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("r.xml"));
      zip.write(content);
      zip.closeEntry();
    }
    return out.toByteArray();
  }

  private static byte[] tar(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry entry = new TarArchiveEntry("folder/r.xml");
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
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

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] mail(String fields, byte[] body) {
    return joined(
        ascii("From: dmarc@packer.example\r\nMIME-Version: 1.0\r\n" + fields + "\r\n"), body);
  }

  @Test
  void every_usual_way_of_packing_is_read() throws Exception {
    assertThat(codes(read(packed(XML, BZip2CompressorOutputStream::new)))).isEmpty();
    assertThat(codes(read(packed(XML, XZCompressorOutputStream::new)))).isEmpty();
    assertThat(codes(read(packed(XML, DeflaterOutputStream::new)))).isEmpty();
    assertThat(
            codes(read(packed(XML, out -> new DeflaterOutputStream(out, new Deflater(9, true))))))
        .isEmpty();
    assertThat(codes(read(packed(XML, LZMACompressorOutputStream::new)))).isEmpty();
    assertThat(codes(read(tar(XML)))).isEmpty();
    assertThat(codes(read(gzip(tar(gzip(XML)))))).isEmpty();
    assertThat(codes(read(packed(tar(XML), XZCompressorOutputStream::new)))).isEmpty();
  }

  @Test
  void a_mail_in_an_archive_is_looked_into() throws Exception {
    byte[] mail =
        mail("Content-Type: application/gzip\r\nContent-Transfer-Encoding: binary\r\n", gzip(XML));
    assertThat(codes(read(zip(mail)))).isEmpty();
    assertThat(codes(read(tar(mail)))).isEmpty();
  }

  @Test
  void an_archive_of_archives_without_end_is_refused() throws Exception {
    byte[] nested = XML;
    for (int i = 0; i < 12; i++) {
      nested = i % 2 == 0 ? zip(nested) : mail("Content-Transfer-Encoding: binary\r\n", nested);
    }
    assertThat(find(nested))
        .singleElement()
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.limit()).isEqualTo("archive-layers"));
  }

  @Test
  void what_is_said_to_be_base64_and_is_not_is_taken_as_it_stands_and_told() throws Exception {
    String fields =
        "Content-Type: application/gzip; name=r.xml.gz\r\nContent-Transfer-Encoding: base64\r\n";
    assertThat(codes(read(mail(fields, gzip(XML))))).containsExactly("wrong-transfer-encoding");
    assertThat(codes(read(mail(fields, XML)))).containsExactly("wrong-transfer-encoding");
    byte[] zipped =
        joined(ascii("--cut\r\n" + fields + "\r\n"), zip(XML), ascii("\r\n--cut--\r\n"));
    assertThat(codes(read(mail("Content-Type: multipart/mixed; boundary=cut\r\n", zipped))))
        .containsExactly("wrong-transfer-encoding");
  }

  @Test
  void base64_that_no_header_tells_of_is_told() throws Exception {
    String base64 = Base64.getMimeEncoder().encodeToString(gzip(XML));
    assertThat(codes(read(mail("", ascii(base64))))).containsExactly("undeclared-base64");
    assertThat(codes(read(mail("", ascii("Your report:\r\n\r\n" + base64)))))
        .containsExactly("text-before-document", "undeclared-base64");
    assertThat(codes(read(ascii(Base64.getMimeEncoder().encodeToString(XML)))))
        .containsExactly("undeclared-base64");
  }

  @Test
  void what_base64_does_not_have_and_what_stands_behind_it_is_told() throws Exception {
    String fields =
        "Content-Type: application/gzip; name=r.xml.gz\r\nContent-Transfer-Encoding: base64\r\n";
    String base64 = Base64.getMimeEncoder().encodeToString(gzip(XML));
    assertThat(codes(read(mail(fields, ascii(base64))))).isEmpty();
    assertThat(codes(read(mail(fields, ascii(base64.replaceFirst("=*$", "")))))).isEmpty();
    assertThat(codes(read(mail(fields, ascii("!" + base64 + "\r\n")))))
        .containsExactly("damaged-base64");
    byte[] padded = XML.length % 3 == 0 ? joined(XML, ascii("\n")) : XML;
    String footed = Base64.getMimeEncoder().encodeToString(padded) + "\r\n-- \r\nA list.\r\n";
    assertThat(codes(read(mail(fields, ascii(footed))))).containsExactly("damaged-base64");
  }

  @Test
  void base64_in_pieces_that_were_padded_each_loses_none_of_them() throws Exception {
    StringBuilder pieces = new StringBuilder();
    for (int i = 0; i < XML.length; i += 100) {
      byte[] piece = Arrays.copyOfRange(XML, i, Math.min(XML.length, i + 100));
      pieces.append(Base64.getEncoder().encodeToString(piece)).append("\r\n");
    }
    String fields = "Content-Type: text/xml\r\nContent-Transfer-Encoding: base64\r\n";
    assertThat(codes(read(mail(fields, ascii(pieces.toString())))))
        .containsExactly("damaged-base64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "8bit", "7bit"})
  void bytes_are_taken_as_they_stand_whatever_is_said_of_them(String encoding) throws Exception {
    String fields =
        "Content-Type: application/gzip; name=r.xml.gz\r\nContent-Transfer-Encoding: "
            + encoding
            + "\r\n";
    assertThat(codes(read(mail(fields, gzip(XML))))).isEmpty();

    byte[] parts =
        joined(
            ascii("--cut\r\n\r\nA report.\r\n--cut\r\n" + fields + "\r\n"),
            zip(XML),
            ascii("\r\n--cut--\r\n"));
    assertThat(codes(read(mail("Content-Type: multipart/mixed; boundary=cut\r\n", parts))))
        .isEmpty();
  }

  @Test
  void a_wrong_check_sum_and_a_missing_end_are_told() throws Exception {
    byte[] gzip = gzip(XML);
    byte[] wrong = gzip.clone();
    wrong[wrong.length - 6] ^= 1;
    assertThat(codes(read(wrong))).containsExactly("damaged-archive");
    assertThat(codes(read(Arrays.copyOf(gzip, gzip.length - 8))))
        .containsExactly("damaged-archive");
    assertThat(codes(read(Arrays.copyOf(gzip, gzip.length - 3))))
        .containsExactly("damaged-archive");
    assertThat(codes(read(joined(gzip, new byte[40])))).containsExactly("damaged-archive");
    assertThat(codes(read(joined(gzip, ascii("x"))))).containsExactly("damaged-archive");
    byte[] bzip2 = packed(XML, BZip2CompressorOutputStream::new);
    bzip2[bzip2.length - 3] ^= 0x10;
    assertThat(codes(read(bzip2))).containsExactly("damaged-archive");
  }

  @Test
  void a_zip_with_a_wrong_check_sum_or_without_directory_is_told() throws Exception {
    byte[] zip = zip(XML);
    String text = new String(zip, StandardCharsets.ISO_8859_1);
    int directory = text.indexOf("PK\1\2");
    byte[] wrong = zip.clone();
    wrong[directory + 16] ^= 1;
    assertThat(codes(read(wrong))).containsExactly("damaged-archive");
    assertThat(codes(read(Arrays.copyOf(zip, directory)))).contains("archive-without-directory");
  }

  @Test
  void bytes_before_an_archive_are_left_out_and_told() throws Exception {
    assertThat(codes(read(joined(ascii("\r\n"), gzip(XML)))))
        .containsExactly("bytes-before-archive");
    assertThat(codes(read(joined(new byte[] {0, 1, 2, 3}, zip(XML)))))
        .contains("bytes-before-archive");
    assertThat(
            codes(
                read(
                    joined(
                        ascii("see the report:\n"),
                        packed(XML, BZip2CompressorOutputStream::new)))))
        .containsExactly("bytes-before-archive");
  }

  @Test
  void a_program_that_unpacks_itself_is_read_as_the_archive_behind_it() throws Exception {
    byte[] program = joined(ascii("MZ"), new byte[5_000]);
    assertThat(codes(read(joined(program, zip(XML))))).contains("bytes-before-archive");
    assertThat(codes(read(joined(program, packed(XML, XZCompressorOutputStream::new)))))
        .containsExactly("bytes-before-archive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a footer of the gateway\n", "\0\0\0", "PK"})
  void bytes_behind_an_archive_are_told_whatever_it_is(String behind) throws Exception {
    byte[] more = ascii(behind);
    List<byte[]> archives =
        List.of(
            gzip(XML),
            zip(XML),
            packed(XML, BZip2CompressorOutputStream::new),
            packed(XML, XZCompressorOutputStream::new),
            packed(XML, DeflaterOutputStream::new),
            packed(XML, out -> new DeflaterOutputStream(out, new Deflater(9, true))),
            packed(XML, LZMACompressorOutputStream::new));
    for (byte[] archive : archives) {
      assertThat(codes(read(joined(archive, more)))).containsExactly("damaged-archive");
    }
  }

  @Test
  void an_archive_that_ends_early_is_refused_in_words() throws Exception {
    byte[] xz = packed(XML, XZCompressorOutputStream::new);
    for (byte[] packed : List.of(xz, packed(XML, BZip2CompressorOutputStream::new))) {
      assertThat(find(Arrays.copyOf(packed, packed.length - 60)))
          .singleElement()
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.reason()).contains("damaged").doesNotContain("null"));
    }
  }

  @Test
  void a_file_within_a_text_that_is_cut_off_gives_what_is_there() throws Exception {
    String uu = uuencoded(XML);
    byte[] cut = ascii("The report:\n\n" + uu.substring(0, 700));
    Report report = (Report) find(cut).get(0);
    AggregateReport read = new AggregateReportParser().parse(report.content(), IGNORE);
    assertThat(read.header().reportId()).isEqualTo("p-1");
    assertThat(codes(read)).contains("truncated").doesNotContain("control-character");
  }

  @Test
  void an_incomplete_tar_gives_what_it_has() throws Exception {
    byte[] tar = Arrays.copyOf(tar(XML), 512 + XML.length - 5);
    assertThat(codes(read(tar))).contains("damaged-archive", "truncated");
  }

  @Test
  void two_archives_joined_are_both_read() throws Exception {
    byte[] second = zip(ascii(new String(XML, StandardCharsets.UTF_8).replace("p-1", "p-2")));
    assertThat(find(joined(zip(XML), second))).hasSize(2).allMatch(Report.class::isInstance);
    assertThat(find(joined(zip(XML), ascii("\r\n"), second, zip(XML)))).hasSize(3);
    assertThat(codes(read(joined(zip(ascii("A letter.")), zip(XML)))))
        .containsExactly("bytes-before-archive");
    byte[] chain = new byte[0];
    for (int i = 0; i < 50; i++) {
      chain = joined(chain, second);
    }
    assertThat(find(chain)).hasSizeLessThan(50).allMatch(Report.class::isInstance);
  }

  private static byte[] tarOf(String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (String name : names) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(XML.length);
        tar.putArchiveEntry(entry);
        tar.write(XML);
        tar.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }

  private static List<String> codesOfFirst(byte[] received) throws Exception {
    Report report = (Report) find(received).get(0);
    return codes(new AggregateReportParser().parse(report.content(), IGNORE));
  }

  @Test
  void a_tar_that_lost_later_files_or_their_names_is_told() throws Exception {
    byte[] tar = tarOf("one.xml", "two.xml");
    assertThat(codesOfFirst(tar)).isEmpty();
    int second = new String(tar, StandardCharsets.ISO_8859_1).indexOf("two.xml");
    for (int kept : List.of(second, second + 300, second + 512 + 20)) {
      assertThat(codesOfFirst(Arrays.copyOf(tar, kept)))
          .as("%s bytes", kept)
          .containsExactly("damaged-archive");
    }
    assertThat(codesOfFirst(joined(tar, new byte[40]))).isEmpty();
    assertThat(codesOfFirst(joined(tar, ascii("a footer")))).containsExactly("damaged-archive");
    byte[] renamed = tar.clone();
    renamed[second] ^= 1;
    assertThat(find(renamed)).hasSize(2);
    assertThat(codesOfFirst(renamed)).containsExactly("damaged-archive");
    byte[] summed = tar.clone();
    summed[150] ^= 1;
    assertThat(codesOfFirst(summed)).containsExactly("damaged-archive");
  }

  @Test
  void zlib_data_with_a_wrong_or_missing_check_sum_is_read_whole() throws Exception {
    byte[] zlib = packed(XML, DeflaterOutputStream::new);
    byte[] wrong = zlib.clone();
    wrong[wrong.length - 1] ^= 1;
    assertThat(codes(read(wrong))).containsExactly("damaged-archive");
    assertThat(codes(read(Arrays.copyOf(zlib, zlib.length - 4))))
        .containsExactly("damaged-archive");
    assertThat(codes(read(Arrays.copyOf(zlib, zlib.length - 1))))
        .containsExactly("damaged-archive");
    String fields =
        "Content-Type: application/zlib; name=r.zlib\r\nContent-Transfer-Encoding: base64\r\n";
    assertThat(codes(read(mail(fields, Base64.getMimeEncoder().encode(wrong)))))
        .containsExactly("damaged-archive");
  }

  @Test
  void bzip2_data_that_ends_early_is_not_said_to_be_damaged_at_its_beginning() throws Exception {
    byte[] bzip2 = packed(XML, BZip2CompressorOutputStream::new);
    assertThat(find(Arrays.copyOf(bzip2, bzip2.length - 60)))
        .singleElement()
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.reason()).contains("ends early").doesNotContain("beginning"));
  }

  @Test
  void a_file_within_a_text_without_its_last_line_is_told() throws Exception {
    String uu = uuencoded(gzip(XML));
    assertThat(codes(read(ascii(uu.replaceFirst("`?\n?end\\s*$", "\n")))))
        .containsExactly("damaged-archive");
  }

  @Test
  void a_file_within_a_text_is_read() throws Exception {
    String uu = uuencoded(gzip(XML));
    byte[] text = mail("", ascii("Dear postmaster,\n\n" + uu + "regards\n"));
    assertThat(codes(read(text))).isEmpty();
    byte[] stripped = mail("", ascii(uu.replaceAll("(?m)[ `]+$", "")));
    assertThat(codes(read(stripped))).isEmpty();
    String base64 =
        "begin-base64 644 r.xml.gz\n"
            + Base64.getMimeEncoder().encodeToString(gzip(XML))
            + "\n====\n";
    assertThat(codes(read(ascii("The report:\n" + base64)))).isEmpty();
  }

  private static String uuencoded(byte[] content) {
    StringBuilder text = new StringBuilder("begin 644 r.xml.gz\n");
    for (int i = 0; i < content.length; i += 45) {
      int length = Math.min(45, content.length - i);
      text.append((char) (' ' + length));
      for (int j = i; j < i + length; j += 3) {
        int group = 0;
        for (int k = 0; k < 3; k++) {
          group = group << 8 | (j + k < content.length ? content[j + k] & 0xff : 0);
        }
        for (int shift = 18; shift >= 0; shift -= 6) {
          int six = group >> shift & 0x3f;
          text.append(six == 0 ? '`' : (char) (' ' + six));
        }
      }
      text.append('\n');
    }
    return text.append("`\nend\n").toString();
  }

  private static byte[] signed(byte[] mail) throws IOException {
    ContentInfo content =
        new ContentInfo(CMSObjectIdentifiers.data, mail == null ? null : new BEROctetString(mail));
    SignedData data =
        new SignedData(
            new DERSet(), content, new BERSet(new ASN1EncodableVector()), null, new DERSet());
    return new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded();
  }

  @Test
  void a_mail_wrapped_in_a_signature_is_read() throws Exception {
    byte[] inner =
        joined(
            ascii("Content-Type: application/gzip\r\nContent-Transfer-Encoding: base64\r\n\r\n"),
            Base64.getMimeEncoder().encode(gzip(XML)));
    byte[] wrapped = signed(inner);
    assertThat(
            codes(
                read(
                    mail(
                        "Content-Type: application/pkcs7-mime\r\n"
                            + "Content-Transfer-Encoding: base64\r\n",
                        Base64.getMimeEncoder().encode(wrapped)))))
        .isEmpty();
    assertThat(codes(read(wrapped))).isEmpty();
    assertThat(
            codes(
                read(
                    ascii(
                        "-----BEGIN PKCS7-----\n"
                            + Base64.getMimeEncoder().encodeToString(wrapped)
                            + "\n-----END PKCS7-----\n"))))
        .isEmpty();
    assertThat(
            codes(
                read(
                    new ContentInfo(CMSObjectIdentifiers.data, new BEROctetString(inner))
                        .getEncoded())))
        .isEmpty();
    assertThat(find(signed(null))).singleElement().isInstanceOf(NotAReport.class);
  }

  @Test
  void what_cannot_be_read_is_refused_with_what_it_is() throws Exception {
    assertRefused(ascii("Rar!\u001a\u0007\u0001\0abcdefgh"), "RAR");
    assertRefused(joined(ascii("7z\u00bc\u00af'\u001c\0\4"), new byte[40]), "7z");
    assertRefused(ascii("(\u00b5/\u00fd\0\0\0"), "Zstandard");
    assertRefused(
        mail(
            "Content-Type: text/plain\r\n",
            ascii("=ybegin line=128 size=9 name=r\r\n\u0001\0\u0002")),
        "yEnc");
    assertRefused(
        mail("", ascii("(This file must be converted with BinHex 4.0)\r\n:$f*TEQKPH\r\n")),
        "BinHex");
    assertRefused(ascii("A report:\n=ybegin line=128 size=9 name=r\nabc\n=yend\n"), "yEnc");
    assertRefused(
        mail("Content-Type: message/partial; id=a; number=1; total=2\r\n", ascii("x")),
        "message/partial");
    String page = new String(XML, StandardCharsets.UTF_8).replace("<", "&lt;").replace(">", "&gt;");
    assertRefused(mail("Content-Type: text/html\r\n", ascii(page)), "HTML page");
    assertRefused(
        mail("Content-Type: text/html\r\n", ascii("<html><body><pre>" + page + "</pre></body>")),
        "HTML page");
    assertRefused(ascii("x\u009f>\"\0\0\0\0"), "winmail.dat");
    assertRefused(
        mail("", ascii("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n")),
        "PGP");
    assertRefused(
        new ContentInfo(CMSObjectIdentifiers.envelopedData, new DERSet()).getEncoded("DER"),
        "encrypted");
  }

  private static void assertRefused(byte[] received, String what) throws IOException {
    assertThat(find(received))
        .singleElement()
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).contains(what));
  }

  @Test
  void a_picture_is_still_no_report() throws Exception {
    assertThat(find(joined(ascii("\u0089PNG\r\n\u001a\n"), new byte[300])))
        .singleElement()
        .isInstanceOf(NotAReport.class);
    assertThat(find(ascii("x^2 is a square\n"))).singleElement().isInstanceOf(NotAReport.class);
  }
}
