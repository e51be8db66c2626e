package dev.plumbline.intake;

import dev.plumbline.mime.ReceivedBytes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes out what is no report but mail for Plumbline itself, by whatever way it comes. */
@ApplicationScoped
class OwnMail {

  /** None: everything is taken for a report. */
  static final OwnMail NONE = new OwnMail();

  private static final int HEAD_BYTES = 64 * 1024;

  private final @Nullable TestTaking tests;
  private final @Nullable BounceTaking bounces;

  @Inject
  OwnMail(TestTaking tests, BounceTaking bounces) {
    this.tests = tests;
    this.bounces = bounces;
  }

  private OwnMail() {
    this.tests = null;
    this.bounces = null;
  }

  /**
   * Takes a mail that is one of these.
   *
   * @return what it is, so that it is nothing else
   */
  Optional<String> take(String channel, ReceivedBytes content) {
    if (tests == null || bounces == null) {
      return Optional.empty();
    }
    String head = new String(content.beginning(HEAD_BYTES), StandardCharsets.ISO_8859_1);
    return tests.take(channel, head, content)
        ? Optional.of("It is a mail that was sent to be tested.")
        : bounces.take(head, content);
  }
}
