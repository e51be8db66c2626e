package dev.plumbline.web;

import dev.plumbline.store.judgement.DomainSummary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody who opens the page of a domain has to know before anything else. */
final class Notices {

  private Notices() {}

  static List<String> of(@Nullable DomainSummary summary) {
    List<String> notices = new ArrayList<>();
    if (summary == null) {
      return notices;
    }
    if (summary.losing() > 0) {
      notices.add(
          "You are losing mail now: receivers quarantined or rejected %s of your own senders."
              .formatted(Format.count(summary.losing(), "message", "messages")));
    }
    if (summary.silentSince() != null) {
      notices.add(
          "Silent since %s: nobody reports about this domain any more. What is shown is how it stood then."
              .formatted(Format.day(summary.silentSince())));
    }
    return notices;
  }
}
