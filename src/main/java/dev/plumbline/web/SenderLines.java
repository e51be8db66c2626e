package dev.plumbline.web;

import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.traffic.SenderTraffic;
import dev.plumbline.store.traffic.Traffic;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
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

  /** What is told of senders beside where they stand, by their keys. */
  record Known(Map<String, Remedy> remedies, Map<String, Traffic> figures) {

    Known {
      remedies = Map.copyOf(remedies);
      figures = Map.copyOf(figures);
    }

    Traffic figures(SenderStanding sender) {
      return figures.getOrDefault(sender.sender().key(), Traffic.NONE);
    }
  }

  /** Looks up what the lines of these senders tell, all at once. */
  Known known(DomainRequests.Asked asked, Collection<SenderStanding> senders) {
    long id = asked.domain().id();
    Period period = asked.period();
    Set<String> keys = senders.stream().map(one -> one.sender().key()).collect(Collectors.toSet());
    return keys.isEmpty()
        ? new Known(Map.of(), Map.of())
        : new Known(remedies.of(id, keys), traffic.senders(id, keys, period.from(), period.to()));
  }

  /** The lines, with networks that nobody knows in one fold. */
  SendersView.Folded folded(DomainRequests.Asked asked, List<SenderStanding> senders, Known known) {
    List<SenderStanding> scattered = senders.stream().filter(SenderLines::isScattered).toList();
    if (scattered.size() < FEWEST_FOLDED) {
      return new SendersView.Folded(of(asked, senders, known), null);
    }
    List<SenderLine> lines =
        of(asked, senders.stream().filter(one -> !isScattered(one)).toList(), known);
    long sources = scattered.stream().mapToLong(SenderStanding::sources).sum();
    Traffic all = scattered.stream().map(known::figures).reduce(Traffic.NONE, Traffic::plus);
    return new SendersView.Folded(
        lines,
        new SendersView.Fold(
            Format.count(sources) + " scattered sources",
            "in " + Format.count(scattered.size(), "network", "networks") + " that nobody knows",
            scattered.stream().map(one -> one.sender().key()).collect(Collectors.joining(" ")),
            Format.count(all.messages() - all.pass()),
            SenderLine.of(all),
            of(asked, scattered, known)));
  }

  private static boolean isScattered(SenderStanding sender) {
    return sender.standing() == Standing.UNRECOGNIZED
        && sender.sender().kind().equals("network")
        && !sender.sender().key().contains(" ");
  }

  List<SenderLine> of(DomainRequests.Asked asked, List<SenderStanding> senders, Known known) {
    return senders.stream()
        .map(
            one ->
                SenderLine.of(
                    asked.domain().name(),
                    one,
                    asked.period(),
                    known.figures(one),
                    known.remedies().get(one.sender().key())))
        .toList();
  }
}
