package dev.plumbline.standing.remedy;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.standing.DomainFacts;
import dev.plumbline.standing.Standing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says what would turn the senders of a domain to passing: one plan of records for all of them, and
 * what each has to do. A record is shown only after it was evaluated: the sources it is for pass,
 * the limits hold, and nobody else is lost.
 */
public final class RemedyAdvice {

  private final Dns dns;
  private final DomainFacts domain;
  private final Supplier<Neighbours> neighbours;
  private final Earlier earlier;

  /**
   * Advice about one domain.
   *
   * @param dns what is published now
   * @param neighbours gathers all sources of the domain; asked only if an SPF record is to change
   */
  public RemedyAdvice(
      Dns dns, DomainFacts domain, Supplier<Neighbours> neighbours, Earlier earlier) {
    this.dns = new RememberedDns(dns);
    this.domain = domain;
    this.neighbours = neighbours;
    this.earlier = earlier;
  }

  /**
   * What is to be done.
   *
   * @param remedies one for each sender, by its key; none if DNS does not answer
   */
  public record Advice(DomainPlan plan, Map<String, Remedy> remedies) {

    public Advice {
      remedies = Map.copyOf(remedies);
    }
  }

  /** What to do about the unsettled senders of the domain, all together. */
  public Advice about(List<SenderNeeds> senders) {
    if (dns.txt(domain.domain()) instanceof DnsAnswer.Failed) {
      return new Advice(DomainPlan.unknown(RemedyWords.unknown(domain.domain())), Map.of());
    }
    List<SenderRemedy> all =
        senders.stream()
            .map(sender -> new SenderRemedy(sender, KeyRemedy.of(dns, earlier, sender)))
            .toList();
    Map<DomainName, SpfRemedy> spf =
        SpfRemedy.find(
            dns,
            all.stream().flatMap(sender -> sender.requests().stream()).toList(),
            neighbours,
            earlier);
    Map<String, Remedy> remedies = new LinkedHashMap<>();
    for (SenderRemedy sender : all) {
      sender.settle(spf);
      remedies.put(sender.subject().key(), sender.remedy());
    }
    return new Advice(PlanOfRecords.of(all, spf), remedies);
  }

  /** What to do about senders for which nothing is ever published; empty for the others. */
  public static Optional<Remedy> withoutRecords(String name, Standing standing) {
    Remedy remedy =
        switch (standing) {
          case AUTHORIZED, FIXED -> new Remedy(List.of(), List.of(), null);
          case FORWARDER ->
              steps(
                  "Nothing to do: %s passes your mail on.".formatted(name),
                  "Do not list it in SPF; mail signed with DKIM survives forwarding best.");
          case UNAUTHORIZED_USE ->
              steps(
                  "Nothing to authorize: a stricter DMARC policy has receivers refuse this mail.");
          case UNRECOGNIZED ->
              steps(
                  "Find out whether %s sends for you: ask who uses such a service or server."
                      .formatted(name),
                  "Record the answer: ours or not ours. Do not authorize it before you know.");
          case REGRESSED, NEEDS_AUTHORIZING, NEEDS_ALIGNMENT -> null;
        };
    return Optional.ofNullable(remedy);
  }

  private static Remedy steps(String... steps) {
    return new Remedy(List.of(steps), List.of(), null);
  }
}
