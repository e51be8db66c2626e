package dev.plumbline.verify;

import dev.plumbline.dns.lint.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Something to mend, or to know.
 *
 * @param text one sentence
 * @param fix what to change, or the record to publish; null if there is nothing to do
 */
public record MailFinding(MailRule rule, Severity severity, String text, @Nullable String fix) {

  public MailFinding {
    // That DNS did not answer is no mistake of the mail.
    severity = rule.isTrouble() ? Severity.UNKNOWN : severity;
  }
}
