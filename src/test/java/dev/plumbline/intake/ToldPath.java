package dev.plumbline.intake;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The path of one report as the root package tells it, and where the code really goes. */
final class ToldPath {

  private static final String ROOT = "dev.plumbline.";
  private static final Pattern STOP = Pattern.compile("<li>\\{@code ([a-z.]+[A-Z]\\w+#\\w+)}");

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.plumbline");

  /** Its stops in their order, as {@code room.Class#method}. */
  static List<String> stops() throws IOException {
    List<String> stops = new ArrayList<>();
    Path root = Path.of("src", "main", "java", "dev", "plumbline", "package-info.java");
    Matcher stop = STOP.matcher(Files.readString(root));
    while (stop.find()) {
      stops.add(stop.group(1));
    }
    return stops;
  }

  /** All that may be called once a method is, as {@code room.Class#method}. */
  Set<String> reachedFrom(String stop) {
    Set<String> reached = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(stop));
    while (!next.isEmpty()) {
      String method = next.pop();
      if (reached.add(method)) {
        next.addAll(calledBy(method));
      }
    }
    return reached;
  }

  private List<String> calledBy(String stop) {
    String owner = ROOT + stop.substring(0, stop.indexOf('#'));
    String name = stop.substring(stop.indexOf('#') + 1);
    List<String> called = new ArrayList<>();
    if (!classes.contain(owner)) {
      return called;
    }
    JavaClass type = classes.get(owner);
    for (JavaCodeUnit unit : type.getCodeUnits()) {
      if (unit.getName().equals(name)) {
        unit.getCallsFromSelf().forEach(call -> add(call.getTarget(), called));
        unit.getMethodReferencesFromSelf().forEach(call -> add(call.getTarget(), called));
      }
    }
    // Whoever implements a method may be meant by it.
    type.getSubclasses().forEach(sub -> called.add(told(sub, name)));
    return called;
  }

  private static void add(AccessTarget target, List<String> called) {
    if (target.getOwner().getFullName().startsWith(ROOT)) {
      called.add(told(target.getOwner(), target.getName()));
    }
  }

  private static String told(JavaClass type, String method) {
    return type.getFullName().substring(ROOT.length()) + "#" + method;
  }
}
