package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every setting has a line in the documentation. */
class SettingsDocumentedTest {

  /** In an annotation, to a configuration, or in another setting. */
  private static final Pattern BY_NAME =
      Pattern.compile(
          "(?:name\\s*=\\s*\"|Value\\(\\s*\"|\\$\\{)(plumbline\\.[a-z][a-z0-9-]*(?:\\.[a-z][a-z0-9-]*)*)");

  @Test
  void every_setting_is_told_in_configuration_md() throws IOException {
    String docs = Files.readString(Path.of("docs/configuration.md"));
    Set<String> settings = new TreeSet<>();
    for (JavaClass one :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.plumbline")) {
      if (one.isAnnotatedWith(ConfigMapping.class)) {
        add(one.reflect(), one.getAnnotationOfType(ConfigMapping.class).prefix(), settings);
      }
    }
    assertThat(settings).contains("plumbline.recheck.settle", "plumbline.mailboxes.NAME.host");
    assertThat(settings).filteredOn(setting -> !docs.contains("`" + setting + "`")).isEmpty();
  }

  @Test
  void so_is_every_setting_that_is_asked_for_by_its_name() throws IOException {
    String docs = Files.readString(Path.of("docs/configuration.md"));
    Set<String> settings = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
      for (Path file :
          files.filter(one -> one.toString().matches(".*\\.(java|properties)")).toList()) {
        Matcher name = BY_NAME.matcher(Files.readString(file));
        while (name.find()) {
          settings.add(name.group(1));
        }
      }
    }
    assertThat(settings)
        .contains("plumbline.metrics.domains", "plumbline.mcp.enabled", "plumbline.log.json");
    // Set by commands and tests themselves.
    settings.removeAll(Set.of("plumbline.background", "plumbline.today", "plumbline.home"));
    assertThat(settings).filteredOn(setting -> !docs.contains("`" + setting + "`")).isEmpty();
  }

  private static void add(Class<?> group, String prefix, Set<String> settings) {
    for (Method method : group.getDeclaredMethods()) {
      if (!method.isDefault() && !method.isSynthetic()) {
        WithName name = method.getAnnotation(WithName.class);
        String own = name == null ? kebab(method.getName()) : name.value();
        boolean parent = method.isAnnotationPresent(WithParentName.class);
        add(method.getGenericReturnType(), parent ? prefix : prefix + "." + own, settings);
      }
    }
  }

  private static void add(Type type, String name, Set<String> settings) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
      add(generic.getActualTypeArguments()[1], name + ".NAME", settings);
    } else if (type instanceof ParameterizedType generic
        && List.of(Optional.class, List.class).contains(generic.getRawType())) {
      add(generic.getActualTypeArguments()[0], name, settings);
    } else if (type instanceof Class<?> group
        && group.isInterface()
        && group.getName().startsWith("dev.plumbline.")) {
      add(group, name, settings);
    } else {
      settings.add(name);
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
