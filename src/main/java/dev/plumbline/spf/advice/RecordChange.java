package dev.plumbline.spf.advice;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.spf.Qualifier;
import dev.plumbline.spf.SpfRecord;
import dev.plumbline.spf.SpfRecord.Directive;
import dev.plumbline.spf.SpfResult;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The workshop for SPF records: finds one change of a domain's record after which everybody passes
 * who should, the limits hold, and nobody is lost. What it gives was evaluated before.
 *
 * <p>A record that is broken is mended first: what the linter can correct, else without the
 * includes that no address seen has any use for.
 */
public final class RecordChange {

  /** Of so many wishes all combinations are tried if they do not fit together. */
  private static final int MOST_COMBINED = 6;

  private final Dns dns;
  private final DomainName domain;
  private final @Nullable String published;
  private final List<String> otherTexts;
  private final Traffic traffic;

  private RecordChange(
      Dns dns,
      DomainName domain,
      @Nullable String published,
      List<String> otherTexts,
      Traffic traffic) {
    this.dns = dns;
    this.domain = domain;
    this.published = published;
    this.otherTexts = otherTexts;
    this.traffic = traffic;
  }

  /**
   * Terms to add, such as {@code include:_spf.example.net}, and what they are for.
   *
   * @param mustPass the addresses that have to pass with them
   */
  public record Way(List<String> terms, Set<InetAddress> mustPass) {

    public Way {
      terms = List.copyOf(terms);
      mustPass = Set.copyOf(mustPass);
    }
  }

  /**
   * Somebody whose mail has to pass.
   *
   * @param whom any name, to know the wish by
   * @param messages of the addresses it is about; where not all fits, more messages go first
   * @param ways to fulfil it, the best first
   */
  public record Wish(String whom, long messages, List<Way> ways) {

    public Wish {
      ways = List.copyOf(ways);
    }
  }

  /**
   * Who sends for the domain already.
   *
   * @param passing the addresses that pass SPF for the domain now, and may not be lost
   * @param seen all addresses seen, whether they pass or not
   */
  public record Traffic(Collection<InetAddress> passing, Collection<InetAddress> seen) {

    /** Nobody was seen. */
    public static final Traffic NONE = new Traffic(List.of(), List.of());
  }

  /** What came of the search. */
  public sealed interface Result {}

  /** DNS does not answer now. */
  public record Unanswered() implements Result {}

  /**
   * There are several records, and which of them is meant is not ours to guess.
   *
   * @param joined one that says what all of them say; null if there is none
   */
  public record Several(List<String> records, @Nullable String joined) implements Result {

    public Several {
      records = List.copyOf(records);
    }
  }

  /** No change fulfils a single wish. */
  public record Nothing() implements Result {}

  /**
   * A record that was found to do.
   *
   * @param before the record published now; null if there is none
   * @param after the record to publish
   * @param mends what is wrong with the one published now, as a sentence; null if nothing is
   * @param granted the wishes it fulfils, the larger ones first
   * @param refused the wishes for which there is no room beside those, or no way at all
   * @param octets of DNS's answer with it
   */
  public record Found(
      @Nullable String before,
      String after,
      @Nullable String mends,
      List<Granted> granted,
      List<Refused> refused,
      int octets)
      implements Result {

    public Found {
      granted = List.copyOf(granted);
      refused = List.copyOf(refused);
    }
  }

  /**
   * A wish that is fulfilled.
   *
   * @param way how
   * @param added terms that are in the record for it alone; none if others make it pass
   * @param lookups most DNS lookups that one of its addresses needs, of 10
   * @param voidLookups most lookups without an answer, of 2
   */
  public record Granted(Wish wish, Way way, List<String> added, int lookups, int voidLookups) {

    public Granted {
      added = List.copyOf(added);
    }
  }

  /**
   * A wish that is not fulfilled.
   *
   * @param alone whether it could be, if the others were not
   */
  public record Refused(Wish wish, boolean alone) {}

  /** Asks DNS for the record of a domain and finds the change that keeps the most messages. */
  public static Result find(Dns dns, DomainName domain, List<Wish> wishes, Traffic traffic) {
    Dns asked = new RememberedDns(dns);
    DnsAnswer<String> answer = asked.txt(domain);
    if (answer instanceof DnsAnswer.Failed) {
      return new Unanswered();
    }
    List<String> records = answer.values().stream().filter(SpfRecord::isSpf).toList();
    if (records.size() > 1) {
      return new Several(
          records,
          new SpfLinter(asked).lint(domain.toString(), SpfLinter.Known.NOTHING).lint().mended());
    }
    List<String> others = answer.values().stream().filter(text -> !SpfRecord.isSpf(text)).toList();
    String published = records.isEmpty() ? null : records.get(0);
    return new RecordChange(asked, domain, published, others, traffic).best(wishes);
  }

  /** The senders that a record names, each as a term; exceptions and policies are none. */
  public static List<String> senders(String record) {
    return !SpfRecord.isSpf(record)
        ? List.of()
        : RecordText.of(record).terms().stream()
            .filter(
                placed ->
                    placed.term() instanceof Directive directive
                        && directive.qualifier() == Qualifier.PASS
                        && !placed.isAll())
            .map(RecordText.Placed::text)
            .toList();
  }

  /** A record to start from; empty if there is none. */
  private record Base(String record, @Nullable String mends) {}

  /** What one record does for some wishes. */
  private record Trial(Base base, String record, List<Granted> granted, List<Wish> refused) {

    long messages() {
      return granted.stream().mapToLong(one -> one.wish().messages()).sum();
    }
  }

  private Result best(List<Wish> asked) {
    // By magnitude, so that the record does not read otherwise whenever counts change a little.
    List<Wish> wishes =
        asked.stream()
            .sorted(
                Comparator.comparingInt((Wish wish) -> Long.numberOfLeadingZeros(wish.messages()))
                    .thenComparing(Wish::whom))
            .toList();
    Trial best = null;
    for (Base base : bases(wishes)) {
      Trial trial = fitted(base, wishes);
      if (best == null || trial.messages() > best.messages()) {
        best = trial;
      }
      if (best.refused().isEmpty()) {
        break;
      }
    }
    return best == null || best.granted().isEmpty() ? new Nothing() : found(best);
  }

  private Found found(Trial trial) {
    RecordReading after = reading(trial.record());
    List<Granted> granted = new ArrayList<>();
    for (Granted one : trial.granted()) {
      RecordReading.Cost cost = after.cost(one.way().mustPass());
      granted.add(
          new Granted(one.wish(), one.way(), one.added(), cost.lookups(), cost.voidLookups()));
    }
    List<String> texts = new ArrayList<>(otherTexts);
    texts.add(trial.record());
    return new Found(
        published,
        trial.record(),
        trial.base().mends(),
        granted,
        trial.refused().stream()
            .map(
                wish ->
                    new Refused(wish, !granted(trial.base(), List.of(wish)).granted().isEmpty()))
            .toList(),
        new AnswerSize(domain, trial.record(), texts).octets());
  }

  /** As many wishes as go together, counted by messages. */
  private Trial fitted(Base base, List<Wish> asked) {
    Trial all = granted(base, asked);
    if (all.refused().isEmpty()) {
      return all;
    }
    List<Wish> wishes =
        asked.stream().sorted(Comparator.comparingLong(Wish::messages).reversed()).toList();
    Trial best = granted(base, wishes);
    List<Wish> possible =
        wishes.stream().filter(wish -> !granted(base, List.of(wish)).granted().isEmpty()).toList();
    // One large wish may take the room of several small ones that are more together.
    if (possible.size() > best.granted().size() && possible.size() <= MOST_COMBINED) {
      for (int chosen = 1; chosen < 1 << possible.size(); chosen++) {
        List<Wish> some = new ArrayList<>();
        for (int i = 0; i < possible.size(); i++) {
          if ((chosen >> i & 1) == 1) {
            some.add(possible.get(i));
          }
        }
        if (some.stream().mapToLong(Wish::messages).sum() > best.messages()) {
          Trial trial = granted(base, some);
          best = trial.messages() > best.messages() ? trial : best;
        }
      }
    }
    Set<Wish> fulfilled = new LinkedHashSet<>(best.granted().stream().map(Granted::wish).toList());
    List<Wish> refused = wishes.stream().filter(wish -> !fulfilled.contains(wish)).toList();
    return new Trial(base, best.record(), best.granted(), refused);
  }

  /** Adds what one wish after the other needs, as long as nobody before it is lost. */
  private Trial granted(Base base, List<Wish> wishes) {
    String record = base.record();
    List<Granted> granted = new ArrayList<>();
    List<Wish> refused = new ArrayList<>();
    Set<InetAddress> kept = new LinkedHashSet<>();
    for (Wish wish : wishes) {
      Step step = step(record, wish, kept);
      if (step == null) {
        refused.add(wish);
      } else {
        record = step.record();
        kept.addAll(step.way().mustPass());
        granted.add(new Granted(wish, step.way(), step.added(), 0, 0));
      }
    }
    return new Trial(base, record, granted, refused);
  }

  private record Step(String record, Way way, List<String> added) {}

  private @Nullable Step step(String record, Wish wish, Set<InetAddress> kept) {
    for (Way way : wish.ways()) {
      // What was mended, or added for others, may be enough.
      if (isChanged(record) && does(record, way, kept)) {
        return new Step(record, way, List.of());
      }
      Optional<SpfEditor.Added> with = SpfEditor.with(domain.toString(), record, way.terms());
      if (with.isPresent()
          && !with.get().terms().isEmpty()
          && does(with.get().record(), way, kept)) {
        return new Step(with.get().record(), way, with.get().terms());
      }
    }
    return null;
  }

  private boolean isChanged(String record) {
    return !record.isEmpty() && !record.equals(published);
  }

  /** Whether all pass who have to, those of earlier wishes too, and nobody is lost. */
  private boolean does(String record, Way way, Set<InetAddress> kept) {
    RecordReading after = reading(record);
    return way.mustPass().stream().allMatch(after::passes)
        && kept.stream().allMatch(after::passes)
        && traffic.passing().stream().allMatch(ip -> after.passes(ip) || failsNow(ip));
  }

  /** Whether DNS says that an address does not pass any more, so that it cannot be lost. */
  private boolean failsNow(InetAddress ip) {
    SpfResult result = now().result(ip);
    return result != SpfResult.PASS && result != SpfResult.TEMPERROR;
  }

  private @Nullable RecordReading now;

  private RecordReading now() {
    if (now == null) {
      now = RecordReading.of(dns, domain);
    }
    return now;
  }

  private RecordReading reading(String record) {
    return RecordReading.of(dns, domain, record);
  }

  /** The record published now; if that is broken, the ways to mend it. */
  private List<Base> bases(List<Wish> wishes) {
    if (published == null) {
      return List.of(new Base("", null));
    }
    boolean broken =
        wishes.stream()
            .flatMap(wish -> wish.ways().stream())
            .flatMap(way -> way.mustPass().stream())
            .distinct()
            .anyMatch(ip -> now().result(ip) == SpfResult.PERMERROR);
    Lint lint =
        broken ? new SpfLinter(dns).lint(domain.toString(), SpfLinter.Known.NOTHING).lint() : null;
    Optional<Finding> error =
        lint == null
            ? Optional.empty()
            : lint.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .findFirst();
    if (lint == null || error.isEmpty()) {
      return List.of(new Base(published, null));
    }
    String mends = error.get().sentence();
    List<Base> bases = new ArrayList<>();
    if (lint.mended() != null) {
      bases.add(new Base(lint.mended(), mends));
    }
    String mended = lint.mended() == null ? published : lint.mended();
    String lean = UnusedIncludes.without(dns, mended, seen(wishes));
    if (!lean.equals(mended)) {
      bases.add(new Base(lean, mends + " Includes that no source seen here uses are left out."));
    }
    return bases;
  }

  private Set<InetAddress> seen(List<Wish> wishes) {
    Set<InetAddress> seen = new LinkedHashSet<>(traffic.seen());
    seen.addAll(traffic.passing());
    wishes.stream()
        .flatMap(wish -> wish.ways().stream())
        .forEach(way -> seen.addAll(way.mustPass()));
    return seen;
  }
}
