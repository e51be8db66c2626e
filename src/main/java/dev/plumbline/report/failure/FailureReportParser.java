package dev.plumbline.report.failure;

import dev.plumbline.report.Bytes;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.RepairLedger;
import dev.plumbline.report.mail.MailPart;
import java.io.IOException;
import java.io.InputStream;

/** Reads failure reports. Safe for use by several threads. */
public final class FailureReportParser {

  /** A larger one is refused, by the name {@code failure-report-bytes}. */
  static final int MAX_BYTES = 64 << 20;

  /**
   * Reads one report.
   *
   * @param source the whole message
   * @throws InvalidReportException if nothing in it is a failure report
   * @throws LimitExceededException if it is larger or deeper than any report
   * @throws IOException what the source throws
   */
  public FailureReport parse(Bytes source) throws InvalidReportException, IOException {
    byte[] message;
    try (InputStream in = source.open()) {
      message = in.readNBytes(MAX_BYTES + 1);
    }
    if (message.length > MAX_BYTES) {
      throw new LimitExceededException(
          "failure-report-bytes", "The failure report is larger than " + MAX_BYTES + " bytes.");
    }
    RepairLedger repairs = new RepairLedger();
    ReportParts parts = parts(message, repairs);
    return new FieldMapping(parts, repairs).report();
  }

  private static ReportParts parts(byte[] message, RepairLedger repairs)
      throws LimitExceededException {
    ReportParts parts = new ReportParts(repairs);
    LimitExceededException[] limit = new LimitExceededException[1];
    MailPart.withLibrary(
        () -> {
          try {
            parts.read(message);
          } catch (LimitExceededException e) {
            limit[0] = e;
          }
          return parts;
        });
    if (limit[0] != null) {
      throw limit[0];
    }
    return parts;
  }

  /** Whether the subject of a mail is that of a complaint which has no fields. */
  public static boolean isComplaint(String subject) {
    return ReportInWords.COMPLAINT.matcher(subject).find();
  }

  /** As {@link #isInWords(String)}, of a part whose text is a page or of an odd charset. */
  public static boolean isInWords(MailPart part) {
    return ReportInWords.isOne(ReportParts.words(part));
  }

  /** Whether a text is a failure report in words, or the fields of one. */
  public static boolean isInWords(String text) {
    return ReportInWords.isOne(text);
  }
}
