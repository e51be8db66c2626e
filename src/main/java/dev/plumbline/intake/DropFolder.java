package dev.plumbline.intake;

import dev.plumbline.store.FileTrouble;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
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
 * same size and time, and moved into a sub-folder after its commit. An mbox file is taken message
 * by message and moved as a whole; a folder that is a Maildir keeps its form. Used by one thread at
 * a time.
 */
final class DropFolder {

  private static final Logger LOG = Logger.getLogger(DropFolder.class);

  private final Path folder;
  private final Maildir maildir;
  private final FileTaking taking;
  private final BooleanSupplier stopping;

  private Map<Path, Seen> lastScan = new HashMap<>();

  /** Committed, at least in part, but not moved: not taken again while it stays as it is. */
  private final Map<Path, Progress> committed = new HashMap<>();

  DropFolder(Path folder, Intake intake, BooleanSupplier stopping) {
    this.folder = folder;
    this.maildir = new Maildir(folder);
    this.taking = new FileTaking(intake, "folder");
    this.stopping = stopping;
  }

  private record Seen(long size, FileTime modified) {}

  /** How far a file was taken; only an mbox has more than one message. */
  private static final class Progress {
    final Seen seen;
    int messages;
    Outcome outcome = Outcome.NOT_A_REPORT;
    boolean tryAgain;
    boolean complete;

    Progress(Seen seen) {
      this.seen = seen;
    }

    /** A file goes to the folder of what most needs a look: rejected, then stored. */
    void note(ItemOutcome taken, int number) {
      if (taken.outcome() == Outcome.TRY_AGAIN) {
        tryAgain = true;
        return;
      }
      messages = number;
      complete = number == 0;
      if (outcome != Outcome.REJECTED && taken.outcome() != Outcome.NOT_A_REPORT) {
        outcome = taken.outcome();
      }
    }
  }

  /**
   * Looks once.
   *
   * @return whether everything that was due was taken and put away
   * @throws UncheckedIOException if the folder cannot be read
   */
  boolean scan() {
    try (FolderLock lock = FolderLock.of(folder)) {
      // Whoever has it does the work, and each file is taken once.
      return !lock.isOurs() || scanAlone();
    }
  }

  private boolean scanAlone() {
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
        // A message comes into a Maildir by a rename, when it is complete.
        if (seen.equals(lastScan.get(file)) || Maildir.isMaildir(folder)) {
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
      if (Maildir.isMaildir(folder)) {
        return maildir.messages();
      }
      try (Stream<Path> entries = Files.list(folder)) {
        return entries.filter(DropFolder::isComplete).sorted().toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(
              "The drop folder " + folder + " cannot be read: " + FileTrouble.said(e), e));
    }
  }

  /** Names under which programs write what is not complete yet. */
  private static boolean isComplete(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && !name.endsWith(".part") && !name.endsWith(".tmp");
  }

  private boolean settle(Path file, Seen seen) throws IOException {
    Progress progress = committed.get(file);
    if (progress == null || !progress.seen.equals(seen)) {
      progress = new Progress(seen);
      committed.put(file, progress);
    }
    if (!progress.complete) {
      taking.take(file, progress.messages, stopping, progress::note);
      if (progress.tryAgain) {
        progress.tryAgain = false;
        return false;
      }
      if (!progress.complete && stopping.getAsBoolean()) {
        return true;
      }
      progress.complete = true;
    }
    putAway(file, progress.outcome);
    committed.remove(file);
    return true;
  }

  private void putAway(Path file, Outcome outcome) throws IOException {
    if (Maildir.isMaildir(folder)) {
      maildir.putAway(file, outcome);
      return;
    }
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
      case STORED, CONFLICT, SET_ASIDE, DUPLICATE -> "done";
      case NOT_A_REPORT -> "not-a-report";
      case REJECTED -> "rejected";
      case TRY_AGAIN -> throw new IllegalArgumentException("A file to be tried again stays");
    };
  }
}
