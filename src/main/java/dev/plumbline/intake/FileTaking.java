package dev.plumbline.intake;

import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Takes one file in: as one item, or each message of an mbox as one. */
final class FileTaking {

  private final Intake intake;
  private final String channel;

  FileTaking(Intake intake, String channel) {
    this.intake = intake;
    this.channel = channel;
  }

  /**
   * Takes a file in, up to a message that must be tried again.
   *
   * @param before how many messages of an mbox were taken earlier and are passed over
   * @param stopping ends it before the next message of an mbox
   * @param told each outcome, with the number of the message, or 0 where the file is the item
   * @throws IOException if the file cannot be read
   */
  void take(Path file, int before, BooleanSupplier stopping, ObjIntConsumer<ItemOutcome> told)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    if (!Mbox.isMbox(file)) {
      told.accept(intake.take(channel, name, null, ReceivedBytes.of(file)), 0);
      return;
    }
    Mbox.read(
        file,
        intake.mostMessageBytes(),
        (number, alone, content, size) -> {
          if (alone) {
            told.accept(intake.take(channel, name, null, ReceivedBytes.of(file)), 0);
            return true;
          }
          if (number <= before) {
            return true;
          }
          if (stopping.getAsBoolean()) {
            return false;
          }
          ItemOutcome outcome = message(name + ", message " + number, content, size);
          told.accept(outcome, number);
          return outcome.outcome() != Outcome.TRY_AGAIN;
        });
  }

  private ItemOutcome message(String name, @Nullable Spool content, long size) throws IOException {
    return content != null
        ? intake.take(channel, name, null, content.content())
        : intake.refuse(
            channel,
            name,
            null,
            size,
            "The message is larger than %d bytes; it is only in the file."
                .formatted(intake.mostMessageBytes()),
            "message-bytes");
  }
}
