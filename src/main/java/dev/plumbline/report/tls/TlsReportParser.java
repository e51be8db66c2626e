package dev.plumbline.report.tls;

import dev.plumbline.report.Bytes;
import dev.plumbline.report.InvalidReportException;
import dev.plumbline.report.LimitExceededException;
import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads TLS reports. JSON that is not well-formed is refused, as are numbers that are none and
 * members given twice: what such a document says depends on its reader. Safe for use by several
 * threads.
 */
public final class TlsReportParser {

  /** A larger one is refused, by the name {@code tls-report-bytes}. */
  static final int MAX_BYTES = 32 << 20;

  private static final Charset FALLBACK = Charset.forName("windows-1252");

  /**
   * Reads one report.
   *
   * @param source the JSON, unpacked
   * @throws InvalidReportException if it is no JSON, or no TLS report
   * @throws LimitExceededException if it is larger or deeper than any report, from here or from the
   *     source
   * @throws IOException what the source throws
   */
  public TlsReport parse(Bytes source) throws InvalidReportException, IOException {
    byte[] document;
    try (InputStream in = source.open()) {
      document = in.readNBytes(MAX_BYTES + 1);
    } catch (EOFException e) {
      throw new InvalidReportException("The document ends early: " + e.getMessage(), e);
    }
    if (document.length > MAX_BYTES) {
      throw new LimitExceededException(
          "tls-report-bytes", "The TLS report is larger than " + MAX_BYTES + " bytes.");
    }
    RepairLedger repairs = new RepairLedger();
    try (JsonValues json = new JsonValues(text(document, repairs), repairs)) {
      return new ReportReading(json, repairs).report();
    }
  }

  /** RFC 8460 section 4.4 with RFC 7493: UTF-8. */
  private static String text(byte[] document, RepairLedger repairs) {
    Charset marked = marked(document);
    if (marked != null) {
      repairs.add(RepairCode.WRONG_ENCODING, "the document is " + marked + ", not UTF-8");
      return new String(document, 2, document.length - 2, marked);
    }
    boolean mark =
        document.length > 2
            && (document[0] & 0xff) == 0xEF
            && (document[1] & 0xff) == 0xBB
            && (document[2] & 0xff) == 0xBF;
    int start = mark ? 3 : 0;
    ByteBuffer bytes = ByteBuffer.wrap(document, start, document.length - start);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      repairs.add(RepairCode.WRONG_ENCODING, "bytes that are not UTF-8, read as windows-1252");
      return new String(document, start, document.length - start, FALLBACK);
    }
  }

  private static @Nullable Charset marked(byte[] document) {
    if (document.length < 2) {
      return null;
    }
    int first = document[0] & 0xff;
    int second = document[1] & 0xff;
    if (first == 0xFE && second == 0xFF) {
      return StandardCharsets.UTF_16BE;
    }
    return first == 0xFF && second == 0xFE ? StandardCharsets.UTF_16LE : null;
  }
}
