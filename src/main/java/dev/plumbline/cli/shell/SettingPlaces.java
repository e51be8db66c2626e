package dev.plumbline.cli.shell;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where settings stand: system properties, variables of the environment, and one file. */
final class SettingPlaces {

  /** Names of settings whose values are secrets, or addresses that work like one. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)(?:password|secret|token|hook)(?!.*file$)");

  private SettingPlaces() {}

  /** Whether the value of a setting is for nobody's eyes. */
  static boolean isSecret(String name) {
    return SECRET.matcher(name).find();
  }

  /** The variable by which a setting is read. */
  static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /**
   * The settings file, if there is one.
   *
   * @throws UserException if the one that is named cannot be read
   */
  static Optional<Path> file() {
    String named =
        Optional.ofNullable(System.getProperty("plumbline.config"))
            .orElseGet(() -> System.getenv("PLUMBLINE_CONFIG"));
    if (named != null && !named.isBlank()) {
      Path file = Path.of(named).toAbsolutePath();
      if (!Files.isReadable(file)) {
        throw new UserException(
            "The settings file " + file + " (plumbline.config) is missing or not readable.");
      }
      return Optional.of(file);
    }
    Path usual = Path.of("plumbline.properties").toAbsolutePath();
    return Files.isReadable(usual) ? Optional.of(usual) : Optional.empty();
  }

  /**
   * Where a setting stands, behind its value; empty if that is not known.
   *
   * @param value that was read, null if it does not matter
   */
  static String of(String name, @Nullable String value) {
    if (is(System.getProperty(name), value)) {
      return "";
    }
    String variable = variable(name);
    if (is(System.getenv(variable), value)) {
      return " (" + variable + ")";
    }
    Path file = file().orElse(null);
    return file != null && is(within(file, name), value) ? " in " + file : "";
  }

  private static boolean is(@Nullable String found, @Nullable String value) {
    return found != null && (value == null || value.equals(found.strip()));
  }

  /** What is set in one of these places; the first counts. */
  static @Nullable String value(String name) {
    String given = System.getProperty(name);
    String variable = given == null ? System.getenv(variable(name)) : given;
    return variable == null ? file().map(file -> within(file, name)).orElse(null) : variable;
  }

  private static @Nullable String within(Path file, String name) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
    return properties.getProperty(name);
  }
}
