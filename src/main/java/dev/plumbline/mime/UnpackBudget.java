package dev.plumbline.mime;

import dev.plumbline.report.LimitExceededException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much may still be unpacked from one received file, over all of its payloads. A payload that
 * is read again does not count again.
 */
final class UnpackBudget {

  private final Limits limits;
  private final AtomicLong unpacked = new AtomicLong();

  UnpackBudget(Limits limits) {
    this.limits = limits;
  }

  /** What one payload has used of the budget so far. */
  final class Share {
    private final AtomicLong farthest = new AtomicLong();
    private final long packedBytes;

    /** A share of a payload that takes so many bytes packed. */
    Share(long packedBytes) {
      this.packedBytes = packedBytes;
    }

    /** A stream that is watched while it unpacks. */
    InputStream watch(InputStream unpacking) {
      return new WatchedStream(unpacking, this);
    }

    private void reach(long position) throws LimitExceededException {
      if (position > limits.unpackRatioFromBytes()
          && position / limits.unpackRatio() > packedBytes) {
        throw new LimitExceededException(
            "unpack-ratio",
            "The content unpacks to more than "
                + limits.unpackRatio()
                + " times its packed size of "
                + packedBytes
                + " bytes.");
      }
      long before = farthest.getAndAccumulate(position, Math::max);
      if (position > before && unpacked.addAndGet(position - before) > limits.unpackedBytes()) {
        throw new LimitExceededException(
            "unpacked-bytes",
            "The content unpacks to more than " + limits.unpackedBytes() + " bytes.");
      }
    }
  }

  private static final class WatchedStream extends FilterInputStream {
    private final Share share;
    private long position;

    WatchedStream(InputStream in, Share share) {
      super(in);
      this.share = share;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count;
      try {
        count = super.read(buffer, offset, length);
      } catch (LimitExceededException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        throw damaged(e);
      }
      if (count > 0) {
        position += count;
        share.reach(position);
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      byte[] buffer = new byte[(int) Math.min(count, 8192)];
      return Math.max(0, read(buffer, 0, buffer.length));
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private static EOFException damaged(Exception cause) {
      EOFException end = new EOFException("The packed data is damaged: " + Packing.said(cause));
      end.initCause(cause);
      return end;
    }
  }
}
