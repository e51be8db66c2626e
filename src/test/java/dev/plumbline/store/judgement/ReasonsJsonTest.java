package dev.plumbline.store.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.Reason;
import dev.plumbline.standing.Reasons;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonsJsonTest {

  @Test
  void every_reason_comes_back_as_it_was_kept() {
    List<Reason> reasons = List.copyOf(Reasons.all().keySet());
    assertThat(ReasonsJson.read(ReasonsJson.write(reasons))).isEqualTo(reasons);
  }

  @Test
  void a_reason_is_its_code_and_its_fields() {
    assertThat(
            ReasonsJson.write(
                List.of(
                    new Reason.WouldPassAnyway(
                        new Reason.Listed(
                            "gull.example", "a", "", SpfResult.FAIL, LocalDate.of(2026, 11, 12))),
                    new Reason.NotListed("gull.example", SpfResult.NEUTRAL, null, null, true),
                    new Reason.SomePassed())))
        .isEqualTo(
            "[{\"code\":\"would_pass_anyway\",\"why\":{\"code\":\"listed\",\"domain\":\"gull.example\","
                + "\"term\":\"a\",\"of\":\"\",\"earlier\":\"FAIL\",\"until\":\"2026-11-12\"}},"
                + "{\"code\":\"not_listed\",\"domain\":\"gull.example\",\"result\":\"NEUTRAL\","
                + "\"unsigned\":true},{\"code\":\"some_passed\"}]");
  }

  @Test
  void a_field_of_a_later_version_is_passed_over_and_a_missing_one_is_null() {
    assertThat(
            ReasonsJson.read(
                "[{\"code\":\"broken_record\",\"domain\":\"gull.example\",\"offset\":12}]"))
        .containsExactly(new Reason.BrokenRecord("gull.example", null));
  }

  @Test
  void what_the_database_cannot_hold_is_replaced() {
    assertThat(
            ReasonsJson.read(
                ReasonsJson.write(List.of(new Reason.BrokenRecord("gull.example", "a\0b")))))
        .containsExactly(new Reason.BrokenRecord("gull.example", "a\uFFFDb"));
  }
}
