package dev.plumbline.intake;

import dev.plumbline.mime.Source;
import dev.plumbline.store.ItemOutcome;
import dev.plumbline.store.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A folder into which others put files. A file is taken once two scans in a row saw it with the
 * same size and time, and moved into a sub-folder after its commit. Used by one thread at a time.
 */
final class DropFolder {

  private static final Logger LOG = Logger.getLogger(DropFolder.class);

  private final Path folder;
  private final Intake intake;
  private final BooleanSupplier stopping;

  private Map<Path, Seen> lastScan = new HashMap<>();

  /** Committed, but its move failed: not taken again while it stays as it is. */
  private final Map<Path, Committed> committed = new HashMap<>();

  DropFolder(Path folder, Intake intake, BooleanSupplier stopping) {
    this.folder = folder;
    this.intake = intake;
    this.stopping = stopping;
  }

  private record Seen(long size, FileTime modified) {}

  private record Committed(Seen seen, Outcome outcome) {}

  /**
   * Looks once.
   *
   * @return whether everything that was due was taken and put away
   * @throws UncheckedIOException if the folder cannot be read
   */
  boolean scan() {
    Map<Path, Seen> scan = new HashMap<>();
    boolean well = true;
    for (Path file : files()) {
      if (stopping.getAsBoolean()) {
        break;
      }
      try {
        BasicFileAttributes now =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!now.isRegularFile()) {
          continue;
        }
        Seen seen = new Seen(now.size(), now.lastModifiedTime());
        scan.put(file, seen);
        if (seen.equals(lastScan.get(file))) {
          well &= settle(file, seen);
        }
      } catch (NoSuchFileException e) {
        LOG.debugf("%s is gone", LogText.safe(file.toString()));
      } catch (IOException e) {
        LOG.warnf("Drop folder: %s", LogText.safe(e.toString()));
        well = false;
      }
    }
    lastScan = scan;
    committed.keySet().retainAll(scan.keySet());
    return well;
  }

  private List<Path> files() {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> entries = Files.list(folder)) {
        return entries.filter(DropFolder::isComplete).sorted().toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException("The drop folder " + folder + " cannot be read: " + e.getMessage(), e));
    }
  }

  /** Names under which programs write what is not complete yet. */
  private static boolean isComplete(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && !name.endsWith(".part") && !name.endsWith(".tmp");
  }

  private boolean settle(Path file, Seen seen) throws IOException {
    Committed before = committed.get(file);
    Outcome outcome;
    if (before != null && before.seen().equals(seen)) {
      outcome = before.outcome();
    } else {
      ItemOutcome taken =
          intake.take("folder", String.valueOf(file.getFileName()), null, Source.of(file));
      outcome = taken.outcome();
      if (outcome == Outcome.TRY_AGAIN) {
        return false;
      }
      committed.put(file, new Committed(seen, outcome));
    }
    putAway(file, outcome);
    committed.remove(file);
    return true;
  }

  private void putAway(Path file, Outcome outcome) throws IOException {
    Path target = folder.resolve(subFolder(outcome));
    Files.createDirectories(target);
    String name = String.valueOf(file.getFileName());
    for (int copy = 1; ; copy++) {
      try {
        Files.move(file, target.resolve(copy == 1 ? name : copy + "-" + name));
        return;
      } catch (FileAlreadyExistsException e) {
        LOG.debugf("%s exists already", LogText.safe(e.getFile()));
      }
    }
  }

  private static String subFolder(Outcome outcome) {
    return switch (outcome) {
      case STORED, DUPLICATE -> "done";
      case NOT_A_REPORT -> "not-a-report";
      case REJECTED -> "rejected";
      case TRY_AGAIN -> throw new IllegalArgumentException("A file to be tried again stays");
    };
  }
}
