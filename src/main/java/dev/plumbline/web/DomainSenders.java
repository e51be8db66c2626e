package dev.plumbline.web;

import dev.plumbline.review.KeptReviews;
import dev.plumbline.standing.Readiness;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.DomainPlan;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.judgement.Standings.Wanted;
import dev.plumbline.store.traffic.Page;
import dev.plumbline.web.DomainView.Decide;
import dev.plumbline.web.DomainView.Fix;
import dev.plumbline.web.DomainView.Senders;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The senders of a domain by what there is to do about them: fix, decide, wait, or nothing. */
@ApplicationScoped
class DomainSenders {

  /** Longer lists continue on the page of all senders. */
  private static final int SHOWN_PER_GROUP = 10;

  private static final int SHOWN_OPEN = 25;

  /** Those to be decided about are looked for among so many. */
  private static final int READ_UNRECOGNIZED = 50;

  private static final List<Standing> OTHERS =
      List.of(
          Standing.UNRECOGNIZED,
          Standing.FORWARDER,
          Standing.AUTHORIZED,
          Standing.UNAUTHORIZED_USE);

  private final KeptReviews reviews;
  private final RemedyStore remedies;
  private final SenderLines lines;

  DomainSenders(KeptReviews reviews, RemedyStore remedies, SenderLines lines) {
    this.reviews = reviews;
    this.remedies = remedies;
    this.lines = lines;
  }

  /** What the page of a domain shows of them. */
  record Queues(
      List<SenderStanding> open,
      @Nullable Fix fix,
      @Nullable Decide decide,
      @Nullable Senders waiting,
      String othersSummary,
      List<DomainView.Group> groups) {

    Queues {
      open = List.copyOf(open);
      groups = List.copyOf(groups);
    }
  }

  /**
   * All senders.
   *
   * @param ticked for whom the plan of records is wanted; null for all
   */
  Queues queues(
      DomainRequests.Asked asked, @Nullable DomainSummary summary, @Nullable Set<String> ticked) {
    if (summary == null) {
      return new Queues(List.of(), null, null, null, "none", List.of());
    }
    Page<SenderStanding> open = find(asked, Standing.OPEN, SHOWN_OPEN);
    Page<SenderStanding> strangers = unrecognized(asked, summary);
    Set<String> pressing =
        summary.ready().reject().blockers().stream()
            .filter(one -> one.kind() == Readiness.Kind.DECIDE)
            .map(Readiness.Blocker::sender)
            .collect(Collectors.toSet());
    List<SenderStanding> toDecide = only(strangers, one -> pressing.contains(key(one)));
    Page<SenderStanding> waiting = find(asked, EnumSet.of(Standing.FIXED), SHOWN_PER_GROUP);
    long others =
        summary.senders().values().stream().mapToLong(Integer::longValue).sum()
            - open.total()
            - toDecide.size()
            - waiting.total();
    Map<Standing, List<SenderStanding>> rest =
        rest(asked, summary, only(strangers, one -> !pressing.contains(key(one))));
    List<SenderStanding> shown = new ArrayList<>(open.items());
    shown.addAll(toDecide);
    shown.addAll(waiting.items());
    rest.values().forEach(shown::addAll);
    SenderLines.Known known = lines.known(asked, shown);
    return new Queues(
        open.items(),
        fix(asked, summary, open, ticked, known),
        toDecide.isEmpty() ? null : decide(asked, summary, toDecide, known),
        waiting.items().isEmpty() ? null : wait(asked, waiting, known),
        Format.count(others, "sender", "senders"),
        groups(asked, summary, rest, known));
  }

  private Page<SenderStanding> unrecognized(DomainRequests.Asked asked, DomainSummary summary) {
    return summary.senders().getOrDefault(Standing.UNRECOGNIZED, 0) == 0
        ? new Page<>(List.of(), 0, READ_UNRECOGNIZED, 0)
        : find(asked, EnumSet.of(Standing.UNRECOGNIZED), READ_UNRECOGNIZED);
  }

  private Page<SenderStanding> find(DomainRequests.Asked asked, Set<Standing> standings, int most) {
    return reviews.senders(asked.domain(), Wanted.of(standings), 0, most);
  }

  private static List<SenderStanding> only(
      Page<SenderStanding> page, Predicate<SenderStanding> wanted) {
    return page.items().stream().filter(wanted).toList();
  }

  private static String key(SenderStanding sender) {
    return sender.sender().key();
  }

  private DomainView.@Nullable Fix fix(
      DomainRequests.Asked asked,
      DomainSummary summary,
      Page<SenderStanding> open,
      @Nullable Set<String> ticked,
      SenderLines.Known known) {
    Optional<RemedyStore.Kept> kept = remedies.plan(asked.domain().id());
    PlanView plan = PlanView.of(kept.orElse(null), ticked);
    if (open.items().isEmpty() && plan == null) {
      return null;
    }
    DomainPlan whole = kept.map(RemedyStore.Kept::plan).orElse(DomainPlan.NOTHING);
    Map<Boolean, List<SenderLine>> byPlan =
        lines.of(asked, open.items(), known).stream()
            .collect(Collectors.partitioningBy(one -> !whole.of(one.key()).isEmpty()));
    String name = asked.domain().name();
    Period period = asked.period();
    return new DomainView.Fix(
        (open.total() == 0 ? "no sender" : Format.count(open.total(), "sender", "senders"))
            + (summary.ownFailing() == 0
                ? ""
                : ", "
                    + Format.count(summary.ownFailing(), "message", "messages")
                    + " of yours fail"
                    + period.unlessOf(summary.from(), summary.to())),
        plan,
        Links.domain(name) + "#publish",
        period.hidden(),
        byPlan.getOrDefault(true, List.of()),
        byPlan.getOrDefault(false, List.of()),
        open.total() > SHOWN_OPEN ? Links.senders(name) + "?" + period.query() : null,
        "All " + Format.count(open.total()) + " of them");
  }

  private DomainView.Decide decide(
      DomainRequests.Asked asked,
      DomainSummary summary,
      List<SenderStanding> senders,
      SenderLines.Known known) {
    int all = summary.toDecide();
    return new DomainView.Decide(
        Format.count(all, "sender", "senders"),
        lines.folded(asked, senders, known),
        all > senders.size() ? all(asked, Standing.UNRECOGNIZED) : null,
        "All that are unrecognized");
  }

  private DomainView.Senders wait(
      DomainRequests.Asked asked, Page<SenderStanding> senders, SenderLines.Known known) {
    return new DomainView.Senders(
        Format.count(senders.total(), "sender", "senders"),
        lines.of(asked, senders.items(), known),
        senders.total() > SHOWN_PER_GROUP ? all(asked, Standing.FIXED) : null,
        "All " + Format.count(senders.total()) + " of them");
  }

  private static String all(DomainRequests.Asked asked, Standing standing) {
    return Links.senders(asked.domain().name())
        + "?standing="
        + standing.wire()
        + "&"
        + asked.period().query();
  }

  /** Those that nothing is to be done about, as far as they are shown. */
  private Map<Standing, List<SenderStanding>> rest(
      DomainRequests.Asked asked, DomainSummary summary, List<SenderStanding> strangers) {
    Map<Standing, List<SenderStanding>> rest = new EnumMap<>(Standing.class);
    for (Standing standing : OTHERS) {
      if (count(summary, standing) > 0) {
        rest.put(
            standing,
            standing == Standing.UNRECOGNIZED
                ? strangers.stream().limit(SHOWN_PER_GROUP).toList()
                : find(asked, EnumSet.of(standing), SHOWN_PER_GROUP).items());
      }
    }
    return rest;
  }

  private static long count(DomainSummary summary, Standing standing) {
    return (long) summary.senders().getOrDefault(standing, 0)
        - (standing == Standing.UNRECOGNIZED ? summary.toDecide() : 0);
  }

  private List<DomainView.Group> groups(
      DomainRequests.Asked asked,
      DomainSummary summary,
      Map<Standing, List<SenderStanding>> rest,
      SenderLines.Known known) {
    List<DomainView.Group> groups = new ArrayList<>();
    for (Standing standing : OTHERS) {
      List<SenderStanding> shown = rest.get(standing);
      if (shown == null) {
        continue;
      }
      long count = count(summary, standing);
      StandingBadge badge = StandingBadge.of(standing);
      groups.add(
          new DomainView.Group(
              badge,
              Format.count(count, "sender", "senders")
                  + (standing == Standing.UNRECOGNIZED ? ", too little mail to matter" : ""),
              badge.meaning(),
              lines.of(asked, shown, known),
              count > shown.size() ? all(asked, standing) : null,
              count > shown.size() ? "All " + Format.count(count) + " of them" : null));
    }
    return groups;
  }
}
