package dev.plumbline.intake;

import dev.plumbline.intake.MailboxPoller.PollResult;
import dev.plumbline.intake.MailboxesSettings.Tls;
import dev.plumbline.store.MailboxStates;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** One thread for each mailbox, so that none waits for another. */
@ApplicationScoped
class MailboxPolling {

  private static final Logger LOG = Logger.getLogger(MailboxPolling.class);

  private final MailboxesSettings settings;
  private final Intake intake;
  private final MailboxStates states;
  private final Clock clock;
  private final boolean background;
  private final List<RepeatingTask> tasks = new ArrayList<>();

  MailboxPolling(
      MailboxesSettings settings,
      Intake intake,
      MailboxStates states,
      Clock clock,
      @ConfigProperty(name = "plumbline.background", defaultValue = "true") boolean background) {
    this.settings = settings;
    this.intake = intake;
    this.states = states;
    this.clock = clock;
    this.background = background;
  }

  void start(@Observes StartupEvent event) {
    if (!background) {
      return;
    }
    List<MailboxAccount> accounts = new ArrayList<>();
    settings.byName().forEach((name, mailbox) -> accounts.add(MailboxAccount.of(name, mailbox)));
    for (MailboxAccount account : accounts) {
      if (account.tls() == Tls.NONE) {
        LOG.warnf(
            "Mailbox %s is read without TLS: everybody on the way can read its password and mail",
            account.name());
      }
      LOG.infof("Mailbox %s is polled every %s", account, account.interval());
      Supervised supervised = new Supervised(account);
      tasks.add(supervised.task);
      supervised.task.start();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    tasks.forEach(RepeatingTask::stop);
  }

  /** A mailbox with its thread, and its state for people to see. */
  private final class Supervised {

    private final String name;
    private final RepeatingTask task;
    private final MailboxPoller poller;

    Supervised(MailboxAccount account) {
      name = account.name();
      task = new RepeatingTask("mailbox-" + name, account.interval(), this::poll);
      poller =
          new MailboxPoller(
              account, () -> ImapConnection.open(account), intake, () -> task.isStopped());
    }

    private boolean poll() {
      try {
        // Fails while the database is down: then nothing is fetched either.
        states.pollStarted(name, clock.instant());
        PollResult result = poller.poll();
        states.pollSucceeded(name, clock.instant(), result.taken(), result.waiting());
        String trouble = result.trouble();
        if (trouble != null) {
          states.pollFailed(name, clock.instant(), trouble);
        }
        return trouble == null;
      } catch (MailboxException e) {
        LOG.warnf("Mailbox %s: %s", name, LogText.safe(e.getMessage()));
        states.pollFailed(name, clock.instant(), String.valueOf(e.getMessage()));
        return false;
      }
    }
  }
}
