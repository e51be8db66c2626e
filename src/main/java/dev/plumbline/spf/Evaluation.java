package dev.plumbline.spf;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.SpfRecord.Explanation;
import dev.plumbline.spf.SpfRecord.Redirect;
import dev.plumbline.spf.SpfTrace.Outcome;
import dev.plumbline.spf.SpfTrace.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of check_host with all it includes and redirects to (RFC 7208 section 4). */
final class Evaluation {

  static final String INCLUDED_NONE = " Including it is an error (RFC 7208 section 5.2).";
  static final String REDIRECTED_NONE = " Redirecting to it is an error (RFC 7208 section 6.1).";

  private final Budget budget = new Budget();
  private final SpfQuery query;
  private final AddressRange client;
  private final Questions questions;
  private final ReverseNames reverseNames;
  private final MacroExpander expander;
  private final Matcher matcher;

  Evaluation(Dns dns, Publications publications, SpfQuery query) {
    this.query = query;
    client = AddressRange.of(query.ip());
    questions = new Questions(dns, publications, client.ip6());
    reverseNames = new ReverseNames(questions, query.ip());
    expander = new MacroExpander(query, reverseNames::macroValue);
    matcher = new Matcher(client, questions, budget, reverseNames, expander);
  }

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
        decision.trace(),
        expander.guessed());
  }

  /**
   * @param explain whether a failure may be explained: not inside an include (section 6.2)
   */
  private Decision checkHost(String target, boolean explain) {
    Optional<DomainName> domain = DomainName.parse(target).filter(Evaluation::isCheckable);
    if (domain.isEmpty()) {
      return unchecked(target);
    }
    return checkHost(domain.get(), explain);
  }

  private Decision checkHost(DomainName domain, boolean explain) {
    if (!isCheckable(domain)) {
      return unchecked(domain.toString());
    }
    Publication publication = questions.spf(domain);
    if (publication instanceof Publication.Usable usable) {
      return new RecordRun(domain, usable, questions.take(), explain).run();
    }
    if (publication instanceof Publication.Unusable unusable) {
      return unread(
          domain.toString(), unusable.text(), unusable.result(), unusable.problem(domain));
    }
    throw new AssertionError(publication);
  }

  // RFC 7208 section 4.3: a name of several labels, and no address literal.
  static boolean isCheckable(DomainName name) {
    String text = name.toString();
    return text.indexOf('.') >= 0 && !text.startsWith("[");
  }

  /** What is wrong with a name that has no record to ask for. */
  static String notCheckable(String target) {
    return "\"" + target + "\" is not a domain name to check (RFC 7208 section 4.3).";
  }

  private Decision unchecked(String target) {
    return unread(target, null, SpfResult.NONE, notCheckable(target));
  }

  private Decision unread(String target, @Nullable String text, SpfResult result, String problem) {
    SpfTrace trace = new SpfTrace(target, text, result, problem, questions.take(), List.of());
    return new Decision(result, null, List.of(target), null, problem, trace);
  }

  /** One record under evaluation (section 4.6). */
  private final class RecordRun {

    private final DomainName domain;
    private final Publication.Usable publication;
    private final List<Question> asked;
    private final boolean explain;
    private final SpfTrace.Step[] steps;

    /** What was asked for the term at hand. */
    private List<Question> ownQuestions = List.of();

    RecordRun(
        DomainName domain, Publication.Usable publication, List<Question> asked, boolean explain) {
      this.domain = domain;
      this.publication = publication;
      this.asked = asked;
      this.explain = explain;
      this.steps = publication.notReached();
    }

    Decision run() {
      List<PreparedTerm> terms = publication.terms();
      for (int i = 0; i < terms.size(); i++) {
        PreparedTerm prepared = terms.get(i);
        AddressRange range = prepared.range();
        if (range != null && !range.contains(client)) {
          steps[i] = prepared.plain(false);
        } else if (prepared.term() instanceof Directive directive) {
          Decision decision = range == null ? tried(i, directive) : matched(i, directive);
          if (decision != null) {
            return decision;
          }
        }
      }
      // RFC 7208 section 4.7: nothing matched, and there may be nowhere else to look.
      return publication.redirect() < 0
          ? decided(SpfResult.NEUTRAL, null, null, null, null)
          : redirected((Redirect) terms.get(publication.redirect()).term());
    }

    /** Tries a mechanism; null if it does not match. */
    private @Nullable Decision tried(int at, Directive directive) {
      int before = budget.voidQuestions();
      Matcher.Match match = match(directive.mechanism());
      Decision included = match.included();
      note(at, outcome(match), detail(match, before), included);
      if (match instanceof Matcher.Stop stop) {
        return decided(stop.error(), null, included, null, stop.detail());
      }
      return match instanceof Matcher.Yes ? decided(directive, included) : null;
    }

    private Decision matched(int at, Directive directive) {
      steps[at] = publication.terms().get(at).plain(true);
      return decided(directive, null);
    }

    private Decision decided(Directive directive, @Nullable Decision included) {
      SpfResult result = directive.qualifier().result();
      String term = included == null ? directive.text() : included.term();
      return decided(result, term, included, explanation(result), null);
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
      return switch (included.result()) {
        case PASS -> new Matcher.Yes(saying(included), included);
        case FAIL, SOFTFAIL, NEUTRAL -> new Matcher.No(saying(included), included);
        case TEMPERROR, PERMERROR ->
            new Matcher.Stop(included.result(), problemOf(included), included);
        case NONE ->
            new Matcher.Stop(SpfResult.PERMERROR, problemOf(included) + INCLUDED_NONE, included);
      };
    }

    // RFC 7208 section 6.1
    private Decision redirected(Redirect redirect) {
      int at = publication.redirect();
      if (!budget.takeLookup() || !mayExpand(redirect.domain())) {
        note(at, Outcome.ERROR, Budget.LOOKUPS_SPENT, null);
        return decided(SpfResult.PERMERROR, null, null, null, Budget.LOOKUPS_SPENT);
      }
      Decision next = follow(redirect.domain(), explain);
      if (next.result() == SpfResult.NONE) {
        String problem = problemOf(next) + REDIRECTED_NONE;
        note(at, Outcome.ERROR, problem, next);
        return decided(SpfResult.PERMERROR, null, next, null, problem);
      }
      note(at, Outcome.FOLLOWED, null, next);
      return decided(next.result(), next.term(), next, next.explanation(), next.problem());
    }

    /** Runs check_host for the domain a term names. */
    private Decision follow(MacroString spec, boolean explainThere) {
      Optional<DomainName> target = expander.name(spec, domain);
      own(questions.take());
      return target.isPresent()
          ? checkHost(target.get(), explainThere)
          : unread(spec.toString(), null, SpfResult.NONE, givesNoName(spec));
    }

    // RFC 7208 section 6.2: whatever is wrong with the explanation, it is just left out.
    private @Nullable String explanation(SpfResult result) {
      if (result != SpfResult.FAIL || !explain || publication.explanation() < 0) {
        return null;
      }
      Explanation exp = (Explanation) publication.terms().get(publication.explanation()).term();
      // An expander of its own: what the text is made of does not bear on the result.
      MacroExpander words = new MacroExpander(query, reverseNames::macroValue);
      Optional<String> text =
          words.name(exp.domain(), domain).flatMap(name -> explanationAt(name, words));
      note(
          publication.explanation(),
          Outcome.FOLLOWED,
          text.isEmpty() ? "no usable text there" : null,
          null);
      return text.orElse(null);
    }

    private Optional<String> explanationAt(DomainName name, MacroExpander words) {
      List<String> texts = questions.txt(name).values();
      if (texts.size() != 1) {
        return Optional.empty();
      }
      try {
        return words.text(MacroParser.explanation(texts.get(0)), domain);
      } catch (RecordSyntaxException e) {
        return Optional.empty();
      }
    }

    /** Writes into the trace what became of a term. */
    private void note(
        int at, Outcome outcome, @Nullable String detail, @Nullable Decision followed) {
      own(questions.take());
      SpfTrace nested = followed == null ? null : followed.trace();
      String term = publication.terms().get(at).term().text();
      steps[at] = new SpfTrace.Step(term, outcome, detail, ownQuestions, nested);
      ownQuestions = List.of();
    }

    private void own(List<Question> taken) {
      if (ownQuestions.isEmpty()) {
        ownQuestions = taken;
      } else {
        ownQuestions = new ArrayList<>(ownQuestions);
        ownQuestions.addAll(taken);
      }
    }

    private Decision decided(
        SpfResult result,
        @Nullable String term,
        @Nullable Decision followed,
        @Nullable String explanation,
        @Nullable String problem) {
      List<String> path = followed == null ? List.of() : followed.path();
      SpfTrace trace =
          new SpfTrace(
              domain.toString(), publication.text(), result, problem, asked, Arrays.asList(steps));
      return new Decision(result, term, path(domain, path), explanation, problem, trace);
    }
  }

  /** The path that begins with this domain. */
  static List<String> path(DomainName domain, List<String> further) {
    if (further.isEmpty()) {
      return List.of(domain.toString());
    }
    List<String> path = new ArrayList<>(further.size() + 1);
    path.add(domain.toString());
    path.addAll(further);
    return path;
  }

  /** What is wrong with a domain-spec whose expansion DNS cannot be asked for. */
  static String givesNoName(MacroString spec) {
    return "\"" + spec + "\" gives no name DNS can be asked for (RFC 7208 section 4.3).";
  }

  /**
   * What was compared, and where those stop who count questions.
   *
   * @param before how many questions had found nothing before this term
   */
  private @Nullable String detail(Matcher.Match match, int before) {
    boolean stopsOthers =
        before <= Budget.MAX_VOID_LOOKUPS
            && budget.voidQuestions() > Budget.MAX_VOID_LOOKUPS
            && budget.voidLookups() <= Budget.MAX_VOID_LOOKUPS
            && match.included() == null;
    if (!stopsOthers) {
      return match.detail();
    }
    String differs =
        budget.voidQuestions()
            + " questions found nothing, in "
            + budget.voidLookups()
            + (budget.voidLookups() == 1 ? " term" : " terms")
            + "; receivers that count questions end with permerror here, those that count terms"
            + " go on (RFC 7208 section 4.6.4)";
    return match.detail() == null ? differs : match.detail() + "; " + differs;
  }

  private static Outcome outcome(Matcher.Match match) {
    if (match instanceof Matcher.Yes) {
      return Outcome.MATCH;
    }
    return match instanceof Matcher.No ? Outcome.NO_MATCH : Outcome.ERROR;
  }

  private static String saying(Decision included) {
    return included.trace().domain() + " says " + included.result().wire();
  }

  /** NONE and the errors always say why. */
  private static String problemOf(Decision decision) {
    return decision.problem() == null ? "" : decision.problem();
  }
}
