package dev.plumbline.digest;

import dev.plumbline.digest.MailServer.Answer;
import dev.plumbline.store.Outbox;
import dev.plumbline.store.Outbox.Claim;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.digest.DigestMails;
import dev.plumbline.store.digest.DigestMails.Claimed;
import dev.plumbline.store.digest.Subscription;
import dev.plumbline.store.digest.Subscriptions;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sends the digests that are due. What was missed is caught up with the newest one; none is sent
 * twice, whatever the number of processes, and wherever one is killed: before the server is told
 * that a mail ends it has none, and another process sends it; afterwards nobody sends it again.
 */
@ApplicationScoped
public class DigestPost {

  private static final Logger LOG = Logger.getLogger(DigestPost.class);

  /** Longer than any mail takes. */
  private static final Duration HELD = Duration.ofMinutes(5);

  private final Subscriptions subscriptions;
  private final DigestMails mails;
  private final DigestMaker maker;
  private final MailServer server;
  private final Clock clock;
  private final boolean background;
  private final String base;

  DigestPost(
      Subscriptions subscriptions,
      DigestMails mails,
      DigestMaker maker,
      MailSettings settings,
      Clock clock,
      @ConfigProperty(name = "plumbline.background", defaultValue = "true") boolean background,
      @ConfigProperty(name = "plumbline.http.public-url") Optional<String> publicUrl,
      @ConfigProperty(name = "plumbline.http.port", defaultValue = "8080") int port) {
    this.subscriptions = subscriptions;
    this.mails = mails;
    this.maker = maker;
    this.server = new MailServer(settings);
    this.clock = clock;
    this.background = background;
    this.base = publicUrl.map(url -> url.replaceFirst("/$", "")).orElse("http://127.0.0.1:" + port);
  }

  /** Whether there is a server to send by. */
  public boolean canSend() {
    return server.isSet();
  }

  /** Where the pages are, without a slash at the end. */
  public String base() {
    return base;
  }

  /** The newest digest of somebody as a mail client draws it. */
  public String html(Subscription one) {
    return DigestHtml.of(made(one, Period.newest(one.timing(), clock.instant()).period()), null);
  }

  /** Has the newest digest of somebody sent once more, now. */
  public void wantNow(Subscription one) {
    Instant now = clock.instant();
    mails.want(one.id(), Period.newest(one.timing(), now).period().key() + " " + now, now);
  }

  @Scheduled(every = "30s", delayed = "20s", concurrentExecution = ConcurrentExecution.SKIP)
  void due() {
    if (!background || !server.isSet()) {
      return;
    }
    try {
      round();
    } catch (StoreUnavailableException e) {
      LOG.debug("Digests wait for the database", e);
    }
  }

  /** Has all that is due sent. */
  void round() {
    for (Subscription one : subscriptions.active()) {
      Period.Due due = Period.newest(one.timing(), clock.instant());
      if (!due.at().isBefore(one.createdAt())) {
        mails.want(one.id(), due.period().key(), due.at());
      }
    }
    for (Optional<Claimed> mail = mails.claim(HELD); mail.isPresent(); mail = mails.claim(HELD)) {
      send(mail.get());
    }
  }

  private void send(Claimed mail) {
    Outbox outbox = mails.outbox();
    Claim claim = mail.claim();
    Optional<Subscription> one = subscriptions.active(mail.digestId());
    if (one.isEmpty()) {
      outbox.ended(claim);
      return;
    }
    Period period = Period.parse(mail.period().split(" ", 2)[0]).orElseThrow();
    Letter letter;
    try {
      letter = letter(one.get(), period, outbox.mailName(claim));
    } catch (IllegalArgumentException e) {
      outbox.refused(claim, String.valueOf(e.getMessage()));
      return;
    }
    String subject = letter.title();
    Answer answer = server.send(letter, () -> outbox.handing(claim, subject, HELD));
    Postage.settle(outbox, claim, claim.attempt(), answer);
    if (answer.problem() != null) {
      LOG.warnf("The digest for %s was not sent: %s", one.get().address(), answer.problem());
    }
  }

  private Digest made(Subscription one, Period period) {
    return maker.make(one.scope(), period, one.timing().zone(), base);
  }

  private Letter letter(Subscription one, Period period, String id) {
    return Letter.of(
        made(one, period),
        new Letter.Envelope(
            server.from(),
            one.address(),
            id,
            clock.instant(),
            base + "/digests/stop/" + one.key()));
  }
}
