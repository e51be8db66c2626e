package dev.plumbline.digest;

import dev.plumbline.report.ReporterName;
import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.standing.Reason;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.Wording;
import dev.plumbline.store.digest.DigestFacts.Missing;
import dev.plumbline.store.digest.DigestFacts.RecordChange;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.NextStep;
import dev.plumbline.store.judgement.StandingChange;
import dev.plumbline.store.judgement.StandingChange.What;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happened, in words. */
final class DigestWords {

  private static final int MOST_NAMES = 5;

  private DigestWords() {}

  /** What to do next about a domain; empty if there is nothing. */
  static Optional<String> step(DomainSummary summary) {
    NextStep next = summary.nextStep();
    String domain = summary.domain();
    return switch (next.kind()) {
      case MEND_RECORDS -> Optional.of("Mend the records of " + domain + finding(summary));
      case PUBLISH_RECORDS ->
          Optional.of("Publish the tested records for " + next.name() + " at " + domain);
      case FIX_SENDER -> Optional.of(fix(next.name(), domain));
      case FIND_REPORTS ->
          Optional.of(
              "Find out why nobody reports about "
                  + domain
                  + (summary.silentSince() == null
                      ? ""
                      : " since " + MailWords.day(summary.silentSince())));
      case DECIDE -> Optional.of("Say whether " + next.name() + " is yours at " + domain);
      case PUBLISH_POLICY ->
          Optional.of("Publish p=" + next.policy() + " for " + domain + ": it is safe now");
      case WAIT, NOTHING -> Optional.empty();
    };
  }

  static String fix(String sender, String domain) {
    return "Fix " + sender + ", which fails at " + domain;
  }

  private static String finding(DomainSummary summary) {
    List<String> sentences = Wording.sentences(summary.findings());
    return sentences.isEmpty() ? "" : ": " + sentences.get(0).replaceFirst("\\.$", "");
  }

  /** The same for a subject. */
  static String trouble(DomainSummary summary) {
    NextStep next = summary.nextStep();
    return switch (next.kind()) {
      case MEND_RECORDS -> "the records of " + summary.domain() + " are wrong";
      case PUBLISH_RECORDS, FIX_SENDER ->
          next.name() + MailWords.verb(next.sender(), " fails at ", " fail at ") + summary.domain();
      case FIND_REPORTS -> "nobody reports about " + summary.domain();
      case DECIDE -> "is " + next.name() + " yours at " + summary.domain() + "?";
      case PUBLISH_POLICY, WAIT, NOTHING -> summary.domain();
    };
  }

  /**
   * What changed in the judgement of one domain.
   *
   * @param findings what is wrong with its records now
   */
  static List<String> changes(List<StandingChange> changes, List<Reason> findings) {
    List<String> lines = new ArrayList<>();
    List<String> fresh = new ArrayList<>();
    for (StandingChange change : changes) {
      if (change.what() == What.APPEARED) {
        fresh.add(change.senderName() + " (" + label(change.became()) + ")");
      }
    }
    if (!fresh.isEmpty()) {
      lines.add("New senders: " + some(fresh) + ".");
    }
    for (StandingChange change : changes) {
      line(change, findings).ifPresent(lines::add);
    }
    return lines.stream().distinct().toList();
  }

  private static Optional<String> line(StandingChange change, List<Reason> findings) {
    String was = change.was();
    String became = change.became();
    String name = change.senderName();
    String key = change.senderKey();
    return switch (change.what()) {
      case FIRST_JUDGED, APPEARED, GONE, RULES -> Optional.empty();
      case STANDING ->
          Optional.of(
              "%s %s %s and %s %s."
                  .formatted(
                      name,
                      MailWords.verb(key, "was", "were"),
                      label(was),
                      MailWords.verb(key, "is", "are"),
                      label(became)));
      case SILENT ->
          Optional.of(
              name
                  + (became == null
                      ? MailWords.verb(key, " sends", " send") + " no more."
                      : MailWords.verb(key, " has", " have")
                          + " sent nothing since "
                          + day(became)
                          + "."));
      case BACK ->
          Optional.of(
              name
                  + MailWords.verb(key, " sends", " send")
                  + " again"
                  + (became == null ? "." : ": " + label(became) + "."));
      case POLICY ->
          Optional.of(
              "The policy in force became " + (became == null ? "unknown" : "p=" + became) + ".");
      case FINDINGS ->
          Optional.of(
              became == null || became.isEmpty()
                  ? "Nothing is wrong with its records any more."
                  : findings.isEmpty()
                      ? "What was wrong with its records changed."
                      : "Its records are wrong: " + String.join(" ", Wording.sentences(findings)));
      case READY -> Optional.of(ready(String.valueOf(was), String.valueOf(became)));
      case REPORTS ->
          Optional.of(became == null ? "Reports come in again." : noReports(day(became)));
    };
  }

  private static String noReports(String day) {
    return "No reports have come in since " + day + ".";
  }

  /** A domain of which nothing is to be said but that nothing was reported. */
  static String unreported(DomainSummary summary, Period period) {
    return silentSince(summary, period)
        .map(day -> summary.domain() + " (silent since " + day + ")")
        .orElse(summary.domain());
  }

  /**
   * The same of a domain about which there is something else to say.
   *
   * @param told what else is said
   */
  static String unreported(DomainSummary summary, Period period, List<String> told) {
    return "No messages were reported."
        + silentSince(summary, period)
            .map(DigestWords::noReports)
            .filter(line -> !told.contains(line))
            .map(line -> " " + line)
            .orElse("");
  }

  private static Optional<String> silentSince(DomainSummary summary, Period period) {
    return Optional.ofNullable(summary.silentSince())
        .filter(day -> !day.isAfter(period.to()))
        .map(MailWords::day);
  }

  /** The subject where none of the domains was judged, or there is none. */
  static String unjudged(List<String> domains) {
    return switch (domains.size()) {
      case 0 -> "No domain yet";
      case 1 -> domains.get(0) + ": not judged yet";
      default -> domains.size() + " domains, not judged yet";
    };
  }

  /** What is to be done where nothing is that is known, for subject and headline. */
  static String nothingToDo(DnsSwitch dns, List<DomainSummary> all) {
    long unknown = all.stream().filter(one -> one.nextStep().waitsForDns()).count();
    return unknown == 0
        ? "nothing to do"
        : unknown == all.size()
            ? "not known, since " + dns.silence()
            : "nothing to do as far as is known";
  }

  /** Reporters that told for long and do not any more; several are one line. */
  static List<String> missing(List<Missing> missing) {
    if (missing.size() < 2) {
      return missing.stream()
          .map(
              one ->
                  "%s tells no more: its last report is of %s."
                      .formatted(ReporterName.first(one.reporter()), MailWords.day(one.last())))
          .toList();
    }
    List<String> names =
        missing.stream()
            .map(
                one ->
                    "%s (last report of %s)"
                        .formatted(ReporterName.first(one.reporter()), MailWords.day(one.last())))
            .toList();
    return List.of("Tell no more: " + some(names) + ".");
  }

  private static String ready(String was, String became) {
    return switch (became) {
      case "reject" -> safe(became);
      case "quarantine" ->
          was.equals("reject")
              ? "p=reject is not safe any more; p=quarantine still is."
              : safe(became);
      default -> "p=" + was + " is not safe any more.";
    };
  }

  /** What is said of a policy that became safe. */
  static String safe(@Nullable String policy) {
    return "p=" + policy + " became safe.";
  }

  private static String day(String day) {
    return MailWords.day(LocalDate.parse(day));
  }

  /** Some names, and how many more there are. */
  static String some(List<String> names) {
    return names.size() <= MOST_NAMES
        ? String.join(", ", names)
        : names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
            + " and "
            + (names.size() - MOST_NAMES)
            + " more";
  }

  /** What is said of domains that are not told of one by one. */
  static List<String> others(Digest digest) {
    List<String> lines = new ArrayList<>();
    if (digest.more() > 0) {
      lines.add(
          "There is something to say about %s."
              .formatted(MailWords.count(digest.more(), "more domain", "more domains")));
    }
    if (!digest.silent().isEmpty()) {
      lines.add("No messages were reported about: " + some(digest.silent()) + ".");
    }
    if (!digest.quiet().isEmpty() && !(digest.parts().isEmpty() && digest.silent().isEmpty())) {
      lines.add("Nothing to say about: " + some(digest.quiet()) + ".");
    }
    if (!digest.unjudged().isEmpty()) {
      lines.add(
          "Not judged yet, which happens in the background, soon after reports came in: "
              + some(digest.unjudged())
              + ".");
    }
    return lines;
  }

  static String record(RecordChange change) {
    MailWords.Change texts = MailWords.change(change.before(), change.after());
    return "The %s record of %s changed from %s to %s."
        .formatted(change.type(), change.name(), texts.before(), texts.after());
  }

  private static String label(@Nullable String wire) {
    for (Standing standing : Standing.values()) {
      if (standing.wire().equals(wire)) {
        return MailWords.standing(standing);
      }
    }
    return wire == null ? "unknown" : wire;
  }
}
