package dev.plumbline.cli.shell;

import dev.plumbline.store.server.FolderTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Where a process keeps what it works on: uploads that are coming in, large messages. A folder of
 * its own, readable by nobody else, so that no other user of the machine can be in the way or look
 * in. It holds a lock on it while it lives; what processes left that were killed is deleted by the
 * next one.
 */
final class WorkFolder {

  private static final String LOCK = "lock";

  /** Locks of this process: one that nobody refers to any more would be let go. */
  private static final List<FileChannel> HELD = new CopyOnWriteArrayList<>();

  private WorkFolder() {}

  /**
   * Makes the folder of this process.
   *
   * @param parent made if missing
   */
  static Path make(Path parent) throws IOException {
    Files.createDirectories(
        parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    // One process at a time: a folder that is just being made has no lock yet.
    try (FileChannel turn =
        FileChannel.open(
            parent.resolve("turn.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      turn.lock();
      for (Path folder : folders(parent)) {
        if (isLeft(folder)) {
          FolderTree.delete(folder);
        }
      }
      Path own = Files.createTempDirectory(parent, ProcessHandle.current().pid() + "-");
      // Held until the process ends, however it does.
      FileChannel channel =
          FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.lock();
      HELD.add(channel);
      return own;
    }
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> found = Files.list(parent)) {
      return found.filter(Files::isDirectory).toList();
    }
  }

  private static boolean isLeft(Path folder) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
