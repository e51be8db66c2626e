package dev.plumbline.mime;

import dev.plumbline.mime.Found.NotAReport;
import dev.plumbline.mime.Found.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the reports in a received file: a mail, an archive, or a plain document. Safe for use by
 * several threads.
 */
public final class ReportFinder {

  private final Limits limits;

  /** A finder that unpacks within these limits. */
  public ReportFinder(Limits limits) {
    this.limits = limits;
  }

  /**
   * Finds everything that may be a report.
   *
   * @param received the file, which must stay readable as long as the payloads are used
   * @param name the file's name, for messages only
   * @return payloads and refusals in their order in the file; if there are none, one {@link
   *     NotAReport} that says what it is instead; never empty
   * @throws IOException if the file itself cannot be read
   */
  public List<Found> find(ReceivedBytes received, String name) throws IOException {
    UnpackBudget budget = new UnpackBudget(limits);
    byte[] head;
    try (InputStream in = received.open()) {
      head = in.readNBytes(Content.HEAD_BYTES);
    }
    Content content = Content.of(head);
    List<Found> findings;
    boolean mail = content == Content.MESSAGE || content == Content.CMS;
    if (mail || content == Content.TEXT) {
      if (received.size() > limits.messageBytes()) {
        return List.of(
            new Refused(
                "",
                name + " is larger than " + limits.messageBytes() + " bytes.",
                "message-bytes"));
      }
      findings = message(received, content, budget);
    } else {
      boolean archive = content.isPacked() || content == Content.ZIP || content == Content.TAR;
      if (archive && received.size() > limits.packedBytes()) {
        return List.of(Unpacking.tooLarge("", limits));
      }
      findings = MessageWalk.unpacking(limits, budget, received.size(), 0).find("", received);
    }
    return withoutBystanders(findings);
  }

  private List<Found> message(ReceivedBytes received, Content content, UnpackBudget budget)
      throws IOException {
    byte[] bytes;
    try (InputStream in = received.open()) {
      bytes = in.readAllBytes();
    }
    MessageWalk walk = new MessageWalk(limits, budget, 0);
    return switch (content) {
      case MESSAGE -> walk.message(bytes);
      case CMS -> walk.signed(bytes);
      default -> textOrArchive(walk, bytes, budget);
    };
  }

  /** A short text may be what stands before an archive. */
  private List<Found> textOrArchive(MessageWalk walk, byte[] bytes, UnpackBudget budget) {
    List<Found> findings = walk.text(bytes);
    if (findings.stream().anyMatch(finding -> !(finding instanceof NotAReport))) {
      return findings;
    }
    List<Found> behind =
        MessageWalk.unpacking(limits, budget, bytes.length, 0)
            .find("", () -> new ByteArrayInputStream(bytes));
    return behind.stream().anyMatch(Found.Report.class::isInstance) ? behind : findings;
  }

  /** Letters and pictures beside a report are not worth a word; alone, one of them is. */
  private static List<Found> withoutBystanders(List<Found> findings) {
    List<Found> kept =
        findings.stream()
            .filter(finding -> !(finding instanceof NotAReport))
            .collect(Collectors.toUnmodifiableList());
    if (!kept.isEmpty()) {
      return kept;
    }
    return findings.isEmpty()
        ? List.of(new NotAReport("", "It holds nothing."))
        : List.of(findings.get(0));
  }
}
