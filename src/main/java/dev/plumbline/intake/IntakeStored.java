package dev.plumbline.intake;

import java.util.Set;

/** New reports were committed; fired as a CDI event, in the thread that took them in. */
public record IntakeStored(Set<Long> domainIds) {

  public IntakeStored {
    domainIds = Set.copyOf(domainIds);
  }
}
