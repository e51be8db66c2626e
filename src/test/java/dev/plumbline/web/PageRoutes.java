package dev.plumbline.web;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The addresses that pages answer to, as the code says them. */
final class PageRoutes {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.plumbline.web");

  private PageRoutes() {}

  /** Methods that answer a GET. */
  static List<JavaMethod> gets() {
    return CLASSES.stream()
        .filter(type -> type.getPackageName().equals("dev.plumbline.web"))
        .flatMap(type -> type.getMethods().stream())
        .filter(method -> method.isAnnotatedWith(GET.class))
        .toList();
  }

  /** What the addresses of a page look like, without their query. */
  static Pattern address(JavaMethod get) {
    String path =
        Stream.of(
                get.getOwner().tryGetAnnotationOfType(Path.class),
                get.tryGetAnnotationOfType(Path.class))
            .flatMap(Optional::stream)
            .map(Path::value)
            .map(part -> part.replaceAll("^/|/$", ""))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("/", "/", ""));
    return Pattern.compile(
        path.replaceAll("\\{\\w+: *([^{}]+|[^{}]*\\{[^{}]*\\}[^{}]*)\\}", "($1)")
            .replaceAll("\\{\\w+\\}", "[^/]+"));
  }
}
