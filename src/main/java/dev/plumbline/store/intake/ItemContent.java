package dev.plumbline.store.intake;

import dev.plumbline.mime.Submitter;
import dev.plumbline.report.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one item; its documents are still to be read, which can be done again.
 *
 * @param submitter whose mail it is; null if it is no mail, or names nobody
 * @param documents in their order
 * @param kept what is kept of the item in place of its bytes; null for these
 */
public record ItemContent(
    @Nullable Submitter submitter, List<Document> documents, @Nullable Bytes kept) {

  public ItemContent {
    documents = List.copyOf(documents);
  }

  /** The content of an item that nobody is named for. */
  public static ItemContent of(Document... documents) {
    return new ItemContent(null, List.of(documents), null);
  }

  /** Whether it holds a failure report, which is about a private message. */
  public boolean isPrivate() {
    return documents.stream().anyMatch(one -> one instanceof Document.Failure);
  }
}
