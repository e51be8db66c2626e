package dev.plumbline.web;

import dev.plumbline.dmarc.Policy;
import dev.plumbline.standing.Readiness;
import dev.plumbline.standing.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The next stricter policy, in one sentence; its page tells the rest.
 *
 * @param now the policy in force
 * @param css of the mark {@code word}
 * @param text what is missing, or what there is to do
 */
public record NextPolicy(String now, String word, String css, String text, String href) {

  /** The policies as they are written. */
  static final List<String> LEVELS = Stream.of(Policy.values()).map(Policy::wire).toList();

  /** The policy to ask about: the next stricter one, or the strictest. */
  static String wanted(Simulator.Terms published) {
    return published.inForce().stricter().wire();
  }

  static NextPolicy of(Simulator.Terms published, Readiness.Answer answer, String href) {
    String wanted = "p=" + wanted(published);
    String now = "p=" + published.inForce().wire() + " now";
    boolean strictest = published.inForce() == Policy.REJECT;
    if (answer.ready()) {
      return strictest
          ? new NextPolicy(now, "in force", "mark-good", "Receivers refuse forged mail.", href)
          : new NextPolicy(
              now, "ready", "mark-good", "Nothing stands in the way of " + wanted + ".", href);
    }
    String missing = missing(answer.blockers());
    boolean loses = answer.blockers().stream().anyMatch(one -> one.kind() == Readiness.Kind.FIX);
    return strictest
        ? new NextPolicy(
            now,
            loses ? "losing mail" : "in force",
            loses ? "mark-bad" : "mark-good",
            "Receivers refuse forged mail. Open: " + missing + ".",
            href)
        : new NextPolicy(
            now, "not yet", "mark-warn", "Before " + wanted + ": " + missing + ".", href);
  }

  private static String missing(List<Readiness.Blocker> blockers) {
    List<String> parts = new ArrayList<>();
    add(parts, blockers, Readiness.Kind.FIX, "fix ");
    add(parts, blockers, Readiness.Kind.DECIDE, "decide about ");
    add(parts, blockers, Readiness.Kind.WAIT, "wait for reports about ");
    if (blockers.stream().anyMatch(one -> one.kind() == Readiness.Kind.EVIDENCE)) {
      parts.add("see more reports");
    }
    int last = parts.size() - 1;
    return last < 1
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }

  private static void add(
      List<String> parts, List<Readiness.Blocker> blockers, Readiness.Kind kind, String verb) {
    long count = blockers.stream().filter(one -> one.kind() == kind).count();
    if (count > 0) {
      parts.add(verb + Format.count(count, "sender", "senders"));
    }
  }
}
