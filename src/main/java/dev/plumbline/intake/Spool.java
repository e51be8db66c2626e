package dev.plumbline.intake;

import dev.plumbline.mime.ReceivedBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way in: written once, then read. Small ones are in memory, larger ones in a file
 * that is deleted at the end.
 */
public final class Spool extends OutputStream {

  private static final int MOST_IN_MEMORY_BYTES = 256 * 1024;

  private @Nullable ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable Path file;
  private @Nullable OutputStream toFile;
  private long size;

  /** How many bytes were written. */
  public long size() {
    return size;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int count) throws IOException {
    ByteArrayOutputStream small = memory;
    if (small != null && size + count > MOST_IN_MEMORY_BYTES) {
      Path created = Files.createTempFile("plumbline-", ".message");
      file = created;
      toFile = Files.newOutputStream(created);
      small.writeTo(toFile);
      memory = null;
      small = null;
    }
    OutputStream out = small == null ? toFile : small;
    if (out == null) {
      throw new IOException("It is closed");
    }
    out.write(bytes, start, count);
    size += count;
  }

  /** What was written; good until this is closed, and nothing more may be written. */
  public ReceivedBytes content() throws IOException {
    if (memory != null) {
      return ReceivedBytes.of(memory.toByteArray());
    }
    if (file == null || toFile == null) {
      throw new IOException("It is closed");
    }
    toFile.close();
    return ReceivedBytes.of(file);
  }

  @Override
  public void close() {
    memory = null;
    try {
      if (toFile != null) {
        toFile.close();
      }
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
