package dev.plumbline.review;

import dev.plumbline.sender.Catalogue;
import dev.plumbline.standing.Days;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.DomainFacts;
import dev.plumbline.standing.Service;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.judgement.RemedyQueries;
import dev.plumbline.store.judgement.RemedyQueries.Judged;
import dev.plumbline.store.judgement.RemedyQueries.Passing;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.judgement.Standings;
import dev.plumbline.store.judgement.Standings.Wanted;
import dev.plumbline.store.judgement.Summaries.Last;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.Page;
import dev.plumbline.store.traffic.SourceGathering;
import dev.plumbline.store.traffic.SourceGathering.SourceSpan;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The kept judgement of a domain with the facts behind it, for whoever looks for what would help.
 * However many sources a domain has, the facts of some are held at a time.
 */
@ApplicationScoped
public class JudgedFacts {

  private static final int SENDERS_AT_ONCE = 200;

  private final Workshop workshop;
  private final Standings standings;
  private final RemedyQueries queries;
  private final Catalogue catalogue;
  private final int atOnce;

  JudgedFacts(
      Workshop workshop,
      Standings standings,
      RemedyQueries queries,
      Catalogue catalogue,
      ReviewSettings settings) {
    this.workshop = workshop;
    this.standings = standings;
    this.queries = queries;
    this.catalogue = catalogue;
    this.atOnce = settings.sourcesAtOnce();
  }

  /** Is told of a source. */
  @FunctionalInterface
  public interface Reader {
    void read(SourceFacts facts, Standing standing);
  }

  /**
   * What all sources of a domain share, and what was decided about its senders.
   *
   * @param decided by the sender's key
   */
  public record Domain(
      DomainInfo info, DomainFacts facts, Map<String, Decision> decided, Days window) {

    public Domain {
      decided = Map.copyOf(decided);
    }
  }

  /** A domain as it was judged last; empty if it never was. */
  public Optional<Domain> domain(DomainInfo info) {
    return workshop.summaries.last(info.id(), info.name()).map(last -> domain(info, last));
  }

  private Domain domain(DomainInfo info, Last last) {
    return new Domain(
        info,
        Shared.of(last.shared(), workshop.sources.passingOn(info.id())).facts(),
        workshop.decisions.current(info.id()),
        new Days(last.summary().from(), last.summary().to()));
  }

  /** The senders that are to be mended, the most pressing first. */
  public List<SenderStanding> open(Domain domain, LocalDate since) {
    Wanted wanted = new Wanted(Standing.OPEN, "", true);
    List<SenderStanding> open = new ArrayList<>();
    for (int number = 0; ; number++) {
      Page<SenderStanding> page =
          standings.senders(domain.info().id(), wanted, number, SENDERS_AT_ONCE);
      page.items().stream().filter(one -> !one.lastSeen().isBefore(since)).forEach(open::add);
      if (page.items().size() < SENDERS_AT_ONCE) {
        return open;
      }
    }
  }

  /** What the catalogue says of a sender; empty if it is no service that is known. */
  public Optional<Service> service(Domain domain, SenderStanding sender) {
    return Optional.ofNullable(sender.sender().service())
        .flatMap(catalogue::byKey)
        .map(entry -> ServiceFacts.of(entry, domain.info().name()));
  }

  /** Tells of the sources by which a sender was judged, those with most messages first. */
  public void sources(Domain domain, SenderStanding sender, Reader reader) {
    LocalDate from = Window.own(domain.window(), sender.lastSeen()).from();
    List<Judged> judged = queries.sources(domain.info().id(), sender.sender().key(), from);
    SourceGathering gathering = workshop.facts.gathering(domain.info());
    for (int start = 0; start < judged.size(); start += atOnce) {
      List<Judged> some = judged.subList(start, Math.min(start + atOnce, judged.size()));
      Map<InetAddress, Standing> standing = new HashMap<>();
      some.forEach(one -> standing.put(one.ip(), one.standing()));
      gathering
          .of(some.stream().map(one -> span(domain.window(), one)).toList())
          .forEach(
              facts ->
                  Optional.ofNullable(standing.get(facts.ip()))
                      .ifPresent(stands -> reader.read(ours(domain, facts), stands)));
    }
  }

  /** Without what other customers of a service sent from it. */
  private SourceFacts ours(Domain domain, SourceFacts facts) {
    return workshop.naming.name(facts, domain.facts().organizationalDomain(), Set.of()).ours();
  }

  private static SourceSpan span(Days window, Judged source) {
    return new SourceSpan(source.ip(), Window.own(window, source.lastSeen()));
  }

  /** Tells of all sources of a domain that were seen since a day, by their addresses. */
  public void passing(Domain domain, LocalDate since, Consumer<Passing> reader) {
    InetAddress after = null;
    List<Passing> some;
    do {
      some = queries.passing(domain.info().id(), since, after, atOnce);
      some.forEach(reader);
      after = some.isEmpty() ? null : some.get(some.size() - 1).ip();
    } while (some.size() == atOnce);
  }
}
