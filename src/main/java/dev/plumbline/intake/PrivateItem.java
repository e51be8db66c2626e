package dev.plumbline.intake;

import dev.plumbline.mime.Found;
import dev.plumbline.mime.Found.Kind;
import dev.plumbline.mime.Found.NotAReport;
import dev.plumbline.mime.Found.Report;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.report.Bytes;
import dev.plumbline.report.failure.BodyRemoval;
import dev.plumbline.store.intake.Document;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** An item with failure reports in it: neither names of files nor bodies of messages are kept. */
final class PrivateItem {

  /** The same bytes each time. */
  private static final LocalDateTime NEVER = LocalDateTime.of(1980, 1, 1, 0, 0);

  private PrivateItem() {}

  static boolean isOne(List<Found> found) {
    return found.stream().anyMatch(PrivateItem::isFailure);
  }

  private static boolean isFailure(Found found) {
    return found instanceof Report report && report.kind() == Kind.FAILURE;
  }

  /** The documents under numbers, since files are named by subjects and people. */
  static List<Document> numbered(List<Document> documents) {
    List<Document> numbered = new ArrayList<>();
    for (Document document : documents) {
      String name = document.member().isEmpty() ? "" : "file " + (numbered.size() + 1);
      numbered.add(named(document, name));
    }
    return numbered;
  }

  private static Document named(Document document, String name) {
    if (document instanceof Document.Failure failure) {
      return new Document.Failure(name, failure.reading());
    }
    if (document instanceof Document.NotAReport not) {
      return new Document.NotAReport(name, not.reason());
    }
    if (document instanceof Document.Refused refused) {
      return new Document.Refused(name, refused.reason(), refused.limit());
    }
    return document;
  }

  /**
   * What is kept in place of the bytes: the mail without the body of the message it is about, or
   * all such mails of an archive, packed anew.
   *
   * @param most bytes to be held
   * @return null if that is not possible, as with an archive that holds other reports as well
   */
  static @Nullable Bytes kept(ReceivedBytes content, List<Found> found, long most)
      throws IOException {
    if (content.size() > most) {
      return null;
    }
    boolean packed = found.stream().anyMatch(one -> isFailure(one) && !one.member().isEmpty());
    if (!packed) {
      byte[] without;
      try (InputStream in = content.open()) {
        without = BodyRemoval.without(in.readAllBytes());
      }
      return () -> new ByteArrayInputStream(without);
    }
    return found.stream().allMatch(one -> isFailure(one) || one instanceof NotAReport)
        ? packed(found, most)
        : null;
  }

  private static @Nullable Bytes packed(List<Found> found, long most) throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    long size = 0;
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      int number = 0;
      for (Found one : found) {
        if (one instanceof Report report) {
          byte[] without;
          try (InputStream in = report.content().open()) {
            without = BodyRemoval.without(in.readAllBytes());
          }
          size += without.length;
          if (size > most) {
            return null;
          }
          ZipEntry entry = new ZipEntry(++number + ".eml");
          entry.setTimeLocal(NEVER);
          out.putNextEntry(entry);
          out.write(without);
        }
      }
    }
    byte[] bytes = zip.toByteArray();
    return () -> new ByteArrayInputStream(bytes);
  }
}
