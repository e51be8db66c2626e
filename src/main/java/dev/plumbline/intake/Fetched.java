package dev.plumbline.intake;

import dev.plumbline.intake.Mailbox.Letter;
import org.jspecify.annotations.Nullable;

/** A message that was fetched, or is not going to be: then it has no content. */
record Fetched(Letter letter, @Nullable Spool content) implements AutoCloseable {

  @Override
  public void close() {
    if (content != null) {
      content.close();
    }
  }
}
