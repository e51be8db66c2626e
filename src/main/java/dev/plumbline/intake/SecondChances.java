package dev.plumbline.intake;

import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.BackgroundThreads;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.intake.DocumentOutcome;
import dev.plumbline.store.intake.DocumentResult;
import dev.plumbline.store.intake.IntakeEntry;
import dev.plumbline.store.intake.IntakeQueries;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.MailProofs;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.intake.RawContent;
import dev.plumbline.store.traffic.ReportQueries;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes items in again from their kept bytes. */
@ApplicationScoped
public class SecondChances {

  private static final Logger LOG = Logger.getLogger(SecondChances.class);

  private final Intake intake;
  private final IntakeQueries log;
  private final MailProofs proofs;
  private final ReportQueries reports;
  private final TrafficQueries traffic;
  private final AtomicInteger waiting = new AtomicInteger();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(BackgroundThreads.named("second-chances"));

  SecondChances(
      Intake intake,
      IntakeQueries log,
      MailProofs proofs,
      ReportQueries reports,
      TrafficQueries traffic) {
    this.intake = intake;
    this.proofs = proofs;
    this.log = log;
    this.reports = reports;
    this.traffic = traffic;
  }

  /**
   * Takes one item in again, with the present parser, in place of what became of it before.
   *
   * @return what became of it; empty if there is no such entry, or its bytes were too many to keep
   * @throws StoreUnavailableException if the database is down
   */
  public Optional<ItemOutcome> again(long intakeId) {
    return again(intakeId, isBelieved(intakeId));
  }

  /**
   * What counts already counts on, whatever the bounds are now; of what waits nothing is believed.
   */
  private boolean isBelieved(long intakeId) {
    List<DocumentOutcome> outcomes =
        log.entry(intakeId).stream()
            .flatMap(entry -> entry.documents().stream())
            .map(DocumentResult::outcome)
            .toList();
    return outcomes.contains(DocumentOutcome.STORED)
        && !outcomes.contains(DocumentOutcome.SET_ASIDE);
  }

  /** As {@link #again(long)}, and whatever its reports say is believed. */
  public Optional<ItemOutcome> believe(long intakeId) {
    return again(intakeId, true);
  }

  /** As {@link #again(long)}, and nothing of it is believed for having counted already. */
  public Optional<ItemOutcome> doubt(long intakeId) {
    return again(intakeId, false);
  }

  private Optional<ItemOutcome> again(long intakeId, boolean believed) {
    Optional<RawContent> raw = reports.rawOfIntake(intakeId);
    if (raw.isEmpty()) {
      return Optional.empty();
    }
    RawContent kept = raw.get();
    return Optional.of(
        intake.takeAgain(
            intakeId,
            log.entry(intakeId).map(IntakeEntry::channel).orElse(""),
            kept.name(),
            ReceivedBytes.of(kept.content(), kept.sizeBytes()),
            proofs.of(intakeId).orElse(null),
            believed));
  }

  /** Entries that were rejected and whose bytes are kept, oldest first. */
  public List<Long> rejected() {
    return log.withBytes(Outcome.REJECTED);
  }

  /**
   * Entries that reports about some domains came in by, oldest first.
   *
   * @param domains none for all
   * @throws IllegalArgumentException if one of them is not monitored
   */
  public List<Long> ofDomains(List<String> domains) {
    List<Long> ids = new ArrayList<>();
    for (String name : domains) {
      ids.add(
          traffic
              .domain(name)
              .orElseThrow(
                  () -> new IllegalArgumentException("No report about " + name + " has come in."))
              .id());
    }
    if (domains.isEmpty()) {
      traffic.domains().forEach(domain -> ids.add(domain.id()));
    }
    TreeSet<Long> entries = new TreeSet<>();
    ids.forEach(id -> entries.addAll(log.entriesOfDomain(id)));
    return List.copyOf(entries);
  }

  /**
   * What became of an entry.
   *
   * @param outcome of its bytes; null if it was left as it was, or does not exist
   * @param sentence about that
   */
  public record Told(long entry, @Nullable Outcome outcome, String sentence) {}

  /**
   * Takes entries in again, one after the other; a failure leaves its entry as it was and does not
   * stop the others.
   *
   * @param progress is told of each entry
   * @return how many failed
   */
  public int all(List<Long> entries, Consumer<Told> progress) {
    return all(entries, this::again, progress);
  }

  /** As {@link #all(List, Consumer)}, and whatever the reports say is believed. */
  public int believeAll(List<Long> entries, Consumer<Told> progress) {
    return all(entries, this::believe, progress);
  }

  private int all(
      List<Long> entries, Function<Long, Optional<ItemOutcome>> taking, Consumer<Told> progress) {
    int failed = 0;
    for (long id : entries) {
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      try {
        progress.accept(
            taking
                .apply(id)
                .map(outcome -> told(id, outcome))
                .orElseGet(() -> new Told(id, null, whyNot(id))));
      } catch (StoreUnavailableException e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.warnf(e, "Entry %d could not be taken in again", id);
        failed++;
        progress.accept(
            new Told(
                id,
                null,
                "stays as it was, by an error in Plumbline (%s)"
                    .formatted(e.getClass().getSimpleName())));
      }
    }
    return failed;
  }

  private static Told told(long id, ItemOutcome outcome) {
    return new Told(
        id,
        outcome.outcome(),
        outcome.outcome().wire().replace('_', ' ') + ": " + outcome.reason());
  }

  private String whyNot(long id) {
    return log.entry(id).isPresent() ? "Its bytes were not kept." : "There is no such entry.";
  }

  /** Has every rejected entry taken in again in the background. */
  public void startRejected() {
    List<Long> entries = rejected();
    waiting.addAndGet(entries.size());
    worker.execute(
        () -> {
          try {
            all(entries, told -> waiting.decrementAndGet());
          } catch (RuntimeException e) {
            LOG.warnf(e, "Rejected entries were not all tried again");
          } finally {
            waiting.set(0);
          }
        });
  }

  /** How many entries wait for {@link #startRejected} to come to them. */
  public int waiting() {
    return waiting.get();
  }

  /** What it did not come to stays rejected. */
  void stop(@Observes ShutdownEvent event) {
    BackgroundThreads.end(worker);
  }
}
