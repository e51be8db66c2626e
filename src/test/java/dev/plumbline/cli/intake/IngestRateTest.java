package dev.plumbline.cli.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IngestRateTest {

  @Test
  void many_files_are_told_with_how_long_they_took() {
    assertThat(IngestCommand.rate(188, Duration.ofMillis(4_000)))
        .isEqualTo("It took 4.0 s, 47 files a second.");
    assertThat(IngestCommand.rate(12_000, Duration.ofMillis(1_500)))
        .isEqualTo("It took 1.5 s, 8,000 files a second.");
    assertThat(IngestCommand.rate(21, Duration.ZERO))
        .isEqualTo("It took 0.0 s, 21,000 files a second.");
  }
}
