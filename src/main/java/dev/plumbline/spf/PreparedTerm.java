package dev.plumbline.spf;

import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.SpfRecord.Term;
import dev.plumbline.spf.SpfTrace.Outcome;
import dev.plumbline.spf.SpfTrace.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One term of a published record with what every evaluation of it would work out again. */
final class PreparedTerm {

  private final Term term;
  private final @Nullable AddressRange range;
  private final Step notReached;
  private final Step match;
  private final Step noMatch;

  PreparedTerm(Term term) {
    this.term = term;
    this.range = term instanceof Directive directive ? range(directive.mechanism()) : null;
    this.notReached = step(Outcome.NOT_REACHED);
    this.match = step(Outcome.MATCH);
    this.noMatch = step(Outcome.NO_MATCH);
  }

  private static @Nullable AddressRange range(Mechanism mechanism) {
    if (mechanism instanceof Mechanism.Ip4 ip4) {
      return AddressRange.of(ip4.range());
    }
    return mechanism instanceof Mechanism.Ip6 ip6 ? AddressRange.of(ip6.range()) : null;
  }

  private Step step(Outcome outcome) {
    return new Step(term.text(), outcome, null, List.of(), null);
  }

  Term term() {
    return term;
  }

  /** The addresses it matches, if it is {@code ip4} or {@code ip6}. */
  @Nullable AddressRange range() {
    return range;
  }

  Step notReached() {
    return notReached;
  }

  /** A match or none that needed no DNS and leaves nothing to say. */
  Step plain(boolean matches) {
    return matches ? match : noMatch;
  }
}
