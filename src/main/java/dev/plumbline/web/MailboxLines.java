package dev.plumbline.web;

import dev.plumbline.store.intake.MailboxState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the intake page says of mailboxes. */
final class MailboxLines {

  private MailboxLines() {}

  /** Those that were ever read, and those configured that were not yet. */
  static List<IntakeView.Mailbox> of(
      List<String> configured, Set<String> paused, List<MailboxState> states, Instant now) {
    var shown = new TreeMap<String, IntakeView.Mailbox>();
    for (String name : configured) {
      shown.put(
          name,
          new IntakeView.Mailbox(name, "not read", "mark-plain", "It was never read yet.", true));
    }
    for (MailboxState state : states) {
      shown.put(state.name(), mailbox(state, configured.contains(state.name()), now));
    }
    for (String name : paused) {
      shown.put(
          name,
          new IntakeView.Mailbox(
              name,
              "paused",
              "mark-plain",
              "It is not read until an administrator says so.",
              true));
    }
    return List.copyOf(shown.values());
  }

  private static IntakeView.Mailbox mailbox(MailboxState state, boolean configured, Instant now) {
    String error = state.lastError();
    Instant success = state.lastSuccessAt();
    Instant tried = state.lastPollAt();
    var text = new ArrayList<String>();
    if (error != null) {
      text.add(error);
      if (tried != null) {
        text.add("Last tried " + Format.time(tried) + ".");
      }
      text.add(
          success == null ? "It never worked yet." : "Last worked " + Format.time(success) + ".");
      text.add(next(state, "Next try ", now));
      return new IntakeView.Mailbox(state.name(), "fails", "mark-bad", joined(text), configured);
    }
    if (success == null) {
      return new IntakeView.Mailbox(
          state.name(), "starting", "mark-plain", "First poll is running.", configured);
    }
    Long waiting = state.waiting();
    text.add(
        "Last read "
            + Format.time(success)
            + "; "
            + Format.count(state.taken(), "message", "messages")
            + " taken in so far"
            + (waiting == null ? "." : ", " + Format.count(waiting) + " waiting."));
    String untidy = state.cannotTidy();
    if (untidy != null) {
      text.add(untidy + " What was taken in is stored, and stays in the inbox.");
    }
    if (state.setAside() != null) {
      text.add(state.setAside());
    }
    text.add(
        state.watched() ? "The server tells of new mail at once." : next(state, "Next look ", now));
    return untidy != null
        ? new IntakeView.Mailbox(
            state.name(), "taking in, cannot tidy up", "mark-warn", joined(text), configured)
        : new IntakeView.Mailbox(state.name(), "works", "mark-good", joined(text), configured);
  }

  /** Empty while it is being looked at, or if nobody looks any more. */
  private static String next(MailboxState state, String words, Instant now) {
    Instant next = state.nextPollAt();
    return next == null || next.isBefore(now) ? "" : words + Format.exactTime(next) + ".";
  }

  private static String joined(List<String> sentences) {
    return sentences.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining(" "));
  }
}
