package dev.plumbline.report.aggregate;

import dev.plumbline.report.Bytes;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import jakarta.xml.bind.JAXBException;
import java.io.IOException;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Reads aggregate reports of RFC 7489 and RFC 9990, record by record, in constant memory. Safe for
 * use by several threads.
 */
public final class AggregateReportParser {

  /** Most rows of one report that are read; a day of the largest senders has a fifth of them. */
  public static final long DEFAULT_MAX_ROWS = 5_000_000;

  private static final XmlBinding XML = new XmlBinding();

  private final long maxRows;

  /** A parser with the default limits. */
  public AggregateReportParser() {
    this(DEFAULT_MAX_ROWS);
  }

  /** A parser that refuses reports with more rows. */
  public AggregateReportParser(long maxRows) {
    this.maxRows = maxRows;
  }

  /**
   * Reads one report. A document that is not well-formed is mended as far as it can be, which the
   * repairs tell; one that ends early gives the rows before its end. Data that ends early may be
   * signalled by an {@link java.io.EOFException} from the source.
   *
   * @param source the XML, uncompressed; opened more than once if the document is out of order or
   *     broken
   * @param sink gets the header, then each row; before an exception it may have got some of them
   * @throws InvalidReportException if it is not an aggregate report, or nothing of it can be used
   * @throws LimitExceededException if it is larger or deeper than any report, from here or from the
   *     source
   * @throws IOException what the source throws
   */
  public AggregateReport parse(Bytes source, ReportSink sink)
      throws InvalidReportException, IOException {
    return parse(source, 0, sink);
  }

  /**
   * Reads one of several reports in a document: one after another, within an element around them,
   * or within each other. No standard has such documents; reporters and people who join files do.
   *
   * @param place which one, from 0; the one after it is there if {@link AggregateReport#followed}
   */
  public AggregateReport parse(Bytes source, int place, ReportSink sink)
      throws InvalidReportException, IOException {
    Delivery delivery = new Delivery(sink, maxRows);
    try {
      if (place == 0) {
        return XML.withinCallback(ReportReading.strict(XML, source, delivery)::read);
      }
    } catch (XMLStreamException | JAXBException e) {
      rethrowOwn(e);
    }
    try {
      return XML.withinCallback(ReportReading.mending(XML, source, place, delivery)::read);
    } catch (XMLStreamException | JAXBException e) {
      rethrowOwn(e);
      throw new InvalidReportException("The document cannot be read as XML: " + reason(e), e);
    }
  }

  /** Our own exceptions, which had to travel through parser and JAXB in the cause. */
  private static void rethrowOwn(Exception thrown)
      throws InvalidReportException, LimitExceededException {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (cause instanceof InvalidReportException invalid) {
        throw invalid;
      }
      if (cause instanceof LimitExceededException limit) {
        throw limit;
      }
      cause = next(cause);
    }
  }

  private static @Nullable Throwable next(Throwable thrown) {
    if (thrown.getCause() != null) {
      return thrown.getCause();
    }
    return thrown instanceof XMLStreamException stream ? stream.getNestedException() : null;
  }

  private static String reason(Exception thrown) {
    Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("unknown reason");
  }
}
