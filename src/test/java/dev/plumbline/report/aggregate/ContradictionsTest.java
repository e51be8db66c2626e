package dev.plumbline.report.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.report.Repair;
import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import dev.plumbline.report.aggregate.ReportRow.DkimResult;
import dev.plumbline.report.aggregate.ReportRow.SpfResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContradictionsTest {

  @Test
  void a_pass_without_a_domain_of_the_author_is_told() {
    assertThat(repairs(row(true, false, "evil.example", "pass", "evil.example", "pass")))
        .singleElement()
        .asString()
        .contains("policy_evaluated/dkim");
    assertThat(repairs(row(false, true, "evil.example", "pass", "evil.example", "pass")))
        .singleElement()
        .asString()
        .contains("policy_evaluated/spf");
    assertThat(repairs(row(true, true, "gull.example", "fail", "gull.example", "softfail")))
        .hasSize(2);
  }

  @Test
  void what_may_be_aligned_is_not() {
    assertThat(repairs(row(true, true, "gull.example", "pass", "rp.gull.example", "pass")))
        .isEmpty();
    assertThat(repairs(row(true, true, "", "pass", "", "pass"))).isEmpty();
    assertThat(repairs(row(false, false, "evil.example", "pass", "evil.example", "pass")))
        .isEmpty();
  }

  private static ReportRow row(
      boolean dkimPass, boolean spfPass, String signer, String dkim, String envelope, String spf) {
    return new ReportRow(
        null,
        1,
        "none",
        dkimPass,
        spfPass,
        List.of(),
        "gull.example",
        null,
        null,
        List.of(new DkimResult(signer, "s", dkim, null)),
        List.of(new SpfResult(envelope, "mfrom", spf, null)));
  }

  private static List<String> repairs(ReportRow row) {
    RepairLedger ledger = new RepairLedger();
    Contradictions.note(row, ledger);
    assertThat(ledger.toList())
        .allMatch(one -> one.code().equals(RepairCode.CONTRADICTING_EVALUATION.wire()));
    return ledger.toList().stream().map(Repair::detail).toList();
  }
}
