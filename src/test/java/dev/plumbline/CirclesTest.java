package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Guards that the types of a room, too, can be read from the bottom to the top. */
class CirclesTest {

  /** A type and what reads or makes it from text: whoever knows one, knows the other. */
  private static final Set<Set<String>> TYPE_AND_PARSER =
      Set.of(
          Set.of("spf.MacroString", "spf.MacroParser"),
          Set.of("spf.SpfRecord", "spf.RecordParser"),
          Set.of("spf.SpfTable", "spf.TableCompiler"));

  private static final String ROOT = "dev.plumbline.";

  @Test
  void types_of_a_room_do_not_lean_on_each_other() {
    Map<String, Set<String>> arrows = arrows();
    List<Set<String>> circles = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (String type : arrows.keySet()) {
      Set<String> circle = new TreeSet<>();
      Set<String> below = reachable(arrows, type);
      for (String other : below) {
        if (!other.equals(type) && reachable(arrows, other).contains(type)) {
          circle.add(other);
        }
      }
      circle.add(type);
      if (circle.size() > 1 && seen.addAll(circle)) {
        circles.add(circle);
      }
    }
    assertThat(circles).filteredOn(circle -> !TYPE_AND_PARSER.contains(circle)).isEmpty();
  }

  /** From each outermost type to those of the same room that it uses. */
  private static Map<String, Set<String>> arrows() {
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.plumbline")) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        String from = outermost(type);
        String to = outermost(target);
        if (target.getPackageName().equals(type.getPackageName()) && !from.equals(to)) {
          arrows.computeIfAbsent(from, unused -> new TreeSet<>()).add(to);
        }
      }
    }
    return arrows;
  }

  private static Set<String> reachable(Map<String, Set<String>> arrows, String from) {
    Set<String> reached = new LinkedHashSet<>();
    List<String> next = new ArrayList<>(arrows.getOrDefault(from, Set.of()));
    while (!next.isEmpty()) {
      String type = next.remove(next.size() - 1);
      if (reached.add(type)) {
        next.addAll(arrows.getOrDefault(type, Set.of()));
      }
    }
    return reached;
  }

  private static String outermost(JavaClass type) {
    String name = type.getName();
    int dollar = name.indexOf('$');
    String outer = dollar < 0 ? name : name.substring(0, dollar);
    return outer.startsWith(ROOT) ? outer.substring(ROOT.length()) : outer;
  }
}
