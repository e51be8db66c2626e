package dev.plumbline.web;

import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.traffic.SenderTraffic;
import dev.plumbline.store.traffic.Traffic;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists of senders with their figures in the period shown. */
@ApplicationScoped
class SenderLines {

  /** Fewer are as well read one by one. */
  private static final int FEWEST_FOLDED = 3;

  private final RemedyStore remedies;
  private final SenderTraffic traffic;

  SenderLines(RemedyStore remedies, SenderTraffic traffic) {
    this.remedies = remedies;
    this.traffic = traffic;
  }

  /** The lines, with networks that nobody knows in one fold. */
  SendersView.Folded folded(DomainRequests.Asked asked, List<SenderStanding> senders) {
    List<SenderStanding> scattered = senders.stream().filter(SenderLines::isScattered).toList();
    if (scattered.size() < FEWEST_FOLDED) {
      return new SendersView.Folded(of(asked, senders), null);
    }
    Figures figures = figures(asked, senders);
    long sources = scattered.stream().mapToLong(SenderStanding::sources).sum();
    Traffic all = scattered.stream().map(figures::of).reduce(Traffic.NONE, Traffic::plus);
    return new SendersView.Folded(
        lines(asked, senders.stream().filter(one -> !isScattered(one)).toList(), figures),
        new SendersView.Fold(
            Format.count(sources) + " scattered sources",
            "in " + Format.count(scattered.size(), "network", "networks") + " that nobody knows",
            scattered.stream().map(one -> one.sender().key()).collect(Collectors.joining(" ")),
            Format.count(all.messages() - all.pass()),
            SenderLine.of(all),
            lines(asked, scattered, figures)));
  }

  private static boolean isScattered(SenderStanding sender) {
    return sender.standing() == Standing.UNRECOGNIZED
        && sender.sender().kind().equals("network")
        && !sender.sender().key().contains(" ");
  }

  List<SenderLine> of(DomainRequests.Asked asked, List<SenderStanding> senders) {
    return senders.isEmpty() ? List.of() : lines(asked, senders, figures(asked, senders));
  }

  /** What is known of senders beside their standing, by their keys. */
  private record Figures(Map<String, Traffic> traffic, Map<String, Remedy> remedies) {

    Traffic of(SenderStanding sender) {
      return traffic.getOrDefault(sender.sender().key(), Traffic.NONE);
    }
  }

  private Figures figures(DomainRequests.Asked asked, List<SenderStanding> senders) {
    long id = asked.domain().id();
    Period period = asked.period();
    Set<String> keys = senders.stream().map(one -> one.sender().key()).collect(Collectors.toSet());
    return new Figures(
        traffic.senders(id, keys, period.from(), period.to()), remedies.of(id, keys));
  }

  private static List<SenderLine> lines(
      DomainRequests.Asked asked, List<SenderStanding> senders, Figures figures) {
    return senders.stream()
        .map(
            one ->
                SenderLine.of(
                    asked.domain().name(),
                    one,
                    asked.period(),
                    figures.of(one),
                    figures.remedies().get(one.sender().key())))
        .toList();
  }
}
