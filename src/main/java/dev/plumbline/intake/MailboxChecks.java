package dev.plumbline.intake;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Tries the mailboxes of the configuration without touching a message. Needs no database. */
public class MailboxChecks {

  private final MailboxesSettings settings;

  /** Checks of the mailboxes that these settings name. */
  public MailboxChecks(MailboxesSettings settings) {
    this.settings = settings;
  }

  /** The names of all configured mailboxes, sorted. */
  public List<String> names() {
    return List.copyOf(new TreeMap<>(settings.byName()).keySet());
  }

  /** Connects, logs in and looks around; empty if no mailbox has this name. Never throws. */
  public Optional<MailboxReport> check(String name) {
    return Optional.ofNullable(settings.byName().get(name))
        .map(mailbox -> new MailboxReport(name, new MailboxCheck().of(name, mailbox)));
  }
}
