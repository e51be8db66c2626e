package dev.plumbline.cli.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.cli.shell.UserException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PeriodOptionsTest {

  @Test
  void days_of_ones_own_are_taken_as_given() {
    PeriodOptions period = parsed("--from 2026-03-01 --to 2026-03-31");
    assertThat(period.from()).isEqualTo(LocalDate.of(2026, 3, 1));
    assertThat(period.to()).isEqualTo(LocalDate.of(2026, 3, 31));
  }

  @Test
  void a_number_of_days_counts_back_from_the_last_one_and_includes_both_ends() {
    assertThat(parsed("--days 7 --to 2026-03-31").from()).isEqualTo(LocalDate.of(2026, 3, 25));
    assertThat(parsed("--to 2026-03-31").from()).isEqualTo(LocalDate.of(2026, 3, 2));
    assertThatCode(() -> parsed("").check()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--days 0 | --days is 0; it must be from 1 to 36500.",
        "--days 7 --from 2026-03-01 | Give --days or --from, not both.",
        "--from March | --from is \"March\"; it must be a day such as 2026-11-22.",
        "--to 2026-02-30 | --to is \"2026-02-30\"; it must be a day such as 2026-11-22.",
        "--from 2026-03-02 --to 2026-03-01 | The period begins on 2026-03-02, after its end on"
            + " 2026-03-01."
      })
  void what_makes_no_period_is_refused_in_one_sentence(String options, String sentence) {
    assertThatThrownBy(() -> parsed(options).check())
        .isInstanceOf(UserException.class)
        .hasMessage(sentence);
  }

  private static PeriodOptions parsed(String options) {
    PeriodOptions period = new PeriodOptions();
    CommandLine line =
        new CommandLine(
            CommandLine.Model.CommandSpec.create()
                .addMixin("p", CommandLine.Model.CommandSpec.forAnnotatedObject(period)));
    line.parseArgs(options.isEmpty() ? new String[0] : options.split(" "));
    return period;
  }
}
