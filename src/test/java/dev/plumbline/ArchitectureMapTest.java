package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the map of the house in {@code docs/architecture.md} against the code. */
class ArchitectureMapTest {

  private static final String ROOT = "dev.plumbline";
  private static final Path MAP = Path.of("docs", "architecture.md");
  private static final Path MIGRATIONS = Path.of("src", "main", "resources", "db", "migration");

  /** A line of the map's table: the room, what it does, what it imports. */
  private static final Pattern ROOM = Pattern.compile("\\| `([a-z]+)` \\| [^|]+ \\| ([^|]*) \\|");

  private static final Pattern TABLE =
      Pattern.compile("(?im)^create table (?:if not exists )?(\\w+)");
  private static final Pattern DROPPED = Pattern.compile("(?im)^drop table (?:if exists )?(\\w+)");
  private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

  @Test
  void every_room_is_on_the_map_with_all_that_it_imports() throws IOException {
    Map<String, String> drawn = new TreeMap<>();
    Matcher line = ROOM.matcher(Files.readString(MAP));
    while (line.find()) {
      SortedSet<String> imports = new TreeSet<>();
      Matcher word = WORD.matcher(line.group(2));
      while (word.find()) {
        imports.add(word.group(1));
      }
      drawn.put(line.group(1), String.join(" ", imports));
    }
    Map<String, String> built = new TreeMap<>();
    imports().forEach((room, others) -> built.put(room, String.join(" ", others)));
    assertThat(drawn).isEqualTo(built);
  }

  @Test
  void every_table_is_in_the_data_model() throws IOException {
    String map = Files.readString(MAP);
    List<String> missing = new ArrayList<>();
    for (String table : tables()) {
      if (!map.contains("`" + table + "`")) {
        missing.add(table);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static SortedMap<String, SortedSet<String>> imports() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    SortedMap<String, SortedSet<String>> rooms = new TreeMap<>();
    for (JavaClass type : classes) {
      String room = room(type.getPackageName());
      if (room.isEmpty()) {
        continue;
      }
      SortedSet<String> others = rooms.computeIfAbsent(room, unused -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String other = room(dependency.getTargetClass().getPackageName());
        if (!other.isEmpty() && !other.equals(room)) {
          others.add(other);
        }
      }
    }
    return rooms;
  }

  private static String room(String packageName) {
    if (!packageName.startsWith(ROOT + ".")) {
      return "";
    }
    String below = packageName.substring(ROOT.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  private static SortedSet<String> tables() throws IOException {
    SortedSet<String> tables = new TreeSet<>();
    List<Path> files;
    try (Stream<Path> found = Files.list(MIGRATIONS)) {
      files = found.sorted().toList();
    }
    for (Path file : files) {
      String sql = Files.readString(file);
      TABLE.matcher(sql).results().forEach(one -> tables.add(one.group(1)));
      DROPPED.matcher(sql).results().forEach(one -> tables.remove(one.group(1)));
    }
    // Partitions of their parents.
    tables.removeIf(table -> table.endsWith("_other"));
    return tables;
  }
}
