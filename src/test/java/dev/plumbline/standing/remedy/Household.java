package dev.plumbline.standing.remedy;

import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.DomainFacts;
import dev.plumbline.standing.Service;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.RemedyAdvice.Advice;
import dev.plumbline.standing.remedy.SenderNeeds.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The domain {@code gull.example} with its senders, and the DNS it is published in. */
final class Household {

  static final String DOMAIN = "gull.example";
  static final String KEY = "v=DKIM1; k=ed25519; p=sJKRHdbJ5LlLL8vPDwyIWjE9tE01mFDRMN3lMWhT6GQ=";

  private static final DomainFacts FACTS =
      new DomainFacts(
          DomainName.of(DOMAIN),
          DomainName.of(DOMAIN),
          null,
          null,
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of());

  final FakeDns dns = new FakeDns();
  private final Neighbours neighbours = new Neighbours();
  private final List<SenderNeeds> senders = new ArrayList<>();
  private final Map<String, List<String>> spf = new HashMap<>();
  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();

  /** Texts at the domain. */
  Household publishes(String... texts) {
    dns.txt(DOMAIN, texts);
    return this;
  }

  Household hadSpf(String... newestFirst) {
    spf.put(DOMAIN, List.of(newestFirst));
    return this;
  }

  Household hadKey(String name, String record) {
    keys.put(name, record);
    return this;
  }

  Household hadAlias(String name, String target) {
    aliases.put(name, target);
    return this;
  }

  /** Somebody else whom the domain's record lets pass now. */
  Household passes(String ip) {
    neighbours.add(IpAddresses.parse(ip).orElseThrow(), List.of(DomainName.of(DOMAIN)));
    return this;
  }

  /** Somebody else whose mail fails. */
  Household sees(String ip) {
    neighbours.add(IpAddresses.parse(ip).orElseThrow(), List.of());
    return this;
  }

  /** The domain's own servers. */
  Household own(Standing standing, Mail... mail) {
    return sender(new Subject("own", "Your own servers", true, null, null), standing, mail);
  }

  /** Somebody nobody knows more of. */
  Household other(String name, Standing standing, Mail... mail) {
    return sender(new Subject(name, name, false, null, null), standing, mail);
  }

  Household decided(String name, Decision decision, Standing standing, Mail... mail) {
    return sender(new Subject(name, name, false, decision, null), standing, mail);
  }

  /** A service that domains hire, with a guide. */
  Household hired(Standing standing, Mail... mail) {
    Service.Guide guide =
        new Service.Guide(
            "Settings, Domains",
            "https://postlark.example/domains",
            List.of("p1._domainkey.gull.example CNAME p1.postlark.example"),
            true,
            "spf.postlark.example",
            true);
    Service service = new Service("Postlark", "marketing service", Service.Role.HIRED, guide);
    return sender(new Subject("postlark", "Postlark", false, null, service), standing, mail);
  }

  private Household sender(Subject subject, Standing standing, Mail... mail) {
    SenderNeeds needs = new SenderNeeds(subject, FACTS);
    for (Mail one : mail) {
      needs.add(one.facts(), standing);
      neighbours.add(one.facts().ip(), List.of());
    }
    senders.add(needs);
    return this;
  }

  Advice advice() {
    return new RemedyAdvice(dns, FACTS, () -> neighbours, new Earlier(spf, keys, aliases))
        .about(senders);
  }

  DomainPlan plan() {
    return advice().plan();
  }

  Remedy remedy(String sender) {
    return Objects.requireNonNull(advice().remedies().get(sender));
  }

  /** Of the only sender. */
  Remedy remedy() {
    Map<String, Remedy> remedies = advice().remedies();
    if (remedies.size() != 1) {
      throw new AssertionError(remedies);
    }
    return remedies.values().iterator().next();
  }
}
