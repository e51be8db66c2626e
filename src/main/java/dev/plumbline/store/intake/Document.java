package dev.plumbline.store.intake;

import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.failure.FailureReport;
import dev.plumbline.report.tls.TlsReport;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One document found in an item, by its kind. {@link DocumentWriters#of} says how each is stored; a
 * further kind begins there.
 */
public sealed interface Document {

  /** Its name in the message or archive, empty if it is the whole. */
  String member();

  /**
   * An aggregate report (RFC 7489, RFC 9990).
   *
   * @param place its place among the reports of one document, from 0
   */
  record Aggregate(String member, int place, AggregateReading reading) implements Document {

    /** The first report of a document, and nearly always the only one. */
    public Aggregate(String member, AggregateReading reading) {
      this(member, 0, reading);
    }

    /** The report that follows in the same document. */
    Optional<Document> next() {
      String own = place == 0 ? member : member.substring(0, member.lastIndexOf("report "));
      String before = place == 0 && !member.isEmpty() ? member + ", " : own;
      int number = place + 1;
      return reading
          .next()
          .map(next -> new Aggregate(before + "report " + (number + 1), number, next));
    }
  }

  /** A failure report (RFC 6591, RFC 9991). */
  record Failure(String member, Reading<FailureReport> reading) implements Document {}

  /** An SMTP TLS report (RFC 8460). */
  record Tls(String member, Reading<TlsReport> reading) implements Document {}

  /** Reads a report that fits into memory. Can be done again. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws InvalidReportException, IOException;
  }

  /**
   * Something else.
   *
   * @param reason a sentence
   */
  record NotAReport(String member, String reason) implements Document {}

  /**
   * Something that could have been a report, but was not unpacked.
   *
   * @param reason a sentence
   * @param limit the name of the limit that was hit, null if it was none
   */
  record Refused(String member, String reason, @Nullable String limit) implements Document {}
}
