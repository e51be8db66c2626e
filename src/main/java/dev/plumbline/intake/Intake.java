package dev.plumbline.intake;

import dev.plumbline.mime.Finding;
import dev.plumbline.mime.Finding.Kind;
import dev.plumbline.mime.Finding.NotAReport;
import dev.plumbline.mime.Finding.Payload;
import dev.plumbline.mime.Finding.Refused;
import dev.plumbline.mime.Limits;
import dev.plumbline.mime.PayloadFinder;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.mime.Submitter;
import dev.plumbline.report.Bytes;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.intake.DocumentOutcome;
import dev.plumbline.store.intake.DocumentResult;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.intake.IntakeStore.Submission;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.ItemWork;
import dev.plumbline.store.intake.ItemWriter;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.intake.ReceivedItem;
import dev.plumbline.store.intake.ReportRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes in one message or file at a time. Safe for use by several threads. */
@ApplicationScoped
public class Intake {

  private static final Logger LOG = Logger.getLogger(Intake.class);

  /** So many failures in a row mean that the database is down, not that an item is bad. */
  static final int FAILURES_OF_A_DATABASE_DOWN = 3;

  private final IntakeStore store;
  private final Event<IntakeStored> stored;
  private final Clock clock;
  private final Limits limits;
  private final PayloadFinder finder;
  private final AggregateReportParser parser;
  private final Set<String> trustedServers;

  Intake(
      IntakeStore store,
      Event<IntakeStored> stored,
      Clock clock,
      Limits limits,
      AggregateReportParser parser,
      @ConfigProperty(name = "plumbline.trusted-authserv-ids")
          Optional<List<String>> trustedServers) {
    this.trustedServers =
        trustedServers.orElse(List.of()).stream()
            .map(server -> server.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    this.limits = limits;
    this.finder = new PayloadFinder(limits);
    this.parser = parser;
    this.store = store;
    this.stored = stored;
    this.clock = clock;
  }

  /**
   * Takes one item in. Never throws: whatever happens is the outcome. Unless that is {@link
   * Outcome#TRY_AGAIN}, it is committed and the item may be put away.
   *
   * @param channel where it came from: {@code mailbox:NAME}, {@code folder}, {@code upload}, {@code
   *     rest} or {@code cli}
   * @param name for people to recognise it by: a file name or a subject
   * @param messageId of a mail, as far as known
   */
  public ItemOutcome take(
      String channel, String name, @Nullable String messageId, ReceivedBytes content) {
    Submission submission = submission(new Incoming(channel, name, messageId, content));
    return settle(submission.item(), submission.work());
  }

  /**
   * An item to be taken in.
   *
   * @param channel as for {@link #take}, as are the others
   */
  public record Incoming(
      String channel, String name, @Nullable String messageId, ReceivedBytes content) {}

  /**
   * Takes several items in, small ones by one commit for many of them. Each ends as if it had come
   * alone, and none of them is committed before its outcome is known.
   *
   * @return the outcomes in the order of the items
   */
  public List<ItemOutcome> takeAll(List<Incoming> items) {
    List<Submission> submissions = items.stream().map(this::submission).toList();
    List<Optional<ItemOutcome>> together;
    try {
      together = store.recordTogether(submissions);
    } catch (StoreUnavailableException e) {
      // Down, or brought down by one of these items: alone, each shows which it is.
      together = Collections.nCopies(items.size(), Optional.empty());
    }
    List<ItemOutcome> outcomes = new ArrayList<>();
    int failuresInARow = 0;
    for (int i = 0; i < items.size(); i++) {
      Submission submission = submissions.get(i);
      ItemOutcome outcome;
      if (together.get(i).isPresent()) {
        outcome = together.get(i).get();
        log(submission.item(), outcome);
        announce(outcome);
      } else if (failuresInARow >= FAILURES_OF_A_DATABASE_DOWN) {
        outcome = outcomes.get(i - 1);
        log(submission.item(), outcome);
      } else {
        outcome = settle(submission.item(), submission.work());
      }
      failuresInARow = outcome.outcome() == Outcome.TRY_AGAIN ? failuresInARow + 1 : 0;
      outcomes.add(outcome);
    }
    return outcomes;
  }

  /**
   * Takes an item in again from its kept bytes, with the present parser, in place of what became of
   * it before. If that fails, all stays as it was.
   *
   * @param intakeId its entry in the intake log
   * @param bytes what is kept of it
   */
  ItemOutcome takeAgain(long intakeId, String name, ReceivedBytes bytes) {
    ItemOutcome outcome = store.recordAgain(intakeId, writer -> write(bytes, name, writer));
    LOG.infof(
        "entry %d \"%s\" again: %s: %s",
        intakeId, LogText.safe(name), outcome.outcome().wire(), LogText.safe(outcome.reason()));
    announce(outcome);
    return outcome;
  }

  /** How many bytes a message may have; a larger one need not be fetched. */
  long mostMessageBytes() {
    return limits.messageBytes();
  }

  private Submission submission(Incoming incoming) {
    ReceivedBytes content = incoming.content();
    return new Submission(
        new ReceivedItem(
            incoming.channel(),
            incoming.name(),
            incoming.messageId(),
            clock.instant(),
            content,
            content.size()),
        writer -> write(content, incoming.name(), writer));
  }

  /**
   * Records an item that was not fetched because it is over a limit; its bytes are not kept.
   *
   * @param limit the limit's name
   */
  ItemOutcome refuse(
      String channel,
      String name,
      @Nullable String messageId,
      long sizeBytes,
      String reason,
      String limit) {
    ReceivedItem item =
        new ReceivedItem(channel, name, messageId, clock.instant(), null, sizeBytes);
    return settle(item, writer -> writer.rejected("", reason, limit));
  }

  /** One bad message never stops the others: this is their guard. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  private ItemOutcome settle(ReceivedItem item, ItemWork work) {
    ItemOutcome outcome;
    try {
      outcome = store.record(item, work);
    } catch (StoreUnavailableException e) {
      outcome = tryAgain(String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      outcome = tryAgain("It cannot be read: " + e.getMessage());
    } catch (Exception e) {
      LOG.errorf(e, "%s %s could not be taken in", item.channel(), LogText.safe(item.name()));
      outcome = keepOnly(item, e);
    }
    log(item, outcome);
    announce(outcome);
    return outcome;
  }

  /** Our own mistake must not cost the user the message: the bytes are kept for a later version. */
  private ItemOutcome keepOnly(ReceivedItem item, Exception failure) {
    String reason =
        "An error in Plumbline (%s); its bytes are kept."
            .formatted(failure.getClass().getSimpleName());
    try {
      return store.record(item, writer -> writer.rejected("", reason, null));
    } catch (RuntimeException e) {
      return tryAgain("It could be neither read nor kept: " + e.getMessage());
    }
  }

  private static ItemOutcome tryAgain(String reason) {
    return new ItemOutcome(Outcome.TRY_AGAIN, reason, null, 0, List.of());
  }

  private void write(ReceivedBytes content, String name, ItemWriter writer) throws IOException {
    Submitter.of(content, trustedServers)
        .ifPresent(mail -> writer.submitter(mail.domain(), mail.check().wire()));
    for (Finding finding : finder.find(content, name)) {
      if (finding instanceof Payload payload) {
        payload(payload, writer);
      } else if (finding instanceof NotAReport not) {
        writer.notAReport(not.member(), not.reason());
      } else if (finding instanceof Refused refused) {
        writer.rejected(refused.member(), refused.reason(), refused.limit());
      } else {
        throw new AssertionError(finding);
      }
    }
  }

  private void payload(Payload payload, ItemWriter writer) throws IOException {
    if (payload.kind() == Kind.XML) {
      Bytes xml = payload::open;
      writer.report(payload.member(), sink -> parser.parse(xml, sink));
    } else {
      writer.rejected(
          payload.member(),
          (payload.kind() == Kind.ARF ? "Failure report" : "TLS report")
              + ": kept, not evaluated by this version.",
          null);
    }
  }

  private static void log(ReceivedItem item, ItemOutcome outcome) {
    LOG.logf(
        outcome.outcome() == Outcome.TRY_AGAIN ? Logger.Level.WARN : Logger.Level.INFO,
        "%s \"%s\": %s: %s",
        item.channel(),
        LogText.safe(item.name()),
        outcome.outcome().wire(),
        LogText.safe(outcome.reason()));
  }

  private void announce(ItemOutcome outcome) {
    Set<Long> domains =
        outcome.documents().stream()
            .filter(document -> document.outcome() == DocumentOutcome.STORED)
            .map(DocumentResult::report)
            .filter(Objects::nonNull)
            .map(ReportRef::domainId)
            .collect(Collectors.toUnmodifiableSet());
    if (domains.isEmpty()) {
      return;
    }
    try {
      stored.fire(new IntakeStored(domains));
    } catch (RuntimeException e) {
      // The report is committed whatever its observers make of it.
      LOG.error("An observer of new reports failed", e);
    }
  }
}
