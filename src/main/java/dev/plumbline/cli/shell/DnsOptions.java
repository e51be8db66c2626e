package dev.plumbline.cli.shell;

import dev.plumbline.dns.Dns;
import dev.plumbline.resolver.DnsResolver;
import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.resolver.ResolverSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of all commands that ask DNS. What is not given comes from the settings of the same
 * name, as a system property or an environment variable.
 */
public final class DnsOptions {

  @Option(
      names = "--zone",
      paramLabel = "FILE",
      description = "Zone file to answer from, before DNS (PLUMBLINE_DNS_ZONE_FILE).")
  private @Nullable String zone;

  @Option(
      names = "--servers",
      paramLabel = "HOST:PORT,...",
      description = "DNS servers, or none to stay off the network (PLUMBLINE_DNS_SERVERS).")
  private @Nullable String servers;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "Time for one try, such as 3s or 500ms (PLUMBLINE_DNS_TIMEOUT).")
  private @Nullable String timeout;

  /**
   * A resolver by these options.
   *
   * @throws IllegalArgumentException with one sentence if an option is wrong
   */
  public Dns dns() {
    return dns(setting(servers, "servers"));
  }

  /**
   * A resolver that answers from the zone file alone.
   *
   * @throws IllegalArgumentException with one sentence if an option is wrong
   */
  Dns offline() {
    return dns(Optional.of(ResolverSettings.NO_SERVERS));
  }

  /** Whether the options or settings forbid to use the network. */
  public boolean isOffline() {
    return setting(servers, "servers").filter(ResolverSettings::isOffline).isPresent();
  }

  /** Whether DNS is asked at all, where no option says anything about it. */
  public static DnsSwitch switchOf(Settings settings) {
    return new DnsSwitch(
        settings.get("plumbline.dns.servers"), settings.get("plumbline.dns.zone-file"));
  }

  /** Has an application that starts in this process use the options that were given. */
  public void applyToApplication() {
    apply(zone, "zone-file");
    apply(servers, "servers");
    apply(timeout, "timeout");
  }

  private static void apply(@Nullable String option, String name) {
    if (option != null) {
      System.setProperty("plumbline.dns." + name, option);
    }
  }

  private Dns dns(Optional<String> servers) {
    Duration patience =
        setting(timeout, "timeout")
            .map(DnsOptions::duration)
            .orElse(ResolverSettings.DEFAULT_TIMEOUT);
    Optional<Path> zoneFile = setting(zone, "zone-file").map(DnsOptions::path);
    return DnsResolver.create(ResolverSettings.of(servers, patience, zoneFile));
  }

  private static Optional<String> setting(@Nullable String option, String name) {
    String property = "plumbline.dns." + name;
    String variable = property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return Optional.ofNullable(option)
        .or(() -> Optional.ofNullable(System.getProperty(property)))
        .or(() -> Optional.ofNullable(System.getenv(variable)))
        .filter(value -> !value.isBlank());
  }

  /** Reads {@code 3}, {@code 3s}, {@code 500ms}, {@code 1m} or ISO 8601, as Quarkus does. */
  public static Duration duration(String text) {
    String value = text.strip().toUpperCase(Locale.ROOT);
    try {
      if (value.matches("[0-9]{1,9}MS")) {
        return Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)));
      }
      if (value.matches("[0-9]{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(value));
      }
      return Duration.parse(value.startsWith("P") ? value : "PT" + value);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "plumbline.dns.timeout: \"" + text + "\" is not a duration such as 3s or 500ms.", e);
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "plumbline.dns.zone-file: \"" + text + "\" is not a file name.", e);
    }
  }
}
