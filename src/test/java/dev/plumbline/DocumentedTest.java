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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

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
  void every_option_is_told_of_where_its_command_is() throws Exception {
    List<String> sections =
        List.of(Files.readString(Path.of("docs", "cli.md")).split("\n(?=## )", -1));
    Set<String> untold = new TreeSet<>();
    options("plumbline", new Main(), sections, untold);
    assertThat(untold).isEmpty();
  }

  private static void options(
      String path, Object command, List<String> sections, Set<String> untold) {
    if (command instanceof CommandGroup group) {
      for (String name : group.names()) {
        options(path + " " + name, group.command(name), sections, untold);
      }
      return;
    }
    String told =
        sections.stream()
            .filter(one -> one.contains(path + " ") || one.contains(path + "\n"))
            .collect(Collectors.joining());
    for (OptionSpec option : new CommandLine(command).getCommandSpec().options()) {
      boolean isTold =
          Stream.of(option.names())
              .anyMatch(
                  name -> Pattern.compile(Pattern.quote(name) + "(?![a-z-])").matcher(told).find());
      if (!isTold && !option.hidden() && !option.usageHelp() && !option.versionHelp()) {
        untold.add(path + " " + option.longestName());
      }
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
