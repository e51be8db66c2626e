package dev.plumbline.dns;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * DNS that asks each question once, and only so many. All that rests on it rests on the same
 * answers. Any number of threads may ask.
 */
public final class RememberedDns implements Dns {

  /** Room for answers; macros make questions without end. */
  public static final int MOST_KEPT = 20_000;

  /** Hears of each question that went out, and of its answer. */
  public interface Listener {
    /** Called in the thread that asks. */
    <T> void answered(Question<T> question, DnsAnswer<T> answer);
  }

  /** Hears nothing. */
  public static final Listener NOBODY =
      new Listener() {
        @Override
        public <T> void answered(Question<T> question, DnsAnswer<T> answer) {}
      };

  private final Dns dns;
  private final int limit;
  private final int mostKept;
  private final Listener listener;
  private final Map<Question<?>, DnsAnswer<?>> kept = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();

  /**
   * Remembers answers.
   *
   * @param limit after so many questions the answer is {@link DnsAnswer.Failed}
   * @param mostKept what comes after so many answers is asked each time
   */
  public RememberedDns(Dns dns, int limit, int mostKept, Listener listener) {
    this.dns = dns;
    this.limit = limit;
    this.mostKept = mostKept;
    this.listener = listener;
  }

  /** Any number of questions, which who asks limits by itself. */
  public RememberedDns(Dns dns) {
    this(dns, NOBODY);
  }

  /** The same with a listener. */
  public RememberedDns(Dns dns, Listener listener) {
    this(dns, Integer.MAX_VALUE, MOST_KEPT, listener);
  }

  /** So many questions. */
  public static RememberedDns limited(Dns dns, int questions) {
    return new RememberedDns(dns, questions, MOST_KEPT, NOBODY);
  }

  @Override
  public <T> DnsAnswer<T> ask(Question<T> question) {
    DnsAnswer<T> known = known(question);
    if (known != null) {
      return known;
    }
    if (asked.incrementAndGet() > limit) {
      return new DnsAnswer.Failed<>("More than " + limit + " questions would be needed.");
    }
    DnsAnswer<T> answer = dns.ask(question);
    listener.answered(question, answer);
    return kept.size() < mostKept ? firstOf(question, answer) : answer;
  }

  /** The answer to a question that was asked before; null if it was not. */
  @SuppressWarnings("unchecked") // each question is kept with its own answer
  public <T> @Nullable DnsAnswer<T> known(Question<T> question) {
    return (DnsAnswer<T>) kept.get(question);
  }

  /** Two threads may ask at the same time; all shall go by the same answer. */
  @SuppressWarnings("unchecked")
  private <T> DnsAnswer<T> firstOf(Question<T> question, DnsAnswer<T> answer) {
    DnsAnswer<?> first = kept.putIfAbsent(question, answer);
    return first == null ? answer : (DnsAnswer<T>) first;
  }

  /** Forgets the answers if there are many; what rests on them must be done by now. */
  public void makeRoom() {
    if (kept.size() > mostKept / 4) {
      kept.clear();
    }
  }
}
