package dev.plumbline.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Tries the configured mailboxes without touching a message. Needs no database. */
@ApplicationScoped
public class MailboxChecks {

  private final MailboxesSettings settings;

  /** Checks of the mailboxes that these settings name. */
  public MailboxChecks(MailboxesSettings settings) {
    this.settings = settings;
  }

  /**
   * What was found of one thing.
   *
   * @param step {@code settings}, {@code connection}, {@code capabilities}, {@code namespace},
   *     {@code folder} or {@code target-folder}
   * @param good whether mail can be read as far as this goes
   * @param text a sentence
   */
  public record Finding(String step, boolean good, String text) {}

  /** What was found of one mailbox, in the order it was tried; ends at what makes more useless. */
  public record MailboxReport(String name, List<Finding> findings) {

    public MailboxReport {
      findings = List.copyOf(findings);
    }

    /** Whether its mail can be read. */
    public boolean isGood() {
      return findings.stream().allMatch(Finding::good);
    }
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
