package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares what a command prints with a file of {@code golden/domain}. {@code -Dgolden.update}
 * writes the file anew; look at the difference before committing it.
 */
public final class GoldenText {

  private static final Path FOLDER = Path.of("src", "test", "resources", "golden", "domain");

  /** The zone that all these commands ask. */
  public static final Path ZONE = FOLDER.resolve("zone");

  private GoldenText() {}

  public static void check(String name, String printed) throws IOException {
    Path file = FOLDER.resolve(name);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(file, printed);
    }
    assertThat(printed).isEqualTo(Files.readString(file));
  }
}
