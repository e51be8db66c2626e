package dev.plumbline.intake;

import dev.plumbline.store.intake.ReportRef;
import java.util.Set;

/** New reports were committed; fired as a CDI event, in the thread that took them in. */
public record IntakeStored(Set<ReportRef> reports) {

  public IntakeStored {
    reports = Set.copyOf(reports);
  }
}
