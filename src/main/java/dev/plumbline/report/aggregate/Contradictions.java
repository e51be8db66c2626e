package dev.plumbline.report.aggregate;

import dev.plumbline.report.RepairCode;
import dev.plumbline.report.RepairLedger;
import dev.plumbline.report.aggregate.ReportRow.DkimResult;
import dev.plumbline.report.aggregate.ReportRow.SpfResult;

/**
 * Finds evaluations that the results beside them refute: an aligned pass needs a domain that passed
 * and belongs to the author domain. The row stays as it was written.
 */
final class Contradictions {

  private Contradictions() {}

  static void note(ReportRow row, RepairLedger repairs) {
    if (row.headerFrom().isEmpty()) {
      return;
    }
    if (row.dkimPass()
        && !row.dkim().isEmpty()
        && row.dkim().stream().noneMatch(one -> speaksFor(one, row.headerFrom()))) {
      repairs.add(RepairCode.CONTRADICTING_EVALUATION, refuted("dkim", "signature"));
    }
    if (row.spfPass()
        && !row.spf().isEmpty()
        && row.spf().stream().noneMatch(one -> speaksFor(one, row.headerFrom()))) {
      repairs.add(RepairCode.CONTRADICTING_EVALUATION, refuted("spf", "SPF result"));
    }
  }

  private static boolean speaksFor(DkimResult result, String headerFrom) {
    return result.result().equals("pass") && mayBelong(result.domain(), headerFrom);
  }

  private static boolean speaksFor(SpfResult result, String headerFrom) {
    return result.result().equals("pass") && mayBelong(result.domain(), headerFrom);
  }

  private static String refuted(String mechanism, String what) {
    return "policy_evaluated/%s is pass, and no %s that passed is of the author domain: judged as fail"
        .formatted(mechanism, what);
  }

  /**
   * Whether two names may be of one organization: they end alike in two labels, be these a public
   * suffix or not. A result without a domain may be of any.
   */
  private static boolean mayBelong(String one, String other) {
    return one.isEmpty() || one.equals(other) || lastTwo(one).equals(lastTwo(other));
  }

  private static String lastTwo(String name) {
    int dot = name.lastIndexOf('.', name.lastIndexOf('.') - 1);
    return name.substring(dot + 1);
  }
}
