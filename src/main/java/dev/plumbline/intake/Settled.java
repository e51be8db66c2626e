package dev.plumbline.intake;

import dev.plumbline.store.intake.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Messages of a mailbox that have their outcome and have still to be put away, under the numbering
 * that the mailbox has now. Those whose putting away was refused stay known beyond a restart.
 */
final class Settled {

  private final Memory memory;
  private final Map<Outcome, List<Long>> toPutAway = new EnumMap<>(Outcome.class);

  /** Of {@link #toPutAway}, those whose putting away was refused, and who are counted already. */
  private final Set<Long> refused = new HashSet<>();

  private long uidValidity = -1;

  Settled(Memory memory) {
    this.memory = memory;
  }

  /** What is known of messages that the server will not have put away, also after a restart. */
  interface Memory {

    /** Of those under a numbering, what became of each. */
    Map<Long, Outcome> of(long uidValidity);

    void add(long uidValidity, Map<Long, Outcome> messages);

    void remove(long uidValidity, Collection<Long> uids);

    /** None: after a restart they are taken in again, and found to be duplicates. */
    static Memory none() {
      return new Memory() {
        @Override
        public Map<Long, Outcome> of(long uidValidity) {
          return Map.of();
        }

        @Override
        public void add(long uidValidity, Map<Long, Outcome> messages) {
          // Nothing is remembered.
        }

        @Override
        public void remove(long uidValidity, Collection<Long> uids) {
          // Nothing was remembered.
        }
      };
    }
  }

  /**
   * Forgets what was known under another numbering (RFC 3501 section 2.3.1.1).
   *
   * @return whether there was another
   */
  boolean forgetOtherThan(long numbering) {
    if (numbering == uidValidity) {
      return false;
    }
    uidValidity = numbering;
    toPutAway.clear();
    refused.clear();
    return true;
  }

  /** Learns what the memory knows under the present numbering. */
  void recall() {
    memory
        .of(uidValidity)
        .forEach(
            (uid, outcome) -> {
              add(uid, outcome);
              refused.add(uid);
            });
  }

  void add(long uid, Outcome outcome) {
    toPutAway.computeIfAbsent(outcome, none -> new ArrayList<>()).add(uid);
  }

  List<Long> of(Outcome outcome) {
    return toPutAway.getOrDefault(outcome, List.of());
  }

  boolean isRefused(long uid) {
    return refused.contains(uid);
  }

  /**
   * They were put away.
   *
   * @return how many of them were never refused before
   */
  long putAway(List<Long> uids, Outcome outcome) {
    List<Long> known = uids.stream().filter(refused::contains).toList();
    long fresh = uids.size() - (long) known.size();
    toPutAway.remove(outcome);
    refused.removeAll(known);
    forget(known);
    return fresh;
  }

  /**
   * The server will not have them put away; taken in they are all the same.
   *
   * @return how many of them were never refused before
   */
  long refuse(List<Long> uids, Outcome outcome) {
    Map<Long, Outcome> fresh = new HashMap<>();
    uids.stream().filter(refused::add).forEach(uid -> fresh.put(uid, outcome));
    if (!fresh.isEmpty()) {
      memory.add(uidValidity, fresh);
    }
    return fresh.size();
  }

  /** Messages that others have taken away since need not be put away any more. */
  void forgetGone(Set<Long> there) {
    List<Long> gone = refused.stream().filter(uid -> !there.contains(uid)).toList();
    if (!gone.isEmpty()) {
      forget(gone);
      gone.forEach(refused::remove);
      toPutAway.values().forEach(uids -> uids.removeIf(uid -> !there.contains(uid)));
    }
  }

  private void forget(List<Long> uids) {
    if (!uids.isEmpty()) {
      memory.remove(uidValidity, uids);
    }
  }
}
