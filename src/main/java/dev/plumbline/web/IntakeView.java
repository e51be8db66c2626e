package dev.plumbline.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of all messages and files that came in.
 *
 * @param uploaded what became of the files just uploaded; empty if none were
 * @param startHref where to begin if nothing has come in
 */
public record IntakeView(
    String uploadedSummary,
    String uploadedCss,
    List<Line> uploaded,
    List<Mailbox> mailboxes,
    String mailboxHelp,
    List<Tab> outcomes,
    List<Line> entries,
    String none,
    @Nullable String startHref,
    boolean canTryAgain,
    @Nullable String tryingAgain,
    Pager pager) {

  public IntakeView {
    uploaded = List.copyOf(uploaded);
    mailboxes = List.copyOf(mailboxes);
    outcomes = List.copyOf(outcomes);
    entries = List.copyOf(entries);
  }

  /** A message or file. */
  public record Line(
      String name,
      String href,
      String outcome,
      String outcomeCss,
      String reason,
      String channel,
      String received) {}

  /**
   * A mailbox that is polled.
   *
   * @param configured whether it is in the settings, so that it can be tried
   */
  public record Mailbox(String name, String state, String css, String text, boolean configured) {}

  /** What a try of one mailbox found. */
  public record MailboxTest(String name, String summary, String css, List<Found> findings) {

    public MailboxTest {
      findings = List.copyOf(findings);
    }
  }

  /** One thing found. */
  public record Found(String word, String css, String text) {}

  /**
   * The page of one message or file.
   *
   * @param rawHref its bytes, null if they were not kept
   * @param againHref takes it in again, null if its bytes were not kept
   * @param asideHref below it, what is set aside is taken in or thrown out; null if nothing is
   */
  public record Entry(
      String name,
      String outcome,
      String outcomeCss,
      String reason,
      @Nullable String rawHref,
      @Nullable String againHref,
      @Nullable String asideHref,
      List<Fact> facts,
      List<Document> documents) {

    public Entry {
      facts = List.copyOf(facts);
      documents = List.copyOf(documents);
    }
  }

  /** A document found inside; {@code reportHref} is null if it became no report. */
  public record Document(
      String member,
      String outcome,
      String outcomeCss,
      String reason,
      @Nullable String reportHref) {}
}
