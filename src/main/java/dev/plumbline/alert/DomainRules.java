package dev.plumbline.alert;

import dev.plumbline.digest.MailWords;
import dev.plumbline.digest.PageLinks;
import dev.plumbline.dns.Counted;
import dev.plumbline.standing.Reason;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.Wording;
import dev.plumbline.store.alert.Alert.Found;
import dev.plumbline.store.alert.AlertFacts.Changed;
import dev.plumbline.store.alert.AlertFacts.Day;
import dev.plumbline.store.alert.AlertFacts.Lookups;
import dev.plumbline.store.alert.AlertFacts.NewSender;
import dev.plumbline.store.alert.AlertFacts.Past;
import dev.plumbline.store.alert.AlertFacts.Regressed;
import dev.plumbline.store.alert.AlertKind;
import dev.plumbline.store.judgement.DomainSummary;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is worth an alert about a domain; each tells what it was concluded from. */
final class DomainRules {

  /**
   * A stranger with less of its domain's messages is no sender that anybody has to decide about.
   */
  private static final double DECIDABLE = 0.005;

  /** RFC 7208 section 4.6.4: receivers stop at so many. */
  private static final int MOST_LOOKUPS = 10;

  private DomainRules() {}

  private static Found found(
      AlertKind kind, String domain, String subject, String name, String says, String why) {
    return new Found(
        kind,
        domain,
        subject,
        AlertWords.plain(name),
        AlertWords.plain(says),
        AlertWords.plain(why),
        PageLinks.domain(domain));
  }

  private static Found ofSender(
      AlertKind kind, String domain, String key, String name, String says, String why) {
    return new Found(
        kind,
        domain,
        key,
        AlertWords.plain(name),
        AlertWords.plain(says),
        AlertWords.plain(why),
        PageLinks.sender(domain, key));
  }

  /**
   * What the summary of a domain tells.
   *
   * @param history whether nobody reported any more when the first of its reports came in: that is
   *     how it always was here, and nothing that happened
   */
  static List<Found> of(DomainSummary summary, boolean history) {
    List<Found> all = new ArrayList<>();
    losing(summary).ifPresent(all::add);
    for (Reason finding : summary.findings()) {
      all.add(
          found(
              AlertKind.RECORD_BROKEN,
              summary.domain(),
              finding.code(),
              summary.domain(),
              "The records of %s are wrong: %s"
                  .formatted(summary.domain(), Wording.sentence(finding)),
              "So says DNS of today. All that sends for the domain may fail until it is mended."));
    }
    LocalDate silent = summary.silentSince();
    if (silent != null && !history) {
      all.add(
          found(
              AlertKind.DOMAIN_SILENT,
              summary.domain(),
              "",
              summary.domain(),
              "Nobody reports about %s any more.".formatted(summary.domain()),
              ("The last report is of %s, which is longer ago than receivers usually let pass. Look"
                      + " whether the rua address of its DMARC record still leads to the mailbox, and"
                      + " whether the mailbox is read.")
                  .formatted(MailWords.day(silent))));
    }
    return all;
  }

  private static Optional<Found> losing(DomainSummary summary) {
    if (summary.losing() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        found(
            AlertKind.LOSING_MAIL,
            summary.domain(),
            "",
            summary.domain(),
            "%s is losing mail: receivers quarantined or rejected %s of its own senders of late."
                .formatted(
                    summary.domain(), MailWords.count(summary.losing(), "message", "messages")),
            ("They fail DMARC%s, and come from senders that are known to be yours. The page of the"
                    + " domain says which, and what to publish.")
                .formatted(policy(summary.policy()))));
  }

  private static String policy(@Nullable String policy) {
    return policy == null ? "" : " while p=" + policy + " is in force";
  }

  static Found of(Regressed one) {
    return ofSender(
        AlertKind.REGRESSED,
        one.domain(),
        one.key(),
        one.name(),
        "%s passed for %s, and %s not any more."
            .formatted(one.name(), one.domain(), MailWords.verb(one.key(), "does", "do")),
        String.join(" ", Wording.sentences(one.reasons())));
  }

  /** A new sender, unless it is one of the many strangers that nobody has to decide about. */
  static Optional<Found> of(NewSender one) {
    boolean worth =
        switch (one.standing()) {
          case UNAUTHORIZED_USE, FORWARDER -> false;
          case UNRECOGNIZED -> one.messages() > DECIDABLE * one.of();
          case AUTHORIZED, REGRESSED, FIXED, NEEDS_ALIGNMENT, NEEDS_AUTHORIZING -> true;
        };
    if (!worth) {
      return Optional.empty();
    }
    return Optional.of(
        ofSender(
            AlertKind.NEW_SENDER,
            one.domain(),
            one.key(),
            one.name(),
            "%s now %s for %s; %s %s."
                .formatted(
                    one.name(),
                    MailWords.verb(one.key(), "sends", "send"),
                    one.domain(),
                    MailWords.verb(one.key(), "it is", "they are"),
                    MailWords.standing(one.standing())),
            "No report told of %s before %s. %s sent %s of the %s of the domain.%s"
                .formatted(
                    MailWords.verb(one.key(), "it", "them"),
                    AlertWords.time(one.at()),
                    MailWords.verb(one.key(), "It", "They"),
                    Counted.number(one.messages()),
                    MailWords.count(one.of(), "message", "messages"),
                    one.standing() == Standing.UNRECOGNIZED
                        ? " Nothing shows that it is yours: say on its page whether it is."
                        : "")));
  }

  static Found of(Changed one) {
    MailWords.Change change = MailWords.change(one.before(), one.after());
    return found(
        AlertKind.RECORD_CHANGED,
        one.domain(),
        one.type() + " " + one.name() + " " + one.at(),
        one.type() + " " + one.name(),
        "The %s record of %s changed.".formatted(one.type(), one.name()),
        "It was %s and is %s since %s."
            .formatted(change.before(), change.after(), AlertWords.time(one.at())));
  }

  static Found of(Lookups one) {
    boolean over = one.lookups() > MOST_LOOKUPS;
    return found(
        AlertKind.LOOKUPS,
        one.domain(),
        "",
        one.domain(),
        over
            ? "The SPF record of %s takes more than ten DNS lookups.".formatted(one.domain())
            : "The SPF record of %s takes %d of the ten DNS lookups it may."
                .formatted(one.domain(), one.lookups()),
        "Receivers stop at ten and take the record for broken (RFC 7208 section 4.6.4). What it"
            + " includes may grow without anybody telling you: take out what is not used any"
            + " more.");
  }

  /** A sender of the domain's own that fails more than on any day before. */
  static Optional<Found> failing(Day day) {
    if (!Unusual.failsMore(day)) {
      return Optional.empty();
    }
    Past past = day.past();
    return Optional.of(
        ofSender(
            AlertKind.FAILING_MORE,
            day.domain(),
            day.key(),
            day.name(),
            "%s of %s failed for %s on %s."
                .formatted(
                    MailWords.share(day.fails(), day.messages()),
                    MailWords.count(day.messages(), "message", "messages") + " of " + day.name(),
                    day.domain(),
                    MailWords.day(day.day())),
            "On the %s before with mail of it, %s of %s failed, and %s on the worst of them."
                .formatted(
                    MailWords.count(past.days(), "day", "days"),
                    MailWords.share(past.fails(), past.messages()),
                    MailWords.count(past.messages(), "message", "messages"),
                    MailWords.share(past.most()))));
  }

  /** Many more strangers than on any day before. */
  static Optional<Found> wave(Day day) {
    if (!Unusual.isWave(day)) {
      return Optional.empty();
    }
    Past past = day.past();
    return Optional.of(
        found(
            AlertKind.SPOOFING,
            day.domain(),
            "",
            day.domain(),
            "%s of strangers used the name of %s on %s."
                .formatted(
                    MailWords.count(day.messages(), "message", "messages"),
                    day.domain(),
                    MailWords.day(day.day())),
            ("In the %d days before there were at most %s a day. On this one receivers quarantined"
                    + " or rejected %s of them.")
                .formatted(
                    Unusual.DAYS,
                    MailWords.count((long) past.most(), "message", "messages"),
                    MailWords.share(day.fails(), day.messages()))));
  }
}
