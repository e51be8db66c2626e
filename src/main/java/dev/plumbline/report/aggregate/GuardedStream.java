package dev.plumbline.report.aggregate;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The stream an XML parser reads: remembers why the source failed (parsers bury the cause), turns
 * data that ends early into an ordinary end, and stops at a run without any markup that a parser
 * would collect in memory.
 */
final class GuardedStream extends FilterInputStream {

  /** No report has so long a text or tag. */
  static final int MAX_RUN_BYTES = 1 << 20;

  private final boolean limitRuns;
  private @Nullable IOException failure;
  private @Nullable String earlyEnd;
  private long position;
  private int run;

  /**
   * Guards a stream.
   *
   * @param limitRuns whether to fail at a too long run without markup
   */
  GuardedStream(InputStream in, boolean limitRuns) {
    super(in);
    this.limitRuns = limitRuns;
  }

  /** What the source threw, other than an early end of its data. */
  @Nullable IOException failure() {
    return failure;
  }

  /** What the source said when its data ended early or with something wrong; null if it did not. */
  @Nullable String earlyEnd() {
    return earlyEnd;
  }

  /** How many bytes were read. */
  long position() {
    return position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (earlyEnd != null) {
      return -1;
    }
    int count;
    try {
      count = super.read(buffer, offset, length);
    } catch (EOFException e) {
      earlyEnd = e.getMessage() == null ? "The data ends early." : e.getMessage();
      return -1;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    position += Math.max(0, count);
    if (limitRuns && count > 0) {
      watchRun(buffer, offset, count);
    }
    return count;
  }

  private void watchRun(byte[] buffer, int offset, int count) throws IOException {
    int i = offset + count - 1;
    while (i >= offset && buffer[i] != '<') {
      i--;
    }
    int rest = offset + count - 1 - i;
    run = i < offset ? run + rest : rest;
    if (run > MAX_RUN_BYTES) {
      throw new IOException("more than " + MAX_RUN_BYTES + " bytes without markup");
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
