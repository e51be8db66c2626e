package dev.plumbline.store.intake;

import dev.plumbline.dns.IpAddresses;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportRow.DkimResult;
import dev.plumbline.report.aggregate.ReportRow.PolicyOverride;
import dev.plumbline.report.aggregate.ReportRow.SpfResult;
import dev.plumbline.store.SqlText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds the rows of one report up, in bounded memory: when {@link #isFull} the groups are written
 * and forgotten, and a group that comes again is written again.
 */
final class ReportTotals {

  private static final int MOST_GROUPS = 20_000;
  private static final int MOST_PROFILES = 5_000;
  private static final int MAX_KEY_BYTES = 400;

  /** One entry of {@code daily_traffic}, but for the report it is of. */
  private record Group(
      @Nullable String source,
      UUID profile,
      String disposition,
      boolean dkimPass,
      boolean spfPass,
      String overrides) {}

  private static final class Sum {
    long rows;
    long messages;
  }

  /** A row of {@code auth_profile} with its rows of {@code auth_identity}. */
  record Profile(UUID id, String headerFrom, List<Identity> identities) {}

  /** A domain that was checked, and how it came out. */
  record Identity(String mechanism, String identity, String qualifier, String result) {
    static final Comparator<Identity> ORDER =
        Comparator.comparing(Identity::mechanism)
            .thenComparing(Identity::identity)
            .thenComparing(Identity::qualifier)
            .thenComparing(Identity::result);
  }

  /** Messages of a report, however many groups they are in. */
  record Figures(long messages, long pass, long dkim, long spf, long quarantined, long rejected) {}

  /** Reports about a domain repeat each other; to make a profile costs more than to find it. */
  private static final Map<String, Profile> MADE_OF_LATE = new ConcurrentHashMap<>();

  private final Map<Group, Sum> groups = new HashMap<>();
  private final Map<String, Profile> profiles = new HashMap<>();
  private final List<Profile> fresh = new ArrayList<>();
  private long messages;
  private long pass;
  private long dkim;
  private long spf;
  private long quarantined;
  private long rejected;

  void add(ReportRow row) {
    Group group =
        new Group(
            row.sourceIp() == null ? null : IpAddresses.toText(row.sourceIp()),
            profile(row).id(),
            key(row.disposition() == null ? "" : row.disposition()),
            row.dkimPass(),
            row.spfPass(),
            overrides(row.overrides()));
    Sum sum = groups.computeIfAbsent(group, unused -> new Sum());
    sum.rows++;
    sum.messages += row.messages();
    count(row);
  }

  private void count(ReportRow row) {
    long count = row.messages();
    messages += count;
    pass += row.passes() ? count : 0;
    dkim += row.dkimPass() ? count : 0;
    spf += row.spfPass() ? count : 0;
    quarantined += "quarantine".equals(row.disposition()) ? count : 0;
    rejected += "reject".equals(row.disposition()) ? count : 0;
  }

  /** Of all rows that were added. */
  Figures figures() {
    return new Figures(messages, pass, dkim, spf, quarantined, rejected);
  }

  boolean isFull() {
    return groups.size() >= MOST_GROUPS || fresh.size() >= MOST_PROFILES;
  }

  /** Profiles met since this was last called. */
  List<Profile> takeProfiles() {
    List<Profile> taken = List.copyOf(fresh);
    fresh.clear();
    if (profiles.size() > MOST_PROFILES) {
      profiles.clear();
    }
    return taken;
  }

  /** Appends the groups in COPY's text format, each behind the same prefix, and forgets them. */
  void takeLines(String prefix, StringBuilder lines) {
    groups.forEach(
        (group, sum) -> {
          lines.append(prefix);
          SqlText.copyField(lines, group.source());
          lines.append('\t').append(group.profile()).append('\t');
          SqlText.copyField(lines, group.disposition());
          lines.append('\t').append(group.dkimPass() ? 't' : 'f');
          lines.append('\t').append(group.spfPass() ? 't' : 'f').append('\t');
          SqlText.copyField(lines, group.overrides());
          lines.append('\t').append(sum.rows).append('\t').append(sum.messages).append('\n');
        });
    groups.clear();
  }

  private static String key(String text) {
    return SqlText.key(text, MAX_KEY_BYTES);
  }

  /** Types of override reasons, as far as their kinds are known; else as they are written. */
  private static String overrides(List<PolicyOverride> overrides) {
    if (overrides.isEmpty()) {
      return "";
    }
    TreeSet<String> types = new TreeSet<>();
    for (PolicyOverride override : overrides) {
      types.add(
          override.kind() == PolicyOverride.Kind.OTHER
              ? SqlText.clean(override.type())
              : override.kind().wire());
    }
    return key(String.join(",", types));
  }

  private Profile profile(ReportRow row) {
    // Two rows of one text are of one profile; different texts may be, too.
    StringBuilder text = new StringBuilder(160);
    part(text, row.headerFrom());
    for (DkimResult dkim : row.dkim()) {
      part(text.append('d'), dkim.domain());
      part(text, dkim.selector());
      part(text, dkim.result());
    }
    if (row.spf().isEmpty()) {
      part(text.append('e'), row.envelopeFrom());
    }
    for (SpfResult spf : row.spf()) {
      part(text.append('s'), spf.domain());
      part(text, spf.domain().isEmpty() ? row.envelopeFrom() : spf.scope());
      part(text, spf.result());
    }
    return profiles.computeIfAbsent(text.toString(), key -> fresh(key, row));
  }

  private Profile fresh(String text, ReportRow row) {
    Profile profile = MADE_OF_LATE.get(text);
    if (profile == null) {
      profile = newProfile(row);
      if (text.length() <= MAX_KEY_BYTES) {
        if (MADE_OF_LATE.size() >= MOST_PROFILES) {
          MADE_OF_LATE.clear();
        }
        MADE_OF_LATE.put(text, profile);
      }
    }
    fresh.add(profile);
    return profile;
  }

  private static void part(StringBuilder text, @Nullable String part) {
    text.append(part == null ? "" : part).append('\0');
  }

  private static Profile newProfile(ReportRow row) {
    String headerFrom = key(row.headerFrom());
    // A row that names an identity twice still has its messages counted once.
    TreeSet<Identity> identities = new TreeSet<>(Identity.ORDER);
    for (DkimResult dkim : row.dkim()) {
      String selector = dkim.selector() == null ? "" : dkim.selector();
      identities.add(new Identity("dkim", key(dkim.domain()), key(selector), key(dkim.result())));
    }
    String envelope = row.envelopeFrom();
    String assumed = key(envelope == null || envelope.isEmpty() ? row.headerFrom() : envelope);
    for (SpfResult spf : row.spf()) {
      identities.add(
          spf.domain().isEmpty()
              ? new Identity("spf", assumed, "assumed", key(spf.result()))
              : new Identity(
                  "spf",
                  key(spf.domain()),
                  key(spf.scope() == null ? "mfrom" : spf.scope()),
                  key(spf.result())));
    }
    if (row.spf().isEmpty()) {
      identities.add(new Identity("spf", assumed, "assumed", "none"));
    }
    StringBuilder canonical = new StringBuilder(160);
    part(canonical, headerFrom);
    for (Identity identity : identities) {
      part(canonical, identity.mechanism());
      part(canonical, identity.identity());
      part(canonical, identity.qualifier());
      part(canonical, identity.result());
    }
    ByteBuffer hash =
        ByteBuffer.wrap(
            SqlText.sha256().digest(canonical.toString().getBytes(StandardCharsets.UTF_8)));
    return new Profile(
        new UUID(hash.getLong(), hash.getLong()), headerFrom, List.copyOf(identities));
  }
}
