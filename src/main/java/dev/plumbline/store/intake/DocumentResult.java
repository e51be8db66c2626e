package dev.plumbline.store.intake;

import dev.plumbline.report.LimitExceededException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/**
 * What became of one document.
 *
 * @param member its name in the message or archive, empty if it is the whole
 * @param reason one sentence
 * @param limit the limit that was hit, if one was
 * @param report the stored report, also for a duplicate or conflict
 * @param domain the domain the report is about, empty if there is no report
 * @param kind of report, null if it is none
 * @param claimedReporter whose report one that is set aside says it is; null if that does not
 *     matter
 */
public record DocumentResult(
    String member,
    DocumentOutcome outcome,
    String reason,
    @Nullable String limit,
    @Nullable ReportRef report,
    String domain,
    @Nullable DocumentKind kind,
    @Nullable String claimedReporter) {

  /** One that is not set aside because of whose it says it is. */
  public DocumentResult(
      String member,
      DocumentOutcome outcome,
      String reason,
      @Nullable String limit,
      @Nullable ReportRef report,
      String domain,
      @Nullable DocumentKind kind) {
    this(member, outcome, reason, limit, report, domain, kind, null);
  }

  /** Nothing of it is a report. */
  static DocumentResult notAReport(String member, String reason) {
    return new DocumentResult(member, DocumentOutcome.NOT_A_REPORT, reason, null, null, "", null);
  }

  /**
   * A report of another kind than aggregate, which pages of their own show.
   *
   * @param ref its domain, and what its page shows of it; 0 if that is nothing of its own
   */
  static DocumentResult of(
      String member,
      DocumentKind kind,
      DocumentOutcome outcome,
      String reason,
      ReportRef ref,
      String domain) {
    return new DocumentResult(member, outcome, reason, null, ref, domain, kind);
  }

  /** The same, of a kind of report. */
  DocumentResult as(DocumentKind kind) {
    return new DocumentResult(
        member, outcome, reason, limit, report, domain, kind, claimedReporter);
  }

  /** It cannot be read as what it looked like, or is not believed. */
  static DocumentResult unusable(String member, DocumentKind kind, Exception failure) {
    if (failure instanceof FileSystemException gone) {
      // The file went away or cannot be opened any more: nothing is known of what it holds.
      throw new UncheckedIOException(gone);
    }
    if (failure instanceof SetAsideException aside) {
      return new DocumentResult(
          member,
          DocumentOutcome.SET_ASIDE,
          "Set aside, outside of all figures: " + aside.getMessage(),
          aside.bound(),
          null,
          aside.domain(),
          kind,
          aside.reporter());
    }
    if (failure instanceof LimitExceededException limit) {
      return rejected(member, limit.getMessage(), limit.limit()).as(kind);
    }
    String reason = String.valueOf(failure.getMessage());
    return rejected(
            member,
            failure instanceof IOException ? "The document cannot be unpacked: " + reason : reason,
            null)
        .as(kind);
  }

  /** It could not be used. */
  static DocumentResult rejected(String member, String reason, @Nullable String limit) {
    return new DocumentResult(member, DocumentOutcome.REJECTED, reason, limit, null, "", null);
  }
}
