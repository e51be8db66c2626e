package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfTrace;
import dev.plumbline.spf.SpfVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a change of records would do to traffic that was seen. Every source is evaluated, as
 * receivers would, against the records published and against those proposed; each DNS question is
 * asked once.
 */
public final class WhatIf {

  private static final int MAX_QUESTIONS = 600;

  private WhatIf() {}

  /**
   * Evaluates every source before and after a change. The sender is taken to be the postmaster of
   * the domain, since reports do not tell local parts.
   *
   * @param changedTxtRecords SPF records by domain name, in the place of those published there; an
   *     empty list takes them away
   * @throws IllegalArgumentException if a name is not a domain name
   */
  public static Result replay(
      Dns dns, String domain, Map<String, List<String>> changedTxtRecords, List<Source> sources) {
    DomainName name = DomainName.of(domain);
    Dns before = new RememberedDns(dns);
    Dns after = SpfVersion.proposed(before, changedTxtRecords);
    SpfEvaluator now = new SpfEvaluator(before);
    SpfEvaluator then = new SpfEvaluator(after);
    List<Change> changes = new ArrayList<>();
    for (Source source : sources) {
      SpfQuery query = SpfQuery.of(source.ip(), name.toString(), null);
      changes.add(
          new Change(source, Answer.of(now.evaluate(query)), Answer.of(then.evaluate(query))));
    }
    return new Result(name.toString(), changes, count(before, name), count(after, name));
  }

  /**
   * How much each term of a domain's own record has to do: an include that decided for no source
   * can go without any of them noticing.
   *
   * @return one for each directive and redirect, in order; empty if there is no one record that can
   *     be read
   * @throws IllegalArgumentException if that is not a domain name
   */
  public static List<TermUse> uses(Dns dns, String domain, List<Source> sources) {
    return uses(dns, domain, Map.of(), sources);
  }

  /** The same for records that are not published yet. */
  public static List<TermUse> uses(
      Dns dns, String domain, Map<String, List<String>> changedTxtRecords, List<Source> sources) {
    DomainName name = DomainName.of(domain);
    Dns asked = SpfVersion.proposed(new RememberedDns(dns), changedTxtRecords);
    RecordText record = record(asked, name);
    if (record == null || !record.isReadable()) {
      return List.of();
    }
    Map<Integer, TermUse> uses = new LinkedHashMap<>();
    for (int i = 0; i < record.terms().size(); i++) {
      RecordText.Placed placed = record.terms().get(i);
      if (placed.directive() != null || placed.term() instanceof SpfRecord.Redirect) {
        uses.put(i, new TermUse(placed.text(), 0, 0));
      }
    }
    SpfEvaluator evaluator = new SpfEvaluator(asked);
    for (Source source : sources) {
      SpfQuery query = SpfQuery.of(source.ip(), name.toString(), null);
      int decisive = decisive(evaluator.evaluate(query).trace());
      uses.computeIfPresent(decisive, (i, use) -> use.plus(source.messages()));
    }
    return List.copyOf(uses.values());
  }

  /** Which term of the outermost record decided; -1 if none did. */
  private static int decisive(SpfTrace trace) {
    for (int i = 0; i < trace.steps().size(); i++) {
      SpfTrace.Step step = trace.steps().get(i);
      boolean redirected = step.outcome() == SpfTrace.Outcome.FOLLOWED && step.nested() != null;
      if (step.outcome() == SpfTrace.Outcome.MATCH || redirected) {
        return i;
      }
    }
    return -1;
  }

  private static @Nullable RecordText record(Dns dns, DomainName domain) {
    List<String> records = dns.txt(domain).values().stream().filter(SpfRecord::isSpf).toList();
    return records.size() == 1 ? RecordText.of(records.get(0)) : null;
  }

  private static @Nullable LookupCount count(Dns dns, DomainName domain) {
    Dns limited = RememberedDns.limited(dns, MAX_QUESTIONS);
    RecordText record = record(limited, domain);
    return record == null ? null : RecordWalk.count(RecordWalk.of(limited, domain, record));
  }

  /** What a change means to a source. */
  public enum Effect {
    /** It passes only after the change. */
    GAINS,
    /** It passes only before the change. */
    LOSES,
    /** It passes neither before nor after, and for different reasons. */
    DIFFERS,
    /** The result is the same, by whatever term. */
    SAME
  }

  /**
   * A verdict without the way to it.
   *
   * @param term the directive that decided, in the last record of the path; null if none did
   * @param path from the domain to the one whose record decided
   * @param problem one sentence for none, temperror and permerror
   */
  public record Answer(
      SpfResult result,
      @Nullable String term,
      List<String> path,
      int lookups,
      int voidLookups,
      @Nullable String problem) {

    public Answer {
      path = List.copyOf(path);
    }

    static Answer of(SpfVerdict verdict) {
      return new Answer(
          verdict.result(),
          verdict.matchedTerm(),
          verdict.path(),
          verdict.lookups(),
          verdict.voidLookups(),
          verdict.problem());
    }
  }

  /** One source before and after. */
  public record Change(Source source, Answer before, Answer after) {

    /** What the change means to the source. */
    public Effect effect() {
      boolean passed = before.result() == SpfResult.PASS;
      boolean passes = after.result() == SpfResult.PASS;
      if (passed != passes) {
        return passes ? Effect.GAINS : Effect.LOSES;
      }
      return before.result() == after.result() ? Effect.SAME : Effect.DIFFERS;
    }
  }

  /**
   * All sources before and after.
   *
   * @param changes one for each source, in the order given
   * @param before what the published record costs receivers; null if there is not exactly one
   * @param after what the proposed record costs
   */
  public record Result(
      String domain,
      List<Change> changes,
      @Nullable LookupCount before,
      @Nullable LookupCount after) {

    public Result {
      changes = List.copyOf(changes);
    }

    /** The sources with this effect, in the order given. */
    public List<Change> with(Effect effect) {
      return changes.stream().filter(change -> change.effect() == effect).toList();
    }

    /** How many messages the sources with this effect sent. */
    public long messages(Effect effect) {
      return with(effect).stream().mapToLong(change -> change.source().messages()).sum();
    }
  }

  /**
   * A term and the traffic it decided for.
   *
   * @param term as written
   */
  public record TermUse(String term, long sources, long messages) {

    /** Whether it is an include for which no source has any use. */
    public boolean isUnusedInclude() {
      String mechanism = term.replaceFirst("^[-+~?]", "");
      return sources == 0 && mechanism.regionMatches(true, 0, "include:", 0, "include:".length());
    }

    private TermUse plus(long more) {
      return new TermUse(term, sources + 1, messages + more);
    }
  }
}
