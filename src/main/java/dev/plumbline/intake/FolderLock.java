package dev.plumbline.intake;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The right to take files from a folder, which one process has at a time. By the file system, since
 * two machines may have folders of one name that are not the same; it ends with its process.
 */
final class FolderLock implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(FolderLock.class);

  /** Hidden, so that nobody takes it for a report. */
  static final String NAME = ".plumbline-lock";

  private final @Nullable FileChannel channel;
  private final boolean ours;

  private FolderLock(@Nullable FileChannel channel, boolean ours) {
    this.channel = channel;
    this.ours = ours;
  }

  static FolderLock of(Path folder) {
    FileChannel channel = null;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      return new FolderLock(channel, lock != null);
    } catch (OverlappingFileLockException e) {
      return new FolderLock(channel, false);
    } catch (IOException e) {
      // A file system without locks: who uses one knows of the other process.
      LOG.debugf("The folder %s cannot be locked: %s", folder, e.getMessage());
      return new FolderLock(channel, true);
    }
  }

  boolean isOurs() {
    return ours;
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("A lock could not be given back", e);
      }
    }
  }
}
