package dev.plumbline.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/security.md} names tests that are there, and that run. */
class SecurityDocumentedTest {

  private static final Pattern CODE = Pattern.compile("`([A-Za-z_.]+)`");

  @Test
  void every_threat_has_the_tests_that_are_named_for_it() throws IOException {
    Map<String, String> sources = sources();
    var missing = new TreeSet<String>();
    int threats = 0;
    String last = "";
    for (String line : Files.readAllLines(Path.of("docs/security.md"))) {
      String[] cells = line.split("(?<!\\\\)\\|");
      if (cells.length != 4
          || cells[1].contains("---")
          || cells[3].isBlank()
          || cells[1].strip().equals("threat")) {
        continue;
      }
      threats++;
      var named = CODE.matcher(cells[3]);
      boolean any = cells[3].contains("the same");
      while (named.find()) {
        any = true;
        String[] parts = named.group(1).split("\\.");
        boolean isClass = sources.containsKey(parts[0]);
        last = isClass ? parts[0] : last;
        String method = parts[parts.length - 1];
        String source = sources.getOrDefault(last, "");
        boolean there = isClass && parts.length == 1 || source.contains("void " + method + "()");
        if (!there || source.contains("@Disabled\n") || source.contains("@Disabled(")) {
          missing.add(named.group(1));
        }
      }
      if (!any) {
        missing.add("any test of " + cells[1].strip());
      }
    }
    assertThat(threats).isGreaterThan(15);
    assertThat(missing).isEmpty();
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    }
    return sources;
  }
}
