package dev.plumbline.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Deflated data outside of gzip and zip: with the header of zlib (RFC 1950) or bare (RFC 1951). */
final class Inflating {

  private static final int BEGINNING_BYTES = 4_096;

  private Inflating() {}

  /** Whether the data has the header of zlib and can be unpacked. */
  static boolean isZlib(byte[] head) {
    return head.length > 6
        && (head[0] & 0x0F) == 8
        && ((head[0] & 0xFF) << 8 | (head[1] & 0xFF)) % 31 == 0
        && (head[1] & 0x20) == 0
        && beginning(head, false).length > 0;
  }

  /** Unpacks; {@code padded} is set if other bytes are met behind it. */
  static InputStream open(InputStream packed, boolean bare, AtomicBoolean padded) {
    return new InflaterInputStream(packed, new Inflater(bare)) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count < 0 && (inf.getRemaining() > 0 || in.read() >= 0)) {
          padded.set(true);
        }
        return count;
      }

      @Override
      public void close() throws IOException {
        super.close();
        inf.end();
      }
    };
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
