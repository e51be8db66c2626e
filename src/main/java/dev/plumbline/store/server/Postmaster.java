package dev.plumbline.store.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The running server of a cluster.
 *
 * @param port where it listens, 0 if its pid file does not say
 */
record Postmaster(ProcessHandle process, int port) {

  private static final Duration FAST = Duration.ofSeconds(30);
  private static final Duration AT_ONCE = Duration.ofSeconds(10);
  private static final Path PROCESSES = Path.of("/proc");

  /** Lines of a pid file: process, data folder, start time, port, and more. */
  private static final int PORT_LINE = 3;

  /**
   * The server that runs on a cluster, if one does. A number in its pid file proves nothing:
   * another process may have it by now, which may even be a PostgreSQL. The process counts that
   * works in the folder of the cluster, as each PostgreSQL does in its own.
   */
  static Optional<Postmaster> of(Path cluster) throws IOException {
    Path file = cluster.resolve("postmaster.pid");
    List<String> lines =
        Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
    Optional<ProcessHandle> named =
        number(lines, 0).flatMap(ProcessHandle::of).filter(process -> serves(process, cluster));
    Optional<ProcessHandle> running =
        named.isPresent() || !canSeeFolders()
            ? named
            : ProcessHandle.allProcesses()
                .filter(process -> serves(process, cluster))
                .filter(process -> process.parent().filter(up -> serves(up, cluster)).isEmpty())
                .findFirst();
    int port = named.isPresent() ? number(lines, PORT_LINE).orElse(0L).intValue() : 0;
    return running.map(process -> new Postmaster(process, port));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Stops the server, whatever its clients do, and waits until it is down. */
  void stop() throws IOException {
    // SIGINT asks PostgreSQL for a fast shutdown; Java alone can only send SIGTERM, which waits for
    // clients.
    if (!endsBy("INT", FAST) && !endsBy("QUIT", AT_ONCE)) {
      throw new IOException(
          "the PostgreSQL that runs in it (process %d) does not stop".formatted(process.pid()));
    }
  }

  private boolean endsBy(String signal, Duration patience) throws IOException {
    new ProcessBuilder(List.of("kill", "-" + signal, Long.toString(process.pid()))).start();
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IOException("the end of its PostgreSQL could not be seen", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while its PostgreSQL was stopping", e);
    }
  }

  private static Optional<Long> number(List<String> lines, int line) {
    return lines.size() > line && lines.get(line).trim().matches("\\d{1,9}")
        ? Optional.of(Long.parseLong(lines.get(line).trim()))
        : Optional.empty();
  }

  private static boolean canSeeFolders() {
    return Files.exists(PROCESSES.resolve("self/cwd"));
  }

  private static boolean serves(ProcessHandle process, Path cluster) {
    if (!process.isAlive()
        || !process.info().command().map(command -> command.endsWith("postgres")).orElse(true)) {
      return false;
    }
    if (!canSeeFolders()) {
      // Where nothing tells a process's folder, the one that the pid file names is believed.
      return process.info().arguments().map(List::of).orElse(List.of()).isEmpty()
          || List.of(process.info().arguments().orElseThrow()).contains(cluster.toString());
    }
    try {
      return Files.readSymbolicLink(PROCESSES.resolve(process.pid() + "/cwd"))
          .equals(cluster.toRealPath());
    } catch (IOException | SecurityException e) {
      return false;
    }
  }
}
