package dev.plumbline.spf;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The records read lately, so that a record met a thousand times is parsed once. Kept by content:
 * how long an answer is good for is for DNS to know. Any number of threads may ask.
 */
final class Publications {

  /** About what a kept term takes, in octets. */
  private static final int TERM_WEIGHT = 500;

  /** A few thousand ordinary records. Strangers write them, so it is their size that counts. */
  private static final long MAX_WEIGHT = 32_000_000;

  /** What was read, and the answer in words. */
  record Known(Publication publication, String summary) {}

  private final Map<List<String>, Known> known = new ConcurrentHashMap<>();
  private final AtomicLong weight = new AtomicLong();

  /** Reads the TXT records of a name, or remembers them. */
  Known of(List<String> texts) {
    Known remembered = known.get(texts);
    if (remembered != null) {
      return remembered;
    }
    Known read = new Known(Publication.of(texts), SpfTrace.Question.summary(texts));
    long added = weight(texts, read.publication());
    if (weight.addAndGet(added) > MAX_WEIGHT) {
      // Seldom reached, and records are soon read again: no need to know which was used last.
      known.clear();
      weight.set(added);
    }
    if (added <= MAX_WEIGHT) {
      known.put(texts, read);
    }
    return read;
  }

  private static long weight(List<String> texts, Publication publication) {
    long characters = texts.stream().mapToLong(String::length).sum();
    int terms = publication instanceof Publication.Usable usable ? usable.terms().size() : 0;
    return TERM_WEIGHT * (1L + texts.size() + terms) + 2 * characters;
  }
}
