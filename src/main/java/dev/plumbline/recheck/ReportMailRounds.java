package dev.plumbline.recheck;

import dev.plumbline.dns.Dns;
import dev.plumbline.intake.SecondChances;
import dev.plumbline.intake.Trust;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.intake.MailProofs;
import dev.plumbline.store.intake.MailProofs.Verified;
import dev.plumbline.store.intake.MailProofs.Waiting;
import dev.plumbline.store.intake.RawContent;
import dev.plumbline.store.traffic.ReportQueries;
import dev.plumbline.verify.Connection;
import dev.plumbline.verify.MailVerifier;
import dev.plumbline.verify.MailVerifier.Origin;
import dev.plumbline.verify.MailVerifier.Proof;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Verifies the mails that brought reports, in the background, by what is kept of them. What a proof
 * makes count is taken in, and what turns out to contradict its reporter is set aside.
 */
@ApplicationScoped
public class ReportMailRounds {

  private static final Logger LOG = Logger.getLogger(ReportMailRounds.class);

  /** Some seconds of work where DNS answers at once. */
  private static final int AT_ONCE = 200;

  private static final Duration AFTER_FAILURE = Duration.ofMinutes(30);

  /** Keys are changed; a mail that is older shows nothing by a signature that does not verify. */
  private static final Duration FRESH = Duration.ofDays(14);

  private static final long MOST_BYTES = 16 << 20;

  private static final List<String> HELD_BACK = List.of(Trust.PROOF, Trust.SUMS);

  private final MailProofs proofs;
  private final ReportQueries reports;
  private final SecondChances chances;
  private final Trust trust;
  private final MailConnections connections;
  private final Dns dns;
  private final Clock clock;
  private final boolean background;

  @Inject
  ReportMailRounds(
      MailProofs proofs,
      ReportQueries reports,
      SecondChances chances,
      Trust trust,
      MailConnections connections,
      Dns dns,
      Clock clock,
      @ConfigProperty(name = "plumbline.background") boolean background) {
    this.proofs = proofs;
    this.reports = reports;
    this.chances = chances;
    this.trust = trust;
    this.connections = connections;
    this.dns = dns;
    this.clock = clock;
    this.background = background;
  }

  @Scheduled(every = "5s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
  void due() {
    if (!background) {
      return;
    }
    try {
      run();
    } catch (StoreUnavailableException e) {
      LOG.debugf("Mails with reports wait for the database: %s", e.getMessage());
    }
  }

  /** Verifies some of the mails that wait. Two processes that do it at once do no harm. */
  void run() {
    Instant now = clock.instant();
    for (Waiting mail : proofs.waiting(now.minus(FRESH), now.minus(AFTER_FAILURE), AT_ONCE)) {
      Proof proof = proof(mail);
      settle(mail, proof, now);
    }
  }

  private Proof proof(Waiting mail) {
    if (mail.sizeBytes() > MOST_BYTES) {
      return new Proof(Origin.NOT_PROVEN, null, "It is too large to be verified.");
    }
    try {
      Optional<RawContent> raw = reports.rawOfIntake(mail.intakeId());
      if (raw.isEmpty()) {
        return new Proof(Origin.NOT_PROVEN, null, "Nothing of it is kept.");
      }
      byte[] bytes;
      try (InputStream in = raw.get().content().open()) {
        bytes = in.readAllBytes();
      }
      Connection connection = connections.of(mail.channel(), bytes, mail.receivedAt()).connection();
      return new MailVerifier(dns).prove(bytes, connection);
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      LOG.errorf(e, "The mail of entry %d could not be verified", mail.intakeId());
      return new Proof(
          Origin.NOT_PROVEN,
          null,
          "It could not be verified: an error in Plumbline (%s)."
              .formatted(e.getClass().getSimpleName()));
    }
  }

  private void settle(Waiting mail, Proof proof, Instant now) {
    long id = mail.intakeId();
    boolean ofAuthor =
        proof.author() != null && proof.author().toString().equals(mail.submitter().domain());
    Verified verified =
        proof.origin() == Origin.UNDECIDED
            ? null
            : proof.author() == null
                ? Verified.UNKNOWN
                : proof.origin() == Origin.PROVEN && ofAuthor ? Verified.PASS : Verified.FAIL;
    if (verified == Verified.PASS) {
      proofs.keep(id, verified, proof.reason(), now);
      if (proofs.mayCountByIt(id, HELD_BACK)) {
        tell(id, "is proven", chances.again(id).isPresent());
      }
      return;
    }
    // Before it is written down, since it would be an exception from what it is compared with.
    boolean objected =
        verified == Verified.FAIL
            && proofs.counted(id).stream()
                .anyMatch(
                    one ->
                        trust.objects(
                            new Trust.Facts(
                                one.domain(), one.reporter(), one.day(), one.messages()),
                            mail.submitter(),
                            id,
                            now));
    proofs.keep(id, verified, proof.reason(), now);
    if (objected) {
      tell(id, "contradicts what is known of its reporter", chances.doubt(id).isPresent());
    }
  }

  private static void tell(long id, String what, boolean done) {
    LOG.infof("The mail of entry %d %s%s", id, what, done ? "; it is taken in again" : "");
  }
}
