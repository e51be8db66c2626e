package dev.plumbline.review;

import dev.plumbline.dns.DomainName;
import dev.plumbline.review.Simulations.Change;
import dev.plumbline.standing.Simulator;
import dev.plumbline.store.traffic.DomainInfo;
import java.util.List;

/** Policies of a domain, as its record states them and as they could be. */
final class Policies {

  private Policies() {}

  /** The policy that receivers apply: a tested one counts as one step lower. */
  static String inForce(DomainInfo domain) {
    Simulator.Terms terms = Simulations.published(domain);
    return (terms.testing() ? terms.p().weaker() : terms.p()).wire();
  }

  /** What a policy for the domain and all below it would have cost, with today's DNS. */
  static Simulator.Outcome losses(
      DomainInfo domain, String policy, DomainName organizational, List<Simulator.Known> traffic) {
    return Simulator.run(
        Simulations.policy(domain, new Change(policy, policy, null, null, null, false)),
        Simulations.published(domain),
        domain.domain(),
        organizational,
        traffic,
        true);
  }
}
