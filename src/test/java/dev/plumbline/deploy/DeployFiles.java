package dev.plumbline.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is in {@code deploy/}, read. */
final class DeployFiles {

  static final Path ROOT = Path.of("deploy");

  private static final Pattern SETTING = Pattern.compile("`(plumbline\\.[A-Za-z0-9.-]+)`");

  private DeployFiles() {}

  static String text(String name) throws IOException {
    return Files.readString(ROOT.resolve(name));
  }

  /** The documents of a YAML file, in which no key comes twice. */
  static List<Map<String, Object>> yaml(Path file) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    List<Map<String, Object>> documents = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(options)).loadAll(Files.readString(file))) {
      documents.add(map(document));
    }
    return documents;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  /** A value below others, by the keys that lead to it; null if there is none. */
  static Object at(Object value, String... keys) {
    Object found = value;
    for (String key : keys) {
      found = found == null ? null : map(found).get(key);
    }
    return found;
  }

  /** Whether a setting is told in docs/configuration.md, under any name of a mailbox. */
  static boolean isSetting(String name) throws IOException {
    Matcher told = SETTING.matcher(Files.readString(Path.of("docs", "configuration.md")));
    Set<String> settings = new TreeSet<>();
    while (told.find()) {
      settings.add(told.group(1));
    }
    return settings.contains(
        name.replaceFirst("^plumbline\\.mailboxes\\.[^.]+", "plumbline.mailboxes.NAME"));
  }

  /** Whether an environment variable stands for a setting that is told. */
  static boolean isVariable(String name) throws IOException {
    if (Set.of("PLUMBLINE_CONFIG", "PLUMBLINE_CACHE_DIR").contains(name)) {
      return true;
    }
    Matcher told = SETTING.matcher(Files.readString(Path.of("docs", "configuration.md")));
    Set<String> variables = new TreeSet<>();
    while (told.find()) {
      variables.add(told.group(1).toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
    }
    return variables.contains(
        name.replaceFirst("^PLUMBLINE_MAILBOXES_[A-Z]+_", "PLUMBLINE_MAILBOXES_NAME_"));
  }
}
