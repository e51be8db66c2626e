package dev.plumbline.intake;

import dev.plumbline.store.intake.DocumentResult;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.intake.ReceivedItem;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** What the log tells of an item, with the numbers by which programs find all that is about it. */
final class Told {

  private static final Logger LOG = Logger.getLogger("dev.plumbline.intake.Intake");

  private static final String ITEM = "item";
  private static final String ENTRY = "intake_id";
  private static final String REPORTS = "reports";

  private Told() {}

  /** What this thread logs from now on is about one item that has no number yet. */
  static void begin() {
    MDC.put(ITEM, Integer.toHexString(ThreadLocalRandom.current().nextInt()));
  }

  /** What it logs from now on is not. */
  static void end() {
    MDC.remove(ITEM);
  }

  static void log(ReceivedItem item, ItemOutcome outcome) {
    Logger.Level level =
        outcome.outcome() == Outcome.TRY_AGAIN ? Logger.Level.WARN : Logger.Level.INFO;
    if (!LOG.isEnabled(level)) {
      return;
    }
    MDC.put(ENTRY, Long.toString(outcome.intakeId()));
    MDC.put(REPORTS, reports(outcome));
    try {
      LOG.logf(
          level,
          "%s \"%s\": %s: %s",
          item.channel(),
          LogText.safe(item.name()),
          outcome.outcome().wire(),
          LogText.safe(outcome.reason()));
    } finally {
      MDC.remove(ENTRY);
      MDC.remove(REPORTS);
    }
  }

  /** The numbers that its reports have in the store. */
  private static String reports(ItemOutcome outcome) {
    return outcome.documents().stream()
        .map(DocumentResult::report)
        .filter(Objects::nonNull)
        .map(report -> Long.toString(report.reportId()))
        .collect(Collectors.joining(" "));
  }
}
