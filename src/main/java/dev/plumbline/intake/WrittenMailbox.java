package dev.plumbline.intake;

import dev.plumbline.intake.MailboxesSettings.After;
import dev.plumbline.intake.MailboxesSettings.MailboxSettings;
import dev.plumbline.intake.MailboxesSettings.OAuth2Settings;
import dev.plumbline.intake.MailboxesSettings.Tls;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of a mailbox as somebody wrote them on a page, with the defaults of the
 * configuration. No secrets: these are kept apart.
 */
public record WrittenMailbox(
    String host,
    int port,
    Tls tls,
    String user,
    OAuth2Settings oauth2,
    String folder,
    String doneFolder,
    String notAReportFolder,
    String rejectedFolder,
    After after,
    boolean idle,
    Duration interval)
    implements MailboxSettings {

  private static final int LONGEST = 500;

  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(24);

  /** What may be written; the names are those of the configuration. */
  static final List<String> NAMES =
      List.of(
          "host",
          "port",
          "tls",
          "user",
          "oauth2.token-url",
          "oauth2.client-id",
          "oauth2.scope",
          "folder",
          "done-folder",
          "not-a-report-folder",
          "rejected-folder",
          "after",
          "idle",
          "interval");

  /** As the configuration has them where nothing is written. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "port", "993",
          "tls", "tls",
          "folder", "INBOX",
          "done-folder", "Plumbline/Done",
          "not-a-report-folder", "Plumbline/Not a report",
          "rejected-folder", "Plumbline/Rejected",
          "after", "move",
          "idle", "true",
          "interval", "5m");

  /** What a setting is: as it was written, or by default; empty if there is neither. */
  public static String value(Map<String, String> written, String name) {
    String text = written.getOrDefault(name, "");
    return text.isEmpty() ? DEFAULTS.getOrDefault(name, "") : text;
  }

  private record OAuth2(Optional<URI> tokenUrl, Optional<String> clientId, Optional<String> scope)
      implements OAuth2Settings {

    @Override
    public Optional<String> token() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> tokenFile() {
      return Optional.empty();
    }

    @Override
    public Optional<String> clientSecret() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> clientSecretFile() {
      return Optional.empty();
    }

    @Override
    public Optional<String> refreshToken() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> refreshTokenFile() {
      return Optional.empty();
    }
  }

  /**
   * What is worth keeping of what was written: known names, without blanks around.
   *
   * @throws IllegalArgumentException if a text is too long or has what does not show
   */
  static Map<String, String> cleaned(Map<String, String> written) {
    Map<String, String> clean = new LinkedHashMap<>();
    for (String name : NAMES) {
      String text = written.getOrDefault(name, "").strip();
      if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "The %s has to be one line of at most %d characters.".formatted(name, LONGEST));
      }
      if (!text.isEmpty()) {
        clean.put(name, text);
      }
    }
    return clean;
  }

  /** Where its secrets are sent, and how they are protected on the way. */
  static List<String> destination(Map<String, String> written) {
    Map<String, String> clean = cleaned(written);
    return List.of(
        clean.getOrDefault("host", "").toLowerCase(Locale.ROOT),
        value(clean, "port"),
        value(clean, "tls"),
        clean.getOrDefault("user", ""),
        clean.getOrDefault("oauth2.token-url", ""));
  }

  /**
   * Reads what was written.
   *
   * @throws IllegalArgumentException with a sentence if it makes no sense
   */
  static WrittenMailbox of(Map<String, String> written) {
    return new WrittenMailbox(
        host(required(written, "host", "The host of the mail server is missing.")),
        number(value(written, "port")),
        choice("tls", value(written, "tls"), Tls.values()),
        required(written, "user", "The user to log in as is missing."),
        new OAuth2(
            Optional.ofNullable(written.get("oauth2.token-url")).map(WrittenMailbox::url),
            Optional.ofNullable(written.get("oauth2.client-id")),
            Optional.ofNullable(written.get("oauth2.scope"))),
        value(written, "folder"),
        value(written, "done-folder"),
        value(written, "not-a-report-folder"),
        value(written, "rejected-folder"),
        choice("after", value(written, "after"), After.values()),
        !value(written, "idle").equals("false"),
        duration(value(written, "interval")));
  }

  private static String required(Map<String, String> written, String name, String otherwise) {
    String text = written.get(name);
    if (text == null) {
      throw new IllegalArgumentException(otherwise);
    }
    return text;
  }

  private static String host(String text) {
    if (!text.matches("[\\p{L}\\p{N}._:\\[\\]-]{1,253}")) {
      throw new IllegalArgumentException(
          "\"%s\" is no name of a mail server; imap.example.org would be one.".formatted(text));
    }
    return text;
  }

  private static <E extends Enum<E>> E choice(String name, String text, E[] all) {
    for (E one : all) {
      if (one.name().equalsIgnoreCase(text)) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "\"%s\" is nothing that %s can be; it is one of %s."
            .formatted(
                text,
                name,
                Stream.of(all)
                    .map(one -> one.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "))));
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > 65_535) {
      throw new IllegalArgumentException("The port must be a number from 1 to 65535.");
    }
    return Integer.parseInt(text);
  }

  private static URI url(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "\"%s\" is no address of a token endpoint.".formatted(text));
    }
  }

  /** As configuration files write them: {@code 30s}, {@code 5m}, {@code 1h}. */
  private static Duration duration(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.matches("[0-9]{1,5}[smh]")) {
      Duration interval = Duration.parse("PT" + lower.toUpperCase(Locale.ROOT));
      if (interval.compareTo(SHORTEST) >= 0 && interval.compareTo(LONGEST_INTERVAL) <= 0) {
        return interval;
      }
    }
    throw new IllegalArgumentException(
        "\"%s\" is no interval; write it as 30s, 5m or 1h, from 10s to 24h.".formatted(text));
  }

  @Override
  public Optional<Path> trustFile() {
    return Optional.empty();
  }

  @Override
  public Optional<String> password() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> passwordFile() {
    return Optional.empty();
  }

  @Override
  public int batchSize() {
    return 25;
  }

  @Override
  public Duration connectTimeout() {
    return Duration.ofSeconds(20);
  }

  @Override
  public Duration readTimeout() {
    return Duration.ofSeconds(60);
  }
}
