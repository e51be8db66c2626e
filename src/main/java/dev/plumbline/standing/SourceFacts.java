package dev.plumbline.standing;

import dev.plumbline.dkim.KeyState;
import dev.plumbline.dkim.Selector;
import dev.plumbline.report.aggregate.ReportRow.PolicyOverride.Kind;
import dev.plumbline.spf.Budget;
import dev.plumbline.spf.SpfResult;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one source of a domain: what receivers reported in a period, and what DNS
 * says now. Counts are messages.
 *
 * @param passMessages messages that passed DMARC
 * @param dkimPassMessages messages with an aligned DKIM pass
 * @param spfPassMessages messages with an aligned SPF pass
 * @param refusedMessages messages quarantined or rejected
 * @param reporters how many reporters saw it
 * @param spf the domains SPF was checked for
 * @param dkim the signatures seen
 * @param overrides why receivers did not do what the policy asked
 * @param days what was seen and what of it passed, by day and reporter
 * @param flows the same messages by how they were sent; empty if that is not known
 * @param passedEarlier whether any message passed before the period
 * @param now what DNS says
 */
public record SourceFacts(
    InetAddress ip,
    long messages,
    long passMessages,
    long dkimPassMessages,
    long spfPassMessages,
    long refusedMessages,
    int reporters,
    LocalDate firstDay,
    LocalDate lastDay,
    List<ReportedSpf> spf,
    List<ReportedDkim> dkim,
    List<ReportedOverride> overrides,
    List<Day> days,
    List<Flow> flows,
    boolean passedEarlier,
    Now now) {

  public SourceFacts {
    spf = List.copyOf(spf);
    dkim = List.copyOf(dkim);
    overrides = List.copyOf(overrides);
    days = List.copyOf(days);
    flows = List.copyOf(flows);
  }

  /** The same of its messages since a day only, that day included. */
  SourceFacts since(LocalDate day) {
    return only(
        flows.stream().map(flow -> flow.since(day)).filter(flow -> flow.messages() > 0).toList());
  }

  /** The same of some of its flows only. What receivers did with the mail is told of all of it. */
  public SourceFacts only(List<Flow> some) {
    return only(some, passedEarlier);
  }

  /** The same with flows that failed, and as if none had ever passed. */
  SourceFacts failing(List<Flow> flows) {
    return only(flows, false);
  }

  private SourceFacts only(List<Flow> some, boolean passedBefore) {
    List<Day> seen = some.stream().flatMap(flow -> flow.days().stream()).toList();
    return new SourceFacts(
        ip,
        messages(some, flow -> true),
        messages(some, Flow::passed),
        messages(some, Flow::dkimPass),
        messages(some, Flow::spfPass),
        refusedMessages,
        (int) seen.stream().mapToLong(Day::reporterId).distinct().count(),
        seen.stream().map(Day::day).min(Comparator.naturalOrder()).orElse(firstDay),
        seen.stream().map(Day::day).max(Comparator.naturalOrder()).orElse(lastDay),
        spf(some),
        dkim(some),
        overrides,
        seen,
        some,
        passedBefore,
        now);
  }

  private static long messages(List<Flow> flows, Predicate<Flow> which) {
    return flows.stream().filter(which).mapToLong(Flow::messages).sum();
  }

  private static List<ReportedSpf> spf(List<Flow> flows) {
    Map<ReportedSpf, Long> sums = new LinkedHashMap<>();
    for (Flow flow : flows) {
      flow.spf().forEach(one -> sums.merge(one.of(0), flow.messages(), Long::sum));
    }
    List<ReportedSpf> all = new ArrayList<>();
    sums.forEach((one, sum) -> all.add(one.of(sum)));
    all.sort(Comparator.comparingLong(ReportedSpf::messages).reversed());
    return all;
  }

  private static List<ReportedDkim> dkim(List<Flow> flows) {
    Map<ReportedDkim, Long> sums = new LinkedHashMap<>();
    for (Flow flow : flows) {
      flow.dkim().forEach(one -> sums.merge(one.of(0), flow.messages(), Long::sum));
    }
    List<ReportedDkim> all = new ArrayList<>();
    sums.forEach((one, sum) -> all.add(one.of(sum)));
    all.sort(Comparator.comparingLong(ReportedDkim::messages).reversed());
    return all;
  }

  /** The confirmed or claimed reverse name, null if there is none or it is not known. */
  public @Nullable String reverseName() {
    return now.reverse() == null ? null : now.reverse().name();
  }

  /** Messages that used an envelope domain. */
  long envelopeMessages(String identity) {
    return spf.stream()
        .filter(one -> one.identity().equals(identity))
        .mapToLong(ReportedSpf::messages)
        .sum();
  }

  /**
   * A domain that SPF was checked for.
   *
   * @param identity the domain
   * @param scope {@code mfrom}, {@code helo}, or {@code assumed} if the report named no domain
   * @param result as reported
   * @param aligned whether the domain is aligned with the author domain
   */
  public record ReportedSpf(
      String identity, String scope, String result, boolean aligned, long messages) {

    /** Whether SPF passed. */
    public boolean passed() {
      return result.equals("pass");
    }

    /** Whether the report itself names the domain. */
    public boolean isNamed() {
      return !scope.equals("assumed");
    }

    private ReportedSpf of(long count) {
      return new ReportedSpf(identity, scope, result, aligned, count);
    }
  }

  /**
   * A signature.
   *
   * @param selector empty if the report named none
   * @param result as reported
   * @param aligned whether the domain is aligned with the author domain
   */
  public record ReportedDkim(
      String domain, String selector, String result, boolean aligned, long messages) {

    /** Whether the signature verified. */
    public boolean passed() {
      return result.equals("pass");
    }

    /** Which key it names; empty if the signing domain is no domain name. */
    public Optional<Selector> key() {
      return Selector.parse(domain, selector);
    }

    private ReportedDkim of(long count) {
      return new ReportedDkim(domain, selector, result, aligned, count);
    }
  }

  /** Types of override reasons given together, joined by commas. */
  public record ReportedOverride(String types, long messages) {

    /** Whether the receiver says that the mail was passed on. */
    public boolean isForwarding() {
      return Stream.of(types.split(",", -1)).map(Kind::ofWire).anyMatch(Kind::isPassedOn);
    }
  }

  /**
   * A day as one reporter saw it.
   *
   * @param passMessages messages that passed DMARC
   * @param messages all of them
   */
  public record Day(LocalDate day, long reporterId, long passMessages, long messages) {}

  /**
   * Messages that were sent in one way: with the same identities, which had the same results.
   *
   * @param profile stands for these identities and results
   * @param dkimPass, spfPass whether they passed aligned
   * @param spf, dkim the identities; each with all the flow's messages
   * @param days when, and by whom they were seen
   */
  public record Flow(
      String profile,
      boolean dkimPass,
      boolean spfPass,
      List<ReportedSpf> spf,
      List<ReportedDkim> dkim,
      List<Day> days) {

    public Flow {
      spf = List.copyOf(spf);
      dkim = List.copyOf(dkim);
      days = List.copyOf(days);
    }

    /** Whether they passed DMARC. */
    public boolean passed() {
      return dkimPass || spfPass;
    }

    /** Whether the report tells a domain that SPF was checked for. */
    boolean namesEnvelope() {
      return spf.stream().anyMatch(ReportedSpf::isNamed);
    }

    public long messages() {
      return days.stream().mapToLong(Day::messages).sum();
    }

    private Flow since(LocalDate day) {
      return new Flow(
          profile,
          dkimPass,
          spfPass,
          spf,
          dkim,
          days.stream().filter(one -> !one.day().isBefore(day)).toList());
    }
  }

  /**
   * What DNS says now.
   *
   * @param checkedAt when the source was last evaluated; null if never
   * @param spf one verdict for each envelope domain, and for the monitored domain itself
   * @param keys what is published for each selector seen
   * @param reverse the reverse name, null if there is none or it was not asked
   * @param listedEarlier whether an earlier record of the domain made the address pass
   * @param serviceRecord the name of a catalogued service's SPF record that lists the address, null
   *     if none does
   */
  public record Now(
      @Nullable Instant checkedAt,
      List<SpfNow> spf,
      List<KeyNow> keys,
      @Nullable ReverseName reverse,
      boolean listedEarlier,
      @Nullable String serviceRecord) {

    /** Nothing is known yet. */
    public static final Now UNKNOWN = new Now(null, List.of(), List.of(), null, false, null);

    public Now {
      spf = List.copyOf(spf);
      keys = List.copyOf(keys);
    }

    /** The verdict for an envelope domain; empty if there is none. */
    Optional<SpfNow> spf(String identity) {
      return spf.stream().filter(one -> one.identity().equals(identity)).findFirst();
    }

    /** What is published for the selector of a signature; empty if nobody asked. */
    Optional<KeyNow> key(ReportedDkim signature) {
      return keys.stream().filter(key -> key.isOf(signature)).findFirst();
    }
  }

  /**
   * SPF of the source evaluated now.
   *
   * @param identity the domain evaluated for
   * @param term the term that decided, null if none matched
   * @param path the domains from the identity to the record that decided
   * @param aligned whether the identity is aligned with the monitored domain
   * @param since when this result was first seen
   * @param earlier the result before, null if there was none
   * @param unknownSince since when DNS gives no answer, and the rest is the last known verdict
   * @param meant the term that would have let the address pass, were the mistakes of a broken
   *     record passed over; null if there is none
   */
  public record SpfNow(
      String identity,
      SpfResult result,
      @Nullable String term,
      List<String> path,
      int lookups,
      int voidLookups,
      @Nullable String problem,
      boolean aligned,
      Instant checkedAt,
      Instant since,
      @Nullable SpfResult earlier,
      @Nullable Instant unknownSince,
      @Nullable String meant) {

    public SpfNow {
      path = List.copyOf(path);
    }

    /** Whether the address passes. */
    public boolean passes() {
      return result == SpfResult.PASS;
    }

    /** Whether receivers differ over the error: some pass what the record was meant to list. */
    boolean isDisputed() {
      return result == SpfResult.PERMERROR && meant != null && Budget.isDisputed(problem);
    }

    /** Whether DNS answers, and the verdict hangs on what reports do not tell. */
    boolean hangsOnMore() {
      return result == SpfResult.TEMPERROR && unknownSince == null;
    }

    /** Whether a verdict was ever reached. */
    public boolean known() {
      return result != SpfResult.TEMPERROR;
    }
  }

  /**
   * A published key.
   *
   * @param detail one sentence
   * @param since when this state was first seen
   * @param earlier the state before, null if there was none
   * @param alias where a CNAME record at its name leads; null if none is known
   */
  public record KeyNow(
      String domain,
      String selector,
      KeyState state,
      String detail,
      Instant since,
      @Nullable KeyState earlier,
      @Nullable String alias) {

    /** Whether a signature names this key. */
    public boolean isOf(ReportedDkim signature) {
      return domain.equals(signature.domain()) && selector.equals(signature.selector());
    }
  }

  /**
   * A reverse name.
   *
   * @param confirmed whether it leads back to the address
   */
  public record ReverseName(String name, boolean confirmed) {}
}
