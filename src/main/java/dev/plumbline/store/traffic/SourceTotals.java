package dev.plumbline.store.traffic;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.Day;
import dev.plumbline.standing.SourceFacts.Flow;
import dev.plumbline.standing.SourceFacts.KeyNow;
import dev.plumbline.standing.SourceFacts.Now;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedOverride;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import dev.plumbline.standing.SourceFacts.ReverseName;
import dev.plumbline.standing.SourceFacts.SpfNow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects the facts of one source, row by row. */
final class SourceTotals {

  final String ip;
  final List<SpfNow> checks = new ArrayList<>();
  boolean passedEarlier;
  boolean listedEarlier;
  @Nullable ReverseName reverse;
  @Nullable String serviceRecord;

  private long refused;
  private @Nullable LocalDate firstDay;
  private @Nullable LocalDate lastDay;
  private final Set<Long> reporters = new HashSet<>();
  private final Map<String, Long> overrides = new TreeMap<>();
  private final Map<Sent, Map<DayOfReporter, Long>> flows = new TreeMap<>(Sent.ORDER);

  SourceTotals(String ip) {
    this.ip = ip;
  }

  /** How messages were sent, and what the receiver made of it. */
  private record Sent(String profile, boolean dkimPass, boolean spfPass) {
    static final Comparator<Sent> ORDER =
        Comparator.comparing(Sent::profile)
            .thenComparing(Sent::dkimPass)
            .thenComparing(Sent::spfPass);
  }

  private record DayOfReporter(LocalDate day, long reporter) {
    static final Comparator<DayOfReporter> ORDER =
        Comparator.comparing(DayOfReporter::day).thenComparing(DayOfReporter::reporter);
  }

  /** Adds a row of the daily totals. */
  void add(ResultSet row) throws SQLException {
    long count = row.getLong("messages");
    boolean dkim = row.getBoolean("dkim_pass");
    boolean spf = row.getBoolean("spf_pass");
    LocalDate day = row.getObject("day", LocalDate.class);
    long reporter = row.getLong("reporter_id");
    refused += row.getBoolean("refused") ? count : 0;
    reporters.add(reporter);
    firstDay = firstDay == null || day.isBefore(firstDay) ? day : firstDay;
    lastDay = lastDay == null || day.isAfter(lastDay) ? day : lastDay;
    flows
        .computeIfAbsent(
            new Sent(row.getString("profile"), dkim, spf),
            unused -> new TreeMap<>(DayOfReporter.ORDER))
        .merge(new DayOfReporter(day, reporter), count, Long::sum);
    String override = row.getString("override_type");
    if (!override.isEmpty()) {
      overrides.merge(override, count, Long::sum);
    }
  }

  LocalDate lastDay() {
    return lastDay == null ? LocalDate.MIN : lastDay;
  }

  /** Whether none of its messages passed, as far as that is believed. */
  boolean neverPassed(Profiles profiles) {
    return flows.entrySet().stream()
        .filter(sent -> sent.getValue().values().stream().anyMatch(count -> count > 0))
        .map(Map.Entry::getKey)
        .noneMatch(
            how -> Evaluated.passed(how.dkimPass(), how.spfPass(), profiles.of(how.profile())));
  }

  Set<String> profiles() {
    return flows.keySet().stream().map(Sent::profile).collect(Collectors.toSet());
  }

  /**
   * The facts.
   *
   * @param keys of the domain; those that the source signed with are among them
   * @param profiles among which those of its messages have been read
   */
  SourceFacts facts(List<KeyNow> keys, Profiles profiles) {
    List<Flow> sent = new ArrayList<>();
    Map<ProfileIdentity, Long> identities = new TreeMap<>(ProfileIdentity.ORDER);
    Map<DayOfReporter, long[]> days = new TreeMap<>(DayOfReporter.ORDER);
    flows.forEach(
        (how, when) -> {
          Flow flow = flow(how, profiles.of(how.profile()), when);
          sent.add(flow);
          when.forEach(
              (day, count) -> {
                long[] sums = days.computeIfAbsent(day, unused -> new long[2]);
                sums[0] += flow.passed() ? count : 0;
                sums[1] += count;
              });
          profiles
              .of(how.profile())
              .forEach(identity -> identities.merge(identity, flow.messages(), Long::sum));
        });
    List<ReportedSpf> spf = new ArrayList<>();
    List<ReportedDkim> dkim = new ArrayList<>();
    Set<String> signedWith = new HashSet<>();
    identities.forEach(
        (identity, count) -> {
          if (identity.dkim()) {
            signedWith.add(identity.identity() + "/" + identity.qualifier());
            dkim.add(dkim(identity, count));
          } else {
            spf.add(spf(identity, count));
          }
        });
    spf.sort(Comparator.comparingLong(ReportedSpf::messages).reversed());
    dkim.sort(Comparator.comparingLong(ReportedDkim::messages).reversed());
    return new SourceFacts(
        IpAddresses.parse(ip).orElseThrow(),
        sum(sent, flow -> true),
        sum(sent, Flow::passed),
        sum(sent, Flow::dkimPass),
        sum(sent, Flow::spfPass),
        refused,
        reporters.size(),
        firstDay == null ? LocalDate.MIN : firstDay,
        lastDay == null ? LocalDate.MIN : lastDay,
        spf,
        dkim,
        overridden(),
        days(days),
        sent,
        passedEarlier,
        new Now(
            checks.stream().map(SpfNow::checkedAt).max(Comparator.naturalOrder()).orElse(null),
            checks,
            keys.stream()
                .filter(key -> signedWith.contains(key.domain() + "/" + key.selector()))
                .toList(),
            reverse,
            listedEarlier,
            serviceRecord));
  }

  private static long sum(List<Flow> flows, Predicate<Flow> which) {
    return flows.stream().filter(which).mapToLong(Flow::messages).sum();
  }

  private static ReportedDkim dkim(ProfileIdentity identity, long count) {
    return new ReportedDkim(
        identity.identity(), identity.qualifier(), identity.result(), identity.aligned(), count);
  }

  private static ReportedSpf spf(ProfileIdentity identity, long count) {
    return new ReportedSpf(
        identity.identity(), identity.qualifier(), identity.result(), identity.aligned(), count);
  }

  /** Messages that were sent alike, with what their identities give where the receiver errs. */
  private static Flow flow(
      Sent how, List<ProfileIdentity> identities, Map<DayOfReporter, Long> when) {
    boolean dkimPass = Evaluated.dkim(how.dkimPass(), identities);
    boolean spfPass = Evaluated.spf(how.spfPass(), identities);
    List<Day> days = new ArrayList<>();
    long messages = 0;
    for (Map.Entry<DayOfReporter, Long> one : when.entrySet()) {
      long count = one.getValue();
      messages += count;
      if (count > 0) {
        days.add(
            new Day(
                one.getKey().day(),
                one.getKey().reporter(),
                dkimPass || spfPass ? count : 0,
                count));
      }
    }
    long all = messages;
    return new Flow(
        how.profile(),
        dkimPass,
        spfPass,
        identities.stream().filter(one -> !one.dkim()).map(one -> spf(one, all)).toList(),
        identities.stream().filter(ProfileIdentity::dkim).map(one -> dkim(one, all)).toList(),
        days);
  }

  private List<ReportedOverride> overridden() {
    return overrides.entrySet().stream()
        .map(one -> new ReportedOverride(one.getKey(), one.getValue()))
        .sorted(Comparator.comparingLong(ReportedOverride::messages).reversed())
        .toList();
  }

  private static List<Day> days(Map<DayOfReporter, long[]> sums) {
    return sums.entrySet().stream()
        .filter(one -> one.getValue()[1] > 0)
        .map(
            one ->
                new Day(
                    one.getKey().day(),
                    one.getKey().reporter(),
                    one.getValue()[0],
                    one.getValue()[1]))
        .toList();
  }
}
