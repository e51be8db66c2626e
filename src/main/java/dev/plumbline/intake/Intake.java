package dev.plumbline.intake;

import dev.plumbline.dns.DomainName;
import dev.plumbline.mime.Limits;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.mime.Submitter;
import dev.plumbline.report.aggregate.AggregateReportParser;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.intake.Document;
import dev.plumbline.store.intake.DocumentKind;
import dev.plumbline.store.intake.DocumentOutcome;
import dev.plumbline.store.intake.DocumentResult;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.intake.ItemContent;
import dev.plumbline.store.intake.ItemDraft;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.LearntDomains;
import dev.plumbline.store.intake.LearntDomains.Known;
import dev.plumbline.store.intake.MailProofs.Verified;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.intake.ReceivedItem;
import dev.plumbline.store.intake.ReportRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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
  private final Consumer<IntakeStored> stored;
  private final Clock clock;
  private final Limits limits;
  private final ItemFinder finder;
  private final Bounds bounds;
  private final Trust trust;
  private final Function<DomainName, Known> learnt;
  private final OwnMail own;
  private final Pace reading = new Pace();
  private final Pace storing = new Pace();

  @Inject
  Intake(
      IntakeStore store,
      Event<IntakeStored> stored,
      Clock clock,
      Limits limits,
      AggregateReportParser parser,
      Bounds bounds,
      LearntDomains learnt,
      ReportAddresses addresses,
      @ConfigProperty(name = "plumbline.background") boolean background,
      @ConfigProperty(name = "plumbline.trusted-authserv-ids")
          Optional<List<String>> trustedServers,
      @ConfigProperty(name = "plumbline.failure-reports.keep-bodies", defaultValue = "false")
          boolean keepBodies,
      Trust trust,
      OwnMail own) {
    this(
        store,
        told -> stored.fire(told),
        clock,
        limits,
        parser,
        bounds,
        trust,
        // As recheck.OwnDomains asks.
        domain -> learnt.of(domain, background && !addresses.all().isEmpty()),
        trustedServers.orElse(List.of()),
        keepBodies,
        own);
  }

  /**
   * An intake outside the application.
   *
   * @param stored is told of new reports once they are committed
   * @param bounds what a report may say before it is believed
   * @param learnt whose domain one is, as far as DNS told
   * @param trustedServers whose findings about the mail that a report comes in are believed
   * @param keepBodies whether the body of a message that a failure report is about is kept
   */
  public Intake(
      IntakeStore store,
      Consumer<IntakeStored> stored,
      Clock clock,
      Limits limits,
      AggregateReportParser parser,
      Bounds bounds,
      Function<DomainName, Known> learnt,
      List<String> trustedServers,
      boolean keepBodies) {
    this(
        store,
        stored,
        clock,
        limits,
        parser,
        bounds,
        Trust.blind(),
        learnt,
        trustedServers,
        keepBodies,
        OwnMail.NONE);
  }

  private Intake(
      IntakeStore store,
      Consumer<IntakeStored> stored,
      Clock clock,
      Limits limits,
      AggregateReportParser parser,
      Bounds bounds,
      Trust trust,
      Function<DomainName, Known> learnt,
      List<String> trustedServers,
      boolean keepBodies,
      OwnMail own) {
    this.own = own;
    this.trust = trust;
    this.bounds = bounds;
    this.learnt = learnt;
    this.limits = limits;
    this.finder = new ItemFinder(limits, parser, trustedServers, keepBodies);
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
    Incoming incoming = new Incoming(channel, name, messageId, content);
    return settle(received(incoming), () -> findNew(incoming));
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
    List<ReceivedItem> received = items.stream().map(this::received).toList();
    List<Optional<ItemDraft>> drafts = drafts(items, received);
    List<Optional<ItemOutcome>> together = takeTogether(drafts);
    List<ItemOutcome> outcomes = new ArrayList<>();
    int failuresInARow = 0;
    for (int i = 0; i < items.size(); i++) {
      Incoming incoming = items.get(i);
      ItemOutcome outcome;
      if (together.get(i).isPresent()) {
        outcome = together.get(i).get();
        Told.log(drafts.get(i).orElseThrow().item(), outcome);
        announce(outcome);
      } else if (failuresInARow >= FAILURES_OF_A_DATABASE_DOWN) {
        outcome = outcomes.get(i - 1);
        Told.log(received.get(i), outcome);
      } else {
        outcome = settle(received.get(i), () -> findNew(incoming));
      }
      failuresInARow = outcome.outcome() == Outcome.TRY_AGAIN ? failuresInARow + 1 : 0;
      outcomes.add(outcome);
    }
    return outcomes;
  }

  /** Those that are read into memory, each at its item's place. */
  private List<Optional<ItemDraft>> drafts(List<Incoming> items, List<ReceivedItem> received) {
    List<Optional<ItemDraft>> drafts = new ArrayList<>();
    long size = 0;
    for (int i = 0; i < items.size(); i++) {
      boolean fits =
          size < IntakeStore.MOST_BATCH_BYTES
              && received.get(i).sizeBytes() <= IntakeStore.MOST_ITEM_BYTES;
      Optional<ItemDraft> draft = fits ? read(items.get(i), received.get(i)) : Optional.empty();
      size += draft.map(ItemDraft::size).orElse(0L);
      drafts.add(draft);
    }
    return drafts;
  }

  /** The outcomes of those that could be stored by one commit, each at its item's place. */
  private List<Optional<ItemOutcome>> takeTogether(List<Optional<ItemDraft>> drafts) {
    Iterator<ItemOutcome> outcomes;
    try {
      List<ItemDraft> some = drafts.stream().flatMap(Optional::stream).toList();
      outcomes = storing.took(some.size(), () -> store.recordTogether(some)).iterator();
    } catch (StoreUnavailableException e) {
      // Down, or brought down by one of these items: alone, each shows which it is.
      outcomes = Collections.emptyIterator();
    }
    List<Optional<ItemOutcome>> together = new ArrayList<>();
    for (Optional<ItemDraft> draft : drafts) {
      boolean stored = draft.isPresent() && outcomes.hasNext();
      together.add(stored ? Optional.of(outcomes.next()) : Optional.empty());
    }
    return together;
  }

  /** Reads an item into memory; empty if it has to be taken in alone, which shows why. */
  private Optional<ItemDraft> read(Incoming incoming, ReceivedItem item) {
    try {
      return store.draft(item, reading.took(1, () -> findNew(incoming)));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Takes an item in again from its kept bytes, with the present parser, in place of what became of
   * it before. If that fails, all stays as it was.
   *
   * @param intakeId its entry in the intake log
   * @param channel where it came from
   * @param bytes what is kept of it
   * @param verified what verifying found of the mail since then; null if nothing
   * @param believed whether somebody decided that its reports count whatever they say
   */
  ItemOutcome takeAgain(
      long intakeId,
      String channel,
      String name,
      ReceivedBytes bytes,
      @Nullable Verified verified,
      boolean believed) {
    Submitter submitter = finder.submitter(channel, bytes);
    if (submitter != null && verified == Verified.PASS) {
      submitter = new Submitter(submitter.domain(), Submitter.Check.PASS);
    }
    ItemContent content =
        finder.find(
            bytes,
            name,
            submitter,
            believed ? null : within(channel, submitter, verified != null, intakeId));
    ItemOutcome outcome = store.recordAgain(intakeId, content);
    LOG.infof(
        "entry %d \"%s\" again: %s: %s",
        intakeId,
        content.isPrivate() ? "failure report" : LogText.safe(name),
        outcome.outcome().wire(),
        LogText.safe(outcome.reason()));
    announce(outcome);
    return outcome;
  }

  /** What finding documents in items, and reading them, took in this process. */
  public Pace reading() {
    return reading;
  }

  /** What storing items took in this process. */
  public Pace storing() {
    return storing;
  }

  /** How many bytes a message may have; a larger one need not be fetched. */
  long mostMessageBytes() {
    return limits.messageBytes();
  }

  private ReceivedItem received(Incoming incoming) {
    ReceivedBytes content = incoming.content();
    return new ReceivedItem(
        incoming.channel(),
        incoming.name(),
        incoming.messageId(),
        clock.instant(),
        content,
        content.size());
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
    return settle(item, () -> ItemContent.of(new Document.Refused("", reason, limit)));
  }

  /** One bad message never stops the others: this is their guard. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  private ItemOutcome settle(ReceivedItem received, Supplier<ItemContent> content) {
    ReceivedItem item = received;
    ItemOutcome outcome;
    Told.begin();
    try {
      ItemContent found = reading.took(1, content);
      item = received.holding(found);
      outcome = storing.took(1, () -> store.record(received, found));
    } catch (StoreUnavailableException e) {
      outcome = tryAgain(String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      outcome = tryAgain("It cannot be read: " + said(Objects.requireNonNull(e.getCause())));
    } catch (Exception e) {
      LOG.errorf(e, "%s %s could not be taken in", item.channel(), LogText.safe(item.name()));
      outcome = keepOnly(item, e);
    }
    Told.log(item, outcome);
    Told.end();
    announce(outcome);
    return outcome;
  }

  /** What a failure says without telling where this server keeps its files. */
  static String said(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "it is not there any more.";
    }
    if (failure instanceof FileSystemException file) {
      return file.getReason() == null ? "it cannot be opened." : file.getReason() + ".";
    }
    return String.valueOf(failure.getMessage());
  }

  /** Our own mistake must not cost the user the message: the bytes are kept for a later version. */
  private ItemOutcome keepOnly(ReceivedItem item, Exception failure) {
    String reason =
        "An error in Plumbline (%s); its bytes are kept."
            .formatted(failure.getClass().getSimpleName());
    try {
      return store.record(item, ItemContent.of(new Document.Refused("", reason, null)));
    } catch (RuntimeException e) {
      return tryAgain("It could be neither read nor kept: " + e.getMessage());
    }
  }

  private static ItemOutcome tryAgain(String reason) {
    return new ItemOutcome(Outcome.TRY_AGAIN, reason, null, 0, List.of());
  }

  /** What an item holds that has just come: perhaps mail about Plumbline itself. */
  private ItemContent findNew(Incoming incoming) {
    Optional<String> own = this.own.take(incoming.channel(), incoming.content());
    if (own.isPresent()) {
      return ItemContent.of(new Document.NotAReport("", own.get()));
    }
    Submitter submitter = finder.submitter(incoming.channel(), incoming.content());
    return finder.find(
        incoming.content(),
        incoming.name(),
        submitter,
        within(incoming.channel(), submitter, false, -1));
  }

  /** Anybody can send a mail; a file was chosen by somebody who may. */
  private Within within(
      String channel, @Nullable Submitter submitter, boolean verified, long intakeId) {
    Instant now = clock.instant();
    if (!Within.isMail(channel)) {
      return new Within(bounds, Bounds.Arrival.chosen(now), trust, null);
    }
    boolean settled = verified || (submitter != null && submitter.check() != Submitter.Check.NONE);
    return new Within(
        bounds,
        new Bounds.Arrival(now, learnt),
        trust,
        new Trust.Mail(submitter, settled, intakeId, now));
  }

  private void announce(ItemOutcome outcome) {
    Set<ReportRef> reports =
        outcome.documents().stream()
            .filter(document -> document.outcome() == DocumentOutcome.STORED)
            .filter(document -> document.kind() == DocumentKind.AGGREGATE)
            .map(DocumentResult::report)
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet());
    if (reports.isEmpty()) {
      return;
    }
    try {
      stored.accept(new IntakeStored(reports));
    } catch (RuntimeException e) {
      // The report is committed whatever its observers make of it.
      LOG.error("An observer of new reports failed", e);
    }
  }
}
