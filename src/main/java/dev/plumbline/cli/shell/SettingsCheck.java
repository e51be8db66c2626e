package dev.plumbline.cli.shell;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Looks at the settings as a whole, for whoever wants to know what is wrong with them. */
public final class SettingsCheck {

  private static final Pattern SECRET_FILE =
      Pattern.compile(
          "plumbline[._].*(password|secret|token|key)[._-]file", Pattern.CASE_INSENSITIVE);

  private static final Pattern LEADING_OUT =
      Pattern.compile(
          "plumbline\\.(db\\.(read\\.)?url|drop\\.folder|(mailboxes|listener|sinks|mail)\\..*)"
              + "|quarkus\\.(datasource|flyway)\\..*url");

  private final Settings settings;

  public SettingsCheck(Settings settings) {
    this.settings = settings;
  }

  /** What is wrong with the settings that are looked at before a start, in sentences. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    DatabaseSettings databases = new DatabaseSettings(settings);
    for (Runnable look :
        List.<Runnable>of(
            settings::host,
            settings::port,
            settings::limits,
            settings::mostRows,
            settings::bounds,
            settings::failuresKept,
            settings::foldAtOnce,
            databases::statementLimit,
            databases::password,
            settings::providerSecret)) {
      try {
        look.run();
      } catch (UserException e) {
        complaints.add(String.valueOf(e.getMessage()));
      }
    }
    return complaints;
  }

  /**
   * Settings that lead to reports, mail or data of somebody, each with where it stands, by name.
   * Who works with made-up ones must not come near them.
   */
  public List<String> leadingOut() {
    Map<String, String> leading = new TreeMap<>();
    for (String name : settings.names()) {
      // A variable is listed by its own name, and by that of its setting if that is known.
      String setting = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ".");
      if (LEADING_OUT.matcher(setting).matches() && settings.get(name).isPresent()) {
        boolean variable = name.equals(SettingPlaces.variable(name));
        String told = name + (variable ? "" : SettingPlaces.of(name, null));
        leading.merge(setting, told, (one, other) -> variable ? one : other);
      }
    }
    return List.copyOf(leading.values());
  }

  /** The files that settings name as holding secrets, by the name of the setting. */
  public Map<String, Path> secretFiles() {
    Map<String, Path> files = new TreeMap<>();
    for (String name : settings.names()) {
      if (SECRET_FILE.matcher(name).matches()) {
        settings.get(name).ifPresent(text -> files.put(name, Path.of(text).toAbsolutePath()));
      }
    }
    return files;
  }

  /** The settings file, if there is one, and whether secrets are written in it. */
  public Optional<SettingsFile> file() {
    return SettingPlaces.file().map(file -> new SettingsFile(file, holdsSecrets(file)));
  }

  /** A settings file. */
  public record SettingsFile(Path path, boolean holdsSecrets) {}

  private static boolean holdsSecrets(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      return false;
    }
    return properties.stringPropertyNames().stream()
        .anyMatch(name -> name.matches("plumbline\\..*(password|secret|token)"));
  }
}
