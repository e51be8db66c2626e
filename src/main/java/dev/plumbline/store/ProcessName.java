package dev.plumbline.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What this process is called among others that use the same database. */
public final class ProcessName {

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private ProcessName() {}

  /** {@code HOST:PID:RANDOM}; the last part because in containers all processes are number 1. */
  public static String create() {
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    return "%s:%d:%s"
        .formatted(host(), ProcessHandle.current().pid(), HexFormat.of().formatHex(random));
  }

  /** The machine, or container, that it runs on. */
  public static String host() {
    try {
      return Files.readString(HOST_NAME).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }
}
