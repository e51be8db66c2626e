package dev.plumbline.intake;

import dev.plumbline.intake.MailboxesSettings.MailboxSettings;
import dev.plumbline.intake.MailboxesSettings.Tls;
import dev.plumbline.store.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A mailbox whose settings make sense.
 *
 * @param password exactly one of this and the file
 */
record MailboxAccount(
    String name,
    String host,
    int port,
    Tls tls,
    Optional<Path> trustFile,
    String user,
    Optional<String> password,
    Optional<Path> passwordFile,
    Folders folders,
    Duration interval,
    int batchSize,
    Duration connectTimeout,
    Duration readTimeout) {

  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

  /** A UID list of this length stays far below the line length any server refuses. */
  private static final int LARGEST_BATCH = 500;

  /** Where messages are, and where they go; names as the user writes them, with {@code /}. */
  record Folders(String source, String done, String notAReport, String rejected) {

    /** Where a message with this outcome goes. */
    String of(Outcome outcome) {
      return switch (outcome) {
        case STORED, DUPLICATE -> done;
        case NOT_A_REPORT -> notAReport;
        case REJECTED -> rejected;
        case TRY_AGAIN -> source;
      };
    }

    List<String> targets() {
      return Stream.of(done, notAReport, rejected).distinct().toList();
    }
  }

  /**
   * Checks the settings of one mailbox.
   *
   * @throws IllegalArgumentException with a sentence that names the setting
   */
  static MailboxAccount of(String name, MailboxSettings settings) {
    String prefix = "plumbline.mailboxes." + name + ".";
    require(
        settings.password().isPresent() != settings.passwordFile().isPresent(),
        "Set exactly one of %spassword and %1$spassword-file.".formatted(prefix));
    require(
        settings.port() >= 1 && settings.port() <= 65_535,
        prefix + "port must be a number from 1 to 65535.");
    require(
        settings.batchSize() >= 1 && settings.batchSize() <= LARGEST_BATCH,
        prefix + "batch-size must be a number from 1 to " + LARGEST_BATCH + ".");
    require(
        settings.interval().compareTo(SHORTEST_INTERVAL) >= 0,
        prefix + "interval must be at least one second.");
    require(
        isTimeout(settings.connectTimeout()) && isTimeout(settings.readTimeout()),
        prefix + "connect-timeout and read-timeout must be from one second to one hour.");
    Folders folders =
        new Folders(
            settings.folder(),
            settings.doneFolder(),
            settings.notAReportFolder(),
            settings.rejectedFolder());
    Set<String> targets = new HashSet<>(folders.targets());
    require(
        !targets.contains(folders.source()),
        prefix + "folder must not be a folder that messages are moved to.");
    return new MailboxAccount(
        name,
        settings.host(),
        settings.port(),
        settings.tls(),
        settings.trustFile(),
        settings.user(),
        settings.password(),
        settings.passwordFile(),
        folders,
        settings.interval(),
        settings.batchSize(),
        settings.connectTimeout(),
        settings.readTimeout());
  }

  private static boolean isTimeout(Duration duration) {
    return duration.compareTo(Duration.ofSeconds(1)) >= 0
        && duration.compareTo(Duration.ofHours(1)) <= 0;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The password as it is now; a file is read each time, so that it can be changed. */
  String currentPassword() {
    if (passwordFile.isEmpty()) {
      return password.orElseThrow();
    }
    try {
      return Files.readString(passwordFile.get()).strip();
    } catch (IOException e) {
      throw new MailboxException("The password file " + passwordFile.get() + " cannot be read.", e);
    }
  }

  /** Never the password. */
  @Override
  public String toString() {
    return name + " (" + user + " at " + host + ":" + port + ")";
  }
}
