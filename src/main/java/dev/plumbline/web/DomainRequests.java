package dev.plumbline.web;

import dev.plumbline.people.Viewers;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;

/** Finds what a page was asked about, once for each request. */
@ApplicationScoped
class DomainRequests {

  private final TrafficQueries traffic;
  private final Viewers viewers;
  private final Clock clock;

  DomainRequests(TrafficQueries traffic, Viewers viewers, Clock clock) {
    this.traffic = traffic;
    this.viewers = viewers;
    this.clock = clock;
  }

  /**
   * A monitored domain and the days to show of it.
   *
   * @param name as it stands in links to its pages, whatever form was asked for
   */
  record Asked(DomainInfo domain, String name, Period period) {}

  /**
   * What a request is about.
   *
   * @throws jakarta.ws.rs.NotFoundException if no report about the domain has come in, or whoever
   *     asks may not see it
   * @throws jakarta.ws.rs.BadRequestException if the days make no sense
   */
  Asked of(DomainRequest request) {
    String name = request.domain == null ? "" : request.domain;
    DomainInfo domain = domain(name);
    Period period =
        Period.of(
            request.days,
            request.from,
            request.to,
            LocalDate.now(clock),
            traffic.newestDay(domain.id()));
    return new Asked(domain, domain.name(), period);
  }

  /**
   * A domain by its name.
   *
   * @throws jakarta.ws.rs.NotFoundException as {@link #of}
   */
  DomainInfo domain(String name) {
    return traffic.domain(viewers.scope(), name).orElseThrow(() -> Unknown.domain(name));
  }
}
