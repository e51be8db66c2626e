package dev.plumbline.intake;

import dev.plumbline.store.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes in files a person named, and those in folders below them; they stay where they are. */
@ApplicationScoped
public class FolderIngest {

  /** Documents, zone files and tables that lie beside reports. */
  private static final Set<String> NO_CANDIDATES = Set.of("md", "db", "tsv");

  private final FileTaking taking;

  FolderIngest(Intake intake) {
    this.taking = new FileTaking(intake, "cli");
  }

  /**
   * One file, or one message of an mbox file, and what became of it.
   *
   * @param message its number in an mbox file, 0 where the file is one item
   * @param outcome empty if the file was skipped
   * @param reason a sentence
   */
  public record IngestedFile(Path file, int message, Optional<Outcome> outcome, String reason) {

    /** What to call it. */
    public String name() {
      return message == 0 ? file.toString() : file + ", message " + message;
    }
  }

  /**
   * How many files and messages had each outcome.
   *
   * @param unreadable folders that could not be listed
   */
  public record IngestSummary(Map<Outcome, Long> counts, long skipped, long unreadable) {

    public IngestSummary {
      counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    /** Files and messages with an outcome. */
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
   * itself is always taken. Links below a folder are not followed. Of a Maildir the messages are
   * taken, of an mbox file each message; one that must be tried again ends its mbox file.
   *
   * @param progress is told of each file as it is done
   */
  public IngestSummary ingest(List<Path> paths, Consumer<IngestedFile> progress) {
    Run run = new Run(progress);
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        run.folder(path);
      } else {
        run.take(path);
      }
    }
    return new IngestSummary(run.counts, run.skipped, run.unreadable);
  }

  private final class Run {

    private final Consumer<IngestedFile> progress;
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private long skipped;
    private long unreadable;

    Run(Consumer<IngestedFile> progress) {
      this.progress = progress;
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
        report(folder, 0, null, "The folder cannot be read: " + e.getMessage());
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
          skip(entry, "It is neither a file nor a folder.");
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
        report(maildir.root(), 0, null, "The Maildir cannot be read: " + e.getMessage());
      }
    }

    private void skip(Path file, String reason) {
      skipped++;
      report(file, 0, null, reason);
    }

    private void take(Path file) {
      try {
        taking.take(
            file,
            0,
            () -> false,
            (taken, number) -> count(file, number, taken.outcome(), taken.reason()));
      } catch (IOException e) {
        count(file, 0, Outcome.TRY_AGAIN, "It cannot be read: " + e.getMessage());
      }
    }

    private void count(Path file, int message, Outcome outcome, String reason) {
      counts.merge(outcome, 1L, Long::sum);
      report(file, message, outcome, reason);
    }

    private void report(Path file, int message, @Nullable Outcome outcome, String reason) {
      progress.accept(new IngestedFile(file, message, Optional.ofNullable(outcome), reason));
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
