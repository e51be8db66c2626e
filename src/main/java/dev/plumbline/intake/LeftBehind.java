package dev.plumbline.intake;

import dev.plumbline.store.intake.LeftMessages;
import dev.plumbline.store.intake.LeftMessages.Left;
import dev.plumbline.store.intake.Outcome;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the database knows of messages that stay in a mailbox.
 *
 * @param mailbox the same for everybody who reads it
 */
record LeftBehind(LeftMessages messages, String mailbox) implements Settled.Memory {

  @Override
  public Map<Long, Outcome> of(long uidValidity) {
    return messages.of(mailbox, uidValidity).stream()
        .collect(Collectors.toMap(Left::uid, Left::outcome));
  }

  @Override
  public void add(long uidValidity, Map<Long, Outcome> more) {
    messages.add(mailbox, uidValidity, more);
  }

  @Override
  public void remove(long uidValidity, Collection<Long> uids) {
    messages.remove(mailbox, uidValidity, uids);
  }
}
