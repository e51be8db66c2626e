package dev.plumbline.review;

import dev.plumbline.standing.Days;
import dev.plumbline.standing.Readiness;
import dev.plumbline.standing.Reason;
import dev.plumbline.standing.Rhythm;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.judgement.SenderRows;
import dev.plumbline.store.judgement.SenderRows.Known;
import dev.plumbline.store.judgement.SenderRows.Member;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.judgement.StandingChange.What;
import dev.plumbline.store.judgement.Summaries.Change;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges the senders of one domain by their sources, keeps what changed, and tells the history. */
final class SenderPass {

  /** Written and looked up together. */
  private static final int AT_ONCE = 200;

  /** So many new ones of a domain make plans wrong that were made before. */
  private static final int MANY = 200;

  /** Fewer messages than these are no matter for the history. */
  private static final long FEW = 5;

  private static final Set<Standing> ODD =
      Set.of(Standing.UNRECOGNIZED, Standing.UNAUTHORIZED_USE, Standing.FORWARDER);

  private final Workshop workshop;
  private final long domainId;
  private final Days window;
  private final Instant at;
  private final Causes causes;
  private final boolean first;
  private final long domainMessages;
  private final List<Change> changes = new ArrayList<>();
  private final Set<String> found = new HashSet<>();
  private final List<SenderGroup> groups = new ArrayList<>();
  private @Nullable SenderGroup current;
  private int added;

  /**
   * Prepares.
   *
   * @param first whether the domain was never judged before
   * @param domainMessages reported about the domain in the window
   */
  SenderPass(
      Workshop workshop,
      long domainId,
      Days window,
      Instant at,
      Causes causes,
      boolean first,
      long domainMessages) {
    this.workshop = workshop;
    this.domainId = domainId;
    this.window = window;
    this.at = at;
    this.causes = causes;
    this.first = first;
    this.domainMessages = domainMessages;
  }

  /** Judges all senders. */
  List<Change> all() {
    Set<String> gone = new HashSet<>(workshop.senders.all(domainId));
    workshop.senders.members(domainId, null, this::take);
    finish();
    gone.removeAll(found);
    gone(gone);
    return changes;
  }

  /** Judges some senders. */
  List<Change> some(Collection<String> senders) {
    if (!senders.isEmpty()) {
      workshop.senders.members(domainId, senders, this::take);
      finish();
      Set<String> gone = new HashSet<>(senders);
      gone.removeAll(found);
      gone(gone);
    }
    return changes;
  }

  private void take(Member member) {
    if (current == null || !current.key().equals(member.sender().key())) {
      if (current != null) {
        groups.add(current);
      }
      if (groups.size() >= AT_ONCE) {
        keep();
      }
      current = new SenderGroup(member, window);
    }
    current.add(member);
  }

  private void finish() {
    if (current != null) {
      groups.add(current);
    }
    keep();
    if (added >= MANY) {
      workshop.senders.count();
    }
  }

  private void keep() {
    if (groups.isEmpty()) {
      return;
    }
    List<String> keys = groups.stream().map(SenderGroup::key).toList();
    found.addAll(keys);
    Map<String, Known> known = workshop.senders.known(domainId, keys);
    Map<InetAddress, List<Reason>> reasons =
        workshop.senders.reasons(
            domainId,
            groups.stream()
                .flatMap(group -> Stream.of(group.leading(), group.leadingDiffering()))
                .filter(Objects::nonNull)
                .toList());
    Map<String, Rhythm> rhythms = rhythms();
    List<SenderStanding> written = new ArrayList<>();
    for (SenderGroup group : groups) {
      Known before = known.get(group.key());
      added += before == null ? 1 : 0;
      SenderStanding sender =
          sender(
              group,
              reasons.getOrDefault(group.leading(), List.of()),
              reasons.getOrDefault(group.leadingDiffering(), List.of()),
              before,
              rhythms);
      if (before == null || !before.digest().equals(SenderRows.digest(sender))) {
        written.add(sender);
        tell(before, sender);
      }
    }
    workshop.senders.save(domainId, written);
    groups.clear();
  }

  private SenderStanding sender(
      SenderGroup group,
      List<Reason> reasons,
      List<Reason> differing,
      @Nullable Known before,
      Map<String, Rhythm> rhythms) {
    Instant since = before != null && before.standing() == group.standing() ? before.since() : at;
    if (!group.lastSeen().isBefore(window.from())) {
      return group.sender(reasons, differing, since, null, null);
    }
    Optional<Rhythm> rhythm = Optional.ofNullable(rhythms.get(group.key()));
    boolean silent = Silence.isSilent(rhythm, group.lastSeen(), window.to());
    return group.sender(
        reasons,
        differing,
        since,
        silent ? group.lastSeen() : null,
        rhythm.map(Rhythm::everyDays).orElse(null));
  }

  /** How often those write that were not seen in the window. */
  private Map<String, Rhythm> rhythms() {
    List<SenderGroup> rare =
        groups.stream().filter(group -> group.lastSeen().isBefore(window.from())).toList();
    if (rare.isEmpty()) {
      return Map.of();
    }
    LocalDate earliest =
        rare.stream().map(SenderGroup::lastSeen).min(LocalDate::compareTo).orElseThrow();
    Map<String, List<LocalDate>> days =
        workshop.senders.activeDays(
            domainId,
            rare.stream().map(SenderGroup::key).toList(),
            earliest.minusDays(Silence.DAYS_OF_RHYTHM),
            window.to());
    Map<String, Rhythm> rhythms = new HashMap<>();
    for (SenderGroup group : rare) {
      LocalDate from = group.lastSeen().minusDays(Silence.DAYS_OF_RHYTHM);
      Rhythm.of(
              days.getOrDefault(group.key(), List.of()).stream()
                  .filter(day -> !day.isBefore(from))
                  .toList())
          .ifPresent(rhythm -> rhythms.put(group.key(), rhythm));
    }
    return rhythms;
  }

  private void tell(@Nullable Known before, SenderStanding now) {
    if (first) {
      return;
    }
    if (before == null) {
      if (!now.silent() && matters(now.standing(), now.figures().messages())) {
        add(now, What.APPEARED, null, now.standing().wire());
      }
      return;
    }
    boolean matters =
        matters(now.standing(), now.figures().messages())
            || matters(before.standing(), before.messages());
    if (!matters) {
      return;
    }
    if (before.standing() != now.standing()) {
      add(now, What.STANDING, before.standing().wire(), now.standing().wire());
    }
    if (before.silentSince() == null && now.silentSince() != null) {
      add(now, What.SILENT, null, now.silentSince().toString());
    } else if (before.silentSince() != null && now.silentSince() == null) {
      add(now, What.BACK, before.silentSince().toString(), null);
    }
  }

  private void add(
      SenderStanding sender, What what, @Nullable String was, @Nullable String became) {
    String key = sender.sender().key();
    changes.add(new Change(key, sender.sender().name(), what, was, became, causes.of(key)));
  }

  /** Strangers come and go by the thousand; only those with enough mail are told of. */
  private boolean matters(Standing standing, long messages) {
    return !ODD.contains(standing)
        || (messages >= FEW && messages >= Readiness.BLOCKS * domainMessages);
  }

  private void gone(Set<String> gone) {
    workshop
        .senders
        .known(domainId, gone)
        .forEach(
            (key, before) -> {
              if (!first && matters(before.standing(), before.messages())) {
                changes.add(
                    new Change(
                        key,
                        before.name(),
                        What.GONE,
                        before.standing().wire(),
                        null,
                        causes.of(key)));
              }
            });
    workshop.senders.remove(domainId, gone);
  }
}
