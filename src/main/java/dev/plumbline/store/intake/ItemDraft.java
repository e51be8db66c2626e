package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item whose documents were read into memory. */
final class ItemDraft implements ItemWriter {

  private final ReceivedItem item;
  private final RawPayloads.@Nullable Packed raw;
  private final List<Document> documents = new ArrayList<>();
  private IntakeLog.@Nullable Submission submitter;

  /** A document: a report to be written, or what became of it already. */
  record Document(String member, @Nullable ReportDraft report, @Nullable DocumentResult result) {}

  /**
   * Reads an item.
   *
   * @throws ReportDraft.TooLargeException if a report in it does not fit
   */
  static ItemDraft read(ReceivedItem item, ItemWork work) throws IOException {
    ItemDraft draft = new ItemDraft(item);
    work.run(draft);
    return draft;
  }

  private ItemDraft(ReceivedItem item) throws IOException {
    this.item = item;
    this.raw = item.raw() == null ? null : RawPayloads.pack(item.raw());
  }

  @Override
  public void submitter(String domain, String check) {
    submitter = new IntakeLog.Submission(domain, check);
  }

  @Override
  public void report(String member, ReportWork work) {
    if (raw == null) {
      throw new IllegalStateException("A report is stored with its raw bytes only");
    }
    ReportDraft report = new ReportDraft();
    try {
      report.finish(work.parse(report));
      documents.add(new Document(member, report, null));
    } catch (InvalidReportException e) {
      rejected(member, String.valueOf(e.getMessage()), null);
    } catch (LimitExceededException e) {
      rejected(member, e.getMessage(), e.limit());
    } catch (IOException e) {
      rejected(member, "The document cannot be unpacked: " + e.getMessage(), null);
    }
  }

  @Override
  public void notAReport(String member, String reason) {
    add(new DocumentResult(member, DocumentOutcome.NOT_A_REPORT, reason, null, null, ""));
  }

  @Override
  public void rejected(String member, String reason, @Nullable String limit) {
    add(StreamingItemWriter.refusal(member, reason, limit));
  }

  private void add(DocumentResult result) {
    documents.add(new Document(result.member(), null, result));
  }

  IntakeLog.@Nullable Submission submitter() {
    return submitter;
  }

  ReceivedItem item() {
    return item;
  }

  RawPayloads.@Nullable Packed raw() {
    return raw;
  }

  List<Document> documents() {
    return documents;
  }

  /** How much memory it takes, roughly. */
  long size() {
    long size = raw == null ? 0 : raw.content().length;
    for (Document document : documents) {
      size += document.report() == null ? 100 : document.report().chars();
    }
    return size;
  }
}
