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
import dev.plumbline.store.traffic.SourceDay;
import dev.plumbline.store.traffic.Traffic;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

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
      return by.ip() != null && more && isBusy(domain, period, by.ip())
          ? ""
          : words(by(domain, period, by), by.show());
    }
    if (wanted instanceof WantedReports.ByOthers others) {
      List<Long> told = mail.others(domain.id(), others.named(), period.utc());
      return words(
          told.isEmpty() ? Counted.NONE : mail.by(domain.id(), told, period.utc()), Shown.FAILING);
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
      String author = like.author();
      return author == null
          ? ""
          : words(mail.from(domain.id(), author, period.utc()), Shown.ALL)
              + " with that name in From";
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

  /** Whether there are more rows than the page of a source adds up to tell who saw it. */
  private boolean isBusy(DomainInfo domain, Period period, InetAddress ip) {
    return traffic.sourceDays(domain.id(), ip, period.from(), period.to()).stream()
            .mapToLong(SourceDay::rows)
            .sum()
        > SourcePage.MOST_ADDED_UP;
  }

  /** What somebody typed; a name that mail had in From: means that mail. */
  WantedReports.Like like(DomainRequests.Asked asked, String search) {
    String author =
        DomainName.parse(search.strip())
            .map(DomainName::toString)
            .filter(one -> mail.from(asked.domain().id(), one, asked.period().utc()).messages() > 0)
            .orElse(null);
    return new WantedReports.Like(search, author, Shown.ALL);
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
    if (wanted instanceof WantedReports.Signed signed) {
      return mail.signed(domain.id(), reports, signed.with());
    }
    if (wanted instanceof WantedReports.Like like && like.author() != null) {
      return mail.named(domain.id(), reports, like.author());
    }
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
