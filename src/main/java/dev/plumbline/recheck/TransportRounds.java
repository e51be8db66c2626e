package dev.plumbline.recheck;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.dns.MailExchange;
import dev.plumbline.dns.Question;
import dev.plumbline.dns.RememberedDns;
import dev.plumbline.dns.lint.Finding;
import dev.plumbline.dns.lint.Lint;
import dev.plumbline.dns.lint.Severity;
import dev.plumbline.mailpolicy.MailServers;
import dev.plumbline.mailpolicy.PolicyFiles;
import dev.plumbline.mailpolicy.StsLinter;
import dev.plumbline.mailpolicy.StsPolicy;
import dev.plumbline.mailpolicy.TlsRptLinter;
import dev.plumbline.resolver.HttpPolicyFiles;
import dev.plumbline.resolver.ResolverSettings;
import dev.plumbline.resolver.SmtpMailServers;
import dev.plumbline.standing.transport.Published;
import dev.plumbline.standing.transport.Published.State;
import dev.plumbline.store.Locks;
import dev.plumbline.store.StoreUnavailableException;
import dev.plumbline.store.tls.TransportChecks;
import dev.plumbline.store.tls.TransportChecks.Due;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks what domains publish about their transport security, in the background. */
@ApplicationScoped
public class TransportRounds {

  private static final Logger LOG = Logger.getLogger(TransportRounds.class);

  /** A policy file may be kept for weeks; a mistake in it should show the same day. */
  private static final Duration EVERY = Duration.ofHours(6);

  private static final int AT_ONCE = 20;
  private static final int MOST_HOSTS = 20;

  /** A longer name has none below it. */
  private static final int LONGEST = DomainName.MAX_OCTETS - 12;

  private final TransportChecks checks;
  private final Dns dns;
  private final Clock clock;
  private final Locks locks;
  private final PolicyFiles files;
  private final MailServers servers;
  private final boolean background;

  TransportRounds(
      TransportChecks checks,
      Dns dns,
      Clock clock,
      Locks locks,
      @ConfigProperty(name = "plumbline.tls-reports.fetch-policies", defaultValue = "true")
          boolean fetch,
      @ConfigProperty(name = "plumbline.tls-reports.ask-servers", defaultValue = "false")
          boolean askServers,
      @ConfigProperty(name = "plumbline.dns.servers", defaultValue = "system") String dnsServers,
      @ConfigProperty(name = "plumbline.background") boolean background) {
    this.checks = checks;
    this.dns = dns;
    this.clock = clock;
    this.locks = locks;
    // Without servers for DNS there is no network, as in the demo.
    boolean network = !ResolverSettings.isOffline(dnsServers);
    this.files = fetch && network ? HttpPolicyFiles.create() : PolicyFiles.offline();
    this.servers = askServers && network ? SmtpMailServers.of(dns) : MailServers.offline();
    this.background = background;
  }

  @Scheduled(every = "1m", delayed = "20s", concurrentExecution = ConcurrentExecution.SKIP)
  void due() {
    if (!background) {
      return;
    }
    try {
      // Of several processes one asks.
      Optional<Locks.Lock> turn = locks.take("transport rounds");
      if (turn.isPresent()) {
        try (Locks.Lock held = turn.get()) {
          run();
          held.check();
        }
      }
    } catch (StoreUnavailableException e) {
      LOG.warnf("Transport security is not asked for this time: %s", e.getMessage());
    }
  }

  /** Asks about some domains that are due. Two processes that do it at once do no harm. */
  public void run() {
    for (Due one : checks.due(clock.instant().minus(EVERY), AT_ONCE)) {
      Published published =
          DomainName.parse(one.name())
              .filter(name -> one.name().length() < LONGEST)
              .map(name -> ask(new RememberedDns(dns), files, servers, name, clock.instant()))
              .orElse(Published.UNKNOWN);
      checks.keep(one.domainId(), published, clock.instant());
    }
  }

  /** What a domain publishes now. */
  static Published ask(
      Dns dns, PolicyFiles files, MailServers servers, DomainName domain, Instant now) {
    List<String> problems = new ArrayList<>();
    DnsAnswer<String> record = dns.txt(name("_mta-sts", domain));
    StsLinter.StsLint sts = new StsLinter(dns, files).lint(domain);
    tell(problems, sts.record());
    tell(problems, sts.file());
    StsPolicy policy = sts.policy();
    State stsState = stsState(record, sts);
    DnsAnswer<MailExchange> mx = dns.mx(domain);
    List<DomainName> hosts =
        mx.values().stream()
            .map(MailExchange::exchange)
            .filter(host -> !host.equals(DomainName.ROOT))
            .limit(MOST_HOSTS)
            .toList();
    Lint tlsRpt = new TlsRptLinter(dns).lint(domain);
    tell(problems, tlsRpt);
    DnsAnswer<String> asksForReports = dns.txt(name("_smtp._tls", domain));
    List<DnsAnswer<String>> tlsa = hosts.stream().map(host -> tlsa(dns, host)).toList();
    List<String> withTlsa = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      if (!tlsa.get(i).values().isEmpty()) {
        withTlsa.add(hosts.get(i).toString());
      }
    }
    return new Published(
        stsState,
        sts.record().record(),
        mode(policy),
        policy == null ? List.of() : policy.mx(),
        state(mx),
        hosts.stream().map(DomainName::toString).toList(),
        policy == null
            ? List.of()
            : hosts.stream()
                .filter(host -> !policy.matches(host))
                .map(DomainName::toString)
                .toList(),
        tlsRpt.record() != null ? State.THERE : state(asksForReports),
        tlsRpt.record(),
        state(mx, tlsa, withTlsa),
        withTlsa,
        hosts.stream()
            .flatMap(host -> ServerChecks.of(host, servers.ask(host), now).stream())
            .toList(),
        problems);
  }

  private static DnsAnswer<String> tlsa(Dns dns, DomainName host) {
    return host.prefixedBy("_25._tcp")
        .map(name -> dns.ask(Question.tlsa(name)))
        .orElseGet(() -> new DnsAnswer.NoData<>(Duration.ZERO));
  }

  private static DomainName name(String prefix, DomainName domain) {
    return DomainName.of(prefix + "." + domain);
  }

  private static @Nullable String mode(@Nullable StsPolicy policy) {
    return policy == null || policy.mode() == null ? null : policy.mode().wire();
  }

  /** A policy is known only with its file; that there is none, by its record alone. */
  private static State stsState(DnsAnswer<String> record, StsLinter.StsLint sts) {
    if (sts.policy() != null) {
      return State.THERE;
    }
    if (record instanceof DnsAnswer.Failed) {
      return State.UNKNOWN;
    }
    return sts.record().record() == null ? State.NONE : State.UNKNOWN;
  }

  private static State state(DnsAnswer<?> answer) {
    if (answer instanceof DnsAnswer.Failed) {
      return State.UNKNOWN;
    }
    return answer.values().isEmpty() ? State.NONE : State.THERE;
  }

  private static State state(
      DnsAnswer<MailExchange> mx, List<DnsAnswer<String>> tlsa, List<String> found) {
    if (!found.isEmpty()) {
      return State.THERE;
    }
    boolean failed =
        Stream.concat(Stream.of(mx), tlsa.stream())
            .anyMatch(one -> one instanceof DnsAnswer.Failed);
    return failed ? State.UNKNOWN : State.NONE;
  }

  private static void tell(List<String> problems, @Nullable Lint lint) {
    if (lint == null) {
      return;
    }
    for (Finding finding : lint.findings()) {
      if (finding.severity() == Severity.ERROR || finding.severity() == Severity.WARNING) {
        problems.add(finding.sentence());
      }
    }
  }
}
