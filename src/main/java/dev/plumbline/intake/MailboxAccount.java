package dev.plumbline.intake;

import dev.plumbline.intake.MailboxesSettings.After;
import dev.plumbline.intake.MailboxesSettings.MailboxSettings;
import dev.plumbline.intake.MailboxesSettings.Tls;
import dev.plumbline.intake.imap.Login;
import dev.plumbline.intake.imap.LoginSettings;
import dev.plumbline.store.intake.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A mailbox whose settings make sense. */
public record MailboxAccount(
    String name,
    String host,
    int port,
    Tls tls,
    Optional<Path> trustFile,
    String user,
    Login login,
    Folders folders,
    After after,
    boolean idle,
    Duration interval,
    int batchSize,
    Duration connectTimeout,
    Duration readTimeout) {

  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

  /** A UID list of this length stays far below the line length any server refuses. */
  private static final int LARGEST_BATCH = 500;

  /** Where messages are, and where they go; names as the user writes them, with {@code /}. */
  public record Folders(String source, String done, String notAReport, String rejected) {

    /** Where a message with this outcome goes. */
    public String of(Outcome outcome) {
      return switch (outcome) {
        case STORED, CONFLICT, SET_ASIDE, DUPLICATE -> done;
        case NOT_A_REPORT -> notAReport;
        case REJECTED -> rejected;
        case TRY_AGAIN -> source;
      };
    }

    public List<String> targets(After after) {
      return switch (after) {
        case MOVE -> Stream.of(done, notAReport, rejected).distinct().toList();
        case FLAG -> List.of();
        case DELETE -> Stream.of(notAReport, rejected).distinct().toList();
      };
    }
  }

  /**
   * Checks the settings of one mailbox.
   *
   * @throws IllegalArgumentException with a sentence that names the setting
   */
  public static MailboxAccount of(String name, MailboxSettings settings) {
    String prefix = prefix(name);
    return of(name, prefix, settings, LoginSettings.of(prefix, settings));
  }

  /** What the settings of a configured mailbox begin with. */
  static String prefix(String name) {
    return "plumbline.mailboxes." + name + ".";
  }

  /**
   * Checks the settings of one mailbox, but for how its user logs in.
   *
   * @param prefix of the settings' names
   * @throws IllegalArgumentException with a sentence that names the setting
   */
  static MailboxAccount of(String name, String prefix, MailboxSettings settings, Login login) {
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
    Set<String> targets = new HashSet<>(folders.targets(settings.after()));
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
        login,
        folders,
        settings.after(),
        settings.idle(),
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

  /** The same for everybody who reads this folder, whatever they call it. */
  String identity() {
    return identity(user, host + ":" + port, folders.source());
  }

  /** That of the folder of a user of a server, such as {@code imap.example.org:993}. */
  static String identity(String user, String server, String folder) {
    return "mailbox:%s@%s/%s".formatted(user, server.toLowerCase(Locale.ROOT), folder);
  }

  /** Never a secret. */
  @Override
  public String toString() {
    return name + " (" + user + " at " + host + ":" + port + ")";
  }
}
