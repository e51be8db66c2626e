package dev.plumbline.store.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL of this machine that stands still, with all its processes, until this is closed. */
public final class Frozen implements AutoCloseable {

  private final List<String> processes = new ArrayList<>();

  private Frozen(Path cluster) throws IOException {
    long first = Long.parseLong(Files.readAllLines(cluster.resolve("postmaster.pid")).get(0));
    processes.add(Long.toString(first));
    ProcessHandle.of(first)
        .orElseThrow()
        .descendants()
        .forEach(one -> processes.add(Long.toString(one.pid())));
  }

  public static Frozen of(Path cluster) throws IOException {
    Frozen frozen = new Frozen(cluster);
    frozen.send("-STOP");
    return frozen;
  }

  private void send(String signal) throws IOException {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    command.addAll(processes);
    try {
      new ProcessBuilder(command).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    send("-CONT");
  }
}
