package dev.plumbline.store.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * That a process uses the built-in PostgreSQL: a lock on one byte of a file, which the system takes
 * back from a process that dies. Who has all the other bytes too is the last user, and nobody
 * begins to use the server while he stops it.
 */
final class FolderUse implements AutoCloseable {

  private static final long END = Long.MAX_VALUE;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final FileChannel channel;
  private final long place;

  private FolderUse(FileChannel channel, long place) {
    this.channel = channel;
    this.place = place;
  }

  /**
   * Begins to use the server of a folder; waits while the last user of it is stopping it.
   *
   * @throws IOException if that takes longer than the patience
   */
  static FolderUse begin(Path home, Duration patience) throws IOException {
    FileChannel channel =
        FileChannel.open(
            home.resolve("users.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (System.nanoTime() < deadline) {
        long place = ThreadLocalRandom.current().nextLong(1, END - 1);
        if (tryLock(channel, place, 1) != null) {
          return new FolderUse(channel, place);
        }
        Thread.sleep(PAUSE.toMillis());
      }
      throw new IOException("another process does not end stopping it");
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another process was stopping it", e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether nobody else uses the server; nobody will, if so, until this use is closed. */
  boolean isLast() throws IOException {
    FileLock before = tryLock(channel, 0, place);
    if (before == null) {
      return false;
    }
    if (tryLock(channel, place + 1, END - place - 1) == null) {
      before.release();
      return false;
    }
    return true;
  }

  /**
   * A lock on some bytes of a file.
   *
   * @return null if another process has one of them, or this one by another channel
   */
  static @Nullable FileLock tryLock(FileChannel channel, long from, long length)
      throws IOException {
    try {
      return channel.tryLock(from, length, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
