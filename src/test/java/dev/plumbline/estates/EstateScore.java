package dev.plumbline.estates;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How well the standings and the advice fit the truth. */
final class EstateScore {

  private long messages;
  private long rightMessages;
  private long senders;
  private long rightSenders;
  private long named;
  private long rightlyNamed;
  private int clean;
  private int remedies;
  private final Map<String, Long> wrong = new TreeMap<>();
  private final Map<String, String> examples = new TreeMap<>();
  private final List<String> recommendedStrangers = new ArrayList<>();
  private final List<String> readyWithCasualties = new ArrayList<>();
  private final List<String> notReadyThoughClean = new ArrayList<>();
  private final List<String> remediesThatFailed = new ArrayList<>();

  void source(boolean right, long ofMessages, String what) {
    messages += ofMessages;
    if (right) {
      rightMessages += ofMessages;
    } else {
      wrong.merge(what, ofMessages, Long::sum);
    }
  }

  /** Keeps the first of each kind, to look at. */
  void example(String what, String example) {
    examples.putIfAbsent(what, example);
  }

  void sender(boolean right, String what) {
    senders++;
    if (right) {
      rightSenders++;
    } else {
      wrong.merge("SENDER " + what, 1L, Long::sum);
    }
  }

  void name(boolean right, String what) {
    named++;
    if (right) {
      rightlyNamed++;
    } else {
      wrong.merge("NAME " + what, 1L, Long::sum);
    }
  }

  void remedy() {
    remedies++;
  }

  void clean() {
    clean++;
  }

  List<String> recommendedStrangers() {
    return recommendedStrangers;
  }

  List<String> readyWithCasualties() {
    return readyWithCasualties;
  }

  /** Estates in which all is settled, and what was said to stand in the way. */
  List<String> notReadyThoughClean() {
    return notReadyThoughClean;
  }

  List<String> remediesThatFailed() {
    return remediesThatFailed;
  }

  double shareOfMessages() {
    return (double) rightMessages / messages;
  }

  double shareOfSenders() {
    return (double) rightSenders / senders;
  }

  double shareOfNames() {
    return (double) rightlyNamed / named;
  }

  String wrong() {
    StringBuilder text = new StringBuilder();
    wrong.forEach((what, count) -> text.append('\n').append(count).append(' ').append(what));
    examples.forEach((what, one) -> text.append('\n').append(what).append(" > ").append(one));
    return text.toString();
  }

  @Override
  public String toString() {
    return String.format(
            java.util.Locale.ENGLISH,
            "%,d messages, %.3f %% right; %d senders, %.2f %% right; %d to be named, %.2f %% right;"
                + " %d remedies applied, %d with harm; %d clean estates, %d ready too early",
            messages,
            100 * shareOfMessages(),
            senders,
            100 * shareOfSenders(),
            named,
            100 * shareOfNames(),
            remedies,
            recommendedStrangers.size() + remediesThatFailed.size(),
            clean,
            readyWithCasualties.size())
        + wrong();
  }
}
