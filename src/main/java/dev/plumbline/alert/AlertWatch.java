package dev.plumbline.alert;

import dev.plumbline.store.Database;
import dev.plumbline.store.ProcessName;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.alert.Alert.Found;
import dev.plumbline.store.alert.AlertFacts;
import dev.plumbline.store.alert.AlertKind;
import dev.plumbline.store.alert.Alerts;
import dev.plumbline.store.alert.SilenceFacts;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.JudgementQueries;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Looks for what somebody should know. Several processes may look at the same time: what one found
 * is not found again by another, since a thing is one row.
 */
@ApplicationScoped
public class AlertWatch {

  private static final Logger LOG = Logger.getLogger(AlertWatch.class);

  /** What happened is looked for so far back; afterwards it is known. */
  private static final Duration BACK = Duration.ofDays(2);

  /** Looks at all traffic are costly, and reports come once a day. */
  private static final Duration PAUSE = Duration.ofMinutes(30);

  private static final String COSTLY = "traffic";

  /** Ten lookups are allowed. */
  private static final int NEAR_TEN = 9;

  private static final Duration BEFORE_END = Duration.ofDays(14);
  private static final Duration UNREAD = Duration.ofHours(1);
  private static final Duration EMPTY = Duration.ofDays(1);

  private static final Set<AlertKind> CHEAP =
      EnumSet.of(
          AlertKind.LOSING_MAIL,
          AlertKind.RECORD_BROKEN,
          AlertKind.DOMAIN_SILENT,
          AlertKind.REGRESSED,
          AlertKind.DISK);

  private static final Set<AlertKind> OF_TRAFFIC =
      EnumSet.of(
          AlertKind.FAILING_MORE,
          AlertKind.SPOOFING,
          AlertKind.LOOKUPS,
          AlertKind.EXPIRING,
          AlertKind.MAILBOX,
          AlertKind.INTAKE_REFUSING,
          AlertKind.REPORTER_SILENT);

  private final Alerts alerts;
  private final AlertFacts facts;
  private final SilenceFacts silences;
  private final JudgementQueries judgement;
  private final Clock clock;
  private final boolean background;

  AlertWatch(
      Database database,
      Alerts alerts,
      Clock clock,
      @ConfigProperty(name = "plumbline.background", defaultValue = "true") boolean background) {
    this.alerts = alerts;
    this.facts = new AlertFacts(database);
    this.silences = new SilenceFacts(database);
    this.judgement = new JudgementQueries(database);
    this.clock = clock;
    this.background = background;
  }

  @Scheduled(every = "1m", delayed = "30s", concurrentExecution = ConcurrentExecution.SKIP)
  void due() {
    if (!background) {
      return;
    }
    try {
      round();
    } catch (StoreUnavailableException e) {
      LOG.debug("Alerts wait for the database", e);
    }
  }

  /** Looks once at what is cheap, and at the rest if it was not looked at of late. */
  void round() {
    Instant now = clock.instant();
    Instant began = alerts.began(now);
    List<Found> found = standing();
    found.addAll(happened(latest(began, now.minus(BACK))));
    alerts.keep(CHEAP, found, now);
    if (alerts.isTurn(COSTLY, now, PAUSE)) {
      alerts.keep(OF_TRAFFIC, costly(now), now);
      alerts.forget(now);
    }
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private List<Found> standing() {
    List<Found> found = new ArrayList<>();
    Set<String> history = silences.silentBeforeSeen();
    for (DomainSummary summary : judgement.summaries()) {
      found.addAll(DomainRules.of(summary, history.contains(summary.domain())));
    }
    facts.regressed().forEach(one -> found.add(DomainRules.of(one)));
    disk(found);
    return found;
  }

  private static void disk(List<Found> found) {
    Path folder = Path.of(System.getProperty("java.io.tmpdir", "."));
    try {
      FileStore disk = Files.getFileStore(folder);
      RunningRules.disk(
              ProcessName.host(),
              folder.toAbsolutePath().toString(),
              disk.getUsableSpace(),
              disk.getTotalSpace())
          .ifPresent(found::add);
    } catch (IOException e) {
      LOG.debugf(e, "The disk of %s cannot be looked at", folder);
    }
  }

  private List<Found> happened(Instant since) {
    List<Found> found = new ArrayList<>();
    facts.newSenders(since).forEach(one -> DomainRules.of(one).ifPresent(found::add));
    facts.changed(since).forEach(one -> found.add(DomainRules.of(one)));
    return found;
  }

  private List<Found> costly(Instant now) {
    List<Found> found = new ArrayList<>();
    found.addAll(days(now));
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    RunningRules.of(
            facts.refused(
                today.minusDays(Unusual.DAYS).atStartOfDay(ZoneOffset.UTC).toInstant(),
                now.minus(Duration.ofDays(1))))
        .ifPresent(found::add);
    facts
        .lookups(NEAR_TEN, now.minus(Duration.ofDays(7)))
        .forEach(one -> found.add(DomainRules.of(one)));
    facts.certificates(now.plus(BEFORE_END)).forEach(one -> found.add(RunningRules.of(one, now)));
    facts.tokens(now, now.plus(BEFORE_END)).forEach(one -> found.add(RunningRules.of(one)));
    facts.unread(now.minus(UNREAD)).forEach(one -> found.add(RunningRules.of(one, now)));
    facts
        .empty(now.minus(Duration.ofDays(Unusual.DAYS)), now, EMPTY)
        .forEach(one -> found.add(RunningRules.of(one, now)));
    silences
        .silent(today.minusDays(35), today.minusDays(7), 10)
        .forEach(one -> found.add(RunningRules.of(one)));
    return found;
  }

  /** Of two days that stand out the newer one is told. */
  private Collection<Found> days(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    LocalDate to = today.minusDays(1);
    LocalDate from = today.minusDays(2);
    LocalDate before = from.minusDays(Unusual.DAYS);
    Map<List<String>, Found> found = new LinkedHashMap<>();
    Stream.concat(
            facts.failing(before, from, to).stream()
                .flatMap(day -> DomainRules.failing(day).stream()),
            facts.strangers(before, from, to).stream()
                .flatMap(day -> DomainRules.wave(day).stream()))
        .forEach(one -> found.put(List.of(one.kind().wire(), one.domain(), one.subject()), one));
    return found.values();
  }
}
