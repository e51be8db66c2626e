package dev.plumbline.intake;

import dev.plumbline.mime.Limits;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An intake that remembers what it was given and answers as it was told. */
final class FakeIntake extends Intake {

  final List<String> taken = new ArrayList<>();
  final Map<String, Outcome> answers = new HashMap<>();

  FakeIntake() {
    super(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        Optional.empty(),
        false,
        Trust.blind(),
        OwnMail.NONE);
  }

  long mostMessageBytes = Limits.DEFAULT.messageBytes();

  @Override
  long mostMessageBytes() {
    return mostMessageBytes;
  }

  @Override
  public ItemOutcome take(String channel, String name, String messageId, ReceivedBytes content) {
    taken.add(name);
    return new ItemOutcome(
        answers.getOrDefault(name, Outcome.STORED), "As told.", null, taken.size(), List.of());
  }

  @Override
  public synchronized List<ItemOutcome> takeAll(List<Incoming> items) {
    return items.stream()
        .map(one -> take(one.channel(), one.name(), one.messageId(), one.content()))
        .toList();
  }

  @Override
  ItemOutcome refuse(
      String channel, String name, String messageId, long size, String reason, String limit) {
    taken.add(name);
    return new ItemOutcome(Outcome.REJECTED, reason, limit, taken.size(), List.of());
  }
}
