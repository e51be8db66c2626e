package dev.plumbline.mime;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Collections;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Zip archives in memory, each entry opened by its place. */
final class ZipFiles {

  private ZipFiles() {}

  /** An archive read by its directory. */
  static ZipFile open(byte[] bytes) throws IOException {
    SeekableByteChannel channel = new SeekableInMemoryByteChannel(bytes);
    return ZipFile.builder().setSeekableByteChannel(channel).setIgnoreLocalFileHeader(false).get();
  }

  /** Entries are found again by their place, since an archive may name two alike. */
  static InputStream openEntry(byte[] bytes, int index) throws IOException {
    ZipFile zip = open(bytes);
    try {
      ZipArchiveEntry entry = Collections.list(zip.getEntriesInPhysicalOrder()).get(index);
      return closingBoth(Packing.checked(zip.getInputStream(entry), entry.getCrc()), zip);
    } catch (IOException e) {
      zip.close();
      throw new EOFException("The archive's entry is damaged: " + Packing.said(e));
    }
  }

  private static InputStream closingBoth(InputStream in, ZipFile zip) {
    return new FilterInputStream(in) {
      @Override
      public void close() throws IOException {
        try (zip) {
          super.close();
        }
      }
    };
  }

  /** An archive read from the front, without its directory. */
  static ZipArchiveInputStream stream(byte[] bytes) {
    return new ZipArchiveInputStream(new ByteArrayInputStream(bytes), "UTF-8", true, true);
  }

  static InputStream streamEntry(byte[] bytes, int index) throws IOException {
    ZipArchiveInputStream zip = stream(bytes);
    for (int i = 0; i <= index; i++) {
      zip.getNextEntry();
    }
    return zip;
  }
}
