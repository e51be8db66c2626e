package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RepairCodeTest {

  @ParameterizedTest
  @EnumSource(RepairCode.class)
  void every_repair_is_documented(RepairCode code) throws IOException {
    assertThat(Files.readString(Path.of("docs", "repairs.md")))
        .contains("| `" + code.wire() + "` |");
  }
}
