package dev.plumbline.report.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BodyRemovalTest {

  private static final List<Path> FOLDERS =
      List.of(
          Path.of("src", "test", "resources", "golden", "failure"),
          Path.of("..", "shared", "corpus", "failure"));

  private static FailureReport parse(byte[] bytes) throws Exception {
    return new FailureReportParser().parse(() -> new ByteArrayInputStream(bytes));
  }

  @TestFactory
  Stream<DynamicTest> what_is_left_is_read_as_the_whole_was() throws IOException {
    return FOLDERS.stream()
        .filter(Files::isDirectory)
        .flatMap(BodyRemovalTest::mails)
        .filter(file -> !file.endsWith("empty-part.eml"))
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static Stream<Path> mails(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void check(Path file) throws Exception {
    byte[] whole = Files.readAllBytes(file);
    byte[] kept = BodyRemoval.without(whole);

    assertThat(parse(kept)).isEqualTo(parse(whole));
    assertThat(new String(kept, StandardCharsets.ISO_8859_1))
        .doesNotContain("Body.", "this is the body", "\nBody\n", "Spam Spam", "Nyaaaaaaaaaaaaaaan")
        .doesNotContain(
            "wettbewerb'", "HTML Text", "This is a test mailing", "VGhpcyBpcyBhIG1lc3NhZ2Ug");
    assertThat(BodyRemoval.without(kept)).isEqualTo(kept);
  }

  @Test
  void what_is_no_failure_report_stays_as_it_is() {
    byte[] text = "Hello,\n\nhow are you?\n".getBytes(StandardCharsets.UTF_8);
    assertThat(BodyRemoval.without(text)).isEqualTo(text);
  }
}
