package dev.plumbline.mime;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lzma.LZMACompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.z.ZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The forms that data is packed in. Where something is wrong with it, what could be unpacked comes
 * first and then an {@link EOFException} that says what it is.
 */
final class Packing {

  private static final int BUFFER_BYTES = 8192;

  /** For the dictionaries of xz and compress; xz at its best setting takes 65 MiB. */
  private static final int MOST_MEMORY_KIB = 80 * 1024;

  private static final List<String> EXTENSIONS =
      List.of(".gz", ".gzip", ".bz2", ".xz", ".lzma", ".z", ".zz", ".zlib", ".deflate");

  /** APPNOTE.TXT section 4.3.16, without the comment. */
  private static final int ZIP_END_BYTES = 22;

  private Packing() {}

  /**
   * Unpacks a stream.
   *
   * @param padded is set if other bytes are met behind the packed data
   */
  static InputStream open(Content kind, InputStream packed, AtomicBoolean padded)
      throws IOException {
    InputStream in = new BufferedInputStream(packed, BUFFER_BYTES);
    try {
      return switch (kind) {
        case GZIP -> new Gzip(in, padded);
        case BZIP2 -> new Salvaged(new BZip2CompressorInputStream(in, true));
        case XZ ->
            XZCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .setMemoryLimitKiB(MOST_MEMORY_KIB)
                .get();
        case LZMA ->
            noting(
                new Salvaged(
                    LZMACompressorInputStream.builder()
                        .setInputStream(in)
                        .setMemoryLimitKiB(MOST_MEMORY_KIB)
                        .get()),
                in,
                padded);
        case UNIX_COMPRESS -> new ZCompressorInputStream(in, MOST_MEMORY_KIB);
        case ZLIB -> Inflating.open(in, false, padded);
        case DEFLATE -> Inflating.open(in, true, padded);
        default -> throw new IllegalArgumentException("not packed: " + kind);
      };
    } catch (IOException e) {
      packed.close();
      throw new EOFException(
          endsEarly(e)
              ? "The packed data is damaged: it ends early, before anything could be unpacked."
              : "The beginning of the packed data is damaged: " + said(e));
    }
  }

  /** The library of bzip2 says so in words alone. */
  private static boolean endsEarly(IOException e) {
    return e instanceof EOFException || said(e).toLowerCase(Locale.ROOT).contains("end of stream");
  }

  /** What is unpacked, which sets {@code padded} at its end if more of the packed data is left. */
  private static InputStream noting(
      InputStream unpacked, InputStream packed, AtomicBoolean padded) {
    return new FilterInputStream(unpacked) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count < 0 && packed.read() >= 0) {
          padded.set(true);
        }
        return count;
      }
    };
  }

  /** What a library says is wrong; it says nothing where data ends within. */
  static String said(Exception e) {
    String message = e.getMessage();
    return message != null ? message : e instanceof EOFException ? "it ends early" : e.toString();
  }

  /** The name without the ending that says how it is packed; {@code .tgz} becomes tar. */
  static String unpackedName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (String extension : EXTENSIONS) {
      if (lower.endsWith(extension)) {
        return name.substring(0, name.length() - extension.length());
      }
    }
    return name;
  }

  /**
   * All members of a gzip file (RFC 1952 section 2.2). What follows the last one is left out, since
   * some reporters pad their files, and told.
   */
  private static final class Gzip extends GZIPInputStream {

    private static final int TRAILER_BYTES = 8;
    private final AtomicBoolean padded;

    Gzip(InputStream in, AtomicBoolean padded) throws IOException {
      super(in, BUFFER_BYTES);
      this.padded = padded;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count < 0 && (inf.getRemaining() > TRAILER_BYTES || in.read() >= 0)) {
        padded.set(true);
      }
      return count;
    }
  }

  /** Hands on what was unpacked before something was found wrong, and only then tells. */
  private static final class Salvaged extends FilterInputStream {
    private @Nullable IOException wrong;

    Salvaged(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = 0;
      try {
        while (wrong == null && count < length) {
          int next = in.read();
          if (next < 0) {
            return count == 0 && length > 0 ? -1 : count;
          }
          buffer[offset + count++] = (byte) next;
        }
      } catch (IOException e) {
        wrong = e;
      }
      if (wrong != null && count == 0) {
        throw wrong;
      }
      return count;
    }
  }

  /** A stream whose check sum is compared at its end; -1 stands for none. */
  static InputStream checked(InputStream in, long crc) {
    return new FilterInputStream(in) {
      private final CRC32 sum = new CRC32();

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
          sum.update(buffer, offset, count);
        } else if (count < 0 && crc >= 0 && sum.getValue() != crc) {
          throw new EOFException("The check sum of the archive's entry is wrong.");
        }
        return count;
      }
    };
  }

  /** Whether more follows the record that ends a zip archive and its comment. */
  static boolean hasBytesBehindZip(byte[] bytes) {
    for (int i = bytes.length - ZIP_END_BYTES; i >= 0; i--) {
      if (bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 5 && bytes[i + 3] == 6) {
        int comment = (bytes[i + 20] & 0xff) | (bytes[i + 21] & 0xff) << 8;
        return i + ZIP_END_BYTES + comment < bytes.length;
      }
    }
    return false;
  }
}
