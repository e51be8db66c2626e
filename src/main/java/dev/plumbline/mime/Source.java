package dev.plumbline.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that can be read more than once, and whose number is known. */
public interface Source {

  /** A new stream from the first byte; the caller closes it. */
  InputStream open() throws IOException;

  /** How many bytes there are. */
  long size();

  /** Bytes in memory; they must not be changed afterwards. */
  static Source of(byte[] bytes) {
    return new Source() {
      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }

      @Override
      public long size() {
        return bytes.length;
      }
    };
  }

  /** A file, which must stay as it is. */
  static Source of(Path file) throws IOException {
    long size = Files.size(file);
    return new Source() {
      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }

      @Override
      public long size() {
        return size;
      }
    };
  }
}
