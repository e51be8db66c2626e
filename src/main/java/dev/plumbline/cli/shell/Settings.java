package dev.plumbline.cli.shell;

import dev.plumbline.intake.Bounds;
import dev.plumbline.mime.Limits;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.store.FileTrouble;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The settings that are needed before the application starts. They come from system properties,
 * environment variables ({@code PLUMBLINE_X_Y_Z} for {@code plumbline.x.y-z}) and one properties
 * file, in this order.
 */
public final class Settings {

  private static final int FILE_ORDINAL = 275;

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?", Pattern.CASE_INSENSITIVE);

  /** Said by the launcher, and the same each time. */
  private static final String HOME = "plumbline.home";

  /** What may be secret in an address. */
  private static final Pattern IN_ADDRESS = Pattern.compile("(?<=//)[^/@\\s]*@|\\?.*");

  private final SmallRyeConfig config;

  private Settings(SmallRyeConfig config) {
    this.config = config;
  }

  /**
   * Reads the settings.
   *
   * @throws UserException if the file named by {@code plumbline.config} cannot be read
   */
  public static Settings load() {
    return new Settings(builder().build());
  }

  private static SmallRyeConfigBuilder builder() {
    // Not those on the class path: they set nothing of ours, and to look for them opens every jar.
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().addDefaultInterceptors().addSystemSources();
    Optional<Path> file = SettingPlaces.file();
    if (file.isPresent()) {
      try {
        builder.withSources(new PropertiesConfigSource(file.get().toUri().toURL(), FILE_ORDINAL));
      } catch (IOException e) {
        throw unreadable(file.get(), FileTrouble.said(e));
      } catch (UncheckedIOException e) {
        throw unreadable(file.get(), FileTrouble.said(Objects.requireNonNull(e.getCause())));
      } catch (IllegalArgumentException e) {
        // All that a properties file can be wrong in.
        throw unreadable(file.get(), "\\u has to be followed by four hexadecimal digits.");
      }
      // The application reads the same file.
      System.setProperty("smallrye.config.locations", file.get().toUri().toString());
    }
    return builder;
  }

  private static UserException unreadable(Path file, String why) {
    return new UserException("The settings file %s cannot be read: %s".formatted(file, why));
  }

  /** What is set, by name; of secrets only that they are. */
  public Map<String, String> told() {
    Map<String, String> told = new TreeMap<>();
    for (String name : config.getPropertyNames()) {
      boolean ours = name.startsWith("plumbline.") || name.startsWith("PLUMBLINE_");
      if (ours && !name.equals(HOME)) {
        get(name).ifPresent(value -> told.put(name, told(name, value)));
      }
    }
    // A variable of the environment is read by the name of its setting, too.
    told.keySet()
        .removeIf(
            name ->
                name.startsWith("plumbline.") && told.containsKey(SettingPlaces.variable(name)));
    return told;
  }

  private static String told(String name, String value) {
    return SettingPlaces.isSecret(name)
        ? "(not told)"
        : value.contains("//") ? IN_ADDRESS.matcher(value).replaceAll("") : value;
  }

  /**
   * The settings of a room, for commands that do not start the application.
   *
   * @throws UserException if one of them is wrong
   */
  public <T> T mapped(Class<T> mapping) {
    try {
      return builder()
          .addDiscoveredConverters()
          .withMapping(mapping)
          .build()
          .getConfigMapping(mapping);
    } catch (ConfigValidationException | IllegalArgumentException | NoSuchElementException e) {
      throw new UserException(
          WrongSetting.said(e).orElseGet(() -> "A setting is wrong: " + e.getMessage()));
    }
  }

  /** What the configuration says of a name; empty if it says nothing. */
  public Optional<String> get(String name) {
    return config.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
  }

  /** A setting of several values; none if it is not set. */
  List<String> list(String name) {
    return config.getOptionalValues(name, String.class).orElse(List.of());
  }

  /** Where Plumbline was unpacked: sample reports and the default data folder are below it. */
  public static Path home() {
    return Path.of(System.getProperty("plumbline.home", "")).toAbsolutePath().normalize();
  }

  /** The folder of the built-in database; {@code data} below {@link #home} unless set. */
  public Path dataDir() {
    return get("plumbline.data-dir")
        .map(text -> Path.of(text).toAbsolutePath().normalize())
        .orElseGet(() -> home().resolve("data"));
  }

  /**
   * The address to listen on.
   *
   * @throws UserException if others could come there, and neither TLS nor a proxy keeps what they
   *     say from being read, or if anybody is believed to be that proxy
   */
  String host() {
    String host = listensAt();
    Optional<String> proxy = get("plumbline.http.trusted-proxy");
    proxy.ifPresent(TrustedProxy::requireSomebody);
    if (!LOOPBACK.matcher(host).matches() && tls().isEmpty() && proxy.isEmpty()) {
      throw new UserException(
          ("plumbline.http.host is %s, where others can come, but nothing keeps passwords from"
                  + " being read: set plumbline.http.tls.certificate-file and"
                  + " plumbline.http.tls.key-file, or plumbline.http.trusted-proxy; or use 127.0.0.1.")
              .formatted(host));
    }
    if (isOnNetwork() && publicUrl().isEmpty()) {
      throw new UserException(
          "plumbline.http.public-url is missing: say which address people type, as"
              + " https://plumbline.example.org.");
    }
    return host;
  }

  /** Whether others than the users of this machine can come. */
  public boolean isOnNetwork() {
    return get("plumbline.http.public-url").isPresent()
        || get("plumbline.http.trusted-proxy").isPresent()
        || !LOOPBACK.matcher(listensAt()).matches();
  }

  private String listensAt() {
    return get("plumbline.http.host").orElse("127.0.0.1");
  }

  /** The server's own certificate and its key, as PEM files. */
  record TlsFiles(Path certificate, Path key) {}

  /**
   * The server's own certificate; empty if there is none.
   *
   * @throws UserException if one of the two files is missing
   */
  Optional<TlsFiles> tls() {
    Optional<Path> certificate = pem("plumbline.http.tls.certificate-file");
    Optional<Path> key = pem("plumbline.http.tls.key-file");
    if (certificate.isPresent() != key.isPresent()) {
      throw new UserException(
          "Of plumbline.http.tls.certificate-file and plumbline.http.tls.key-file one is set; both"
              + " are needed.");
    }
    return certificate.map(file -> new TlsFiles(file, key.orElseThrow()));
  }

  private Optional<Path> pem(String name) {
    Optional<Path> file = get(name).map(text -> Path.of(text).toAbsolutePath());
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw new UserException(
          "The file %s (%s) is missing or not readable.".formatted(file.get(), name));
    }
    return file;
  }

  /**
   * The address that people type; empty if it is only asked on this machine.
   *
   * @throws UserException unless it is one of https, with neither path nor query
   */
  Optional<URI> publicUrl() {
    return get("plumbline.http.public-url")
        .map(
            text -> {
              try {
                URI url = new URI(text);
                if ("https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && (url.getPath().isEmpty() || url.getPath().equals("/"))
                    && url.getQuery() == null) {
                  return url;
                }
              } catch (URISyntaxException e) {
                // Said below, as for others that make no sense.
              }
              throw new UserException(
                  "plumbline.http.public-url is \"%s\"; it must be as https://plumbline.example.org."
                      .formatted(text));
            });
  }

  /** Where this server is found, without a slash at the end. */
  public String address() {
    return publicUrl()
        .map(url -> url.toString().replaceFirst("/$", ""))
        .orElseGet(() -> "http://127.0.0.1:" + port());
  }

  /**
   * The TCP port to listen on.
   *
   * @throws UserException unless it is a number from 0 (any free one) to 65535
   */
  public int port() {
    String text = get("plumbline.http.port").orElse("8080");
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new UserException(
          "plumbline.http.port is \"%s\"; it must be a number from 0 to 65535.".formatted(text));
    }
    return Integer.parseInt(text);
  }

  /**
   * What is taken in.
   *
   * @throws UserException unless every limit is a positive number
   */
  public Limits limits() {
    Limits usual = Limits.DEFAULT;
    return new Limits(
        limit("message-bytes", usual.messageBytes()),
        limit("packed-bytes", usual.packedBytes()),
        limit("unpacked-bytes", usual.unpackedBytes()),
        (int) limit("unpack-ratio", usual.unpackRatio()),
        usual.unpackRatioFromBytes(),
        (int) limit("archive-entries", usual.archiveEntries()),
        (int) limit("archive-layers", usual.archiveLayers()),
        (int) limit("mime-depth", usual.mimeDepth()),
        (int) limit("mime-parts", usual.mimeParts()));
  }

  /** How many rows one report may have. */
  public long mostRows() {
    return limit("rows", AggregateReportParser.DEFAULT_MAX_ROWS);
  }

  /**
   * What a report may say before it is believed.
   *
   * @throws UserException if a domain is none
   */
  Bounds bounds() {
    long messages = number("plumbline.bounds.messages", Bounds.USUAL_MESSAGES, 13, "");
    try {
      return Bounds.of(
          list("plumbline.bounds.own-domains"),
          messages,
          count("plumbline.bounds.identities", Bounds.USUAL_IDENTITIES));
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
  }

  /** How many failure reports of one incident and day are kept with their content. */
  int failuresKept() {
    return count("plumbline.failure-reports.keep-a-day", 100);
  }

  /** A setting that is on or off; off if it is not set. */
  boolean flag(String name) {
    return get(name).map(text -> text.equalsIgnoreCase("true")).orElse(false);
  }

  private long limit(String name, long usual) {
    return number("plumbline.limits." + name, usual, 13, ", in bytes if its name says so");
  }

  /**
   * A whole number above 0.
   *
   * @param digits it may have at most
   * @param unit said after what it must be
   */
  private long number(String name, long usual, int digits, String unit) {
    String text = get(name).orElse(Long.toString(usual));
    if (!text.matches("[1-9]\\d*") || text.length() > digits) {
      throw new UserException(
          "%s is \"%s\"; it must be a whole number above 0%s.".formatted(name, text, unit));
    }
    return Long.parseLong(text);
  }

  /** All names that are set, of whatever kind. */
  Iterable<String> names() {
    return config.getPropertyNames();
  }

  /** The folder whose files are taken in. */
  public Optional<Path> dropFolder() {
    return get("plumbline.drop-folder").map(text -> Path.of(text).toAbsolutePath());
  }

  /** About how many totals by report are folded in one transaction. */
  int foldAtOnce() {
    return count("plumbline.totals.fold-at-once", 50_000);
  }

  private int count(String name, int usual) {
    return (int) number(name, usual, 9, "");
  }

  /** A secret, from its file if that is named. */
  Optional<String> secret(String name) {
    Optional<String> file = get(name + "-file");
    if (file.isEmpty()) {
      return get(name);
    }
    try {
      return Optional.of(Files.readString(Path.of(file.get())).strip());
    } catch (IOException e) {
      throw new UserException("The file %s (%s-file) cannot be read.".formatted(file.get(), name));
    }
  }

  /**
   * What the OpenID provider knows this server by; empty if there is no provider.
   *
   * @throws UserException if something is missing
   */
  Optional<String> providerSecret() {
    if (get("plumbline.oidc.issuer").isEmpty()) {
      return Optional.empty();
    }
    URI issuer = URI.create(get("plumbline.oidc.issuer").get().replaceAll("\\s", "+"));
    boolean here = issuer.getHost() != null && LOOPBACK.matcher(issuer.getHost()).matches();
    if (!"https".equals(issuer.getScheme()) && !(here && "http".equals(issuer.getScheme()))) {
      throw new UserException(
          "plumbline.oidc.issuer is \"%s\"; it must be as https://login.example.org."
              .formatted(get("plumbline.oidc.issuer").get()));
    }
    if (list("plumbline.oidc.administrators").isEmpty()
        && list("plumbline.oidc.analysts").isEmpty()
        && list("plumbline.oidc.viewers").isEmpty()) {
      throw new UserException(
          "plumbline.oidc.issuer is set, but no group is let in: name groups of the provider in"
              + " plumbline.oidc.administrators, analysts or viewers.");
    }
    if (get("plumbline.oidc.client-id").isEmpty()) {
      throw new UserException("plumbline.oidc.client-id is missing beside plumbline.oidc.issuer.");
    }
    return Optional.of(
        secret("plumbline.oidc.client-secret")
            .orElseThrow(
                () ->
                    new UserException(
                        "plumbline.oidc.client-secret is missing beside plumbline.oidc.issuer.")));
  }
}
