package dev.plumbline.report;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of one report document, which can be read more than once: a parser that meets records
 * before the metadata reads the rest on a second stream instead of keeping the records in memory.
 */
@FunctionalInterface
public interface ReportSource {

  /** A new stream from the first byte; the caller closes it. */
  InputStream open() throws IOException;
}
