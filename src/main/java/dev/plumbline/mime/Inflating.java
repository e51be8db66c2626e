package dev.plumbline.mime;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.Adler32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Deflated data outside of gzip and zip: with the header of zlib (RFC 1950) or bare (RFC 1951). */
final class Inflating {

  private static final int BEGINNING_BYTES = 4_096;

  // RFC 1950 section 2.2, without a dictionary.
  private static final int ZLIB_HEADER_BYTES = 2;
  private static final int ZLIB_TRAILER_BYTES = 4;

  private Inflating() {}

  /** Whether the data has the header of zlib and can be unpacked. */
  static boolean isZlib(byte[] head) {
    return head.length > 6
        && (head[0] & 0x0F) == 8
        && ((head[0] & 0xFF) << 8 | (head[1] & 0xFF)) % 31 == 0
        && (head[1] & 0x20) == 0
        && beginning(Arrays.copyOfRange(head, ZLIB_HEADER_BYTES, head.length), true).length > 0;
  }

  /**
   * Unpacks; {@code padded} is set if other bytes are met behind it. A check sum that is wrong or
   * missing is told by an {@link EOFException} once all is unpacked.
   */
  static InputStream open(InputStream packed, boolean bare, AtomicBoolean padded)
      throws IOException {
    if (!bare) {
      packed.skipNBytes(ZLIB_HEADER_BYTES);
    }
    return new Inflated(packed, !bare, padded);
  }

  /** The inflater itself would throw its last bytes away over a wrong check sum. */
  private static final class Inflated extends InflaterInputStream {
    private final boolean summed;
    private final AtomicBoolean padded;
    private final Adler32 sum = new Adler32();
    private boolean ended;
    private @Nullable String wrong;

    Inflated(InputStream packed, boolean summed, AtomicBoolean padded) {
      super(packed, new Inflater(true));
      this.summed = summed;
      this.padded = padded;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count > 0) {
        sum.update(buffer, offset, count);
      } else if (count < 0 && !ended) {
        ended = true;
        wrong = end();
      }
      if (count < 0 && wrong != null) {
        throw new EOFException(wrong);
      }
      return count;
    }

    /** Reads what follows the data; what is amiss if its check sum is not right. */
    private @Nullable String end() throws IOException {
      int rest = inf.getRemaining();
      InputStream behind =
          new SequenceInputStream(new ByteArrayInputStream(buf, len - rest, rest), in);
      byte[] trailer = behind.readNBytes(summed ? ZLIB_TRAILER_BYTES : 0);
      if (behind.read() >= 0) {
        padded.set(true);
      }
      if (!summed) {
        return null;
      }
      if (trailer.length < ZLIB_TRAILER_BYTES) {
        return "it ends before its check sum";
      }
      boolean right = ByteBuffer.wrap(trailer).getInt() == (int) sum.getValue();
      return right ? null : "its check sum is wrong";
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }

  /** What the beginning of the data unpacks to; empty if it does not. */
  static byte[] beginning(byte[] head, boolean bare) {
    Inflater inflater = new Inflater(bare);
    try {
      inflater.setInput(head);
      byte[] unpacked = new byte[BEGINNING_BYTES];
      int length = 0;
      for (int count = 1; count > 0 && length < unpacked.length; length += count) {
        count = inflater.inflate(unpacked, length, unpacked.length - length);
      }
      return Arrays.copyOf(unpacked, length);
    } catch (DataFormatException e) {
      return new byte[0];
    } finally {
      inflater.end();
    }
  }
}
