package dev.plumbline.cli.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/**
 * Each file of {@code golden/aggregate}, {@code failure} and {@code tls} gives exactly the JSON
 * beside it. {@code -Dgolden.update} writes the JSON anew; look at the difference before committing
 * it.
 */
class GoldenTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  /** One folder for each kind of report. */
  private static final List<String> KINDS = List.of("aggregate", "failure", "tls");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> every_file_gives_its_golden_json() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String kind : KINDS) {
      try (Stream<Path> files = Files.list(FOLDER.resolve(kind))) {
        files.filter(file -> !file.toString().endsWith(".json")).sorted().forEach(all::add);
      }
    }
    return all.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    String name = file.getFileName().toString();
    Path golden = file.resolveSibling(name.substring(0, name.indexOf('.')) + ".json");
    String json = parse(file, name);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(golden, json);
    }
    assertThat(json).isEqualTo(Files.readString(golden));
  }

  private static String parse(Path file, String name) throws IOException {
    StringWriter out = new StringWriter();
    new CommandLine(new ParseCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(new StringWriter()))
        .execute("--format", "json", file.toString());
    StringBuilder pretty = new StringBuilder();
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    for (String line : out.toString().split("\n")) {
      ObjectNode object = (ObjectNode) JSON.readTree(line);
      object.put("file", name);
      pretty.append(JSON.writer(printer).writeValueAsString(object)).append('\n');
    }
    return pretty.toString();
  }
}
