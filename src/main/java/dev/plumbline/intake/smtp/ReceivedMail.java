package dev.plumbline.intake.smtp;

import dev.plumbline.mime.ReceivedBytes;
import java.util.List;

/**
 * A mail that came in.
 *
 * @param channel {@code smtp} or {@code lmtp}
 * @param recipients those that it was taken for
 * @param content with our own {@code Return-Path} and {@code Received} before it
 */
public record ReceivedMail(String channel, List<String> recipients, ReceivedBytes content) {
  public ReceivedMail {
    recipients = List.copyOf(recipients);
  }
}
