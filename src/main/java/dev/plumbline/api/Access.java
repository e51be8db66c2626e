package dev.plumbline.api;

import dev.plumbline.dns.DomainName;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.Scope;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.people.Who;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which domains whoever asks may see. What they may do is said at the methods, by
 * {@code @RolesAllowed}.
 */
@ApplicationScoped
class Access {

  private final Viewers viewers;
  private final TrafficQueries traffic;
  private final Clock clock;

  Access(Viewers viewers, TrafficQueries traffic, Clock clock) {
    this.clock = clock;
    this.viewers = viewers;
    this.traffic = traffic;
  }

  Scope scope() {
    return viewers.scope();
  }

  /**
   * A domain that may be seen.
   *
   * @throws Refusal if it is not monitored, or may not be seen
   */
  DomainInfo domain(String name) {
    String plain = plain(name);
    return traffic
        .domain(scope(), plain)
        .orElseThrow(
            () ->
                Refusal.unknown(
                    plain.isEmpty()
                        ? "No domain is named."
                        : "No report about " + plain + " has come in."));
  }

  /**
   * The domains of these names; without names, those that may be seen.
   *
   * @return null for all domains, those to come included
   * @throws Refusal if one is no domain name, is not monitored, or may not be seen
   */
  @Nullable List<DomainInfo> domains(List<String> names) {
    if (names.isEmpty()) {
      return scope().isEverything() ? null : visible();
    }
    List<DomainInfo> domains = new ArrayList<>();
    for (String name : names) {
      // What reports call a domain may be no name, and is one that is known then.
      if (!couldBe(name) && traffic.domain(scope(), plain(name)).isEmpty()) {
        throw Refusal.value("domain", name, "a domain name such as example.org");
      }
      domains.add(domain(name));
    }
    return domains;
  }

  private static boolean couldBe(String name) {
    return DomainName.parseWritten(plain(name)).filter(DomainName::isHostName).isPresent();
  }

  private static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
  }

  /** All domains that may be seen. */
  List<DomainInfo> visible() {
    return traffic.domains(scope());
  }

  /**
   * Lets those through only who may do something about the domains they may see.
   *
   * @throws Refusal if they may not
   */
  void need(Right right) {
    if (!viewers.now().may(right)) {
      throw Refusal.right(right.wire());
    }
  }

  /** Lets those through only who may do something for every domain. */
  void everywhere(Right right) {
    if (!viewers.now().mayEverywhere(right)) {
      throw Refusal.rightEverywhere(right.wire());
    }
  }

  /** The UTC day that periods end on. */
  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** Who asks. */
  Who who() {
    return viewers.now().who();
  }
}
