package dev.plumbline.intake;

import dev.plumbline.intake.Intake.Incoming;
import dev.plumbline.mime.Source;
import dev.plumbline.store.ItemOutcome;
import dev.plumbline.store.Outcome;
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

  private static final int MOST_FILES = 100;
  private static final long MOST_BYTES = 4 << 20;

  private final Intake intake;

  FolderIngest(Intake intake) {
    this.intake = intake;
  }

  /**
   * One file and what became of it.
   *
   * @param outcome empty if the file was skipped
   * @param reason a sentence
   */
  public record IngestedFile(Path file, Optional<Outcome> outcome, String reason) {}

  /**
   * How many files had each outcome.
   *
   * @param unreadable folders that could not be listed
   */
  public record IngestSummary(Map<Outcome, Long> counts, long skipped, long unreadable) {

    public IngestSummary {
      counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    /** Files with an outcome. */
    public long count(Outcome outcome) {
      return counts.getOrDefault(outcome, 0L);
    }

    /** Whether nothing has to be looked at again. */
    public boolean isClean() {
      return count(Outcome.REJECTED) == 0 && count(Outcome.TRY_AGAIN) == 0 && unreadable == 0;
    }
  }

  /**
   * Takes files in, in the order of their names. Within folders, hidden files are passed over and
   * {@code .md}, {@code .db} and {@code .tsv} files are skipped with a word; a file that is named
   * itself is always taken. Links below a folder are not followed.
   *
   * @param progress is told of each file as it is done
   */
  public IngestSummary ingest(List<Path> paths, Consumer<IngestedFile> progress) {
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    try {
      Run run = new Run(progress, workers);
      for (Path path : paths) {
        if (Files.isDirectory(path)) {
          run.folder(path);
        } else {
          run.take(path);
        }
      }
      run.finish();
      return new IngestSummary(run.counts, run.skipped, run.unreadable);
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
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private long skipped;
    private long unreadable;

    Run(Consumer<IngestedFile> progress, ExecutorService workers) {
      this.progress = progress;
      this.workers = workers;
    }

    private void folder(Path folder) {
      List<Path> entries;
      try (Stream<Path> listed = Files.list(folder)) {
        entries = listed.filter(entry -> !name(entry).startsWith(".")).sorted().toList();
      } catch (IOException e) {
        unreadable++;
        report(folder, null, "The folder cannot be read: " + e.getMessage());
        return;
      }
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          folder(entry);
        } else if (!Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          skip(entry, "It is neither a file nor a folder.");
        } else if (NO_CANDIDATES.contains(extension(entry))) {
          skip(entry, "Files of this kind hold no reports.");
        } else {
          take(entry);
        }
      }
    }

    private void skip(Path file, String reason) {
      skipped++;
      report(file, null, reason);
    }

    private void take(Path file) {
      Source source;
      try {
        source = Source.of(file);
      } catch (IOException e) {
        count(file, Outcome.TRY_AGAIN, "It cannot be read: " + e.getMessage());
        return;
      }
      files.add(file);
      batch.add(new Incoming("cli", name(file), null, source));
      batchBytes += source.size();
      if (batch.size() == MOST_FILES || batchBytes >= MOST_BYTES) {
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
      Future<List<ItemOutcome>> taken = workers.submit(() -> intake.takeAll(sent));
      inOrder.add(
          () -> {
            List<ItemOutcome> outcomes = get(taken);
            List<IngestedFile> done = new ArrayList<>();
            for (int i = 0; i < outcomes.size(); i++) {
              ItemOutcome outcome = outcomes.get(i);
              done.add(
                  new IngestedFile(
                      sentFiles.get(i), Optional.of(outcome.outcome()), outcome.reason()));
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
        file.outcome().ifPresent(outcome -> counts.merge(outcome, 1L, Long::sum));
        progress.accept(file);
      }
    }

    private void count(Path file, Outcome outcome, String reason) {
      report(file, outcome, reason);
    }

    private void report(Path file, @Nullable Outcome outcome, String reason) {
      if (!batch.isEmpty()) {
        send();
      }
      inOrder.add(() -> List.of(new IngestedFile(file, Optional.ofNullable(outcome), reason)));
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
