package dev.plumbline.report.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BodyRemovalTest {

  private static final List<Path> FOLDERS =
      List.of(
          Path.of("src", "test", "resources", "golden", "failure"),
          Path.of("..", "shared", "corpus", "failure"));

  private static FailureReport parse(byte[] bytes) throws Exception {
    return new FailureReportParser().parse(() -> new ByteArrayInputStream(bytes));
  }

  @TestFactory
  Stream<DynamicTest> what_is_left_is_read_as_the_whole_was() throws IOException {
    return FOLDERS.stream()
        .filter(Files::isDirectory)
        .flatMap(BodyRemovalTest::mails)
        .filter(file -> !file.endsWith("empty-part.eml"))
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static Stream<Path> mails(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void check(Path file) throws Exception {
    byte[] whole = Files.readAllBytes(file);
    byte[] kept = BodyRemoval.without(whole);

    assertThat(parse(kept)).isEqualTo(parse(whole));
    assertThat(new String(kept, StandardCharsets.ISO_8859_1))
        .doesNotContain("Body.", "this is the body", "\nBody\n", "Spam Spam", "Nyaaaaaaaaaaaaaaan")
        .doesNotContain(
            "wettbewerb'", "HTML Text", "This is a test mailing", "VGhpcyBpcyBhIG1lc3NhZ2Ug");
    assertThat(BodyRemoval.without(kept)).isEqualTo(kept);
  }

  private static final String HEADER_OF_ONE =
      "From: Ann <ann@kept.example>\nSubject: hello\nDate: Tue, 24 Nov 2026 09:59:58 +0100\n";

  private static final String SECRET = "This must not be kept.\n";

  /** Parts that hold a message, or a piece of one, each as its own header and content. */
  private static List<String> piecesOfMessages() {
    String whole = HEADER_OF_ONE + "\n" + SECRET;
    return List.of(
        "Content-Type: message/rfc822\n\n" + whole,
        "Content-Type: text/rfc822-headers\n\n" + whole,
        "Content-Type: application/octet-stream; name=m.eml\n\n" + whole,
        "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n"
            + base64(whole.getBytes(StandardCharsets.US_ASCII)),
        "Content-Type: text/plain\n\n" + whole,
        "Content-Type: text/plain\n\n" + SECRET,
        "Content-Type: text/html\n\n<p>" + SECRET,
        "Content-Type: application/gzip\nContent-Transfer-Encoding: base64\n\n"
            + base64(gzip(whole)),
        "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
            + base64(("\u0001\u0002" + SECRET).getBytes(StandardCharsets.ISO_8859_1)),
        "Content-Type: multipart/alternative; boundary=I\n\n--I\nContent-Type: text/plain\n\n"
            + SECRET
            + "--I\nContent-Type: text/html\n\n"
            + SECRET
            + "--I--\n");
  }

  private static String base64(byte[] bytes) {
    return Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bytes) + "\n";
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void whatever_a_report_carries_of_a_message_goes_in_whichever_form_it_comes() throws Exception {
    for (String piece : piecesOfMessages()) {
      String mail =
          "From: a@receiver.example\nContent-Type: multipart/report;"
              + " report-type=feedback-report; boundary=B\n\n"
              + "--B\nContent-Type: text/plain\n\nWords for people.\n"
              + "--B\nContent-Type: message/feedback-report\n\nFeedback-Type: auth-failure\n"
              + "Auth-Failure: dmarc\nReported-Domain: kept.example\nSource-IP: 192.0.2.1\n"
              + ("--B\n" + piece).repeat(2)
              + "--B--\n";
      byte[] whole = mail.getBytes(StandardCharsets.ISO_8859_1);
      byte[] kept = BodyRemoval.without(whole);
      String text = new String(kept, StandardCharsets.ISO_8859_1);

      assertThat(parse(kept)).as(piece).isEqualTo(parse(whole));
      assertThat(text).as(piece).contains("Words for people.").doesNotContain(SECRET.strip());
      Matcher packed = Pattern.compile("(?m)(?:^[A-Za-z0-9+/=]{20,}\\R)+").matcher(text);
      while (packed.find()) {
        byte[] unpacked = Base64.getMimeDecoder().decode(packed.group());
        assertThat(new String(unpacked, StandardCharsets.ISO_8859_1))
            .as(piece)
            .doesNotContain(SECRET.strip())
            .doesNotStartWith("\u001f");
      }
      assertThat(BodyRemoval.without(kept)).as(piece).isEqualTo(kept);
    }
  }

  @Test
  void a_report_in_words_that_somebody_passed_on_is_still_one() {
    String words =
        "A message claiming to be from you has failed the published DMARC\npolicy.\n\n"
            + "  Sender Domain: kept.example\n  Sender IP Address: 192.0.2.1\n\n"
            + "------ This is a copy of your message.\n\n"
            + HEADER_OF_ONE
            + "\n"
            + SECRET;
    String mail =
        "From: a@kept.example\nContent-Type: multipart/mixed; boundary=B\n\n"
            + "--B\nContent-Type: message/rfc822\n\n"
            + "From: r@receiver.example\nSubject: DMARC Forensic Report\n\n"
            + words
            + "--B--\n";
    byte[] kept = BodyRemoval.without(mail.getBytes(StandardCharsets.US_ASCII));

    assertThat(new String(kept, StandardCharsets.US_ASCII))
        .contains("Sender IP Address: 192.0.2.1", "Subject: hello")
        .doesNotContain(SECRET.strip());
  }

  @Test
  void what_is_no_failure_report_stays_as_it_is() {
    byte[] text = "Hello,\n\nhow are you?\n".getBytes(StandardCharsets.UTF_8);
    assertThat(BodyRemoval.without(text)).isEqualTo(text);
  }
}
