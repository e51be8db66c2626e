package dev.plumbline.review;

import dev.plumbline.dns.DomainName;
import dev.plumbline.review.Simulations.Change;
import dev.plumbline.standing.Readiness.Answer;
import dev.plumbline.standing.Readiness.Evidence;
import dev.plumbline.standing.RolloutPlan;
import dev.plumbline.standing.Simulator;
import dev.plumbline.store.traffic.DomainInfo;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Policies of a domain, as its record states them and as they could be. */
@ApplicationScoped
class Policies {

  private final Simulations simulations;

  Policies(Simulations simulations) {
    this.simulations = simulations;
  }

  /** The policy that receivers apply: a tested one counts as one step lower. */
  String inForce(DomainInfo domain) {
    Simulator.Terms terms = Simulations.published(domain);
    return (terms.testing() ? terms.p().weaker() : terms.p()).wire();
  }

  /** What a policy for the domain and all below it would have cost, with today's DNS. */
  Simulator.Outcome losses(
      DomainInfo domain,
      String policy,
      DomainName organizational,
      List<Simulator.Traffic> traffic,
      Map<InetAddress, Simulator.Behind> behind) {
    return Simulator.run(
        Simulations.policy(domain, new Change(policy, policy, null, null, null, false)),
        Simulations.published(domain),
        DomainName.parse(domain.name()).orElse(DomainName.ROOT),
        organizational,
        traffic,
        behind,
        true);
  }

  /** The way to a policy that rejects, from what is published now. */
  RolloutPlan plan(
      DomainInfo domain, Evidence evidence, Answer quarantine, Answer reject, LocalDate today) {
    return simulations.plan(domain, evidence, quarantine, reject, today);
  }
}
