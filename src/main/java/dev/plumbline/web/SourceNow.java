package dev.plumbline.web;

import dev.plumbline.standing.SourceFacts;
import java.util.List;

final class SourceNow {
  private SourceNow() {}

  static List<Fact> then(SourceFacts facts) {
    return List.of(Fact.of("Messages", Format.count(facts.messages())));
  }

  static List<Fact> now(SourceFacts facts) {
    return List.of(Fact.of("SPF", "stub " + facts.messages()));
  }

  @SuppressWarnings("UnusedVariable")
  static List<SourceView.Check> checks(SourceFacts facts) {
    return List.of();
  }

  @SuppressWarnings("UnusedVariable")
  static List<SourceView.Identity> envelopes(SourceFacts facts) {
    return List.of();
  }

  @SuppressWarnings("UnusedVariable")
  static List<SourceView.Key> keys(SourceFacts facts) {
    return List.of();
  }
}
