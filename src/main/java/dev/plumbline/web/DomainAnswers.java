package dev.plumbline.web;

import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.review.Simulations;
import dev.plumbline.standing.Readiness;
import dev.plumbline.standing.RolloutPlan;
import dev.plumbline.standing.Simulator;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.traffic.DomainInfo;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The three answers that the page of a domain begins with. */
final class DomainAnswers {

  private static final DomainView.Answer NOT_JUDGED =
      new DomainView.Answer(
          "Must I do something?",
          "Not known yet",
          "mark-plain",
          "It is judged in the background, soon after reports came in.",
          null,
          null);

  private DomainAnswers() {}

  /**
   * The answers.
   *
   * @param open senders to be fixed, those that are most pressing first
   */
  static List<DomainView.Answer> of(
      DnsSwitch dns,
      DomainInfo domain,
      @Nullable DomainSummary summary,
      List<SenderStanding> open,
      Period period) {
    return summary == null
        ? List.of(NOT_JUDGED)
        : List.of(
            mustI(summary, period),
            whatIsLost(summary, open, period),
            mayI(dns, domain, summary, period));
  }

  private static DomainView.Answer mustI(DomainSummary summary, Period period) {
    String question = "Must I do something?";
    String records = summary.findings().isEmpty() ? "" : "Mend its own records. ";
    List<String> parts = new ArrayList<>();
    if (summary.toFix() > 0) {
      parts.add("fix " + Format.count(summary.toFix(), "sender", "senders"));
    }
    if (summary.toDecide() > 0) {
      parts.add("decide about " + Format.count(summary.toDecide(), "sender", "senders"));
    }
    if (!parts.isEmpty() || !records.isEmpty()) {
      boolean urgent = summary.losing() > 0 || summary.toFix() > 0 || !records.isEmpty();
      return new DomainView.Answer(
          question,
          "Yes",
          urgent ? "mark-bad" : "mark-decide",
          records + sentence(String.join(" and ", parts)),
          summary.toFix() > 0 ? "#fix" : summary.toDecide() > 0 ? "#decide" : null,
          "See what");
    }
    // No report will show what was fixed while none comes in.
    if (summary.silent()) {
      return new DomainView.Answer(
          question,
          "Find the reports",
          "mark-warn",
          "Nobody reports about this domain any more.",
          Links.reports(summary.domain(), period),
          "The last ones");
    }
    if (summary.toWait() > 0) {
      return new DomainView.Answer(
          question,
          "Wait",
          "mark-plain",
          Format.count(summary.toWait(), "sender was", "senders were")
              + " fixed; the next reports have to show it.",
          "#wait",
          "See who");
    }
    return new DomainView.Answer(
        question,
        "No",
        "mark-good",
        summary.ready().parked()
            ? "It sends no mail; whoever uses it is not authorized."
            : summary.ownMessages() == 0
                ? "No mail of yours was reported."
                : "Every sender that is known to be yours is authorized.",
        null,
        null);
  }

  private static String sentence(String text) {
    return text.isEmpty() ? "" : capital(text) + ".";
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ENGLISH) + text.substring(1);
  }

  private static DomainView.Answer whatIsLost(
      DomainSummary summary, List<SenderStanding> open, Period period) {
    String question = "What would be lost?";
    String days = Format.days(summary.from(), summary.to());
    if (summary.ready().parked()) {
      return new DomainView.Answer(
          question, "Nothing", "mark-good", "It sends no mail that could be lost.", null, null);
    }
    if (summary.ownMessages() == 0) {
      return new DomainView.Answer(
          question,
          "Nobody knows",
          "mark-plain",
          "No mail of yours was reported in " + days + ".",
          null,
          null);
    }
    String failing =
        "%s of %s (%s), %s%s."
            .formatted(
                Format.count(summary.ownFailing()),
                Format.count(
                    summary.ownMessages(), "message of yours fails", "messages of yours fail"),
                Format.share(summary.ownFailing(), summary.ownMessages()),
                days,
                exceptFixed(summary));
    Optional<SenderStanding> most =
        open.stream()
            .filter(one -> failing(one) > 0)
            .max(Comparator.comparingLong(DomainAnswers::failing));
    String href =
        most.map(one -> Links.sender(summary.domain(), one.sender().key(), period)).orElse(null);
    String text =
        most.map(
                one ->
                    "Most of it: %s, %s".formatted(one.sender().name(), Format.count(failing(one))))
            .orElse(null);
    if (summary.losing() > 0) {
      return new DomainView.Answer(
          question,
          "Mail is lost now",
          "mark-bad",
          "Receivers put aside or refused %s of yours of late. %s"
              .formatted(Format.count(summary.losing(), "message", "messages"), failing),
          href,
          text);
    }
    return new DomainView.Answer(
        question,
        summary.ownFailing() == 0
            ? "Nothing"
            : Format.share(summary.ownFailing(), summary.ownMessages()) + " of yours",
        summary.ownFailing() == 0 ? "mark-good" : "mark-warn",
        summary.ownFailing() == 0 ? allPass(summary.ownMessages()) + ", " + days + "." : failing,
        href,
        text);
  }

  private static String allPass(long messages) {
    return messages == 1
        ? "The one message of yours passes"
        : "All " + Format.count(messages) + " messages of yours pass";
  }

  private static long failing(SenderStanding sender) {
    return sender.figures().messages() - sender.figures().passed() - sender.mended();
  }

  /** What figures of failing mail leave out, behind them; empty if nothing. */
  static String exceptFixed(DomainSummary summary) {
    return summary.toWait() > 0 ? ", not counting what was fixed since" : "";
  }

  private static DomainView.Answer mayI(
      DnsSwitch dns, DomainInfo domain, DomainSummary summary, Period period) {
    String question = "May I tighten the policy?";
    if (!domain.isKnown()) {
      return new DomainView.Answer(
          question,
          dns.isOff() ? "Not known" : "Not known yet",
          "mark-plain",
          dns.noAnswer() + ".",
          null,
          null);
    }
    Simulator.Terms published = Simulations.published(domain);
    Readiness.Answer answer =
        NextPolicy.wanted(published).equals("quarantine")
            ? summary.ready().quarantine()
            : summary.ready().reject();
    NextPolicy next = NextPolicy.of(published, answer, Steps.policy(domain.name(), period));
    String when =
        summary.ready().plan().steps().stream()
            .findFirst()
            .filter(step -> !step.ready())
            .map(step -> " " + when(summary, step))
            .orElse("");
    return new DomainView.Answer(
        question,
        capital(next.word()),
        next.css(),
        domain.dmarcRecord() == null
            ? "No DMARC record applies to it now." + when
            : "It is " + next.now() + ". " + next.text() + when,
        next.href(),
        "The way there");
  }

  /** A condition, told as one. */
  static String when(DomainSummary summary, RolloutPlan.Step step) {
    long days = ChronoUnit.DAYS.between(summary.to(), step.earliest());
    return days < 1
        ? "Then p=%s.".formatted(step.policy())
        : "p=%s %s after the last of that is settled, %s at the earliest."
            .formatted(
                step.policy(), Format.count(days, "day", "days"), Format.day(step.earliest()));
  }
}
