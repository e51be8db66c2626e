package dev.plumbline.mime;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;

/**
 * The files of a tar archive (POSIX, pax).
 *
 * @param files in their order
 * @param damage a sentence if the archive itself is not whole, so that files may be missing or have
 *     other names; null if it is
 */
record TarFiles(List<Slice> files, @Nullable String damage) {

  private static final int BLOCK_BYTES = 512;
  private static final int SIZE_AT = 124;
  private static final int SIZE_BYTES = 12;
  private static final int TYPE_AT = 156;

  /** Types with data behind their header: files, and what pax and GNU say of the next one. */
  private static final String WITH_DATA = "\0" + "07xgLK";

  /**
   * Reads the directory of an archive.
   *
   * @param most how many files, at most
   * @throws IOException if not even one can be read
   */
  static TarFiles of(byte[] bytes, int most) throws IOException {
    List<Slice> files = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(bytes), "UTF-8")) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null && files.size() < most) {
        int start = (int) tar.getBytesRead();
        if (entry.isFile() && !entry.isSparse() && start <= bytes.length) {
          long length = Math.min(entry.getSize(), bytes.length - start);
          files.add(new Slice(entry.getName(), start, (int) length, length == entry.getSize()));
        }
        entry = tar.getNextEntry();
      }
    } catch (IOException | RuntimeException e) {
      String damage = "The tar archive is damaged: " + Packing.said(e);
      if (files.isEmpty()) {
        throw new IOException(damage, e);
      }
      return new TarFiles(files, damage);
    }
    return new TarFiles(files, damage(bytes));
  }

  /** What the library takes without a word. */
  private static @Nullable String damage(byte[] bytes) {
    long at = 0;
    while (at + BLOCK_BYTES <= bytes.length) {
      byte[] header = Arrays.copyOfRange(bytes, (int) at, (int) at + BLOCK_BYTES);
      if (isBlank(header)) {
        return isBlank(Arrays.copyOfRange(bytes, (int) at, bytes.length))
            ? null
            : "other bytes behind the archive left out";
      }
      if (!TarUtils.verifyCheckSum(header)) {
        return "The check sum of a header in the tar archive is wrong.";
      }
      long size = size(header);
      if (size < 0) {
        return "A header in the tar archive has no size.";
      }
      if (header[TYPE_AT] == 'S' || (size > 0 && WITH_DATA.indexOf(header[TYPE_AT]) < 0)) {
        return null; // Where the next header stands is another question for each of these.
      }
      at += BLOCK_BYTES + (size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }
    return at > bytes.length
        ? "The tar archive ends within its last file."
        : "The tar archive ends early.";
  }

  private static boolean isBlank(byte[] block) {
    for (byte one : block) {
      if (one != 0) {
        return false;
      }
    }
    return true;
  }

  /** The size in a header; -1 if there is none. */
  private static long size(byte[] header) {
    try {
      long size = TarUtils.parseOctalOrBinary(header, SIZE_AT, SIZE_BYTES);
      return size > Integer.MAX_VALUE ? Integer.MAX_VALUE : size;
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  /**
   * A file of an archive in memory.
   *
   * @param start its first byte
   * @param length its bytes
   * @param whole whether the archive holds all of them
   */
  record Slice(String name, int start, int length, boolean whole) {

    InputStream open(byte[] archive) {
      InputStream in = new ByteArrayInputStream(archive, start, length);
      return whole ? in : new EndingEarly(in);
    }
  }

  private static final class EndingEarly extends FilterInputStream {
    EndingEarly(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count < 0) {
        throw new EOFException("The archive ends within its entry.");
      }
      return count;
    }
  }
}
