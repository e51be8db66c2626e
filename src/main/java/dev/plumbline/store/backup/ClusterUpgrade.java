package dev.plumbline.store.backup;

import dev.plumbline.store.server.DatabaseAccess;
import dev.plumbline.store.server.DirectDatabase;
import dev.plumbline.store.server.EmbeddedDatabase;
import dev.plumbline.store.server.OlderCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings the data of the built-in PostgreSQL to its present major version: a backup by the older
 * one, restored beside it, which takes its place at the end. Killed at any moment, it begins anew
 * the next time; what it began from is as it was.
 */
public final class ClusterUpgrade {

  private ClusterUpgrade() {}

  /**
   * Does so where there is anything to be done.
   *
   * @param dataDir where Plumbline keeps its data
   * @param tell hears what is done, in sentences
   * @return whether there was
   * @throws dev.plumbline.store.server.DatabaseStartException if one of both servers does not start
   * @throws BackupException if the data cannot be written beside, as on a full disk
   */
  public static boolean ifOlder(Path dataDir, Instant now, Consumer<String> tell) {
    Path file = dataDir.resolve("upgrade.zip");
    Path made = dataDir.resolve("upgrading");
    try {
      Optional<OlderCluster> found = OlderCluster.hold(dataDir);
      if (found.isPresent()) {
        try (OlderCluster older = found.get()) {
          bring(older, file, made, now, tell);
        } finally {
          // Left on a full disk, they would keep it full.
          clear(file, made);
        }
      } else {
        // One may have been killed after the new database was put in place.
        clear(file, made);
      }
      return found.isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void bring(
      OlderCluster older, Path file, Path made, Instant now, Consumer<String> tell)
      throws IOException {
    tell.accept(
        "Bringing %s from PostgreSQL %d to PostgreSQL %d ..."
            .formatted(older.home(), older.version(), OlderCluster.newVersion()));
    clear(file, made);
    boolean filled = write(older, file, now, tell);
    Optional<Manifest> restored = fill(made, filled ? Optional.of(file) : Optional.empty(), tell);
    Path aside = older.giveWay(made);
    tell.accept(
        "%,d rows of %d tables are in PostgreSQL %d now; what they were read from is kept in %s until you delete it."
            .formatted(
                restored.map(Manifest::rows).orElse(0L),
                restored.map(manifest -> manifest.tables().size()).orElse(0),
                OlderCluster.newVersion(),
                aside));
  }

  private static void clear(Path file, Path made) throws IOException {
    Files.deleteIfExists(file);
    OlderCluster.discard(made);
  }

  /** Whether there were tables to write. */
  private static boolean write(OlderCluster older, Path file, Instant now, Consumer<String> tell) {
    DatabaseAccess access = older.start(tell);
    try (DirectDatabase direct = DirectDatabase.asItIs(access)) {
      // A first start may have ended before it made them.
      if (direct.schemaVersion() == 0) {
        return false;
      }
      new Backup(direct, now, table -> {}, rows -> {}).write(file);
      return true;
    } finally {
      older.stop();
    }
  }

  private static Optional<Manifest> fill(Path made, Optional<Path> file, Consumer<String> tell) {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(made, tell);
        DirectDatabase direct = DirectDatabase.asItIs(database.access())) {
      Optional<Manifest> restored =
          file.map(backup -> new Restore(direct, table -> {}, rows -> {}).asItWas(backup));
      direct.database().write("analyze");
      return restored;
    }
  }
}
