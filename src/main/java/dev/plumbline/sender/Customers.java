package dev.plumbline.sender;

import dev.plumbline.dns.DomainName;
import dev.plumbline.sender.MailService.Kind;
import dev.plumbline.standing.SourceFacts;
import dev.plumbline.standing.SourceFacts.Flow;
import dev.plumbline.standing.SourceFacts.ReportedDkim;
import dev.plumbline.standing.SourceFacts.ReportedSpf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the mail of other customers of a service from ours, where they share its addresses: each
 * message that another domain signs, and that nothing of ours is in, is that domain's.
 */
final class Customers {

  /**
   * From this share of the messages of which signatures are told, all of an address is another
   * customer's.
   */
  private static final double NEARLY_ALL = 0.9;

  /** Fewer of an address's messages than this share tell nothing about the others. */
  private static final double FEW = 0.1;

  private static final Set<Kind> PASSING_ON =
      Set.of(Kind.FORWARDER, Kind.MAILING_LIST, Kind.SECURITY_GATEWAY);

  private final Catalogue catalogue;
  private final DomainName organizationalDomain;

  Customers(Catalogue catalogue, DomainName organizationalDomain) {
    this.catalogue = catalogue;
    this.organizationalDomain = organizationalDomain;
  }

  /**
   * A source, divided.
   *
   * @param ours the facts but for what others sent
   * @param others what these sent, as far as it is left out
   * @param whose all of it is; null if it is not another customer's
   */
  record Division(SourceFacts ours, Others others, @Nullable String whose) {

    /** Whose all of it is. */
    Optional<String> customer() {
      return Optional.ofNullable(whose);
    }
  }

  /** The services that a connection shows, by their organizational domains. */
  private record Services(Set<String> domains, boolean known) {}

  /**
   * Divides the mail of a source.
   *
   * @param host its confirmed name, null if that tells nothing
   */
  Division divide(SourceFacts source, @Nullable String host) {
    Services services = services(source, host);
    Map<String, Long> others = new HashMap<>();
    Set<String> profiles = new HashSet<>();
    List<Flow> ours = new ArrayList<>();
    long messages = 0;
    for (Flow flow : source.flows()) {
      Optional<String> customer = customer(flow, services);
      if (customer.isPresent()) {
        others.merge(customer.get(), flow.messages(), Long::sum);
        profiles.add(flow.profile());
        messages += flow.messages();
      } else {
        ours.add(flow);
      }
    }
    // One profile is judged alike, whatever receivers made of it.
    if (ours.stream().anyMatch(flow -> profiles.contains(flow.profile()))) {
      return undivided(source);
    }
    String most =
        others.entrySet().stream()
            .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .orElse(null);
    if (most == null) {
      return undivided(source);
    }
    if (ours.stream().anyMatch(Flow::passed)) {
      return new Division(source.only(ours), new Others(most, messages, profiles), null);
    }
    // Some receivers leave out what is not aligned: their word tells nothing about whose it is.
    long told =
        source.flows().stream()
            .filter(flow -> !flow.dkim().isEmpty())
            .mapToLong(Flow::messages)
            .sum();
    return messages >= NEARLY_ALL * told && messages >= FEW * source.messages()
        ? new Division(source, Others.NONE, most)
        : undivided(source);
  }

  private Services services(SourceFacts source, @Nullable String host) {
    Set<String> known = new HashSet<>();
    Set<String> others = new HashSet<>();
    if (host != null) {
      (sendsForMany(catalogue.byReverseName(host)) ? known : others).add(Organizations.of(host));
    }
    for (ReportedSpf spf : source.spf()) {
      if (spf.passed() && !spf.aligned() && !isOurs(spf.identity())) {
        (sendsForMany(catalogue.byEnvelopeDomain(spf.identity())) ? known : others)
            .add(Organizations.of(spf.identity()));
      }
    }
    return known.isEmpty() ? new Services(others, false) : new Services(known, true);
  }

  private static Division undivided(SourceFacts source) {
    return new Division(source, Others.NONE, null);
  }

  /** Another customer that messages are of; empty if they may be ours. */
  private Optional<String> customer(Flow flow, Services services) {
    boolean ours =
        flow.passed()
            || flow.dkim().stream().anyMatch(ReportedDkim::aligned)
            || flow.dkim().stream().anyMatch(dkim -> isOurs(dkim.domain()))
            // An envelope domain that no report names is taken for ours, which proves nothing.
            || flow.spf().stream()
                .anyMatch(spf -> spf.aligned() && spf.isNamed() && !spf.scope().equals("helo"));
    if (ours) {
      return Optional.empty();
    }
    boolean signedByService = false;
    String other = null;
    for (ReportedDkim dkim : flow.dkim()) {
      if (!dkim.passed() || dkim.domain().isEmpty()) {
        continue;
      }
      if (catalogue.bySigningDomain(dkim.domain()).isPresent()
          || services.domains().contains(Organizations.of(dkim.domain()))) {
        signedByService = true;
      } else {
        other = Organizations.of(dkim.domain());
      }
    }
    return other != null && (services.known() || signedByService) && !services.domains().isEmpty()
        ? Optional.of(other)
        : Optional.empty();
  }

  private boolean isOurs(String name) {
    return DomainName.parse(name)
        .map(parsed -> parsed.isWithin(organizationalDomain))
        .orElse(false);
  }

  /** Whether a service sends for many from the same addresses, and does not pass mail on. */
  private static boolean sendsForMany(Optional<MailService> service) {
    return service.map(MailService::kind).filter(kind -> !PASSING_ON.contains(kind)).isPresent();
  }
}
