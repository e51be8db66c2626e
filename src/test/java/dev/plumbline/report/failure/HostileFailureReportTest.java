package dev.plumbline.report.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HostileFailureReportTest {

  private static final String HEADER =
      "From: a@receiver.example\nContent-Type: multipart/report;"
          + " report-type=feedback-report; boundary=B\n\n";

  private static FailureReport parse(String mail) throws InvalidReportException, IOException {
    byte[] bytes = mail.getBytes(StandardCharsets.ISO_8859_1);
    return new FailureReportParser().parse(() -> new ByteArrayInputStream(bytes));
  }

  private static String report(String fields) {
    return HEADER + "--B\nContent-Type: message/feedback-report\n\n" + fields + "\n--B--\n";
  }

  private static void assertLimit(String limit, String mail) {
    LimitExceededException refused =
        catchThrowableOfType(LimitExceededException.class, () -> parse(mail));
    assertThat(refused).isNotNull();
    assertThat(refused.limit()).isEqualTo(limit);
  }

  @Test
  void a_mail_that_is_none_is_refused_with_a_sentence() {
    for (String mail : new String[] {"", "x", "\0", HEADER, HEADER + "--B\n\nHello\n--B--\n"}) {
      assertThatThrownBy(() -> parse(mail))
          .isInstanceOf(InvalidReportException.class)
          .message()
          .endsWith(".");
    }
  }

  @Test
  void parts_and_their_depth_are_limited() {
    assertLimit("mime-parts", HEADER + "--B\n\n\n".repeat(5_000) + "--B--\n");
    String nested =
        IntStream.range(0, 20)
            .mapToObj(i -> "--B" + i + "\nContent-Type: multipart/mixed; boundary=B" + (i + 1))
            .collect(Collectors.joining("\n\n"));
    assertLimit(
        "mime-depth",
        "From: a@b.example\nContent-Type: multipart/mixed; boundary=B0\n\n" + nested + "\n\n");
  }

  @Test
  void values_that_are_repeated_or_long_stay_bounded() throws Exception {
    FailureReport report =
        parse(
            report(
                "Feedback-Type: auth-failure\n"
                    + "Reported-Domain: a.example\nReported-Domain: b.example\n".repeat(10_000)
                    + "Original-Rcpt-To: a@b.example\n".repeat(10_000)));

    assertThat(report.reportedDomains()).containsExactly("a.example", "b.example");
    assertThat(report.originalRcptTo()).hasSizeLessThanOrEqualTo(50);

    report =
        parse(
            report(
                "Feedback-Type: auth-failure\nUser-Agent: "
                    + "x".repeat(1_000_000)
                    + "\nDelivery-Result: "
                    + " ".repeat(100_000)
                    + "("
                    + "(".repeat(100_000)
                    + "\nArrival-Date: "
                    + "1 ".repeat(100_000)));
    assertThat(report.userAgent()).hasSize(1_000);
  }

  @Test
  void words_that_only_look_like_a_report_take_no_time() {
    String almost = "This is a " + "failure ".repeat(100_000);
    assertThat(FailureReportParser.isInWords(almost)).isFalse();
    assertThat(FailureReportParser.isInWords("> ".repeat(200_000))).isFalse();
    assertThat(FailureReportParser.isInWords("Sender IP Address: " + " ".repeat(300_000)))
        .isFalse();
  }
}
