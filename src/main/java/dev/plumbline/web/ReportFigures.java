package dev.plumbline.web;

import dev.plumbline.dns.DomainName;
import dev.plumbline.store.checks.SelectorQueries;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.ReportListItem;
import dev.plumbline.store.traffic.ReportMail;
import dev.plumbline.store.traffic.ReportMail.Counted;
import dev.plumbline.store.traffic.RowFilter;
import dev.plumbline.store.traffic.SenderTraffic;
import dev.plumbline.store.traffic.Shown;
import dev.plumbline.store.traffic.Traffic;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much mail a list of reports is about: the same figure as the one that leads to the list, by
 * whatever it was counted there.
 */
@ApplicationScoped
class ReportFigures {

  private final ReportMail mail;
  private final SenderTraffic senders;
  private final TrafficQueries traffic;
  private final SelectorQueries signatures;

  ReportFigures(
      ReportMail mail, SenderTraffic senders, TrafficQueries traffic, SelectorQueries signatures) {
    this.mail = mail;
    this.senders = senders;
    this.traffic = traffic;
    this.signatures = signatures;
  }

  /**
   * All of it, as the end of a sentence about the period; empty where nobody counted it.
   *
   * @param more whether there are more reports than were looked for
   */
  String all(DomainInfo domain, Period period, WantedReports wanted, boolean more) {
    if (wanted instanceof WantedReports.Signed signed) {
      return signed(domain, period, signed.with());
    }
    if (wanted instanceof WantedReports.Told told) {
      return words(mail.by(domain.id(), told.spelled().ids(), period.utc()), Shown.ALL);
    }
    if (wanted instanceof WantedReports.By by) {
      // Of a busy source only totals by report tell who told of it: too many to be read.
      return by.ip() != null && more ? "" : words(by(domain, period, by), by.show());
    }
    if (wanted instanceof WantedReports.OfSource source) {
      return words(
          senders
              .sources(domain.id(), List.of(source.ip()), period.from(), period.to())
              .getOrDefault(source.ip(), Traffic.NONE),
          source.show());
    }
    if (wanted instanceof WantedReports.Behind behind) {
      return words(behind(domain, period, behind.sources()), behind.show());
    }
    if (wanted instanceof WantedReports.Like like) {
      return named(domain, period, like.search());
    }
    return words(
        behind(domain, period, RowFilter.Behind.ANYBODY),
        wanted instanceof WantedReports.Failing ? Shown.FAILING : Shown.ALL);
  }

  private Counted by(DomainInfo domain, Period period, WantedReports.By by) {
    InetAddress ip = by.ip();
    List<Long> named = mail.named(by.reporter());
    if (named.isEmpty()) {
      return Counted.NONE;
    }
    if (ip == null) {
      return mail.by(domain.id(), named, period.utc());
    }
    return traffic.reportersOfSource(domain.id(), ip, period.from(), period.to()).stream()
        .filter(one -> one.reporter().equals(by.reporter()))
        .map(one -> new Counted(one.messages(), one.passMessages()))
        .findFirst()
        .orElse(Counted.NONE);
  }

  private Traffic behind(DomainInfo domain, Period period, RowFilter.Behind behind) {
    String sender = behind.sender();
    if (sender != null) {
      return senders
          .senders(domain.id(), List.of(sender), period.from(), period.to())
          .getOrDefault(sender, Traffic.NONE);
    }
    int whole = period.utc().count();
    return senders.standingDays(domain.id(), period.from(), period.to(), whole).stream()
        .filter(one -> behind.holds(one.standing()))
        .map(SenderTraffic.StandingDay::traffic)
        .reduce(Traffic.NONE, Traffic::plus);
  }

  private String signed(DomainInfo domain, Period period, RowFilter.Signature with) {
    return signatures.signed(domain.id(), period.from(), period.to()).stream()
        .filter(one -> one.domain().equals(with.signer()))
        .filter(one -> one.selector().equals(with.selector()))
        .findFirst()
        .map(one -> ": " + Format.count(one.messages(), "message", "messages") + " signed so")
        .orElse("");
  }

  /** Of a name that is used in From:. */
  private String named(DomainInfo domain, Period period, String search) {
    Optional<DomainName> name = DomainName.parse(search.strip());
    if (name.isEmpty()) {
      return "";
    }
    Counted used = mail.from(domain.id(), name.get().toString(), period.utc());
    return used.messages() == 0 ? "" : words(used, Shown.ALL) + " with that name in From";
  }

  private static String words(Counted told, Shown show) {
    return words(new Traffic(told.messages(), told.pass(), 0, 0, 0, 0), show);
  }

  private static String words(Traffic told, Shown show) {
    long failing = told.messages() - told.pass();
    return switch (show) {
      case ALL ->
          ": %s, %s fail"
                  .formatted(
                      Format.count(told.messages(), "message", "messages"), Format.count(failing))
              + (told.quarantined() == 0
                  ? ""
                  : ", " + Format.count(told.quarantined()) + " quarantined")
              + (told.rejected() == 0 ? "" : ", " + Format.count(told.rejected()) + " rejected");
      case FAILING -> ": " + Format.count(failing, "message fails", "messages fail");
      case QUARANTINED -> ": " + Format.count(told.quarantined(), "message", "messages");
      case REJECTED -> ": " + Format.count(told.rejected(), "message", "messages");
    };
  }

  /**
   * What each report tells of the mail that is meant, by its number; that of others is not counted.
   * Empty where all mail of the reports is meant.
   */
  Map<Long, Counted> of(DomainInfo domain, List<ReportListItem> reports, WantedReports wanted) {
    RowFilter.Behind behind =
        wanted instanceof WantedReports.Behind some ? some.sources() : RowFilter.Behind.ANYBODY;
    InetAddress ip =
        wanted instanceof WantedReports.OfSource source
            ? source.ip()
            : wanted instanceof WantedReports.By by ? by.ip() : null;
    return behind.equals(RowFilter.Behind.ANYBODY) && ip == null
        ? Map.of()
        : mail.of(domain.id(), reports, behind, ip);
  }
}
