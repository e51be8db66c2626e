package dev.plumbline.web;

import dev.plumbline.report.ReporterName;
import dev.plumbline.store.Scope;
import dev.plumbline.store.traffic.Reporters;
import dev.plumbline.store.traffic.Reporters.Reporter;
import java.util.List;

/**
 * A reporter with all the ways in which it spells its name.
 *
 * @param spellings one at least, those with most reports first
 */
record SpelledReporter(List<Reporter> spellings) {

  SpelledReporter {
    spellings = List.copyOf(spellings);
  }

  /**
   * By the number of one of them.
   *
   * @throws jakarta.ws.rs.NotFoundException if it reported about no domain that may be seen
   */
  static SpelledReporter of(Reporters reporters, Scope scope, long id) {
    List<Reporter> found = reporters.spellings(scope, id);
    if (found.isEmpty()) {
      throw Unknown.reporter(id);
    }
    return new SpelledReporter(found);
  }

  List<Long> ids() {
    return spellings.stream().map(Reporter::id).toList();
  }

  /** All of them, within a sentence. */
  String names() {
    return ReporterName.forPeople(spellings.stream().map(Reporter::name).toList());
  }

  long reports() {
    return spellings.stream().mapToLong(Reporter::reports).sum();
  }
}
