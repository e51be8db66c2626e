package dev.plumbline.spf.advice;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpRange;
import dev.plumbline.spf.Mechanism;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.SpfRecord.Explanation;
import dev.plumbline.spf.SpfRecord.Redirect;
import dev.plumbline.spf.SpfRecord.UnknownModifier;
import dev.plumbline.spf.advice.Findings.Place;
import dev.plumbline.spf.advice.RecordText.Placed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Mistakes that the text of one record shows without asking DNS what its terms match. */
final class TermRules {

  private final List<DomainName> path;
  private final RecordText record;
  private final Findings findings;
  private final TermRepair repair;
  private final RangeRules ranges;

  TermRules(List<DomainName> path, RecordText record, Findings findings, TermRepair repair) {
    this.path = path;
    this.record = record;
    this.findings = findings;
    this.repair = repair;
    this.ranges = new RangeRules(path, record, findings);
  }

  /** Looks at a record of the domain itself. */
  void checkOwn() {
    syntax();
    versionAgain();
    uppercase();
    modifiers();
    passAll();
    afterAll();
    redirect();
    for (Placed placed : record.terms()) {
      ptr(placed);
      ranges.check(placed);
    }
  }

  /** Looks at a record of somebody else, who alone can mend it. */
  void checkForeign() {
    syntax();
    passAll();
    for (Placed placed : record.terms()) {
      ranges.checkForeign(placed);
    }
  }

  /** Whether the record leaves open what becomes of addresses it does not list. */
  void checkEnd() {
    if (record.all().isPresent() || record.first(Redirect.class).isPresent()) {
      neutralAll();
      return;
    }
    if (mayMeanAnEnd()) {
      return;
    }
    boolean empty = record.terms().isEmpty();
    int end = record.text().length();
    findings.warning(
        SpfRule.MISSING_ALL,
        new Place(path, record.text(), end, end),
        empty
            ? "The record names no sender and no policy, so every address is neutral; a domain that"
                + " sends nothing says \"-all\"."
            : "The record ends without \"all\" or \"redirect=\", so addresses it does not list are"
                + " neutral, as if there were no policy.",
        ended(empty));
  }

  /** Whether a mistyped term, which is told anyway, is the end that seems to be missing. */
  private boolean mayMeanAnEnd() {
    Optional<RecordText> meant = new Repaired(repair).asMeant(record);
    return meant.isEmpty()
        || meant.get().all().isPresent()
        || meant.get().first(Redirect.class).isPresent();
  }

  private String ended(boolean empty) {
    Optional<Placed> exp = record.first(Explanation.class);
    String all = empty ? "-all" : "~all";
    return exp.isPresent() ? record.before(exp.get(), all) : record.appended(all);
  }

  private void neutralAll() {
    Optional<Placed> all = record.all();
    if (all.isPresent() && RangeRules.qualifier(all.get()) == Qualifier.NEUTRAL) {
      findings.hint(
          SpfRule.NEUTRAL_ALL,
          place(all.get()),
          "\"?all\" says nothing of addresses not listed, as if there were no policy; \"~all\" says"
              + " that they are suspicious.",
          record.with(all.get(), "~all"));
    }
  }

  private void syntax() {
    for (int i = 0; i < record.terms().size(); i++) {
      Placed placed = record.terms().get(i);
      RecordText.Wrong wrong = placed.wrong();
      if (wrong == null) {
        repair.suspicious(placed).ifPresent(this::typo);
        continue;
      }
      boolean second = wrong.isSecond();
      Optional<TermRepair.Repair> guess = second ? Optional.empty() : repair.unreadable(record, i);
      int at = wrong.offset() < placed.end() ? wrong.offset() : placed.start();
      findings.error(
          SpfRule.SYNTAX,
          new Place(path, record.text(), at, placed.end()),
          sentence(wrong, guess)
              + (second ? ", so one of the two has to go" : "")
              + ", and one error spoils the whole record.",
          second
              ? record.without(placed)
              : guess.map(one -> Repaired.mended(record, one)).orElse(null));
      if (guess.isPresent() && guess.get().end() > placed.end()) {
        i++;
      }
    }
  }

  private static String sentence(RecordText.Wrong wrong, Optional<TermRepair.Repair> guess) {
    String what = guess.map(TermRepair.Repair::sentence).orElse(wrong.sentence());
    String begun = what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
    return begun + guess.map(g -> "; write " + Findings.quoted(g.replacement())).orElse("");
  }

  private void typo(TermRepair.Repair guess) {
    String what = guess.sentence();
    findings.error(
        SpfRule.TYPO,
        new Place(path, record.text(), guess.start(), guess.end()),
        what.substring(0, 1).toUpperCase(Locale.ROOT)
            + what.substring(1)
            + "; write "
            + Findings.quoted(guess.replacement())
            + ".",
        Repaired.mended(record, guess));
  }

  private void versionAgain() {
    for (Placed placed : record.terms()) {
      if (placed.text().equalsIgnoreCase(SpfVersion.TEXT)) {
        findings.error(
            SpfRule.VERSION_AGAIN,
            place(placed),
            "A second \"v=spf1\" stands inside the record: two records were joined"
                + (record.all().filter(all -> all.start() < placed.start()).isPresent()
                    ? ", and what follows the earlier \"all\" is ignored."
                    : ". Receivers ignore it as a modifier that they do not know."),
            record.without(placed));
      }
    }
  }

  private void uppercase() {
    StringBuilder lower = new StringBuilder(record.text());
    int first = -1;
    int end = -1;
    if (!record.text().startsWith(SpfVersion.TEXT)) {
      first = 0;
      end = SpfVersion.TEXT.length();
      lower.replace(0, end, SpfVersion.TEXT);
    }
    for (Placed placed : record.terms()) {
      int length = nameLength(placed.text());
      String name = placed.text().substring(0, length);
      String folded = name.toLowerCase(Locale.ROOT);
      if (placed.term() != null && !name.equals(folded)) {
        lower.replace(placed.start(), placed.start() + length, folded);
        end = first < 0 ? placed.start() + length : end;
        first = first < 0 ? placed.start() : first;
      }
    }
    if (first >= 0) {
      findings.hint(
          SpfRule.UPPERCASE,
          new Place(path, record.text(), first, end),
          "Names of terms are usually in small letters; some tools know no others.",
          lower.toString());
    }
  }

  /** How many characters of a term come before its colon, equals sign or slash. */
  private static int nameLength(String term) {
    for (int i = 0; i < term.length(); i++) {
      if (":=/".indexOf(term.charAt(i)) >= 0) {
        return i;
      }
    }
    return term.length();
  }

  private void modifiers() {
    for (Placed placed : record.terms()) {
      boolean unknown =
          placed.term() instanceof UnknownModifier
              && !placed.text().equalsIgnoreCase(SpfVersion.TEXT)
              && repair.suspicious(placed).isEmpty();
      if (unknown) {
        findings.hint(
            SpfRule.UNKNOWN_MODIFIER,
            place(placed),
            Findings.quoted(placed.text()) + " is a modifier that receivers ignore.",
            record.without(placed));
      }
    }
  }

  private void passAll() {
    for (Placed placed : record.terms()) {
      boolean whole = placed.isAll() || isEverything(placed);
      if (whole && RangeRules.qualifier(placed) == Qualifier.PASS) {
        findings.error(
            SpfRule.PASS_ALL,
            place(placed),
            Findings.quoted(placed.text())
                + " lets every host on the Internet send for "
                + path.get(path.size() - 1)
                + ".",
            placed.isAll() ? record.with(placed, "~all") : record.without(placed));
      }
    }
  }

  private static boolean isEverything(Placed placed) {
    IpRange range = RangeRules.rangeOf(placed);
    if (range != null) {
      return range.prefix() == 0;
    }
    Mechanism.Prefixes prefixes = RangeRules.prefixes(placed);
    return prefixes != null && (prefixes.ip4() == 0 || prefixes.ip6() == 0);
  }

  private void afterAll() {
    Optional<Placed> all = record.all();
    if (all.isEmpty()) {
      return;
    }
    List<Placed> after =
        record.terms().stream()
            .filter(placed -> placed.start() > all.get().start())
            .filter(placed -> placed.term() instanceof Directive)
            .toList();
    if (after.isEmpty()) {
      return;
    }
    List<Placed> alls = record.terms().stream().filter(Placed::isAll).toList();
    boolean onlyAlls = alls.containsAll(after);
    int end = after.get(after.size() - 1).end();
    findings.warning(
        SpfRule.AFTER_ALL,
        new Place(path, record.text(), after.get(0).start(), end),
        "Nothing after "
            + Findings.quoted(all.get().text())
            + " is ever looked at, since \"all\" matches every address; "
            + (onlyAlls
                ? "one \"all\" is enough."
                : "it belongs at the end, or what follows it can go."),
        onlyAlls ? record.without(after) : allMoved(alls));
  }

  /** What was written after all was meant to count: all goes behind it. */
  private String allMoved(List<Placed> alls) {
    RecordText rest = RecordText.of(record.without(alls));
    Optional<Placed> exp = rest.first(Explanation.class);
    String all = alls.get(0).text();
    boolean expLast = exp.isPresent() && exp.get().end() == rest.text().length();
    return expLast ? rest.before(exp.get(), all) : rest.appended(all);
  }

  private void redirect() {
    Optional<Placed> redirect = record.first(Redirect.class);
    if (redirect.isEmpty()) {
      return;
    }
    Placed placed = redirect.get();
    if (record.all().isPresent()) {
      findings.warning(
          SpfRule.REDIRECT_BESIDE_ALL,
          place(placed),
          "\"redirect=\" is never used beside \"all\", which decides for every address first: without"
              + " it the record says the same, and without \"all\" the other record would decide, as "
              + Findings.whole(record.without(record.all().get()))
              + ".",
          record.without(placed));
    } else if (record.terms().stream()
        .anyMatch(t -> t.start() > placed.start() && t.term() instanceof Directive)) {
      RecordText rest = RecordText.of(record.without(placed));
      findings.hint(
          SpfRule.REDIRECT_NOT_LAST,
          place(placed),
          "\"redirect=\" is followed last wherever it stands; written last, it says so.",
          rest.appended(placed.text()));
    }
  }

  private void ptr(Placed placed) {
    if (placed.mechanism() instanceof Mechanism.Ptr) {
      boolean others =
          record.terms().stream()
              .anyMatch(
                  t -> t.start() != placed.start() && t.term() instanceof Directive && !t.isAll());
      findings.warning(
          SpfRule.PTR,
          place(placed),
          "\"ptr\" must not be used: it is slow, and some receivers skip it; name the hosts with"
              + " \"a\", \"ip4\" or \"ip6\".",
          others ? record.without(placed) : null);
    }
  }

  private Place place(Placed placed) {
    return Place.of(path, record, placed);
  }
}
