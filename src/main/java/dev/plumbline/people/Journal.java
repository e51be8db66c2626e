package dev.plumbline.people;

import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Deed;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Writes down what somebody who asks now did, where no other record of it is kept. */
@ApplicationScoped
public class Journal {

  private final AuditLog audit;
  private final Viewers viewers;
  private final Clock clock;

  Journal(AuditLog audit, Viewers viewers, Clock clock) {
    this.audit = audit;
    this.viewers = viewers;
    this.clock = clock;
  }

  /**
   * Writes down what was done just now.
   *
   * @param domain what it was about; null if about none, or several
   */
  public void wrote(String action, String subject, @Nullable String domain) {
    audit.add(viewers.now().who(), clock.instant(), Deed.of(action, subject, domain));
  }
}
