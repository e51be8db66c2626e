package dev.plumbline.recheck;

import dev.plumbline.dns.Dns;
import dev.plumbline.intake.TestMailSettings;
import dev.plumbline.intake.smtp.ListenerSettings;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.intake.TestMails;
import dev.plumbline.store.intake.TestMails.Waiting;
import dev.plumbline.verify.Connection;
import dev.plumbline.verify.MailStory;
import dev.plumbline.verify.MailVerifier;
import dev.plumbline.verify.ServerNotes;
import dev.plumbline.verify.StoryTeller;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
  private final Set<String> servers = new HashSet<>();
  private final String listener;
  private final boolean background;
  private Instant forgotten = Instant.EPOCH;

  @Inject
  TestMailRounds(
      TestMails mails,
      Dns dns,
      Clock clock,
      TestMailSettings settings,
      ListenerSettings listening,
      @ConfigProperty(name = "plumbline.trusted-authserv-ids") Optional<List<String>> trusted,
      @ConfigProperty(name = "plumbline.background") boolean background) {
    this.mails = mails;
    this.dns = dns;
    this.clock = clock;
    this.background = background;
    settings.servers().ifPresent(all -> all.forEach(this::trust));
    trusted.ifPresent(all -> all.forEach(this::trust));
    listener = listening.hostName().strip().toLowerCase(Locale.ROOT);
  }

  private void trust(String server) {
    servers.add(server.strip().toLowerCase(Locale.ROOT));
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
    try {
      Optional<ServerNotes> notes = notes(mail);
      Connection connection =
          notes
              .map(one -> ofOthers(mail.channel(), one.connection()))
              .orElse(Connection.unknown(mail.cameAt()));
      return StoryTeller.tell(
          mail.content(),
          new MailVerifier(dns).verify(mail.content(), connection),
          notes.map(ServerNotes::results).orElse(List.of()));
    } catch (RuntimeException e) {
      LOG.error("A test mail could not be verified", e);
      String reason = "It could not be verified: an error in Plumbline (%s).";
      return MailStory.failed(reason.formatted(e.getClass().getSimpleName()));
    }
  }

  private Optional<ServerNotes> notes(Waiting mail) {
    if (mail.channel().equals("smtp")) {
      return ServerNotes.ofTop(mail.content(), listener, mail.cameAt());
    }
    Set<String> ours = new HashSet<>(servers);
    if (mail.channel().equals("lmtp")) {
      ours.add(listener);
    }
    return ServerNotes.of(mail.content(), ours, mail.cameAt());
  }

  /** A server that hands mail over to us is not the one that it came from. */
  private static Connection ofOthers(String channel, Connection noted) {
    InetAddress ip = noted.ip();
    boolean own = ip != null && (ip.isLoopbackAddress() || ip.isSiteLocalAddress());
    return channel.equals("lmtp") && own ? Connection.unknown(noted.received()) : noted;
  }
}
