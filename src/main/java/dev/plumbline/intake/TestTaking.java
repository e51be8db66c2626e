package dev.plumbline.intake;

import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.report.mail.HeaderFields;
import dev.plumbline.store.intake.TestMails;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Takes the mails out that were sent to be tested, by whatever way they come. */
@ApplicationScoped
class TestTaking {

  /** The fields in which servers and clients say for whom a mail is. */
  private static final List<String> RECIPIENTS =
      List.of("delivered-to", "x-original-to", "envelope-to", "to", "cc");

  private final TestMails mails;
  private final Clock clock;

  TestTaking(TestMails mails, Clock clock) {
    this.mails = mails;
    this.clock = clock;
  }

  /**
   * Keeps a mail that is a test.
   *
   * @param head its first bytes, one to a character
   * @return whether it is one, so that it is nothing else
   */
  boolean take(String channel, String head, ReceivedBytes content) {
    Optional<String> token = token(head).filter(one -> mails.isExpected(one, clock.instant()));
    boolean tooLarge = content.size() > TestMails.MOST_BYTES;
    token.ifPresent(
        one ->
            mails.receive(
                one,
                channel,
                clock.instant(),
                content.beginning(tooLarge ? 0 : TestMails.MOST_BYTES)));
    return token.isPresent();
  }

  private static Optional<String> token(String head) {
    // Nearly no mail is one, so this is looked at before the header is read.
    if (!head.contains("+test-")) {
      return Optional.empty();
    }
    HeaderFields header = HeaderFields.of(head);
    return RECIPIENTS.stream()
        .flatMap(name -> header.all(name).stream())
        .flatMap(value -> TestAddresses.tokenIn(value).stream())
        .findFirst();
  }
}
