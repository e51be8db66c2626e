package dev.plumbline.spf;

import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.Question;
import dev.plumbline.dns.RememberedDns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went out to DNS for a compilation, and how long the answers hold. */
final class Asked implements RememberedDns.Listener {

  private final RememberedDns.Listener next;
  private final List<SpfTrace.Question> questions = new ArrayList<>();
  private @Nullable Duration ttl;

  /**
   * @param next who hears of it as well
   */
  Asked(RememberedDns.Listener next) {
    this.next = next;
  }

  @Override
  public <T> void answered(Question<T> question, DnsAnswer<T> answer) {
    questions.add(SpfTrace.Question.of(question, answer));
    if (ttl == null || answer.ttl().compareTo(ttl) < 0) {
      ttl = answer.ttl();
    }
    next.answered(question, answer);
  }

  List<SpfTrace.Question> questions() {
    return List.copyOf(questions);
  }

  /** The smallest TTL of all answers; a failure is good for no time. */
  Duration ttl() {
    return ttl == null ? Duration.ZERO : ttl;
  }
}
