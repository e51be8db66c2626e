package dev.plumbline.alert;

import dev.plumbline.digest.MailWords;
import dev.plumbline.digest.PageLinks;
import dev.plumbline.report.ReporterName;
import dev.plumbline.store.alert.Alert.Found;
import dev.plumbline.store.alert.AlertFacts.Certificate;
import dev.plumbline.store.alert.AlertFacts.Empty;
import dev.plumbline.store.alert.AlertFacts.EndingToken;
import dev.plumbline.store.alert.AlertFacts.Refused;
import dev.plumbline.store.alert.AlertFacts.Unread;
import dev.plumbline.store.alert.AlertKind;
import dev.plumbline.store.alert.SilenceFacts.Silent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is worth an alert about the running of Plumbline, and about what runs out. */
final class RunningRules {

  /** Free is not enough of a disk if it is less of it than this. */
  private static final double LEAST_FREE = 0.05;

  /** Fewer that are refused are single odd mails. */
  private static final int FEW = 3;

  private RunningRules() {}

  private static Found found(
      AlertKind kind, String subject, String name, String says, String why, String href) {
    return new Found(
        kind,
        "",
        subject,
        AlertWords.plain(name),
        AlertWords.plain(says),
        AlertWords.plain(why),
        href);
  }

  static Found of(Certificate one, Instant now) {
    return new Found(
        AlertKind.EXPIRING,
        one.domain(),
        "certificate " + one.host(),
        AlertWords.plain(one.host()),
        AlertWords.plain(
            "The certificate of %s %s on %s."
                .formatted(
                    one.host(),
                    one.until().isBefore(now) ? "ended" : "ends",
                    AlertWords.time(one.until()))),
        "Servers that insist on TLS deliver no mail for "
            + one.domain()
            + " to it afterwards (MTA-STS, RFC 8461).",
        PageLinks.domain(one.domain()) + "/tls");
  }

  static Found of(EndingToken one) {
    return found(
        AlertKind.EXPIRING,
        "token " + one.id(),
        one.name(),
        "The token \"%s\" ends on %s.".formatted(one.name(), AlertWords.time(one.endsAt())),
        "A program uses it, and is answered 401 afterwards: make it a new one.",
        "/account");
  }

  static Found of(Unread one, Instant now) {
    Instant last = one.last();
    return found(
        AlertKind.MAILBOX,
        one.name(),
        one.name(),
        "The mailbox \"%s\" cannot be read.".formatted(one.name()),
        "%s The last try says: %s"
            .formatted(
                last == null
                    ? "It never could be."
                    : "It last was read %s ago."
                        .formatted(AlertWords.span(Duration.between(last, now))),
                one.error()),
        "/intake");
  }

  static Found of(Empty one, Instant now) {
    String name = one.channel().substring(one.channel().indexOf(':') + 1);
    return found(
        AlertKind.MAILBOX,
        name + " empty",
        name,
        "Nothing comes by the mailbox \"%s\" any more.".formatted(name),
        ("It can be read, but the last mail came %s ago; in the four weeks before, mails were never"
                + " more than %s apart. Look whether mail still reaches it.")
            .formatted(
                AlertWords.span(Duration.between(one.last(), now)), AlertWords.span(one.longest())),
        "/intake");
  }

  /** More was refused in a day than on any of the days before. */
  static Optional<Found> of(Refused refused) {
    if (refused.now() < FEW || refused.now() <= refused.most()) {
      return Optional.empty();
    }
    return Optional.of(
        found(
            AlertKind.INTAKE_REFUSING,
            "",
            "intake",
            "Of %s that came in the last day, %,d could not be taken in."
                .formatted(MailWords.count(refused.all(), "item", "items"), refused.now()),
            "In the four weeks before there were at most %,d on a day. The newest says: %s"
                .formatted(refused.most(), refused.reason()),
            "/intake?outcome=rejected"));
  }

  static Found of(Silent one) {
    return found(
        AlertKind.REPORTER_SILENT,
        one.name(),
        ReporterName.forPeople(one.name()),
        "%s reports about none of your domains any more.".formatted(ReporterName.first(one.name())),
        "It did on %s of the five weeks before; its last report is of %s."
            .formatted(MailWords.count(one.days(), "day", "days"), MailWords.day(one.last())),
        "/reporters");
  }

  /** The disk that data and uploads are on. */
  static Optional<Found> disk(String host, String folder, long free, long whole) {
    if (whole <= 0 || free >= LEAST_FREE * whole) {
      return Optional.empty();
    }
    return Optional.of(
        found(
            AlertKind.DISK,
            host,
            host,
            "The disk of %s is nearly full: %s of %s are free."
                .formatted(host, AlertWords.size(free), AlertWords.size(whole)),
            ("It is that of %s, where reports are kept while they come in, and the built-in"
                    + " PostgreSQL. When it is full nothing is taken in any more, and nothing is"
                    + " lost.")
                .formatted(folder),
            "/intake"));
  }
}
