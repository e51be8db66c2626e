package dev.plumbline.standing.remedy;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.spf.advice.RecordChange;
import dev.plumbline.spf.advice.RecordChange.Found;
import dev.plumbline.spf.advice.RecordChange.Granted;
import dev.plumbline.standing.SourceFacts.KeyNow;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The sentences about records. */
final class RemedyWords {

  /** More other senders than these are counted only. */
  private static final int MOST_NAMED = 3;

  static final String WITHDRAWN =
      "If it was withdrawn on purpose, do not publish it again; a new key is better then.";

  private RemedyWords() {}

  static String unknown(DomainName domain) {
    return "DNS does not answer for %s now; what to publish is found when it does."
        .formatted(domain);
  }

  static String lostKey(KeyNow key) {
    return "Publish the key of selector %s again at %s._domainkey.%s, or have the sender sign with a key"
            .formatted(key.selector(), key.selector(), key.domain())
        + " that is published. ("
        + key.detail()
        + ")";
  }

  static String missingKey(SenderNeeds.Subject subject, KeyNow key) {
    return "Publish the key of selector %s at %s._domainkey.%s, as %s shows it, or have the selector"
            .formatted(key.selector(), key.selector(), key.domain(), subject.name())
        + " used that was used before. ("
        + key.detail()
        + ")";
  }

  /** What a record does for one sender, and what else is in it. */
  static List<String> published(SpfRemedy spf, Found found, Granted granted) {
    List<String> steps = new ArrayList<>();
    String added = String.join(" ", granted.added());
    String whose = whose(granted.way().mustPass());
    List<Granted> others =
        found.granted().stream()
            .filter(other -> !other.equals(granted) && !other.added().isEmpty())
            .toList();
    if (found.mends() != null) {
      steps.add(
          "Publish the mended SPF record of %s. %s%s"
              .formatted(
                  spf.name(),
                  found.mends(),
                  added.isEmpty()
                      ? ""
                      : " It adds %s, which the mail of %s needs.".formatted(added, whose)));
    } else if (added.isEmpty()) {
      steps.add(
          "Publish the new SPF record of %s: what it adds for others lets the mail of %s pass too."
              .formatted(spf.name(), whose));
    } else {
      steps.add(
          "Publish the new SPF record of %s: it adds %s, which the mail of %s needs."
              .formatted(spf.name(), added, whose));
    }
    if (!others.isEmpty()) {
      steps.add("The same record also lists " + listed(spf, others) + ".");
    }
    return steps;
  }

  private static String listed(SpfRemedy spf, List<Granted> others) {
    List<String> parts = new ArrayList<>();
    for (Granted other : others.subList(0, Math.min(MOST_NAMED, others.size()))) {
      parts.add(String.join(" ", other.added()) + " for " + spf.nameOf(other));
    }
    int more = others.size() - parts.size();
    if (more > 0) {
      parts.add("what " + more + (more == 1 ? " more sender needs" : " more senders need"));
    }
    String last = parts.remove(parts.size() - 1);
    return parts.isEmpty() ? last : String.join(", ", parts) + " and " + last;
  }

  private static String whose(Set<InetAddress> addresses) {
    return addresses.size() == 1
        ? IpAddresses.toText(addresses.iterator().next())
        : addresses.size() + " addresses";
  }

  /** Why there is no record for a sender, and what to do instead. */
  static String notPublished(SpfRemedy spf, SenderNeeds.Subject subject) {
    DomainName name = spf.name();
    if (spf.result() instanceof RecordChange.Unanswered) {
      return "DNS does not answer for %s now; which record would help is found when it does."
          .formatted(name);
    }
    if (spf.result() instanceof RecordChange.Several several) {
      return "%s publishes %d SPF records, which makes SPF fail for everyone: leave one%s"
          .formatted(
              name,
              several.records().size(),
              several.joined() == null
                  ? "."
                  : " that joins them, for example \"" + several.joined() + "\".");
    }
    if (spf.hasNoRoom(subject.key())) {
      return "The SPF record of %s has no room for %s beside what senders with more mail need, since"
              .formatted(name, subject.name())
          + " receivers stop at ten lookups: sign its mail with DKIM instead, or take out of the"
          + " record what nobody uses any more.";
    }
    return "No change of the SPF record of %s was found that passes the addresses, keeps the limits and"
            .formatted(name)
        + " costs nobody else; sign the mail with DKIM instead.";
  }

  /** A record of which a sender needs more than that. */
  static String asStep(Remedy.Change change) {
    return "Publish at %s (%s)%s: %s"
        .formatted(
            change.name(),
            change.type(),
            change.before() == null ? "" : ", in place of what is there now",
            change.after());
  }
}
