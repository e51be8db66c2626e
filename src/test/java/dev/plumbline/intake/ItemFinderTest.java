package dev.plumbline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.mime.Limits;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.mime.Submitter;
import dev.plumbline.report.aggregate.AggregateReportParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemFinderTest {

  private static final String MAIL =
      """
      Authentication-Results: mx.ours.example; dmarc=pass header.from=receiver.example
      From: noreply@receiver.example
      Subject: Report Domain: ours.example

      Hello
      """
          .replace("\n", "\r\n");

  /** A server removes what others forge in its name; by SMTP a mail comes from those others. */
  @ParameterizedTest
  @CsvSource({"mailbox:main, PASS", "lmtp, PASS", "smtp, NONE"})
  void word_of_a_trusted_server_is_believed_where_it_was_on_the_way(
      String channel, Submitter.Check check) {
    ItemFinder finder =
        new ItemFinder(
            Limits.DEFAULT, new AggregateReportParser(), List.of("mx.ours.example"), false);
    assertThat(
            finder.submitter(channel, ReceivedBytes.of(MAIL.getBytes(StandardCharsets.ISO_8859_1))))
        .isEqualTo(new Submitter("receiver.example", check));
  }
}
