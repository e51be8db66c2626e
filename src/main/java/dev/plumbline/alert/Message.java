package dev.plumbline.alert;

import dev.plumbline.store.alert.Alert;
import dev.plumbline.store.alert.AlertKind;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

  /** So many kinds fit a subject; they come the most pressing first. */
  private static final int KINDS_NAMED = 3;

  public Message {
    alerts = List.copyOf(alerts);
  }

  /** All of it in a line. */
  String title() {
    if (test) {
      return "A test: this is where alerts of Plumbline come";
    }
    if (alerts.size() == 1) {
      return alerts.get(0).says().replaceFirst("\\.$", "");
    }
    Map<AlertKind, Long> kinds = new EnumMap<>(AlertKind.class);
    alerts.forEach(one -> kinds.merge(one.kind(), 1L, Long::sum));
    return alerts.size()
        + " alerts: "
        + kinds.entrySet().stream()
            .limit(KINDS_NAMED)
            .map(
                one ->
                    one.getValue() == 1
                        ? one.getKey().title()
                        : one.getKey().title() + " (" + one.getValue() + ")")
            .collect(Collectors.joining("; "))
        + (kinds.size() > KINDS_NAMED ? "; and more" : "");
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
