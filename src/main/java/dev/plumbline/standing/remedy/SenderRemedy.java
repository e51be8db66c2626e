package dev.plumbline.standing.remedy;

import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.spf.advice.RecordChange.Granted;
import dev.plumbline.standing.SenderJudge;
import dev.plumbline.standing.remedy.Remedy.Change;
import dev.plumbline.standing.remedy.SenderNeeds.Subject;
import dev.plumbline.standing.remedy.SpfRemedy.Request;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what one sender has to do: first its requests to SPF records, then, once these are
 * answered for all senders, its steps.
 */
final class SenderRemedy {

  private final SenderNeeds sender;
  private final KeyRemedy keys;
  private final List<Request> requests;
  private final List<String> steps = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final Map<SpfRemedy, Granted> granted = new LinkedHashMap<>();

  /** Messages of sources for which no record does. */
  private long open;

  private boolean unaligned;
  private boolean unproven;

  SenderRemedy(SenderNeeds sender, KeyRemedy keys) {
    this.sender = sender;
    this.keys = keys;
    Map<DomainName, List<Need.ListAddress>> listed = new LinkedHashMap<>();
    Map<DomainName, List<Need.IncludeService>> hired = new LinkedHashMap<>();
    Set<String> restored = keys.restored();
    for (Need each : sender.needs()) {
      if (each instanceof Need.RestoreKey key && !Collections.disjoint(key.names(), restored)) {
        continue;
      }
      Need need = each instanceof Need.RestoreKey key ? key.otherwise() : each;
      if (need instanceof Need.ListAddress list) {
        listed.computeIfAbsent(list.envelope(), unused -> new ArrayList<>()).add(list);
      } else if (need instanceof Need.IncludeService include) {
        hired.computeIfAbsent(include.envelope(), unused -> new ArrayList<>()).add(include);
      } else {
        unaligned |= need instanceof Need.Align;
        unproven |= need instanceof Need.Unproven;
        open += need.messages();
      }
    }
    hired.keySet().forEach(name -> listed.putIfAbsent(name, List.of()));
    List<Request> all = new ArrayList<>();
    listed.forEach(
        (name, needs) ->
            all.add(
                new Request(sender.subject(), name, needs, hired.getOrDefault(name, List.of()))));
    this.requests = List.copyOf(all);
  }

  Subject subject() {
    return sender.subject();
  }

  KeyRemedy keys() {
    return keys;
  }

  List<Request> requests() {
    return requests;
  }

  /** What the records of the plan do for it. */
  Map<SpfRemedy, Granted> granted() {
    return Collections.unmodifiableMap(granted);
  }

  /** Takes the answers to its requests. */
  void settle(Map<DomainName, SpfRemedy> answers) {
    for (KeyRemedy.Lost lost : keys.lost()) {
      steps.add(RemedyWords.lostKey(lost.key()));
      if (lost.change() != null) {
        changes.add(lost.change());
        steps.add(RemedyWords.WITHDRAWN);
      }
    }
    sender.missingKeys().forEach(key -> steps.add(RemedyWords.missingKey(subject(), key)));
    for (Request request : requests) {
      SpfRemedy spf = answers.get(request.name());
      if (spf != null) {
        settle(request, spf);
      }
    }
    SigningSteps signing = new SigningSteps(sender.domain(), subject());
    if (unaligned) {
      steps.addAll(signing.aligning());
    } else if (unproven) {
      steps.addAll(signing.insteadOfListing());
    } else if (!changes.isEmpty()) {
      steps.addAll(signing.better());
    }
  }

  private void settle(Request request, SpfRemedy spf) {
    Granted done = spf.granted(subject().key()).orElse(null);
    Set<InetAddress> passing = done == null ? Set.of() : done.way().mustPass();
    if (done != null) {
      granted.put(spf, done);
      spf.found()
          .ifPresent(
              found -> {
                changes.add(
                    new Change(spf.name().toString(), "TXT", found.before(), found.after()));
                steps.addAll(RemedyWords.published(spf, found, done));
              });
    } else if (!request.listed().isEmpty() || spf.hasNoRoom(subject().key())) {
      steps.add(RemedyWords.notPublished(spf, subject()));
    }
    for (Need.ListAddress need : request.listed()) {
      open += passing.contains(need.ip()) ? 0 : need.messages();
    }
    for (Need.IncludeService need : request.hired()) {
      if (!passing.contains(need.ip())) {
        unproven = true;
        open += need.messages();
      }
    }
  }

  /** Whether records settle it, but for what no sender is judged by. */
  boolean isSettled() {
    return open == 0 || open < SenderJudge.WEIGHT * sender.messages();
  }

  /** What to do. In part, records are steps among others; else they stand for the remedy. */
  Remedy remedy() {
    if (changes.isEmpty() || isSettled()) {
      return new Remedy(steps, changes, tested());
    }
    List<String> all = new ArrayList<>(steps);
    changes.forEach(change -> all.add(RemedyWords.asStep(change)));
    return new Remedy(all, List.of(), null);
  }

  private Remedy.@Nullable Tested tested() {
    if (changes.isEmpty()) {
      return null;
    }
    int sources =
        keys.restorable().stream().mapToInt(KeyRemedy.Lost::sources).max().orElse(0)
            + granted.values().stream().mapToInt(one -> one.way().mustPass().size()).sum();
    return new Remedy.Tested(
        SpfResult.PASS.wire(),
        sources,
        granted.values().stream().mapToInt(Granted::lookups).max().orElse(0),
        granted.values().stream().mapToInt(Granted::voidLookups).max().orElse(0),
        0);
  }
}
