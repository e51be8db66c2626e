package dev.plumbline.recheck;

import dev.plumbline.dns.Dns;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.intake.TestMails;
import dev.plumbline.store.intake.TestMails.Waiting;
import dev.plumbline.verify.MailStory;
import dev.plumbline.verify.MailVerifier;
import dev.plumbline.verify.ServerNotes;
import dev.plumbline.verify.StoryTeller;
import dev.plumbline.verify.Verification;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Verifies the mails that were sent to be tested, in the background. */
@ApplicationScoped
public class TestMailRounds {

  private static final Logger LOG = Logger.getLogger(TestMailRounds.class);

  private static final int AT_ONCE = 5;

  /** So long one can come back to what was found. */
  private static final Duration KEPT = Duration.ofDays(30);

  private static final Duration FORGETTING = Duration.ofHours(1);

  private final TestMails mails;
  private final Dns dns;
  private final Clock clock;
  private final MailConnections connections;
  private final SenderTestRounds senders;
  private final boolean background;
  private Instant forgotten = Instant.EPOCH;

  @Inject
  TestMailRounds(
      TestMails mails,
      Dns dns,
      Clock clock,
      MailConnections connections,
      SenderTestRounds senders,
      @ConfigProperty(name = "plumbline.background") boolean background) {
    this.mails = mails;
    this.dns = dns;
    this.clock = clock;
    this.background = background;
    this.connections = connections;
    this.senders = senders;
  }

  @Scheduled(every = "3s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
  void due() {
    if (!background) {
      return;
    }
    try {
      run();
    } catch (StoreUnavailableException e) {
      LOG.debugf("Test mails wait for the database: %s", e.getMessage());
    }
  }

  /** Verifies some of the mails that wait. Two processes that do it at once do no harm. */
  public void run() {
    for (Waiting mail : mails.waiting(AT_ONCE)) {
      mails.tell(mail.token(), story(mail), clock.instant());
    }
    Instant now = clock.instant();
    if (now.isAfter(forgotten.plus(FORGETTING))) {
      forgotten = now;
      mails.forget(now.minus(KEPT));
    }
  }

  /** One mail that we cannot cope with must not stand in the way of the others. */
  private MailStory story(Waiting mail) {
    if (mail.content().length == 0) {
      senders.settle(mail.token(), mail.cameAt(), null);
      String reason = "It is larger than %d MiB, and was not looked at.";
      return MailStory.failed(reason.formatted(TestMails.MOST_BYTES >> 20));
    }
    try {
      MailConnections.Noted noted = connections.of(mail.channel(), mail.content(), mail.cameAt());
      Verification found = new MailVerifier(dns).verify(mail.content(), noted.connection());
      senders.settle(mail.token(), mail.cameAt(), found);
      return StoryTeller.tell(
          mail.content(), found, noted.notes().map(ServerNotes::results).orElse(List.of()));
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("A test mail could not be verified", e);
      senders.settle(mail.token(), mail.cameAt(), null);
      String reason = "It could not be verified: an error in Plumbline (%s).";
      return MailStory.failed(reason.formatted(e.getClass().getSimpleName()));
    }
  }
}
