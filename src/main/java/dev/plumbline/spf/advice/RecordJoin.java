package dev.plumbline.spf.advice;

import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.SpfRecord.Redirect;
import dev.plumbline.spf.advice.RecordText.Placed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes one record of several. */
final class RecordJoin {

  private RecordJoin() {}

  /**
   * All their terms in order, each once, and the mildest of their policies, so that nothing that
   * was meant to pass fails. Empty if one cannot be read or redirects, since two policies cannot be
   * followed.
   */
  static Optional<String> of(List<String> records) {
    Set<String> seen = new LinkedHashSet<>();
    List<String> terms = new ArrayList<>();
    List<String> modifiers = new ArrayList<>();
    Optional<Qualifier> policy = Optional.empty();
    for (String text : records) {
      RecordText record = RecordText.of(text);
      if (!record.isReadable() || record.first(Redirect.class).isPresent()) {
        return Optional.empty();
      }
      for (Placed placed : record.terms()) {
        if (placed.isAll() && placed.term() instanceof Directive all) {
          policy = Optional.of(policy.map(p -> milder(p, all.qualifier())).orElse(all.qualifier()));
        } else if (seen.add(placed.text().toLowerCase(Locale.ROOT))) {
          (placed.term() instanceof Directive ? terms : modifiers).add(placed.text());
        }
      }
    }
    policy.ifPresent(all -> terms.add(all == Qualifier.PASS ? "~all" : all.sign() + "all"));
    terms.addAll(modifiers);
    terms.add(0, SpfVersion.TEXT);
    return Optional.of(String.join(" ", terms));
  }

  private static Qualifier milder(Qualifier one, Qualifier other) {
    List<Qualifier> mildestFirst =
        List.of(Qualifier.PASS, Qualifier.NEUTRAL, Qualifier.SOFTFAIL, Qualifier.FAIL);
    return mildestFirst.indexOf(one) <= mildestFirst.indexOf(other) ? one : other;
  }
}
