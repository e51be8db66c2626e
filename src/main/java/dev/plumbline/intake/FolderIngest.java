package dev.plumbline.intake;

import dev.plumbline.intake.Intake.Incoming;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.FileTrouble;
import dev.plumbline.store.intake.DocumentOutcome;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes in files a person named, and those in folders below them; they stay where they are. */
@ApplicationScoped
public class FolderIngest {

  /** Documents, zone files and tables that lie beside reports. */
  private static final Set<String> NO_CANDIDATES = Set.of("md", "db", "tsv");

  /** One parses while the database works for the other. */
  private static final int WORKERS = 2;

  /** The first batches are small, so that the database soon has work, too. */
  private static final int FIRST_FILES = 25;

  private static final int MOST_FILES = 200;
  private static final long MOST_BYTES = 4 << 20;
  private static final long MOST_BYTES_AT_ONCE = 1 << 20;

  private final Intake intake;
  private final FileTaking taking;

  public FolderIngest(Intake intake) {
    this.intake = intake;
    this.taking = new FileTaking(intake, "cli");
  }

  /**
   * One file, or one message of an mbox file, and what became of it.
   *
   * @param message its number in an mbox file, 0 where the file is one item
   * @param outcome empty if the file was skipped
   * @param reason a sentence
   * @param conflict whether a report in it has the key of a stored one and other content
   */
  public record IngestedFile(
      Path file, int message, Optional<Outcome> outcome, String reason, boolean conflict) {

    /** A file that conflicts with nothing. */
    public IngestedFile(Path file, int message, Optional<Outcome> outcome, String reason) {
      this(file, message, outcome, reason, false);
    }

    static IngestedFile of(Path file, int message, ItemOutcome outcome) {
      boolean conflict =
          outcome.documents().stream()
              .anyMatch(document -> document.outcome() == DocumentOutcome.CONFLICT);
      return new IngestedFile(
          file, message, Optional.of(outcome.outcome()), outcome.reason(), conflict);
    }

    /** What to call it. */
    public String name() {
      return message == 0 ? file.toString() : file + ", message " + message;
    }
  }

  /**
   * How many files and messages had each outcome.
   *
   * @param conflicts those with a report that contradicts a stored one; among the others, too
   * @param unreadable folders that could not be listed
   * @param left files that were not taken in, since it was to stop
   */
  public record IngestSummary(
      Map<Outcome, Long> counts, long conflicts, long skipped, long unreadable, long left) {

    public IngestSummary {
      counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    /** Files and messages with an outcome. */
    public long count(Outcome outcome) {
      return counts.getOrDefault(outcome, 0L);
    }

    /** Whether nothing has to be looked at again. */
    public boolean isClean() {
      return count(Outcome.REJECTED) == 0
          && count(Outcome.SET_ASIDE) == 0
          && count(Outcome.TRY_AGAIN) == 0
          && conflicts == 0
          && unreadable == 0
          && left == 0;
    }
  }

  /**
   * Takes files in, in the order of their names. Within folders, hidden files are passed over and
   * {@code .md}, {@code .db} and {@code .tsv} files are skipped with a word; a file that is named
   * itself is always taken. Links below a folder are not followed. Of a Maildir the messages are
   * taken, of an mbox file each message; one that must be tried again ends its mbox file.
   *
   * @param progress is told of each file as it is done
   */
  public IngestSummary ingest(List<Path> paths, Consumer<IngestedFile> progress) {
    return ingest(paths, progress, () -> false);
  }

  /**
   * As {@link #ingest(List, Consumer)}.
   *
   * @param stopping whether to stop: what has not begun then is left, and told as a number alone
   */
  public IngestSummary ingest(
      List<Path> paths, Consumer<IngestedFile> progress, BooleanSupplier stopping) {
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    try {
      Run run = new Run(progress, workers, stopping);
      for (Path path : paths) {
        if (Files.isDirectory(path)) {
          run.folder(path);
        } else {
          run.take(path);
        }
      }
      run.finish();
      return new IngestSummary(run.counts, run.conflicts, run.skipped, run.unreadable, run.left);
    } finally {
      workers.shutdown();
    }
  }

  private final class Run {

    private final Consumer<IngestedFile> progress;
    private final ExecutorService workers;
    private final Deque<Supplier<List<IngestedFile>>> inOrder = new ArrayDeque<>();
    private final List<Path> files = new ArrayList<>();
    private final List<Incoming> batch = new ArrayList<>();
    private long batchBytes;
    private int batchFiles = FIRST_FILES;
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private long conflicts;
    private long skipped;
    private long unreadable;
    private final BooleanSupplier stopping;
    private long left;

    Run(Consumer<IngestedFile> progress, ExecutorService workers, BooleanSupplier stopping) {
      this.progress = progress;
      this.workers = workers;
      this.stopping = stopping;
    }

    private void folder(Path folder) {
      boolean maildir = Maildir.isMaildir(folder);
      if (maildir) {
        messages(new Maildir(folder));
      }
      List<Path> entries;
      try (Stream<Path> listed = Files.list(folder)) {
        entries = listed.filter(entry -> !name(entry).startsWith(".")).sorted().toList();
      } catch (IOException e) {
        unreadable++;
        report(folder, 0, null, "The folder cannot be read: " + FileTrouble.said(e));
        return;
      }
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          if (!maildir || !Maildir.isPart(entry)) {
            folder(entry);
          }
        } else if (maildir) {
          skip(entry, "In a Maildir, messages are in the folders new and cur.");
        } else if (!Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          skip(
              entry,
              Files.isSymbolicLink(entry)
                  ? "It is a link, which is followed only where it is named itself."
                  : "It is neither a file nor a folder.");
        } else if (NO_CANDIDATES.contains(extension(entry))) {
          skip(entry, "Files of this kind hold no reports.");
        } else {
          take(entry);
        }
      }
    }

    private void messages(Maildir maildir) {
      try {
        maildir.messages().forEach(this::take);
      } catch (IOException e) {
        unreadable++;
        report(maildir.root(), 0, null, "The Maildir cannot be read: " + FileTrouble.said(e));
      }
    }

    private void skip(Path file, String reason) {
      skipped++;
      report(file, 0, null, reason);
    }

    private void take(Path file) {
      if (stopping.getAsBoolean()) {
        left++;
        return;
      }
      ReceivedBytes source;
      try {
        // Read at once: a report is looked at several times, and most are small.
        boolean small = Files.size(file) <= MOST_BYTES_AT_ONCE;
        byte[] bytes = small ? Files.readAllBytes(file) : new byte[0];
        if (small ? Mbox.isMbox(bytes) : Mbox.isMbox(file)) {
          messages(file);
          return;
        }
        source = small ? ReceivedBytes.of(bytes) : ReceivedBytes.of(file);
      } catch (IOException e) {
        report(file, 0, Outcome.TRY_AGAIN, "It cannot be read: " + FileTrouble.said(e));
        return;
      }
      files.add(file);
      batch.add(new Incoming("cli", name(file), null, source));
      batchBytes += source.size();
      if (batch.size() >= batchFiles || batchBytes >= MOST_BYTES) {
        send();
      }
    }

    /** Has a worker take the batch in; what became of it is told in the order of the files. */
    private void send() {
      List<Path> sentFiles = List.copyOf(files);
      List<Incoming> sent = List.copyOf(batch);
      files.clear();
      batch.clear();
      batchBytes = 0;
      batchFiles = Math.min(MOST_FILES, 2 * batchFiles);
      Future<List<ItemOutcome>> taken = workers.submit(() -> intake.takeAll(sent));
      inOrder.add(
          () -> {
            List<ItemOutcome> outcomes = get(taken);
            List<IngestedFile> done = new ArrayList<>();
            for (int i = 0; i < outcomes.size(); i++) {
              done.add(IngestedFile.of(sentFiles.get(i), 0, outcomes.get(i)));
            }
            return done;
          });
      while (inOrder.size() > WORKERS) {
        tell(inOrder.remove());
      }
    }

    void finish() {
      if (!batch.isEmpty()) {
        send();
      }
      while (!inOrder.isEmpty()) {
        tell(inOrder.remove());
      }
    }

    private void tell(Supplier<List<IngestedFile>> done) {
      for (IngestedFile file : done.get()) {
        if (file.outcome().map(this::isLeft).orElse(false)) {
          left++;
          continue;
        }
        conflicts += file.conflict() ? 1 : 0;
        file.outcome().ifPresent(outcome -> counts.merge(outcome, 1L, Long::sum));
        progress.accept(file);
      }
    }

    /** It could not be taken in because the database is being left. */
    private boolean isLeft(Outcome outcome) {
      return outcome == Outcome.TRY_AGAIN && stopping.getAsBoolean();
    }

    /** One by one, in this thread: an mbox may hold more than fits into memory. */
    private void messages(Path mbox) throws IOException {
      finish();
      AtomicBoolean cut = new AtomicBoolean();
      taking.take(
          mbox,
          0,
          () -> {
            cut.compareAndSet(false, stopping.getAsBoolean());
            return cut.get();
          },
          (taken, number) -> {
            if (isLeft(taken.outcome())) {
              cut.set(true);
            } else {
              tell(() -> List.of(IngestedFile.of(mbox, number, taken)));
            }
          });
      left += cut.get() ? 1 : 0;
    }

    private void report(Path file, int message, @Nullable Outcome outcome, String reason) {
      if (!batch.isEmpty()) {
        send();
      }
      inOrder.add(
          () -> List.of(new IngestedFile(file, message, Optional.ofNullable(outcome), reason)));
    }
  }

  private static List<ItemOutcome> get(Future<List<ItemOutcome>> taken) {
    try {
      return taken.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while files were taken in", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Files could not be taken in", e.getCause());
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String extension(Path file) {
    String name = name(file).toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
