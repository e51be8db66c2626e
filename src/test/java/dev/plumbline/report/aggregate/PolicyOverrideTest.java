package dev.plumbline.report.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.report.aggregate.ReportRow.PolicyOverride;
import dev.plumbline.report.aggregate.ReportRow.PolicyOverride.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyOverrideTest {

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "local_policy, , LOCAL_POLICY",
    "local_policy, arc=pass as.1.example.com=pass, ARC",
    "other, ARC chain did pass, ARC",
    "local_policy, arc=fail, LOCAL_POLICY",
    "local_policy, search pass, LOCAL_POLICY",
    "forwarded, looked forwarded, FORWARDED",
    "mailing_list, , MAILING_LIST",
    "something_new, , OTHER",
  })
  void a_passing_arc_chain_is_told_in_the_comment(String type, String comment, Kind kind) {
    assertThat(new PolicyOverride(type, comment).kind()).isEqualTo(kind);
  }

  @Test
  void forwarders_lists_and_arc_say_that_mail_was_passed_on() {
    assertThat(Arrays.stream(Kind.values()).filter(Kind::isPassedOn))
        .containsExactly(Kind.FORWARDED, Kind.TRUSTED_FORWARDER, Kind.MAILING_LIST, Kind.ARC);
    for (Kind kind : Kind.values()) {
      assertThat(Kind.ofWire(kind.wire())).isEqualTo(kind);
    }
  }
}
