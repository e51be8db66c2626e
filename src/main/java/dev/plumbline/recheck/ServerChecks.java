package dev.plumbline.recheck;

import dev.plumbline.dns.DomainName;
import dev.plumbline.mailpolicy.MailServers;
import dev.plumbline.mailpolicy.MailServers.Certificate;
import dev.plumbline.standing.transport.ServerNow;
import dev.plumbline.standing.transport.ServerNow.State;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Says of mail servers whether senders that insist on TLS would deliver to them now. */
final class ServerChecks {

  private static final int MOST_NAMES = 3;

  private ServerChecks() {}

  /** What a server shows; nothing if it was not asked. */
  static Optional<ServerNow> of(DomainName host, MailServers.Answer answer, Instant now) {
    String name = host.toString();
    if (answer instanceof Certificate certificate) {
      return Optional.of(of(host, certificate, now));
    }
    if (answer instanceof MailServers.NoStartTls) {
      return Optional.of(new ServerNow(name, State.FAILS, null, "It does not offer STARTTLS now."));
    }
    return answer instanceof MailServers.Unreached unreached
        ? Optional.of(
            new ServerNow(
                name, State.UNKNOWN, null, "Its certificate is not known: " + unreached.reason()))
        : Optional.empty();
  }

  private static ServerNow of(DomainName host, Certificate certificate, Instant now) {
    Instant until = certificate.until();
    State state = State.FAILS;
    String words;
    if (now.isAfter(until)) {
      words = "Its certificate ended on " + day(until) + ".";
    } else if (now.isBefore(certificate.from())) {
      words = "Its certificate is valid from " + day(certificate.from()) + " only.";
    } else if (!certificate.names(host)) {
      words = "Its certificate is for " + names(certificate.names()) + ".";
    } else if (!certificate.trusted()) {
      words = "Its certificate is not from an authority that senders trust.";
    } else {
      state = State.FITS;
      words = "Its certificate fits now, until " + day(until) + ".";
    }
    return new ServerNow(host.toString(), state, until, words);
  }

  private static String names(List<String> names) {
    if (names.isEmpty()) {
      return "no name";
    }
    return String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
        + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }
}
