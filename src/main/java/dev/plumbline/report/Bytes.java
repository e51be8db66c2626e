package dev.plumbline.report;

import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes that can be read more than once: a parser that meets records before the metadata reads the
 * rest on a second stream instead of keeping the records in memory.
 */
@FunctionalInterface
public interface Bytes {

  /** A new stream from the first byte; the caller closes it. */
  InputStream open() throws IOException;
}
