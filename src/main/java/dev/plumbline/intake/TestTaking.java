package dev.plumbline.intake;

import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.report.mail.HeaderFields;
import dev.plumbline.store.intake.TestMails;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the mails out that were sent to be tested, by whatever way they come. */
@ApplicationScoped
class TestTaking {

  /** None: everything is taken for a report. */
  static final TestTaking NONE = new TestTaking();

  private static final int HEAD_BYTES = 64 * 1024;

  /** The fields in which servers and clients say for whom a mail is. */
  private static final List<String> RECIPIENTS =
      List.of("delivered-to", "x-original-to", "envelope-to", "to", "cc");

  private final @Nullable TestMails mails;
  private final @Nullable Clock clock;

  @Inject
  TestTaking(TestMails mails, Clock clock) {
    this.mails = mails;
    this.clock = clock;
  }

  private TestTaking() {
    this.mails = null;
    this.clock = null;
  }

  /**
   * Keeps a mail that is a test.
   *
   * @return whether it is one, so that it is nothing else
   */
  boolean take(String channel, ReceivedBytes content) {
    TestMails kept = mails;
    Clock now = clock;
    if (kept == null || now == null) {
      return false;
    }
    Optional<String> token = token(content).filter(one -> kept.isExpected(one, now.instant()));
    boolean tooLarge = content.size() > TestMails.MOST_BYTES;
    token.ifPresent(
        one ->
            kept.receive(
                one, channel, now.instant(), read(content, tooLarge ? 0 : TestMails.MOST_BYTES)));
    return token.isPresent();
  }

  private static byte[] read(ReceivedBytes content, int most) {
    try (InputStream in = content.open()) {
      return in.readNBytes(most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> token(ReceivedBytes content) {
    String head = new String(read(content, HEAD_BYTES), StandardCharsets.ISO_8859_1);
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
