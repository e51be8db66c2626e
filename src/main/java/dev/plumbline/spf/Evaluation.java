package dev.plumbline.spf;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.SpfRecord.Explanation;
import dev.plumbline.spf.SpfRecord.Redirect;
import dev.plumbline.spf.SpfRecord.Term;
import dev.plumbline.spf.SpfTrace.Outcome;
import dev.plumbline.spf.SpfTrace.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of check_host with all it includes and redirects to (RFC 7208 section 4). */
final class Evaluation {

  private final Budget budget = new Budget();
  private final Questions questions;
  private final ReverseNames reverseNames;
  private final MacroExpander expander;
  private final Matcher matcher;

  Evaluation(Dns dns, SpfQuery query) {
    questions = new Questions(dns, query.ip());
    reverseNames = new ReverseNames(questions, query.ip());
    expander = new MacroExpander(query, reverseNames::macroValue);
    matcher = new Matcher(query.ip(), questions, budget, reverseNames, expander);
  }

  /**
   * What check_host returned for one domain.
   *
   * @param term the directive that decided, in the last record of the path
   * @param path from this domain to the one whose record decided
   */
  record Decision(
      SpfResult result,
      @Nullable String term,
      List<String> path,
      @Nullable String explanation,
      @Nullable String problem,
      SpfTrace trace) {}

  SpfVerdict verdict(String domain) {
    Decision decision = checkHost(domain, true);
    return new SpfVerdict(
        decision.result(),
        decision.term(),
        decision.path(),
        budget.lookups(),
        budget.voidLookups(),
        decision.explanation(),
        decision.problem(),
        decision.trace());
  }

  /**
   * @param explain whether a failure may be explained: not inside an include (section 6.2)
   */
  private Decision checkHost(String target, boolean explain) {
    Optional<DomainName> domain = DomainName.parse(target).filter(Evaluation::isCheckable);
    if (domain.isEmpty()) {
      return unread(
          target,
          SpfResult.NONE,
          "\"" + target + "\" is not a domain name to check (RFC 7208 section 4.3).");
    }
    DomainName name = domain.get();
    DnsAnswer<String> answer = questions.txt(name);
    if (answer instanceof DnsAnswer.Failed<String> failed) {
      return unread(
          target,
          SpfResult.TEMPERROR,
          "DNS failed for the SPF record of "
              + name
              + " (RFC 7208 section 4.4): "
              + failed.reason());
    }
    List<String> records = answer.values().stream().filter(SpfRecord::isSpf).toList();
    if (records.isEmpty()) {
      return unread(
          target, SpfResult.NONE, name + " publishes no SPF record (RFC 7208 section 4.5).");
    }
    if (records.size() > 1) {
      return unread(
          target,
          SpfResult.PERMERROR,
          name + " publishes " + records.size() + " SPF records (RFC 7208 section 4.5).");
    }
    return read(name, records.get(0), explain);
  }

  // RFC 7208 section 4.3: a name of several labels, and no address literal.
  private static boolean isCheckable(DomainName name) {
    return name.labels().size() > 1 && !name.toString().startsWith("[");
  }

  private Decision unread(String target, SpfResult result, String problem) {
    SpfTrace trace = new SpfTrace(target, null, result, problem, questions.take(), List.of());
    return new Decision(result, null, List.of(target), null, problem, trace);
  }

  private Decision read(DomainName domain, String text, boolean explain) {
    List<Question> asked = questions.take();
    try {
      SpfRecord record = SpfRecord.parse(text);
      return new RecordRun(domain, text, record, asked, explain).run();
    } catch (RecordSyntaxException e) {
      // RFC 7208 section 4.6: an error anywhere ends the evaluation before it begins.
      String problem =
          "The SPF record of "
              + domain
              + " is broken at character "
              + (e.offset() + 1)
              + ", "
              + e.sentence()
              + " (RFC 7208 section 4.6).";
      String name = domain.toString();
      SpfTrace trace = new SpfTrace(name, text, SpfResult.PERMERROR, problem, asked, List.of());
      return new Decision(SpfResult.PERMERROR, null, List.of(name), null, problem, trace);
    }
  }

  /** One record under evaluation (section 4.6). */
  private final class RecordRun {

    private final DomainName domain;
    private final String text;
    private final SpfRecord record;
    private final List<Question> asked;
    private final boolean explain;
    private final List<SpfTrace.Step> steps = new ArrayList<>();

    /** What was asked for the term at hand. */
    private final List<Question> ownQuestions = new ArrayList<>();

    RecordRun(
        DomainName domain, String text, SpfRecord record, List<Question> asked, boolean explain) {
      this.domain = domain;
      this.text = text;
      this.record = record;
      this.asked = asked;
      this.explain = explain;
      for (Term term : record.terms()) {
        steps.add(new SpfTrace.Step(term.text(), Outcome.NOT_REACHED, null, List.of(), null));
      }
    }

    Decision run() {
      for (int i = 0; i < record.terms().size(); i++) {
        if (!(record.terms().get(i) instanceof Directive directive)) {
          continue;
        }
        Matcher.Match match = match(directive.mechanism());
        Decision included = match.included();
        note(i, outcome(match), match.detail(), included);
        if (match instanceof Matcher.Stop stop) {
          return decided(stop.error(), null, included, null, stop.detail());
        }
        if (match instanceof Matcher.Yes) {
          SpfResult result = directive.qualifier().result();
          String term = included == null ? directive.text() : included.term();
          return decided(result, term, included, explanation(result), null);
        }
      }
      Optional<Redirect> redirect = record.redirect();
      // RFC 7208 section 4.7: nothing matched, and there is nowhere else to look.
      return redirect.isPresent()
          ? redirected(redirect.get())
          : decided(SpfResult.NEUTRAL, null, null, null, null);
    }

    private Matcher.Match match(Mechanism mechanism) {
      if (mechanism.countsAsLookup() && !budget.takeLookup()) {
        return new Matcher.Stop(SpfResult.PERMERROR, Budget.LOOKUPS_SPENT);
      }
      if (!mayExpand(mechanism.domain())) {
        return new Matcher.Stop(SpfResult.PERMERROR, Budget.LOOKUPS_SPENT);
      }
      return mechanism instanceof Mechanism.Include include
          ? matchInclude(include)
          : matcher.match(mechanism, domain);
    }

    // RFC 7208 section 4.6.4: the PTR question of %{p} counts as a lookup; it is asked once.
    private boolean mayExpand(@Nullable MacroString target) {
      boolean asks = target != null && target.uses('p') && reverseNames.unasked();
      return !asks || budget.takeLookup();
    }

    // RFC 7208 section 5.2
    private Matcher.Match matchInclude(Mechanism.Include include) {
      Decision included = follow(include.domain(), false);
      String says = included.trace().domain() + " says " + included.result().wire();
      return switch (included.result()) {
        case PASS -> new Matcher.Yes(says, included);
        case FAIL, SOFTFAIL, NEUTRAL -> new Matcher.No(says, included);
        case TEMPERROR, PERMERROR ->
            new Matcher.Stop(included.result(), problemOf(included), included);
        case NONE ->
            new Matcher.Stop(
                SpfResult.PERMERROR,
                problemOf(included) + " Including it is an error (RFC 7208 section 5.2).",
                included);
      };
    }

    // RFC 7208 section 6.1
    private Decision redirected(Redirect redirect) {
      int at = record.terms().indexOf(redirect);
      if (!budget.takeLookup() || !mayExpand(redirect.domain())) {
        note(at, Outcome.ERROR, Budget.LOOKUPS_SPENT, null);
        return decided(SpfResult.PERMERROR, null, null, null, Budget.LOOKUPS_SPENT);
      }
      Decision next = follow(redirect.domain(), explain);
      if (next.result() == SpfResult.NONE) {
        String problem = problemOf(next) + " Redirecting to it is an error (RFC 7208 section 6.1).";
        note(at, Outcome.ERROR, problem, next);
        return decided(SpfResult.PERMERROR, null, next, null, problem);
      }
      note(at, Outcome.FOLLOWED, null, next);
      return decided(next.result(), next.term(), next, next.explanation(), next.problem());
    }

    /** Runs check_host for the domain a term names. */
    private Decision follow(MacroString spec, boolean explainThere) {
      Optional<DomainName> target = expander.name(spec, domain);
      ownQuestions.addAll(questions.take());
      return target.isPresent()
          ? checkHost(target.get().toString(), explainThere)
          : unread(
              spec.toString(),
              SpfResult.NONE,
              "\"" + spec + "\" gives no name DNS can be asked for (RFC 7208 section 4.3).");
    }

    // RFC 7208 section 6.2: whatever is wrong with the explanation, it is just left out.
    private @Nullable String explanation(SpfResult result) {
      Optional<Explanation> exp = record.explanation();
      if (result != SpfResult.FAIL || !explain || exp.isEmpty()) {
        return null;
      }
      Optional<String> text =
          expander.name(exp.get().domain(), domain).flatMap(this::explanationAt);
      note(
          record.terms().indexOf(exp.get()),
          Outcome.FOLLOWED,
          text.isEmpty() ? "no usable text there" : null,
          null);
      return text.orElse(null);
    }

    private Optional<String> explanationAt(DomainName name) {
      List<String> texts = questions.txt(name).values();
      if (texts.size() != 1) {
        return Optional.empty();
      }
      try {
        return expander.text(MacroParser.explanation(texts.get(0)), domain);
      } catch (RecordSyntaxException e) {
        return Optional.empty();
      }
    }

    /** Writes into the trace what became of a term. */
    private void note(
        int at, Outcome outcome, @Nullable String detail, @Nullable Decision followed) {
      ownQuestions.addAll(questions.take());
      SpfTrace nested = followed == null ? null : followed.trace();
      SpfTrace.Step step =
          new SpfTrace.Step(record.terms().get(at).text(), outcome, detail, ownQuestions, nested);
      ownQuestions.clear();
      steps.set(at, step);
    }

    private Decision decided(
        SpfResult result,
        @Nullable String term,
        @Nullable Decision followed,
        @Nullable String explanation,
        @Nullable String problem) {
      List<String> path = new ArrayList<>();
      path.add(domain.toString());
      if (followed != null) {
        path.addAll(followed.path());
      }
      SpfTrace trace = new SpfTrace(domain.toString(), text, result, problem, asked, steps);
      return new Decision(result, term, path, explanation, problem, trace);
    }
  }

  private static Outcome outcome(Matcher.Match match) {
    if (match instanceof Matcher.Yes) {
      return Outcome.MATCH;
    }
    return match instanceof Matcher.No ? Outcome.NO_MATCH : Outcome.ERROR;
  }

  /** NONE and the errors always say why. */
  private static String problemOf(Decision decision) {
    return decision.problem() == null ? "" : decision.problem();
  }
}
