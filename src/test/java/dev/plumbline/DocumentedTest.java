package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.plumbline.cli.Main;
import dev.plumbline.cli.shell.CommandGroup;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What can be called is told in docs/. */
class DocumentedTest {

  private static final List<Class<? extends Annotation>> VERBS =
      List.of(GET.class, POST.class, PUT.class, PATCH.class, DELETE.class);

  @Test
  void every_command_is_told_of() throws Exception {
    String told = Files.readString(Path.of("docs", "cli.md"));
    Set<String> untold = new TreeSet<>();
    visit("plumbline", new Main(), told, untold);
    assertThat(untold).isEmpty();
  }

  private static void visit(String path, Object command, String told, Set<String> untold) {
    if (command instanceof CommandGroup group) {
      for (String name : group.names()) {
        visit(path + " " + name, group.command(name), told, untold);
      }
    } else if (!told.contains(path + " ")
        && !told.contains(path + "\n")
        && !told.contains(path + "`")) {
      untold.add(path);
    }
  }

  @Test
  void every_address_for_programs_is_told_of() throws Exception {
    String told =
        Files.readString(Path.of("docs", "api.md"))
            + Files.readString(Path.of("docs", "metrics.md"));
    Set<String> addresses = new TreeSet<>();
    for (JavaClass one : new ClassFileImporter().importPackages("dev.plumbline.api")) {
      if (one.isAnnotatedWith(jakarta.ws.rs.Path.class)) {
        String above = one.getAnnotationOfType(jakarta.ws.rs.Path.class).value();
        for (JavaMethod method : one.getMethods()) {
          if (VERBS.stream().anyMatch(method::isAnnotatedWith)) {
            String below =
                method
                    .tryGetAnnotationOfType(jakarta.ws.rs.Path.class)
                    .map(jakarta.ws.rs.Path::value)
                    .orElse("");
            addresses.add(
                (above + "/" + below)
                    .replaceAll("/+", "/")
                    .replaceAll("/$", "")
                    .replaceAll("\\{(\\w+):.*\\}", "{$1}"));
          }
        }
      }
    }
    assertThat(addresses).hasSizeGreaterThan(25).contains("/api/v1/mcp", "/api/v1/intake/{id}");
    assertThat(addresses)
        .filteredOn(
            one ->
                !told.contains("`" + one.replace("/api/v1", "") + "`")
                    && !told.contains("`" + one + "`"))
        .isEmpty();
  }
}
