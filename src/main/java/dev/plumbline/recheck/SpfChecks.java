package dev.plumbline.recheck;

import com.google.common.base.Suppliers;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.RecordKind;
import dev.plumbline.spf.SpfEvaluator;
import dev.plumbline.spf.SpfQuery;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.SpfTable;
import dev.plumbline.spf.SpfVerdict;
import dev.plumbline.spf.advice.SpfIntent;
import dev.plumbline.store.checks.CheckTargets.Target;
import dev.plumbline.store.checks.Verdicts.CheckedSpf;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What SPF says of sources: for the domains their mail used, and for the monitored domain. */
final class SpfChecks {

  /** Their tables are held at the same time. */
  private static final int IDENTITIES_AT_ONCE = 50;

  private final Visit visit;
  private final OwnRecords own;
  private final SpfEvaluator evaluator;

  SpfChecks(Visit visit, OwnRecords own) {
    this.visit = visit;
    this.own = own;
    this.evaluator = new SpfEvaluator(visit.dns());
  }

  /**
   * What was done.
   *
   * @param unanswered those that DNS gave no answer for
   */
  record Counts(long evaluations, long unanswered) {}

  /** Checks sources, each for the domains of its mail and for ours. */
  Counts check(List<Target> targets) throws InterruptedException {
    Map<String, Set<Target>> byIdentity = byIdentity(targets);
    List<String> identities = List.copyOf(byIdentity.keySet());
    long evaluations = 0;
    long unanswered = 0;
    for (int start = 0; start < identities.size(); start += IDENTITIES_AT_ONCE) {
      visit.next();
      List<String> some =
          identities.subList(start, Math.min(start + IDENTITIES_AT_ONCE, identities.size()));
      List<Compiled> all = visit.workers().all(some, this::compiled);
      Map<String, Set<InetAddress>> resting = resting(all);
      for (Compiled compiled : all) {
        Set<Target> ofIdentity = byIdentity.getOrDefault(compiled.identity(), Set.of());
        Set<InetAddress> known = resting.getOrDefault(compiled.identity(), Set.of());
        unanswered +=
            evaluate(
                compiled,
                ofIdentity.stream().filter(target -> !known.contains(target.ip())).toList());
        evaluations += ofIdentity.size();
      }
    }
    visit.saveRecords();
    return new Counts(evaluations, unanswered);
  }

  private Map<String, Set<Target>> byIdentity(List<Target> targets) {
    String ours = visit.domain().name();
    Map<String, Set<Target>> byIdentity = new LinkedHashMap<>();
    Set<Target> forOurs = new LinkedHashSet<>();
    byIdentity.put(ours, forOurs);
    for (Target target : targets) {
      // Whether our record lists the source, whatever its mail used.
      forOurs.add(new Target(target.ip(), ours, "mfrom"));
      if (!target.identity().equals(ours)) {
        byIdentity.computeIfAbsent(target.identity(), name -> new LinkedHashSet<>()).add(target);
      }
    }
    return byIdentity;
  }

  /** An identity with its compiled record. */
  private record Compiled(
      String identity, boolean aligned, SpfTable table, String basis, Supplier<SpfIntent> intent) {}

  private Compiled compiled(String identity) {
    boolean aligned = own.areAligned(visit.name(), identity);
    Basis.Compiled compiled =
        Basis.compile(visit.dns(), identity, aligned ? "aligned" : "not aligned");
    return new Compiled(
        identity,
        aligned,
        compiled.table(),
        compiled.sha256(),
        Suppliers.memoize(
            () -> SpfIntent.of(visit.dns(), DomainName.parse(identity).orElse(DomainName.ROOT))));
  }

  /** By identity, the sources whose verdict rests on what today's would. */
  private Map<String, Set<InetAddress>> resting(List<Compiled> all) {
    Map<String, String> bases =
        all.stream()
            .filter(compiled -> !compiled.basis().isEmpty())
            .collect(Collectors.toMap(Compiled::identity, Compiled::basis));
    return visit.store().verdicts().resting(visit.domain().id(), bases);
  }

  /**
   * Finds verdicts one by one, without another question to DNS, since a table tells no trace.
   *
   * @return how many DNS gave no answer for
   */
  private long evaluate(Compiled compiled, List<Target> targets) throws InterruptedException {
    if (compiled.identity().equals(visit.domain().name())) {
      noteIncluded(compiled.table());
    }
    long domainId = visit.domain().id();
    long unanswered = 0;
    for (int start = 0; start < targets.size(); start += Visit.BATCH) {
      visit.goOn();
      List<CheckedSpf> checks =
          visit
              .workers()
              .all(
                  targets.subList(start, Math.min(start + Visit.BATCH, targets.size())),
                  target -> spf(compiled, target));
      unanswered += checks.stream().filter(check -> !check.answered()).count();
      visit.changed(
          visit.store().verdicts().save(domainId, compiled.identity(), checks, visit.at()));
    }
    return unanswered;
  }

  /** The records our own one leads to: a change of them changes verdicts just as well. */
  private void noteIncluded(SpfTable table) {
    table.questions().stream()
        .filter(question -> question.type().equals("TXT"))
        .flatMap(question -> DomainName.parse(question.name()).stream())
        .filter(included -> !included.equals(visit.name()))
        .forEach(included -> visit.noteTexts(included, RecordKind.SPF_INCLUDE, SpfRecord::isSpf));
  }

  private CheckedSpf spf(Compiled compiled, Target target) {
    // Reports carry no local part and rarely the HELO name; the verdict says if that matters.
    SpfQuery query =
        target.scope().equals("helo")
            ? SpfQuery.of(target.ip(), null, target.identity())
            : SpfQuery.of(target.ip(), target.identity(), null);
    SpfVerdict verdict = evaluator.evaluate(query);
    // Explanations and terms that cannot be compiled rest on more than the table does.
    boolean restsOnTable =
        !compiled.basis().isEmpty()
            && verdict.explanation() == null
            && verdict.dependsOn().isEmpty()
            && compiled.table().find(target.ip()).result() == verdict.result();
    boolean broken =
        compiled.aligned()
            && verdict.result() == SpfResult.PERMERROR
            && verdict.dependsOn().isEmpty();
    return new CheckedSpf(
        target.ip(),
        target.identity(),
        compiled.aligned(),
        asFarAsTold(verdict),
        broken ? compiled.intent().get().listing(target.ip()).orElse(null) : null,
        // What was meant rests on answers that the broken record never leads to.
        restsOnTable && !broken ? compiled.basis() : null,
        verdict.result() != SpfResult.TEMPERROR);
  }

  /**
   * Of what hangs on the HELO name, say, only a pass is known: with the true name it may be one.
   */
  private static SpfVerdict asFarAsTold(SpfVerdict verdict) {
    return verdict.result() == SpfResult.PASS
            || verdict.result() == SpfResult.TEMPERROR
            || verdict.dependsOn().isEmpty()
        ? verdict
        : new SpfVerdict(
            SpfResult.TEMPERROR,
            null,
            verdict.path(),
            verdict.lookups(),
            verdict.voidLookups(),
            null,
            "The record asks for what reports do not tell, the HELO name or the local part.",
            verdict.trace(),
            verdict.dependsOn());
  }
}
