package dev.plumbline.intake;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.plumbline.intake.KeptConnection.Watch;
import dev.plumbline.intake.MailboxPoller.PollResult;
import dev.plumbline.intake.MailboxPoller.Turn;
import dev.plumbline.intake.MailboxesSettings.Tls;
import dev.plumbline.intake.RepeatingTask.Next;
import dev.plumbline.intake.imap.ImapMailboxes;
import dev.plumbline.store.BackgroundThreads;
import dev.plumbline.store.Leases;
import dev.plumbline.store.ProcessName;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.intake.LeftMessages;
import dev.plumbline.store.intake.MailboxStates;
import dev.plumbline.store.settings.KeptMailbox;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One thread for each mailbox, so that none waits for another. Where several processes share the
 * database, the one that holds the mailbox's lease reads it.
 */
@ApplicationScoped
class MailboxPolling {

  private static final Logger LOG = Logger.getLogger(MailboxPolling.class);

  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  /** Servers and routers forget connections that say nothing for half an hour (RFC 2177). */
  private static final Duration LONGEST_WATCH = Duration.ofMinutes(25);

  /** How soon a mailbox is read that was made or changed on a page, of whatever process. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final MailboxesSettings settings;
  private final Mailboxes kept;
  private final Intake intake;
  private final MailboxStates states;
  private final LeftMessages left;
  private final Leases leases;
  private final Clock clock;
  private final Duration leaseTime;
  private final boolean background;
  private final String process = ProcessName.create();
  private final List<Supervised> mailboxes = new ArrayList<>();

  /** Those made on a page, by name; touched by the thread that follows them alone. */
  private final Map<String, Supervised> followed = new HashMap<>();

  private final RepeatingTask changes = new RepeatingTask("mailbox-changes", LOOK, this::follow);
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(BackgroundThreads.named("mailbox-leases"));

  MailboxPolling(
      MailboxesSettings settings,
      Mailboxes kept,
      Intake intake,
      MailboxStates states,
      LeftMessages left,
      Leases leases,
      Clock clock,
      @ConfigProperty(name = "plumbline.lease-time", defaultValue = "30s") Duration leaseTime,
      @ConfigProperty(name = "plumbline.background") boolean background) {
    this.settings = settings;
    this.kept = kept;
    this.intake = intake;
    this.states = states;
    this.left = left;
    this.leases = leases;
    this.clock = clock;
    this.leaseTime = leaseTime;
    this.background = background;
  }

  void start(@Observes StartupEvent event) {
    if (!background) {
      return;
    }
    if (leaseTime.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException("plumbline.lease-time must be at least one second.");
    }
    List<MailboxAccount> accounts = new ArrayList<>();
    settings.byName().forEach((name, mailbox) -> accounts.add(MailboxAccount.of(name, mailbox)));
    accounts.forEach(account -> mailboxes.add(begin(account, 0)));
    changes.start();
  }

  private Supervised begin(MailboxAccount account, long version) {
    if (account.tls() == Tls.NONE) {
      LOG.warnf(
          "Mailbox \"%s\" is read without TLS: everybody on the way can read its password and mail",
          account.name());
    }
    LOG.infof("Mailbox \"%s\" is polled every %s", account, account.interval());
    Supervised supervised = new Supervised(account, version);
    supervised.beating =
        heart.scheduleWithFixedDelay(
            supervised.lease::prolong, beat().toMillis(), beat().toMillis(), MILLISECONDS);
    supervised.task.start();
    return supervised;
  }

  /** Ends, begins and begins anew what was changed on a page of any process. */
  private boolean follow() {
    Map<String, KeptMailbox> wanted;
    try {
      wanted = kept.toRead();
    } catch (StoreUnavailableException e) {
      LOG.debug("The database is away: mailboxes stay as they are", e);
      return true;
    }
    for (Supervised running : List.copyOf(followed.values())) {
      KeptMailbox now = wanted.get(running.name);
      if (now == null || now.version() != running.version) {
        LOG.infof("Mailbox \"%s\" was changed on a page", running.name);
        end(List.of(running));
        followed.remove(running.name);
        if (now == null && kept.kept(running.name).isEmpty()) {
          kept.forget(running.name);
        }
      }
    }
    for (KeptMailbox one : wanted.values()) {
      if (!followed.containsKey(one.name()) && !changes.isStopped()) {
        try {
          followed.put(one.name(), begin(kept.account(one), one.version()));
        } catch (IllegalArgumentException e) {
          states.pollFailed(one.name(), clock.instant(), String.valueOf(e.getMessage()));
        }
      }
    }
    return true;
  }

  /** What this process is called as a reader. */
  String process() {
    return process;
  }

  /** Three chances to prolong a lease before it runs out. */
  private Duration beat() {
    return leaseTime.dividedBy(4);
  }

  void stop(@Observes ShutdownEvent event) {
    changes.stop();
    mailboxes.addAll(followed.values());
    followed.clear();
    end(mailboxes);
    heart.shutdown();
  }

  private static void end(List<Supervised> ending) {
    ending.forEach(mailbox -> mailbox.task.stop());
    for (Supervised mailbox : ending) {
      if (mailbox.beating != null) {
        mailbox.beating.cancel(false);
      }
      mailbox.lease.giveBack();
    }
  }

  /** A mailbox with its thread, and its state for people to see. */
  private final class Supervised implements Turn {

    private final String name;

    /** Of what was made on a page, else 0. */
    private final long version;

    private final Duration interval;
    private final RepeatingTask task;
    private final MailboxPoller poller;
    private final MailboxLease lease;
    private @Nullable ScheduledFuture<?> beating;

    Supervised(MailboxAccount account, long version) {
      name = account.name();
      this.version = version;
      interval = account.interval();
      lease = new MailboxLease(leases, account.identity(), process, leaseTime, System::nanoTime);
      poller =
          new MailboxPoller(
              account,
              () -> ImapMailboxes.open(account),
              intake,
              this,
              new LeftBehind(left, account.identity()));
      task = new RepeatingTask("mailbox-" + name, interval, this::run);
    }

    @Override
    public boolean isEnding() {
      return task.isStopped();
    }

    @Override
    public boolean isOurs() {
      return lease.isHeld();
    }

    private Next run(int failures) {
      boolean reading = false;
      try {
        // Fails while the database is down: then nothing is fetched either.
        reading = lease.take();
        return reading ? readAndWatch(failures) : standBy();
      } catch (MailboxException e) {
        LOG.warnf("Mailbox \"%s\": %s", name, LogText.safe(e.getMessage()));
        states.pollFailed(name, clock.instant(), String.valueOf(e.getMessage()));
        // Perhaps another process gets through to the mail server.
        lease.giveBack();
        return rest(false, RepeatingTask.retryAfter(failures + 1, interval), false);
      } catch (RuntimeException e) {
        poller.close();
        return databaseDown(e);
      } finally {
        if (!reading) {
          poller.close();
        }
      }
    }

    private Next standBy() {
      LOG.debugf("Mailbox \"%s\" is read by another process", name);
      return new Next(true, beat());
    }

    /** How often the database failed does not count for how long the mail server is left alone. */
    private Next databaseDown(RuntimeException failure) {
      Duration wait = RepeatingTask.retryAfter(1, interval);
      Duration most = leaseTime.compareTo(wait) < 0 ? leaseTime : wait;
      LOG.warnf(
          "Mailbox \"%s\" waits %s for the database: %s",
          name, most, LogText.safe(failure.getMessage()));
      LOG.debug("The database failed", failure);
      return new Next(true, most);
    }

    private Next readAndWatch(int failures) {
      states.pollStarted(name, clock.instant(), process);
      PollResult result = poller.poll();
      String trouble = result.trouble();
      String aside = result.failing() ? null : trouble;
      states.pollSucceeded(name, clock.instant(), result.taken(), result.waiting());
      states.remark(name, result.untidy(), aside);
      if (trouble != null && result.failing()) {
        states.pollFailed(name, clock.instant(), trouble);
        poller.close();
        return rest(false, RepeatingTask.retryAfter(failures + 1, interval), false);
      }
      if (!poller.isWatchable()) {
        return rest(true, interval, false);
      }
      Duration most = interval.compareTo(LONGEST_WATCH) < 0 ? interval : LONGEST_WATCH;
      rest(true, most, true);
      Watch watch = poller.watch(most);
      // A server that cuts every watch short is polled as one that cannot watch.
      return watch == Watch.DEAF
          ? rest(true, RepeatingTask.retryAfter(1, interval), false)
          : new Next(true, Duration.ZERO);
    }

    private Next rest(boolean well, Duration wait, boolean watched) {
      states.resting(name, clock.instant().plus(wait), watched);
      return new Next(well, wait);
    }
  }
}
