package dev.plumbline.alert;

import dev.plumbline.digest.MailWords;
import dev.plumbline.dns.DomainName;
import dev.plumbline.store.alert.Alert;
import java.time.Instant;
import java.util.List;

/**
 * What is told at once.
 *
 * @param id of the post, the same however often it is tried
 * @param test whether it only shows that it would come
 * @param alerts the most pressing first
 * @param base where the pages are, without a slash at the end
 */
public record Message(long id, boolean test, List<Alert> alerts, String base, Instant at) {

  private static final int MOST = 25;

  public Message {
    alerts = List.copyOf(alerts);
  }

  /** All of it in a line: what is most pressing and where, and how many more there are. */
  String title() {
    if (test) {
      return "A test: this is where alerts of Plumbline come";
    }
    // What is over is not what is most pressing.
    Alert first =
        alerts.stream().filter(one -> !one.over()).findFirst().orElseGet(() -> alerts.get(0));
    if (alerts.size() == 1) {
      return first.says().replaceFirst("\\.$", "") + (first.over() ? " (it is over)" : "");
    }
    return "%s, and %s"
        .formatted(
            AlertWords.brief(first),
            MailWords.count(alerts.size() - 1, "more alert", "more alerts"));
  }

  /** Whether there is one alone, whose sentence is the title, and need not be said twice. */
  boolean isSingle() {
    return !test && alerts.size() == 1;
  }

  /** What stands above the alerts: of one alone its kind, since its sentence comes below. */
  String heading() {
    return isSingle() ? alerts.get(0).kind().title() : title();
  }

  /**
   * What stands before the sentence of each.
   *
   * @param one of the alerts
   * @return the kind, then what divides it from the sentence; empty where it is the heading
   */
  String label(Alert one, String divider) {
    return isSingle() ? "" : one.kind().title() + divider;
  }

  /** The same for people, who read domains beyond ASCII as they write them. */
  Message forPeople() {
    return new Message(
        id,
        test,
        alerts.stream()
            .map(
                one ->
                    one.told(
                        DomainName.forPeople(one.domain()),
                        DomainName.inSentence(one.name()),
                        DomainName.inSentence(one.says()),
                        DomainName.inSentence(one.why())))
            .toList(),
        base,
        at);
  }

  /** Those that are told one by one. */
  List<Alert> told() {
    return alerts.size() > MOST ? alerts.subList(0, MOST) : alerts;
  }

  /** How many there are besides. */
  int more() {
    return alerts.size() - told().size();
  }

  /** A sentence where there are no alerts. */
  String testWords() {
    return "Nothing happened. Somebody had this sent to see whether it comes.";
  }

  String moreWords() {
    return "And %d more, on the page.".formatted(more());
  }

  /** What an alert says, and whether that is over. */
  static String says(Alert one) {
    return one.over() ? one.says() + " (It is over.)" : one.says();
  }

  String url(Alert one) {
    return base + one.href();
  }

  /** The page with all of them. */
  String page() {
    return base + "/alerts";
  }
}
