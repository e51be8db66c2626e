package dev.plumbline.intake;

import java.util.List;

/** What was found of one mailbox, in the order it was tried; ends at what makes more useless. */
public record MailboxReport(String name, List<Finding> findings) {

  public MailboxReport {
    findings = List.copyOf(findings);
  }

  /** Whether its mail can be read. */
  public boolean isGood() {
    return findings.stream().allMatch(Finding::good);
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
}
