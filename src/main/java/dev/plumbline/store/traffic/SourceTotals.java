package dev.plumbline.store.traffic;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.Day;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the facts of one source, row by row. */
final class SourceTotals {

  final String ip;
  final List<SpfNow> checks = new ArrayList<>();
  boolean passedEarlier;
  boolean listedEarlier;
  @Nullable ReverseName reverse;
  @Nullable String serviceRecord;

  private long messages;
  private long pass;
  private long dkimPass;
  private long spfPass;
  private long refused;
  private @Nullable LocalDate firstDay;
  private @Nullable LocalDate lastDay;
  private final Set<Long> reporters = new HashSet<>();
  private final Map<String, Long> profiles = new HashMap<>();
  private final Map<String, Long> overrides = new TreeMap<>();
  private final Map<DayOfReporter, long[]> days = new TreeMap<>(DayOfReporter.ORDER);

  SourceTotals(String ip) {
    this.ip = ip;
  }

  /** An identity of a profile, and whether it is aligned with the profile's author domain. */
  record Identity(boolean dkim, String identity, String qualifier, String result, boolean aligned) {
    static final Comparator<Identity> ORDER =
        Comparator.comparing(Identity::dkim)
            .thenComparing(Identity::identity)
            .thenComparing(Identity::qualifier)
            .thenComparing(Identity::result)
            .thenComparing(Identity::aligned);
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
    long passed = dkim || spf ? count : 0;
    LocalDate day = row.getObject("day", LocalDate.class);
    long reporter = row.getLong("reporter_id");
    messages += count;
    pass += passed;
    dkimPass += dkim ? count : 0;
    spfPass += spf ? count : 0;
    refused += row.getBoolean("refused") ? count : 0;
    reporters.add(reporter);
    firstDay = firstDay == null || day.isBefore(firstDay) ? day : firstDay;
    lastDay = lastDay == null || day.isAfter(lastDay) ? day : lastDay;
    profiles.merge(row.getString("profile"), count, Long::sum);
    String override = row.getString("override_type");
    if (!override.isEmpty()) {
      overrides.merge(override, count, Long::sum);
    }
    if (count > 0) {
      long[] sums = days.computeIfAbsent(new DayOfReporter(day, reporter), unused -> new long[2]);
      sums[0] += passed;
      sums[1] += count;
    }
  }

  LocalDate lastDay() {
    return lastDay == null ? LocalDate.MIN : lastDay;
  }

  boolean neverPassed() {
    return pass == 0;
  }

  Set<String> profiles() {
    return profiles.keySet();
  }

  /**
   * The facts.
   *
   * @param keys of the domain; those that the source signed with are among them
   * @param meaning the identities of each profile
   */
  SourceFacts facts(List<KeyNow> keys, Map<String, List<Identity>> meaning) {
    Map<Identity, Long> identities = new TreeMap<>(Identity.ORDER);
    profiles.forEach(
        (profile, count) ->
            meaning
                .getOrDefault(profile, List.of())
                .forEach(identity -> identities.merge(identity, count, Long::sum)));
    List<ReportedSpf> spf = new ArrayList<>();
    List<ReportedDkim> dkim = new ArrayList<>();
    Set<String> signedWith = new HashSet<>();
    identities.forEach(
        (identity, count) -> {
          if (identity.dkim()) {
            signedWith.add(identity.identity() + "/" + identity.qualifier());
            dkim.add(
                new ReportedDkim(
                    identity.identity(),
                    identity.qualifier(),
                    identity.result(),
                    identity.aligned(),
                    count));
          } else {
            spf.add(
                new ReportedSpf(
                    identity.identity(),
                    identity.qualifier(),
                    identity.result(),
                    identity.aligned(),
                    count));
          }
        });
    spf.sort(Comparator.comparingLong(ReportedSpf::messages).reversed());
    dkim.sort(Comparator.comparingLong(ReportedDkim::messages).reversed());
    return new SourceFacts(
        IpAddresses.parse(ip).orElseThrow(),
        messages,
        pass,
        dkimPass,
        spfPass,
        refused,
        reporters.size(),
        firstDay == null ? LocalDate.MIN : firstDay,
        lastDay == null ? LocalDate.MIN : lastDay,
        spf,
        dkim,
        overridden(),
        days(),
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

  private List<ReportedOverride> overridden() {
    return overrides.entrySet().stream()
        .map(one -> new ReportedOverride(one.getKey(), one.getValue()))
        .sorted(Comparator.comparingLong(ReportedOverride::messages).reversed())
        .toList();
  }

  private List<Day> days() {
    return days.entrySet().stream()
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
