package dev.plumbline.report.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveryStatusTest {

  private static Optional<DeliveryStatus> read(String type, String... parts) {
    StringBuilder mail = new StringBuilder();
    mail.append("From: postmaster@mx.example\nMIME-Version: 1.0\nContent-Type: ").append(type);
    mail.append("; boundary=\"=_b\"\n\n");
    for (String part : parts) {
      mail.append("--=_b\n").append(part).append('\n');
    }
    mail.append("--=_b--\n");
    return DeliveryStatus.of(
        mail.toString().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<DeliveryStatus> read(String status) {
    return read(
        "multipart/report; report-type=delivery-status",
        "Content-Type: text/plain\n\nIt did not work.\n",
        "Content-Type: message/delivery-status\n\n" + status,
        "Content-Type: message/rfc822\n\nSubject: Hello\nMessage-ID:\n <one@here.example>\n\nBody\n");
  }

  @Test
  void it_tells_which_mail_came_back_from_whom_and_why() {
    assertThat(
            read(
                "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: RFC822; jane@there.example\n"
                    + "Action: failed\nStatus: 5.1.1 (bad destination mailbox)\n"
                    + "Diagnostic-Code: smtp; 550-5.1.1 The account does not exist.\n"
                    + "    550 5.1.1 Look at the address.\n"))
        .contains(
            new DeliveryStatus(
                "one@here.example",
                true,
                "jane@there.example",
                "5.1.1",
                "550-5.1.1 The account does not exist. 550 5.1.1 Look at the address."));
  }

  @Test
  void of_several_recipients_the_one_counts_from_whom_it_came_back() {
    DeliveryStatus status =
        read("Reporting-MTA: dns; mx.example\n\n"
                + "Final-Recipient: rfc822; a@there.example\nAction: delivered\nStatus: 2.0.0\n\n"
                + "Final-Recipient: rfc822; b@there.example\nAction: Failed\nStatus: 5.2.2\n")
            .orElseThrow();
    assertThat(status.failed()).isTrue();
    assertThat(status.recipient()).isEqualTo("b@there.example");
    assertThat(status.status()).isEqualTo("5.2.2");
    assertThat(status.diagnostic()).isEmpty();
  }

  @Test
  void what_is_only_late_or_was_delivered_did_not_come_back() {
    for (String action : new String[] {"delayed", "delivered", "relayed", "expanded", "fail"}) {
      assertThat(
              read("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@there.example\n"
                      + "Action: "
                      + action
                      + "\nStatus: 4.4.1\n")
                  .orElseThrow()
                  .failed())
          .as(action)
          .isFalse();
    }
  }

  @Test
  void without_a_status_of_its_own_it_is_that_of_the_diagnostic() {
    assertThat(
            read("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@there.example\n"
                    + "Action: failed\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full\n")
                .orElseThrow()
                .status())
        .isEqualTo("5.2.2");
  }

  @Test
  void names_beyond_ascii_are_read_and_the_header_of_the_mail_alone_is_enough() {
    DeliveryStatus status =
        read(
                "multipart/report; report-type=\"delivery-status\"",
                "Content-Type: message/global-delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
                    + "Final-Recipient: utf-8; jürgen@there.example\nAction: failed\n"
                    + "Status: 5.1.1\n",
                "Content-Type: message/global-headers\n\nMessage-ID: <two@here.example>\n")
            .orElseThrow();
    assertThat(status.recipient()).isEqualTo("jürgen@there.example");
    assertThat(status.messageId()).isEqualTo("two@here.example");
  }

  @Test
  void names_beyond_ascii_are_read_where_only_ascii_passed() {
    assertThat(recipient("utf-8; j\\x{FC}rgen@b\\x{FC}cher.example"))
        .isEqualTo("jürgen@bücher.example");
    assertThat(recipient("utf-8; a\\x{202E}\\x{0}\\x{FFFFFF}b@there.example"))
        .isEqualTo("a\\x{202E}\\x{0}\\x{FFFFFF}b@there.example");
    assertThat(recipient("rfc822; a\\x{FC}b@there.example")).isEqualTo("a\\x{FC}b@there.example");
  }

  private static String recipient(String field) {
    return read("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: "
            + field
            + "\nAction: failed\nStatus: 5.1.1\n")
        .orElseThrow()
        .recipient();
  }

  @Test
  void other_mail_is_none() {
    String status = "Content-Type: message/delivery-status\n\nA: b\n\nAction: failed\n";
    String mail = "Content-Type: message/rfc822\n\nMessage-ID: <one@here.example>\n\n";
    assertThat(read("multipart/mixed", status, mail)).isEmpty();
    assertThat(read("multipart/report; report-type=feedback-report", status, mail)).isEmpty();
    assertThat(read("multipart/report; report-type=delivery-status", status)).isEmpty();
    assertThat(read("multipart/report; report-type=delivery-status", mail)).isEmpty();
    assertThat(DeliveryStatus.of(new byte[0])).isEmpty();
    assertThat(DeliveryStatus.of("delivery-status".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void what_is_hostile_costs_little() {
    String[] many = new String[200];
    Arrays.fill(many, "Content-Type: text/plain\n\nx\n");
    assertThat(read("multipart/report; report-type=delivery-status", many)).isEmpty();
    assertThat(
            read("Action: delayed\n\n".repeat(10_000) + "Action: failed\n").orElseThrow().failed())
        .isFalse();
  }
}
