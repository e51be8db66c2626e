package dev.plumbline.web;

import dev.plumbline.intake.Mailboxes;
import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Scope;
import dev.plumbline.store.intake.MailboxStates;
import dev.plumbline.store.judgement.AcrossDomains;
import dev.plumbline.store.judgement.DomainList;
import dev.plumbline.store.judgement.DomainList.Wanted;
import dev.plumbline.store.judgement.DomainState;
import dev.plumbline.store.judgement.NextStep;
import dev.plumbline.store.judgement.StandingChange;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What somebody who opens the front page wants to know before the list. */
@ApplicationScoped
class FirstThings {

  /** More than three are no plan for a morning. */
  private static final int ACTIONS = 3;

  private static final int SHOWN_CHANGES = 5;
  private static final int COUNTED_CHANGES = 100;

  /** Who comes for the first time is told of so many days. */
  private static final Duration AT_FIRST = Duration.ofDays(7);

  private static final Set<String> TROUBLE = Set.of("mark-bad", "mark-warn");

  private final DomainList domains;
  private final AcrossDomains across;
  private final Mailboxes mailboxes;
  private final MailboxStates states;
  private final DnsSwitch dns;
  private final Clock clock;

  FirstThings(
      DomainList domains,
      AcrossDomains across,
      Mailboxes mailboxes,
      MailboxStates states,
      DnsSwitch dns,
      Clock clock) {
    this.dns = dns;
    this.domains = domains;
    this.across = across;
    this.mailboxes = mailboxes;
    this.states = states;
    this.clock = clock;
  }

  /**
   * What to do first: the next steps of the domains that need somebody, as the list has them; then
   * other senders of their own that fail, those with most messages at stake first; then which
   * policy is safe.
   *
   * @param lines the first of all domains that may be seen, those that need somebody first
   * @param sums over all of them
   */
  List<OverviewView.Action> actions(
      Scope scope, Period period, List<DomainList.Line> lines, DomainList.Sums sums) {
    List<OverviewView.Action> actions = new ArrayList<>();
    Set<List<String>> told = new HashSet<>();
    Set<String> broken = new HashSet<>();
    for (DomainList.Line line : lines.stream().limit(ACTIONS).toList()) {
      NextStep next = line.nextStep();
      if (next != null && line.state().isWaiting()) {
        actions.add(action(dns, line, period));
        told.add(List.of(line.domain(), next.sender()));
        if (next.kind() == NextStep.Kind.MEND_RECORDS) {
          broken.add(line.domain());
        }
      }
    }
    if (actions.size() < ACTIONS) {
      for (AcrossDomains.SenderOf sender : across.mostAtStake(scope, 2 * ACTIONS)) {
        // What is broken at the domain is what fails its senders.
        if (actions.size() < ACTIONS
            && !broken.contains(sender.domain())
            && told.add(List.of(sender.domain(), sender.key()))) {
          actions.add(action(sender, period));
        }
      }
    }
    for (DomainList.Line line : ready(scope, sums, ACTIONS - actions.size())) {
      actions.add(action(dns, line, period));
    }
    return actions;
  }

  private List<DomainList.Line> ready(Scope scope, DomainList.Sums sums, int most) {
    return most < 1 || sums.of(DomainState.READY) == 0
        ? List.of()
        : domains.page(scope, Wanted.in(DomainState.READY), 0, most, sums).items();
  }

  private static OverviewView.Action action(DnsSwitch dns, DomainList.Line line, Period period) {
    Steps.Step step = Steps.of(dns, line, period);
    return new OverviewView.Action(
        line.domain(),
        Links.domain(line.domain(), period),
        step.text(),
        step.href(),
        stake(line),
        StateBadge.of(line.state()));
  }

  /** How much mail a step is about. */
  static String stake(DomainList.Line line) {
    if (line.losing() > 0) {
      return Format.count(line.losing(), "message", "messages") + " of yours lost";
    }
    boolean fails = line.state() == DomainState.FIX || line.state() == DomainState.REGRESSED;
    return fails && line.ownFailing() > 0
        ? Format.count(line.ownFailing())
            + " of "
            + Format.count(line.ownMessages(), "message of yours fails", "messages of yours fail")
        : Format.count(line.messages(), "message", "messages") + " reported";
  }

  private static OverviewView.Action action(AcrossDomains.SenderOf sender, Period period) {
    boolean regressed = sender.standing() == Standing.REGRESSED;
    return new OverviewView.Action(
        sender.domain(),
        Links.domain(sender.domain(), period),
        switch (sender.standing()) {
          case REGRESSED -> "Restore what " + sender.name() + " needs to pass";
          case NEEDS_ALIGNMENT -> "Have " + sender.name() + " send as your domain";
          default -> "Authorize " + sender.name();
        },
        Links.sender(sender.domain(), sender.key(), period.ofJudged(sender.days())),
        regressed
            ? Format.count(sender.failing(), "message", "messages") + " would fail"
            : Format.count(sender.failing())
                + " of "
                + Format.count(sender.messages(), "message fails", "messages fail"),
        StateBadge.of(regressed ? DomainState.REGRESSED : DomainState.FIX));
  }

  /** What changed since the visit before. */
  OverviewView.Changes changes(Scope scope, LastVisit visit) {
    Instant before = visit.before();
    Instant since = before == null ? clock.instant().minus(AT_FIRST) : before;
    List<StandingChange> changes = across.changesSince(scope, since, COUNTED_CHANGES);
    String when = before == null ? "in the last 7 days" : "since " + Format.time(since);
    return new OverviewView.Changes(
        (changes.isEmpty()
                ? "Nothing changed "
                : changes.size() == COUNTED_CHANGES
                    ? "More than %d changes ".formatted(COUNTED_CHANGES - 1)
                    : Format.count(changes.size(), "change", "changes") + " ")
            + when
            + (before == null ? "" : ", when you were here last"),
        changes.stream().limit(SHOWN_CHANGES).map(History::lineOfAll).toList(),
        "/history");
  }

  /** How the mailboxes do, for those who may know of all domains. */
  @Nullable Tab mailbox(Scope scope) {
    if (!scope.isEverything()) {
      return null;
    }
    List<IntakeView.Mailbox> shown =
        MailboxLines.of(mailboxes.names(), mailboxes.paused(), states.all(), clock.instant());
    if (shown.isEmpty()) {
      return new Tab("No mailbox is read yet.", "/intake", false);
    }
    List<IntakeView.Mailbox> failing =
        shown.stream().filter(one -> TROUBLE.contains(one.css())).toList();
    if (failing.isEmpty()) {
      String one = "Mailbox \"%s\": %s.".formatted(shown.get(0).name(), shown.get(0).state());
      return new Tab(
          shown.size() == 1 ? one : Format.count(shown.size()) + " mailboxes, none in trouble.",
          "/intake",
          false);
    }
    return new Tab(
        "Mailbox \"%s\": %s.".formatted(failing.get(0).name(), failing.get(0).state()),
        "/intake",
        true);
  }
}
