package dev.plumbline.store.intake;

import dev.plumbline.mime.Submitter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A small item whose documents were read into memory, to be stored together with others. */
public final class ItemDraft {

  private final ReceivedItem item;
  private final RawPayloads.@Nullable Packed raw;
  private final @Nullable Submitter submitter;
  private final List<DocumentDraft> documents;

  private ItemDraft(
      ReceivedItem item,
      RawPayloads.@Nullable Packed raw,
      @Nullable Submitter submitter,
      List<DocumentDraft> documents) {
    this.item = item;
    this.raw = raw;
    this.submitter = submitter;
    this.documents = documents;
  }

  /**
   * Reads an item.
   *
   * @throws ReportDraft.TooLargeException if a report in it does not fit
   */
  static ItemDraft read(ReceivedItem received, ItemContent content) throws IOException {
    ReceivedItem item = received.holding(content);
    return new ItemDraft(
        item,
        item.raw() == null ? null : RawPayloads.pack(item.raw()),
        content.submitter(),
        drafts(content.documents()));
  }

  private static List<DocumentDraft> drafts(List<Document> documents) {
    List<DocumentDraft> drafts = new ArrayList<>();
    for (Document document : documents) {
      Optional<Document> next = Optional.of(document);
      while (next.isPresent()) {
        DocumentWriter writer = DocumentWriters.of(next.get());
        drafts.add(writer.draft());
        next = writer.following();
      }
    }
    return drafts;
  }

  @Nullable Submitter submitter() {
    return submitter;
  }

  /** The item as it is recorded. */
  public ReceivedItem item() {
    return item;
  }

  RawPayloads.@Nullable Packed raw() {
    return raw;
  }

  List<DocumentDraft> documents() {
    return documents;
  }

  /** How many bytes of memory it takes, roughly. */
  public long size() {
    long size = raw == null ? 0 : raw.content().length;
    for (DocumentDraft document : documents) {
      size += document.size();
    }
    return size;
  }
}
