package dev.plumbline.mime;

import dev.plumbline.report.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a received file, whose number is known. */
public interface ReceivedBytes extends Bytes {

  /** How many bytes there are. */
  long size();

  /**
   * The first of them.
   *
   * @param most how many, at most
   * @throws UncheckedIOException if they cannot be read
   */
  default byte[] beginning(int most) {
    try (InputStream in = open()) {
      return in.readNBytes(most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes that are there already. */
  static ReceivedBytes of(Bytes bytes, long size) {
    return new ReceivedBytes() {
      @Override
      public InputStream open() throws IOException {
        return bytes.open();
      }

      @Override
      public long size() {
        return size;
      }
    };
  }

  /** Bytes in memory; they must not be changed afterwards. */
  static ReceivedBytes of(byte[] bytes) {
    return of(() -> new ByteArrayInputStream(bytes), bytes.length);
  }

  /** A file, which must stay as it is. */
  static ReceivedBytes of(Path file) throws IOException {
    return of(() -> Files.newInputStream(file), Files.size(file));
  }
}
