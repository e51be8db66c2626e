package dev.plumbline.digest;

import java.nio.charset.StandardCharsets;

/**
 * What a mail server writes to the sender of a mail that it could not deliver (RFC 3464).
 *
 * @param messageId that of the mail, with angle brackets
 * @param action as {@code failed}
 */
public record ReturnedMail(
    String messageId, String recipient, String action, String status, String diagnostic) {

  private static final String MAIL =
      """
      Return-Path: <>
      From: MAILER-DAEMON@mx.receiver.example (Mail Delivery System)
      To: plumbline@digest-test.example
      Subject: Undelivered Mail Returned to Sender
      Auto-Submitted: auto-replied
      MIME-Version: 1.0
      Content-Type: multipart/report; report-type=delivery-status;
      	boundary="4F3A1.1795424400/mx.receiver.example"
      Message-Id: <20261123090100.4F3A2@mx.receiver.example>

      This is a MIME-encapsulated message.

      --4F3A1.1795424400/mx.receiver.example
      Content-Description: Notification
      Content-Type: text/plain; charset=us-ascii

      This is the mail system at host mx.receiver.example.

      --4F3A1.1795424400/mx.receiver.example
      Content-Description: Delivery report
      Content-Type: message/delivery-status

      Reporting-MTA: dns; mx.receiver.example
      X-Postfix-Queue-ID: 4F3A1
      Arrival-Date: Mon, 23 Nov 2026 09:00:00 +0000 (UTC)

      Final-Recipient: rfc822; %2$s
      Original-Recipient: rfc822;%2$s
      Action: %3$s
      Status: %4$s
      Remote-MTA: dns; inner.receiver.example
      Diagnostic-Code: smtp; %5$s

      --4F3A1.1795424400/mx.receiver.example
      Content-Description: Undelivered Message Headers
      Content-Type: text/rfc822-headers

      Return-Path: <plumbline@digest-test.example>
      From: Plumbline <plumbline@digest-test.example>
      To: %2$s
      Message-ID: %1$s
      Subject: Nothing to do

      --4F3A1.1795424400/mx.receiver.example--
      """;

  /** One for good. */
  public static ReturnedMail forGood(String messageId, String recipient) {
    return new ReturnedMail(
        messageId,
        recipient,
        "failed",
        "5.1.1",
        "550 5.1.1 <" + recipient + ">: Recipient address rejected:\n    User unknown");
  }

  public byte[] bytes() {
    return MAIL.formatted(messageId, recipient, action, status, diagnostic)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
