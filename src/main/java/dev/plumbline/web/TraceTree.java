package dev.plumbline.web;

import dev.plumbline.spf.SpfTrace;
import java.util.ArrayList;
import java.util.List;

/** An SPF evaluation as a tree to unfold; what led to the result is unfolded already. */
final class TraceTree {

  private TraceTree() {}

  static SourceView.TraceNode of(SpfTrace trace) {
    return new SourceView.TraceNode(
        trace.record() == null ? trace.domain() : trace.record(),
        ending(trace),
        false,
        true,
        steps(trace));
  }

  private static List<SourceView.TraceNode> steps(SpfTrace trace) {
    var nodes = new ArrayList<SourceView.TraceNode>();
    for (SpfTrace.Step step : trace.steps()) {
      nodes.add(step(step));
    }
    return nodes;
  }

  private static SourceView.TraceNode step(SpfTrace.Step step) {
    var children = new ArrayList<SourceView.TraceNode>();
    for (SpfTrace.Question question : step.questions()) {
      children.add(
          new SourceView.TraceNode(
              question.type() + " " + question.name(), question.answer(), false, false, List.of()));
    }
    SpfTrace nested = step.nested();
    if (nested != null) {
      children.add(of(nested));
    }
    String note = outcome(step.outcome());
    if (step.detail() != null) {
      note += ": " + step.detail();
    }
    return new SourceView.TraceNode(
        step.term(),
        note,
        step.outcome() == SpfTrace.Outcome.MATCH || step.outcome() == SpfTrace.Outcome.ERROR,
        decides(step),
        children);
  }

  private static boolean decides(SpfTrace.Step step) {
    return switch (step.outcome()) {
      case MATCH, ERROR, FOLLOWED -> true;
      case NO_MATCH, NOT_REACHED -> false;
    };
  }

  private static String outcome(SpfTrace.Outcome outcome) {
    return switch (outcome) {
      case MATCH -> "matches";
      case NO_MATCH -> "does not match";
      case ERROR -> "fails";
      case FOLLOWED -> "followed";
      case NOT_REACHED -> "not reached";
    };
  }

  private static String ending(SpfTrace trace) {
    String result = trace.result().wire() + " for " + trace.domain();
    return trace.problem() == null ? result : result + ": " + trace.problem();
  }
}
