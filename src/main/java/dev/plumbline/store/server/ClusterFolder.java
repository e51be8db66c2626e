package dev.plumbline.store.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of the built-in PostgreSQL: its cluster, and what Plumbline keeps beside it. */
final class ClusterFolder {

  /** The pinned major version: data of one major version cannot be read by another. */
  static final int MAJOR_VERSION = 17;

  private static final Pattern PASSWORD = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

  /** What the server and its helpers say when they give up; the rest of the line is the reason. */
  private static final Pattern COMPLAINT =
      Pattern.compile("(?:FATAL|PANIC|initdb: error|pg_ctl: (?:error|could not)).*");

  /**
   * What is no reason: what it says to those who come while it is starting, and the last words of
   * processes whose server was killed, which may come as late as the next one is starting.
   */
  private static final Pattern NO_REASON =
      Pattern.compile(
          "the database system is |Examine the log output|due to unexpected postmaster exit");

  private static final String STARTED = "server started";

  private static final int MOST_COMPLAINTS = 2;

  private static final Pattern HOME = Pattern.compile("postgres-(\\d{1,3})");

  private final Path home;
  private final int version;

  private ClusterFolder(Path home, int version) {
    this.home = home;
    this.version = version;
  }

  static ClusterFolder of(Path dataDir) {
    return of(dataDir, MAJOR_VERSION);
  }

  /** The folder of a major version. */
  static ClusterFolder of(Path dataDir, int version) {
    return new ClusterFolder(
        dataDir.toAbsolutePath().normalize().resolve("postgres-" + version), version);
  }

  /** Where another major version has its data, if this one has none; the newest of several. */
  static Optional<ClusterFolder> other(Path dataDir) {
    Path parent = dataDir.toAbsolutePath().normalize();
    if (of(dataDir).holdsData() || !Files.isDirectory(parent)) {
      return Optional.empty();
    }
    try (Stream<Path> beside = Files.list(parent)) {
      return beside
          .map(folder -> HOME.matcher(folder.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> of(dataDir, Integer.parseInt(name.group(1))))
          .filter(ClusterFolder::holdsData)
          .max(Comparator.comparingInt(ClusterFolder::version));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The major version of PostgreSQL that it is for. */
  int version() {
    return version;
  }

  Path home() {
    return home;
  }

  /** Where PostgreSQL keeps its data. */
  Path cluster() {
    return home.resolve("cluster");
  }

  /** What the server wrote since it was last started. */
  Path log() {
    return home.resolve("server.log");
  }

  Path passwordFile() {
    return home.resolve("password");
  }

  boolean holdsData() {
    return Files.exists(cluster().resolve("PG_VERSION"));
  }

  void checkVersion() throws IOException {
    if (holdsData()) {
      String found = Files.readString(cluster().resolve("PG_VERSION")).trim();
      if (!found.equals(Integer.toString(version))) {
        throw new DatabaseStartException(
            "The data in %s was written by PostgreSQL %s; it has to be of PostgreSQL %d."
                .formatted(home, found, version));
      }
    } else {
      refuseToPassOver();
    }
  }

  /** Beside data of another major version an empty cluster would look as if all were lost. */
  private void refuseToPassOver() {
    Path parent = home.getParent();
    Optional<ClusterFolder> other = parent == null ? Optional.empty() : other(parent);
    if (other.isPresent()) {
      throw new DatabaseStartException(
          (other.get().version() < MAJOR_VERSION
                  ? "%s holds data of another PostgreSQL (%d); this Plumbline brings PostgreSQL %d."
                      + " `plumbline migrate` brings it over. Or back it up with the version that"
                      + " wrote it, move the folder away, and restore the backup."
                  : "%s holds data of another PostgreSQL (%d); this Plumbline brings PostgreSQL %d."
                      + " Go on with the version that wrote it, or a later one.")
              .formatted(other.get().home(), other.get().version(), MAJOR_VERSION));
    }
  }

  /** The password of the cluster; makes one for a cluster that is still to come. */
  String password() throws IOException {
    Path file = passwordFile();
    String found = Files.exists(file) ? Files.readString(file).trim() : "";
    if (PASSWORD.matcher(found).matches()) {
      return found;
    }
    if (holdsData()) {
      throw new DatabaseStartException(
          ("%s %s; it has to hold the password of the built-in PostgreSQL, 32 hexadecimal digits."
                  + " Put it back from a backup.")
              .formatted(
                  file,
                  !Files.exists(file)
                      ? "is missing"
                      : found.isEmpty() ? "is empty" : "holds something else"));
    }
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    String made = HexFormat.of().formatHex(secret);
    write(file, made);
    return made;
  }

  /**
   * The port of last time, if nobody has it now or may have it soon, or another one, which is
   * remembered.
   *
   * @param tell hears of a remembered port that cannot be read or kept, in one sentence
   */
  int choosePort(Consumer<String> tell) throws IOException {
    Path file = home.resolve("port");
    if (Files.exists(file)) {
      String before = Files.readString(file, StandardCharsets.ISO_8859_1).trim();
      if (!PORT.matcher(before).matches() || Integer.parseInt(before) > 0xFFFF) {
        tell.accept(
            "%s %s where it should hold a port number; another port is chosen."
                .formatted(
                    file,
                    before.isEmpty()
                        ? "is empty"
                        : "holds \"" + before.substring(0, Math.min(20, before.length())) + "\""));
      } else if (LoopbackPort.mayBeTaken(Integer.parseInt(before))) {
        tell.accept(
            "%s holds %s, which an outgoing connection may take while the server is away; another port is chosen."
                .formatted(file, before));
      } else if (LoopbackPort.isFree(Integer.parseInt(before))) {
        return Integer.parseInt(before);
      }
    }
    int chosen = LoopbackPort.choose();
    write(file, Integer.toString(chosen));
    return chosen;
  }

  /** Writes a line so that it is there as a whole or not at all, readable by its owner only. */
  private static void write(Path file, String line) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, line + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * The lock of the one process that may start and stop the server.
   *
   * @return null if another process holds it
   */
  @Nullable FileLock tryOwn() throws IOException {
    FileChannel channel =
        FileChannel.open(
            home.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = FolderUse.tryLock(channel, 0, Long.MAX_VALUE);
    if (lock == null) {
      channel.close();
    }
    return lock;
  }

  static void release(@Nullable FileLock lock) {
    if (lock != null) {
      try {
        lock.acquiredBy().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Takes away the lock file of the library, which holds its lock until it is collected as garbage
   * if a start fails: no later one of the same process would get it. The owner has a lock of ours.
   */
  void removeLibraryLock() throws IOException {
    Files.deleteIfExists(cluster().resolve("epg-lock"));
  }

  /**
   * Takes away the pid file of a server that is gone. To be called by the owner, once it is sure
   * that no server of this cluster runs: another process may have got the number since, which keeps
   * PostgreSQL from starting.
   */
  void removeStalePid(Consumer<String> tell) throws IOException {
    Path file = cluster().resolve("postmaster.pid");
    if (Files.exists(file)) {
      Files.delete(file);
      tell.accept(file + " was left by a server that no longer runs; it was deleted.");
    }
  }

  /** What the server said of its last failure, in its own words; empty if it said nothing. */
  String complaint() {
    List<String> said =
        logged().stream()
            .map(COMPLAINT::matcher)
            .filter(Matcher::find)
            .map(found -> found.group().replaceAll("\\s+", " "))
            .filter(line -> !NO_REASON.matcher(line).find())
            .distinct()
            .toList();
    return String.join("; ", said.subList(0, Math.min(MOST_COMPLAINTS, said.size())));
  }

  /** Whether the server was up at least once since its log was begun, by its log. */
  boolean saysStarted() {
    return logged().contains(STARTED);
  }

  private List<String> logged() {
    try {
      return Files.exists(log())
          ? Files.readAllLines(log(), StandardCharsets.ISO_8859_1)
          : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }
}
