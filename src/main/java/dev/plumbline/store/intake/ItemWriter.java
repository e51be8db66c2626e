package dev.plumbline.store.intake;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes the documents of one item, in their order. */
public interface ItemWriter {

  /**
   * Notes whose mail it is.
   *
   * @param domain of From:
   * @param check {@code pass}, {@code fail} or {@code none}
   */
  void submitter(String domain, String check);

  /** Writes one report, or notes why it could not be; siblings are not affected. */
  void report(String member, ReportWork work) throws IOException;

  /** Notes a document that is no report. */
  void notAReport(String member, String reason);

  /** Notes a document that could not be used. */
  void rejected(String member, String reason, @Nullable String limit);
}
