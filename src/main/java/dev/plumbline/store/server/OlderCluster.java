package dev.plumbline.store.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What an earlier Plumbline left: the data of an older major version of PostgreSQL, which the
 * present one cannot read, and beside it the programs of that version. Held, no other process can
 * start its server.
 */
public final class OlderCluster implements AutoCloseable {

  private final Path dataDir;
  private final ClusterFolder folder;
  private final FileLock ownership;
  private boolean running;

  private OlderCluster(Path dataDir, ClusterFolder folder, FileLock ownership) {
    this.dataDir = dataDir;
    this.folder = folder;
    this.ownership = ownership;
  }

  /**
   * The one of a data directory, held until it is closed.
   *
   * @return empty if there is none, or if this version has data already
   * @throws DatabaseStartException if a process uses it, or if it is of a newer version
   */
  public static Optional<OlderCluster> hold(Path dataDir) {
    Optional<ClusterFolder> other = ClusterFolder.other(dataDir);
    if (other.isEmpty() || other.get().version() > ClusterFolder.MAJOR_VERSION) {
      return Optional.empty();
    }
    ClusterFolder folder = other.get();
    try {
      folder.checkVersion();
      FileLock ownership = folder.tryOwn();
      if (ownership == null) {
        throw new DatabaseStartException(
            "Another process uses %s; end it first.".formatted(folder.home()));
      }
      return Optional.of(new OlderCluster(dataDir, folder, ownership));
    } catch (IOException e) {
      throw ServerStart.failed(folder, e);
    }
  }

  /** Its major version. */
  public int version() {
    return folder.version();
  }

  /** The major version that it is to be brought to. */
  public static int newVersion() {
    return ClusterFolder.MAJOR_VERSION;
  }

  /** The folder that holds it. */
  public Path home() {
    return folder.home();
  }

  /**
   * Starts its server by the programs that lie beside it.
   *
   * @param tell hears what was found amiss and put right, in sentences
   * @throws DatabaseStartException if it cannot be started, in one sentence
   */
  public DatabaseAccess start(Consumer<String> tell) {
    try {
      Optional<Postmaster> left = Postmaster.of(folder.cluster());
      if (left.isPresent()) {
        left.get().stop();
      }
      folder.removeStalePid(tell);
      int port = folder.choosePort(tell);
      String password = folder.password();
      Files.write(folder.log(), new byte[0]);
      run(
          "-w",
          "-t",
          Long.toString(ServerStart.PATIENCE.toSeconds()),
          "-D",
          folder.cluster().toString(),
          "-l",
          folder.log().toString(),
          "-o",
          "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=".formatted(port),
          "start");
      running = true;
      return EmbeddedDatabase.accessTo(port, ServerStart.DATABASE, password);
    } catch (IOException e) {
      throw ServerStart.failed(folder, e);
    }
  }

  private void run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      // PostgreSQL refuses to run as root.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(program().toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()))
            .start();
    try {
      if (!process.waitFor(ServerStart.PATIENCE.toSeconds() + 10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("it did not start in time");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the server was starting", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException("its programs end with status " + process.exitValue());
    }
  }

  /** The {@code pg_ctl} that was unpacked last for this cluster. */
  private Path program() throws IOException {
    Path binaries = folder.home().resolve("binaries");
    try (Stream<Path> unpacked =
        Files.isDirectory(binaries) ? Files.list(binaries) : Stream.<Path>empty()) {
      return unpacked
          .map(one -> one.resolve("bin/pg_ctl"))
          .filter(Files::isExecutable)
          .max(Comparator.comparing(one -> one.toFile().lastModified()))
          .orElseThrow(
              () ->
                  new DatabaseStartException(
                      ("%s lacks the programs of PostgreSQL %d, by which alone its data can be"
                              + " read: back it up with the Plumbline that wrote it, move the"
                              + " folder away, and restore the backup.")
                          .formatted(binaries, folder.version())));
    }
  }

  /** Stops its server, if it was started. */
  public void stop() {
    if (!running) {
      return;
    }
    running = false;
    try {
      Optional<Postmaster> server = Postmaster.of(folder.cluster());
      if (server.isPresent()) {
        server.get().stop();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The PostgreSQL in " + folder.home() + " did not stop", e);
    }
  }

  /**
   * Puts a cluster of the present version, which holds the same, in its place, and itself aside.
   * From the first of both steps on it is the new one that is used.
   *
   * @param made a data directory that holds the new one, whose server is stopped
   * @return where the older one lies from now on
   */
  public Path giveWay(Path made) {
    ClusterFolder fresh = ClusterFolder.of(made);
    ClusterFolder place = ClusterFolder.of(dataDir);
    if (!fresh.holdsData() || place.holdsData()) {
      throw new IllegalStateException(made + " is not to take this place");
    }
    Path aside = aside();
    try {
      // A start that was refused leaves a folder without data.
      FolderTree.delete(place.home());
      Files.move(fresh.home(), place.home(), StandardCopyOption.ATOMIC_MOVE);
      Files.move(folder.home(), aside, StandardCopyOption.ATOMIC_MOVE);
      return aside;
    } catch (IOException e) {
      throw new UncheckedIOException("The new database could not be put in place", e);
    }
  }

  /** A name that is free: nothing that an earlier one kept is written over. */
  private Path aside() {
    String name = folder.home().getFileName() + ".old";
    return Stream.iterate(1, number -> number + 1)
        .map(number -> folder.home().resolveSibling(number == 1 ? name : name + "." + number))
        .filter(path -> !Files.exists(path))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Deletes what was begun of a new one: its server, which a killed process leaves behind, is
   * stopped before.
   */
  public static void discard(Path made) throws IOException {
    Optional<Postmaster> left = Postmaster.of(ClusterFolder.of(made).cluster());
    if (left.isPresent()) {
      left.get().stop();
    }
    FolderTree.delete(made);
  }

  /** Stops its server and lets go of it. */
  @Override
  public void close() {
    try {
      stop();
    } finally {
      ClusterFolder.release(ownership);
    }
  }
}
