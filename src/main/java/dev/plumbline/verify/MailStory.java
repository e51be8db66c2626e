package dev.plumbline.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver did with a mail, step by step, in words; as it is kept and shown.
 *
 * @param author the author domain; empty if there is not exactly one
 * @param subject as people read it
 * @param verdict of DMARC, as {@code pass}; {@code unknown} if it depends on what is not known
 * @param reason of the verdict, in one sentence
 * @param steps in the order a receiver takes them
 * @param theirs what our own server wrote about the mail
 * @param differences between that and the steps, explained
 * @param findings the worst first
 */
public record MailStory(
    String author,
    String subject,
    String verdict,
    String reason,
    List<Step> steps,
    List<String> theirs,
    List<String> differences,
    List<Line> findings) {

  public MailStory {
    steps = List.copyOf(steps);
    theirs = List.copyOf(theirs);
    differences = List.copyOf(differences);
    findings = List.copyOf(findings);
  }

  /** Of a mail that nothing could be told of, and why. */
  public static MailStory failed(String reason) {
    return new MailStory("", "", "unknown", reason, List.of(), List.of(), List.of(), List.of());
  }

  /** How a step went. */
  public enum State {
    GOOD,
    BAD,
    /** Not good, and not decisive. */
    DOUBTFUL,
    /** Nobody knows, or it does not matter. */
    OPEN
  }

  /**
   * One step.
   *
   * @param word the result in a word or two
   * @param lines what was looked at, one sentence each
   */
  public record Step(String title, State state, String word, List<String> lines) {
    public Step {
      lines = List.copyOf(lines);
    }
  }

  /** A finding, as {@link MailFinding}. */
  public record Line(String id, String severity, String text, @Nullable String fix) {}
}
