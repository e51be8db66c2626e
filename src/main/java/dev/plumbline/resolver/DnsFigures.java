package dev.plumbline.resolver;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What was asked of DNS servers by this process, and how long it took. */
public final class DnsFigures {

  /** What servers said. */
  public enum Said {
    /** Records. */
    FOUND,
    /** That there are none. */
    NONE,
    /** Nothing that could be used. */
    TROUBLE;

    /** The name in figures. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final double NANOS = 1e9;

  private final Map<Said, LongAdder> questions = new EnumMap<>(Said.class);
  private final LongAdder nanos = new LongAdder();

  DnsFigures() {
    for (Said one : Said.values()) {
      questions.put(one, new LongAdder());
    }
  }

  void took(Reply reply, long howLong) {
    Said said =
        reply instanceof Reply.Trouble
            ? Said.TROUBLE
            : reply instanceof Reply.NoName || reply instanceof Reply.NoRecords
                ? Said.NONE
                : Said.FOUND;
    counter(said).increment();
    nanos.add(howLong);
  }

  public long questions(Said said) {
    return counter(said).sum();
  }

  private LongAdder counter(Said said) {
    return Objects.requireNonNull(questions.get(said));
  }

  public double seconds() {
    return nanos.sum() / NANOS;
  }
}
