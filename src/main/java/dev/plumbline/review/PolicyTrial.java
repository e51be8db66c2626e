package dev.plumbline.review;

import dev.plumbline.dns.DomainName;
import dev.plumbline.review.Simulations.Change;
import dev.plumbline.standing.Simulator;
import dev.plumbline.standing.Simulator.Known;
import dev.plumbline.store.judgement.SimulatedTraffic;
import dev.plumbline.store.traffic.DomainInfo;
import java.util.List;

/**
 * A policy tried on the mail of the days by which a domain was judged; nothing is judged for it.
 *
 * @param policy as tried
 * @param reported what it would have done to mail as it was reported
 * @param today the same with today's DNS
 */
public record PolicyTrial(
    Simulator.Terms policy, Simulator.Outcome reported, Simulator.Outcome today) {

  /**
   * Whether legitimate senders lose mail, be it as it was reported or with today's DNS: who asks
   * wants to know what happens from now on, and not by luck.
   */
  public boolean costsMail() {
    return reported.lost() > 0 || today.lost() > 0;
  }

  /** Tries the published policy with a change. */
  public static PolicyTrial of(SimulatedTraffic simulated, DomainInfo domain, Change change) {
    DomainName name = domain.domain();
    Simulator.Terms policy = Simulations.policy(domain, change);
    Simulator.Terms published = Simulations.published(domain);
    boolean sameAlignment =
        policy.adkim() == published.adkim() && policy.aspf() == published.aspf();
    List<Known> traffic =
        sameAlignment ? simulated.byResult(domain.id(), name) : simulated.of(domain.id(), name);
    return new PolicyTrial(
        policy,
        Simulator.run(policy, published, name, domain.organizational(), traffic, false),
        Simulator.run(policy, published, name, domain.organizational(), traffic, true));
  }
}
