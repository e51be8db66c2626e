package dev.plumbline.review;

import dev.plumbline.store.judgement.Cause;
import dev.plumbline.store.judgement.JudgingQueue.Wish;
import dev.plumbline.store.judgement.StandingChange.Because;
import java.net.InetAddress;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a domain is judged, and which of it explains what changed. */
final class Causes {

  /** More reports than these explain nothing better. */
  private static final int MOST_REPORTS = 5;

  private final List<Wish> wishes;
  private final Map<Cause, Set<InetAddress>> sources = new EnumMap<>(Cause.class);
  private final Map<String, Set<Cause>> senders = new HashMap<>();
  private final Set<Cause> general = EnumSet.noneOf(Cause.class);
  private @Nullable String records;

  Causes(List<Wish> wishes) {
    this.wishes = wishes;
  }

  /** A cause that may change anything. */
  void add(Cause cause) {
    general.add(cause);
  }

  /** A cause that is about some sources. */
  void add(Cause cause, Collection<InetAddress> about) {
    if (!about.isEmpty()) {
      sources.computeIfAbsent(cause, unused -> new HashSet<>()).addAll(about);
    }
  }

  /** Records that changed, as text. */
  void tellRecords(String text) {
    records = text;
  }

  /** All sources that some cause is about. */
  Set<InetAddress> sources() {
    Set<InetAddress> all = new HashSet<>();
    sources.values().forEach(all::addAll);
    return all;
  }

  /** Notes that something of a sender changed with one of its sources. */
  void changed(String sender, InetAddress ip) {
    Set<Cause> known = senders.computeIfAbsent(sender, unused -> EnumSet.noneOf(Cause.class));
    sources.forEach(
        (cause, about) -> {
          if (about.contains(ip)) {
            known.add(cause);
          }
        });
  }

  /** Senders of which something changed. */
  Set<String> senders() {
    return senders.keySet();
  }

  /** Notes a sender that is to be looked at. */
  void look(Collection<String> keys) {
    keys.forEach(key -> senders.computeIfAbsent(key, unused -> EnumSet.noneOf(Cause.class)));
  }

  /** What explains a change of a sender. */
  Because of(String sender) {
    Set<Cause> known = senders.getOrDefault(sender, Set.of());
    return because(known.isEmpty() || isMoreTelling(known) ? general() : first(known), sender);
  }

  /** What explains a change of the domain as a whole. */
  Because ofDomain() {
    return because(general(), "");
  }

  private boolean isMoreTelling(Set<Cause> known) {
    return !general.isEmpty() && first(general).compareTo(first(known)) < 0;
  }

  private Cause general() {
    if (!general.isEmpty()) {
      return first(general);
    }
    return sources.isEmpty() ? Cause.DAY : first(sources.keySet());
  }

  private static Cause first(Set<Cause> causes) {
    return causes.stream().min(Cause::compareTo).orElseThrow();
  }

  private Because because(Cause cause, String sender) {
    List<Long> reports =
        cause == Cause.REPORTS
            ? wishes.stream()
                .flatMap(wish -> wish.reports().stream())
                .distinct()
                .limit(MOST_REPORTS)
                .toList()
            : List.of();
    return new Because(cause, reports, text(cause, sender));
  }

  private @Nullable String text(Cause cause, String sender) {
    if (cause == Cause.RECHECK) {
      return records;
    }
    return wishes.stream()
        .filter(wish -> wish.cause() == cause && wish.detail() != null)
        .filter(wish -> wish.senderKey() == null || wish.senderKey().equals(sender))
        .map(Wish::detail)
        .reduce((older, newer) -> newer)
        .orElse(null);
  }
}
