package dev.plumbline.export;

import dev.plumbline.review.KeptDomain;
import dev.plumbline.review.json.AlertJson;
import dev.plumbline.review.json.ChangeJson;
import dev.plumbline.review.json.DecisionJson;
import dev.plumbline.review.json.DomainJson;
import dev.plumbline.review.json.GroupJson;
import dev.plumbline.review.json.IncidentJson;
import dev.plumbline.review.json.IntakeJson;
import dev.plumbline.review.json.ReportJson;
import dev.plumbline.review.json.ReporterJson;
import dev.plumbline.review.json.RowJson;
import dev.plumbline.review.json.SenderJson;
import dev.plumbline.review.json.SourceJson;
import dev.plumbline.review.json.TlsReportJson;
import dev.plumbline.review.json.TrafficJson;
import dev.plumbline.store.Database;
import dev.plumbline.store.Scope;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.alert.Alert;
import dev.plumbline.store.alert.Alerts;
import dev.plumbline.store.export.FedReport;
import dev.plumbline.store.export.FedRow;
import dev.plumbline.store.export.Feed;
import dev.plumbline.store.failure.FailureExample;
import dev.plumbline.store.failure.FailureIncident;
import dev.plumbline.store.failure.FailureQueries;
import dev.plumbline.store.intake.IntakeEntry;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.judgement.DomainList;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.JudgementQueries;
import dev.plumbline.store.judgement.SourceStanding;
import dev.plumbline.store.tls.TlsQueries;
import dev.plumbline.store.tls.TlsReportLine;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.Reporters;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands out everything of a kind, one line after the other. Rows, reports and changes come in the
 * order in which they were stored, so that one can go on from any of them.
 *
 * <p>All methods throw {@link StoreUnavailableException} while the database is down.
 */
@Singleton
public class Exports {

  private static final LocalDate FIRST_DAY = LocalDate.of(2012, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
  private static final int SOURCES_AT_ONCE = 1_000;
  private static final int REPORTS_AT_ONCE = 500;
  private static final int ENTRIES_AT_ONCE = 100;
  private static final int ALERTS_AT_ONCE = 500;

  /** So many failure reports stand for their incident. */
  private static final int EXAMPLES = 3;

  private final Feed feed;
  private final JudgementQueries judgement;
  private final TrafficQueries traffic;
  private final Reporters reporters;
  private final FailureQueries failures;
  private final TlsQueries tls;
  private final IntakeQueries intake;
  private final Alerts alerts;
  private final DomainList list;
  private final Clock clock;

  public Exports(Database database, Clock clock) {
    this.feed = new Feed(database);
    this.judgement = new JudgementQueries(database);
    this.traffic = new TrafficQueries(database, clock);
    this.reporters = new Reporters(database);
    this.failures = new FailureQueries(database);
    this.tls = new TlsQueries(database);
    this.intake = new IntakeQueries(database);
    this.alerts = new Alerts(database);
    this.list = new DomainList(database);
    this.clock = clock;
  }

  /** Is handed one line after the other. */
  @FunctionalInterface
  public interface Taker {
    /** Takes a line, and says whether it wants more. */
    boolean take(Record line);
  }

  /** Hands out what is asked for until no more is wanted. */
  public void give(Kind kind, Asked asked, Taker taker) {
    switch (kind) {
      case ROWS -> rows(asked, taker);
      case REPORTS ->
          feed.reports(asked.after(), asked.wanted(), one -> taker.take(ReportJson.of(one)));
      case CHANGES ->
          feed.changes(asked.after(), asked.ids(), one -> taker.take(ChangeJson.of(one)));
      case REPORTERS -> giveAll(reporters.all().stream().map(ReporterJson::of).toList(), taker);
      case INTAKE -> intake(scope(asked), null, Long.MAX_VALUE, taker);
      case ALERTS -> alerts(scope(asked), null, taker);
      case GROUPS ->
          giveAll(list.wholeGroups(Scope.EVERYTHING).stream().map(GroupJson::of).toList(), taker);
      default -> {
        for (DomainInfo domain : domains(asked)) {
          if (!giveAbout(kind, domain, asked, taker)) {
            return;
          }
        }
      }
    }
  }

  /** The monitored domain of a name. */
  public Optional<DomainInfo> domain(String name) {
    return traffic.domain(name);
  }

  private List<DomainInfo> domains(Asked asked) {
    List<DomainInfo> wanted = asked.domains();
    return wanted == null ? traffic.domains() : wanted;
  }

  private void rows(Asked asked, Taker taker) {
    feed.rows(
        asked.after(),
        asked.wanted(),
        new Feed.RowReader() {
          @Override
          public boolean row(FedRow row) {
            return taker.take(RowJson.of(row));
          }

          @Override
          public boolean removed(FedReport report) {
            return taker.take(RowJson.removed(report));
          }
        });
  }

  private boolean giveAbout(Kind kind, DomainInfo domain, Asked asked, Taker taker) {
    return switch (kind) {
      case DOMAINS -> taker.take(judged(domain));
      case SENDERS -> senders(domain, taker);
      case SOURCES -> sources(domain, null, taker);
      case TRAFFIC ->
          giveAll(
              traffic
                  .days(
                      domain.id(),
                      asked.from() == null ? FIRST_DAY : asked.from(),
                      asked.to() == null ? LocalDate.now(clock).plusDays(1) : asked.to())
                  .stream()
                  .map(day -> TrafficJson.of(domain.name(), day))
                  .toList(),
              taker);
      case DECISIONS ->
          giveAll(
              judgement.decisions(domain.id()).stream()
                  .map(one -> DecisionJson.Exported.of(domain.name(), one))
                  .toList(),
              taker);
      case FAILURE_REPORTS ->
          failureReports(
              domain,
              asked,
              0,
              one -> failures.examples(one.domainId(), one.id(), EXAMPLES),
              taker);
      case TLS_REPORTS -> tlsReports(domain, asked, 0, taker);
      default -> throw new AssertionError(kind);
    };
  }

  /**
   * The incidents of a domain by number.
   *
   * @param after only those behind this one, 0 for all
   * @param examples the failure reports that stand for an incident
   */
  public boolean failureReports(
      DomainInfo domain,
      Asked asked,
      long after,
      Function<FailureIncident, List<FailureExample>> examples,
      Taker taker) {
    long last = after;
    while (true) {
      List<FailureIncident> found =
          failures.incidentsAfter(
              domain.id(), first(asked.from()), last(asked.to()), last, REPORTS_AT_ONCE);
      for (FailureIncident one : found) {
        if (!taker.take(IncidentJson.of(domain.name(), one, examples.apply(one)))) {
          return false;
        }
        last = one.id();
      }
      if (found.size() < REPORTS_AT_ONCE) {
        return true;
      }
    }
  }

  /**
   * The TLS reports about a domain by number.
   *
   * @param after only those behind this one, 0 for all
   */
  public boolean tlsReports(DomainInfo domain, Asked asked, long after, Taker taker) {
    long last = after;
    while (true) {
      List<TlsReportLine> found =
          tls.reportsAfter(
              domain.id(),
              first(asked.from()),
              last(asked.to()),
              asked.failingOnly(),
              last,
              REPORTS_AT_ONCE);
      for (TlsReportLine one : found) {
        if (!taker.take(TlsReportJson.of(domain.id(), domain.name(), one))) {
          return false;
        }
        last = one.id();
      }
      if (found.size() < REPORTS_AT_ONCE) {
        return true;
      }
    }
  }

  /**
   * The intake log, the newest first.
   *
   * @param outcome only entries with this outcome, null for all
   * @param before only entries older than the one of this id
   */
  public void intake(Scope scope, @Nullable Outcome outcome, long before, Taker taker) {
    long last = before;
    while (true) {
      List<IntakeEntry> some = intake.older(scope, outcome, last, ENTRIES_AT_ONCE);
      for (IntakeEntry one : some) {
        if (!taker.take(IntakeJson.of(one))) {
          return;
        }
        last = one.id();
      }
      if (some.size() < ENTRIES_AT_ONCE) {
        return;
      }
    }
  }

  /**
   * Alerts, the newest first.
   *
   * @param before only those older than the one of this id, null for all
   */
  public void alerts(Scope scope, @Nullable Long before, Taker taker) {
    Long last = before;
    while (true) {
      List<Alert> some = alerts.newest(scope, last, ALERTS_AT_ONCE);
      for (Alert one : some) {
        if (!taker.take(AlertJson.of(one))) {
          return;
        }
        last = one.id();
      }
      if (some.size() < ALERTS_AT_ONCE) {
        return;
      }
    }
  }

  private static Scope scope(Asked asked) {
    List<DomainInfo> wanted = asked.domains();
    return wanted == null
        ? Scope.EVERYTHING
        : Scope.of(wanted.stream().map(DomainInfo::name).toList());
  }

  private static LocalDate first(@Nullable LocalDate from) {
    return from == null ? LocalDate.EPOCH : from;
  }

  private static LocalDate last(@Nullable LocalDate to) {
    return to == null ? LAST_DAY : to;
  }

  private DomainJson judged(DomainInfo domain) {
    return judgement
        .summary(domain.name())
        .map(DomainJson::of)
        .orElseGet(
            () -> DomainJson.unjudged(domain.name(), traffic.newestDay(domain.id()).orElse(null)));
  }

  private boolean senders(DomainInfo domain, Taker taker) {
    Optional<DomainSummary> summary = judgement.summary(domain.name());
    return summary.isEmpty()
        || giveAll(
            KeptDomain.read(judgement, summary.get(), false).senders().stream()
                .map(sender -> SenderJson.of(domain.name(), sender))
                .toList(),
            taker);
  }

  /**
   * The sources of a domain by address.
   *
   * @param after only those behind this one, null for all
   */
  public boolean sources(DomainInfo domain, @Nullable InetAddress after, Taker taker) {
    InetAddress last = after;
    while (true) {
      List<SourceStanding> found = judgement.sources(domain.id(), last, SOURCES_AT_ONCE);
      for (SourceStanding source : found) {
        if (!taker.take(SourceJson.of(domain.name(), source))) {
          return false;
        }
        last = source.ip();
      }
      if (found.size() < SOURCES_AT_ONCE) {
        return true;
      }
    }
  }

  private static boolean giveAll(List<? extends Record> lines, Taker taker) {
    for (Record line : lines) {
      if (!taker.take(line)) {
        return false;
      }
    }
    return true;
  }
}
