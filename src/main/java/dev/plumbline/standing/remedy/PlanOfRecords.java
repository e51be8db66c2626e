package dev.plumbline.standing.remedy;

import dev.plumbline.dns.DomainName;
import dev.plumbline.spf.advice.RecordChange.Found;
import dev.plumbline.spf.advice.RecordChange.Granted;
import dev.plumbline.standing.remedy.DomainPlan.Left;
import dev.plumbline.standing.remedy.DomainPlan.Part;
import dev.plumbline.standing.remedy.DomainPlan.RecordSet;
import dev.plumbline.standing.remedy.DomainPlan.Tested;
import dev.plumbline.standing.remedy.Remedy.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what was found for all senders of a domain, by names. */
final class PlanOfRecords {

  private PlanOfRecords() {}

  static DomainPlan of(List<SenderRemedy> senders, Map<DomainName, SpfRemedy> spf) {
    List<RecordSet> records = new ArrayList<>(keys(senders));
    List<Left> left = new ArrayList<>();
    Map<String, SenderRemedy> byKey = new LinkedHashMap<>();
    senders.forEach(sender -> byKey.put(sender.subject().key(), sender));
    for (SpfRemedy one : spf.values()) {
      one.found().ifPresent(found -> records.add(record(one, found, byKey)));
      for (SenderRemedy sender : senders) {
        if (one.hasNoRoom(sender.subject().key())) {
          left.add(
              new Left(
                  sender.subject().key(),
                  sender.subject().name(),
                  one.name().toString(),
                  RemedyWords.notPublished(one, sender.subject())));
        }
      }
    }
    return new DomainPlan(records, left, List.of(), null);
  }

  /** Keys that several senders sign with come back once. */
  private static List<RecordSet> keys(List<SenderRemedy> senders) {
    Map<Change, List<Part>> parts = new LinkedHashMap<>();
    for (SenderRemedy sender : senders) {
      for (KeyRemedy.Lost lost : sender.keys().restorable()) {
        Change change = lost.change();
        if (change != null) {
          parts
              .computeIfAbsent(change, unused -> new ArrayList<>())
              .add(part(sender, "", lost.sources()));
        }
      }
    }
    List<RecordSet> records = new ArrayList<>();
    parts.forEach(
        (change, whose) ->
            records.add(
                new RecordSet(
                    change.name(),
                    change.type(),
                    change.before(),
                    change.after(),
                    whose,
                    new Tested(whose.stream().mapToInt(Part::sources).sum(), 0, 0, 0, 0),
                    RemedyWords.WITHDRAWN)));
    return records;
  }

  private static RecordSet record(SpfRemedy spf, Found found, Map<String, SenderRemedy> senders) {
    List<Part> parts = new ArrayList<>();
    int sources = 0;
    int lookups = 0;
    int voidLookups = 0;
    for (Granted granted : found.granted()) {
      SenderRemedy sender = senders.get(granted.wish().whom());
      if (sender != null) {
        parts.add(part(sender, String.join(" ", granted.added()), granted.way().mustPass().size()));
      }
      sources += granted.way().mustPass().size();
      lookups = Math.max(lookups, granted.lookups());
      voidLookups = Math.max(voidLookups, granted.voidLookups());
    }
    return new RecordSet(
        spf.name().toString(),
        "TXT",
        found.before(),
        found.after(),
        parts,
        new Tested(sources, lookups, voidLookups, 0, found.octets()),
        null);
  }

  private static Part part(SenderRemedy sender, String holds, int sources) {
    return new Part(
        sender.subject().key(), sender.subject().name(), holds, sources, sender.isSettled());
  }
}
