package dev.plumbline.web;

import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.standing.transport.FailureWords;
import dev.plumbline.standing.transport.Published;
import dev.plumbline.standing.transport.Published.State;
import dev.plumbline.standing.transport.ServerNow;
import dev.plumbline.standing.transport.TransportFacts;
import dev.plumbline.standing.transport.TransportReadiness;
import dev.plumbline.standing.transport.TransportStanding;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.tls.TlsQueries;
import dev.plumbline.store.tls.TlsQueries.Day;
import dev.plumbline.store.tls.TlsReportLine;
import dev.plumbline.store.tls.TransportChecks;
import dev.plumbline.store.tls.TransportChecks.Checked;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What TLS reports say of a domain, beside what it published when it was last asked. */
@Path("/domains/{domain}/tls")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class TlsPage {

  private static final int SHOWN_FAILURES = 30;
  private static final int SHOWN_REPORTS = 20;

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(TlsView view);
  }

  private final DomainRequests requests;
  private final TlsQueries tls;
  private final TransportChecks checks;
  private final DnsSwitch dns;
  private final Clock clock;
  private final Tables tables;

  TlsPage(
      DomainRequests requests,
      TlsQueries tls,
      TransportChecks checks,
      DnsSwitch dns,
      Clock clock,
      Tables tables) {
    this.dns = dns;
    this.tables = tables;
    this.requests = requests;
    this.tls = tls;
    this.checks = checks;
    this.clock = clock;
  }

  @GET
  public TemplateInstance show(@BeanParam DomainRequest request) {
    DomainRequests.Asked asked = requests.of(request);
    String name = asked.name();
    long id = asked.domain().id();
    Period period = asked.period().about(tls.newestDay(id));
    LocalDate today = LocalDate.now(clock);
    Optional<Checked> checked = checks.of(id);
    Published published = checked.map(Checked::published).orElse(Published.UNKNOWN);
    TransportFacts facts = facts(id, today);
    TransportStanding standing = TransportStanding.of(published, facts.failure() > 0);
    TransportReadiness ready = TransportReadiness.of(published, facts, today);
    List<Day> days = tls.days(id, period.from(), period.to());
    return Templates.show(
        new TlsView(
            name,
            Links.domain(name, period),
            period.picker(Links.tls(name)),
            Tabs.of(name, period, Tabs.TLS),
            standing.words(),
            css(standing),
            lead(standing, published),
            published(published),
            checked
                .map(one -> "asked " + Format.time(one.at()))
                .orElse(dns.isOff() ? "not asked: DNS is switched off" : "not asked yet"),
            published.problems().stream().distinct().toList(),
            readiness(standing, ready),
            standing == TransportStanding.ENFORCE ? List.of() : ready.blockers(),
            ready.evidence(),
            tls
                .failures(id, period.from(), period.to(), tables.whole("failures", SHOWN_FAILURES))
                .stream()
                .map(one -> failed(name, one, published))
                .toList(),
            chart(name, days, period),
            sessions(days),
            tls
                .reports(
                    id, period.from(), period.to(), true, tables.whole("reports", SHOWN_REPORTS))
                .stream()
                .map(TlsPage::report)
                .toList()));
  }

  /** Of the weeks before today, whichever days are shown. */
  private TransportFacts facts(long domainId, LocalDate today) {
    LocalDate from = today.minusDays(TransportReadiness.WINDOW_DAYS - 1L);
    List<Day> days =
        tls.days(domainId, from, today).stream()
            .filter(day -> day.policyType().equals("sts"))
            .toList();
    return new TransportFacts(
        (int) days.stream().map(Day::day).distinct().count(),
        tls.reporters(domainId, from, today, 10),
        days.stream().mapToLong(Day::success).sum(),
        days.stream().mapToLong(Day::failure).sum(),
        days.stream()
            .filter(day -> day.failure() > 0)
            .map(Day::day)
            .max(LocalDate::compareTo)
            .orElse(null));
  }

  private static String css(TransportStanding standing) {
    return switch (standing) {
      case UNKNOWN -> "mark-plain";
      case NONE, TESTING_CLEAN -> "mark-warn";
      case TESTING_FAILING -> "mark-bad";
      case ENFORCE -> "mark-good";
    };
  }

  private static String lead(TransportStanding standing, Published published) {
    if (standing == TransportStanding.NONE && published.tlsaState() == State.THERE) {
      return "There is no MTA-STS policy; only senders that know DANE deliver over TLS or not at"
          + " all.";
    }
    return switch (standing) {
      case UNKNOWN -> "What is published is not known; nothing is concluded from that.";
      case NONE -> "Whoever stands in the way of mail to the domain can turn TLS off.";
      case TESTING_FAILING -> "The policy is tried; some mail would not come if it were enforced.";
      case TESTING_CLEAN -> "The policy is tried, and nothing failed of late.";
      case ENFORCE -> "Senders that know MTA-STS deliver over TLS or not at all.";
    };
  }

  private static String readiness(TransportStanding standing, TransportReadiness ready) {
    if (standing == TransportStanding.ENFORCE) {
      return "mode: enforce is published.";
    }
    if (standing == TransportStanding.UNKNOWN) {
      return "Whether mode: enforce is safe is not known.";
    }
    return ready.ready()
        ? "Ready: change the policy file to mode: enforce, and give the record a new id."
        : "Not ready for mode: enforce yet.";
  }

  private static List<Fact> published(Published published) {
    List<Fact> facts = new ArrayList<>();
    String mode = published.mode();
    facts.add(
        Fact.of(
            "MTA-STS",
            mode != null
                ? "mode: " + mode
                : published.mtaSts() != null
                    ? "announced, its policy file is not known"
                    : words(published.stsState())));
    if (!published.patterns().isEmpty()) {
      facts.add(Fact.of("Servers in the policy", String.join(", ", published.patterns())));
    }
    facts.add(
        Fact.of(
            "Mail servers",
            published.hosts().isEmpty()
                ? words(published.hostState())
                : String.join(", ", published.hosts())));
    if (!published.uncovered().isEmpty()) {
      facts.add(Fact.of("Not in the policy", String.join(", ", published.uncovered())));
    }
    facts.add(
        Fact.of(
            "TLSA (DANE)",
            published.tlsa().isEmpty()
                ? words(published.tlsaState())
                : "at " + String.join(", ", published.tlsa())));
    for (ServerNow server : published.servers()) {
      facts.add(Fact.of(server.host(), server.words()));
    }
    facts.add(Fact.of("TLS reports", orWords(published.tlsRpt(), published.tlsRptState())));
    return facts;
  }

  private static String orWords(@Nullable String record, State state) {
    return record == null ? words(state) : record;
  }

  private static String words(State state) {
    return switch (state) {
      case THERE -> "published";
      case NONE -> "none";
      case UNKNOWN -> "not known";
    };
  }

  private static TlsView.Failed failed(
      String domain, TlsQueries.Failed failed, Published published) {
    FailureWords words = FailureWords.of(failed.resultType(), domain);
    return new TlsView.Failed(
        words.what(),
        words.todo(),
        failed.receivingMx().isEmpty() ? "not told" : failed.receivingMx(),
        policy(failed.policyType()),
        Format.count(failed.sessions()),
        Format.days(failed.first(), failed.last()),
        now(failed.receivingMx(), published));
  }

  /** What a session had to keep to, as RFC 8460 section 4.4 names it. */
  private static String policy(String type) {
    return switch (type) {
      case "sts" -> "MTA-STS";
      case "tlsa" -> "DANE (TLSA)";
      case "no-policy-found" -> "none found";
      case "" -> "not told";
      default -> type;
    };
  }

  private static String now(String server, Published published) {
    if (server.isEmpty() || published.hostState() != State.THERE) {
      return "";
    }
    if (!published.hosts().contains(server)) {
      return "no longer a mail server of the domain";
    }
    return Stream.concat(
            Stream.of(place(server, published)),
            published.servers().stream()
                .filter(one -> one.host().equals(server))
                .map(ServerNow::words))
        .collect(Collectors.joining(". "));
  }

  private static String place(String server, Published published) {
    if (published.mode() == null) {
      return "still a mail server of the domain";
    }
    return published.uncovered().contains(server) ? "not in the policy" : "in the policy";
  }

  private static DayChart chart(String domain, List<Day> days, Period period) {
    var stack =
        new Stack(
            period,
            List.of(
                new DayChart.Series("Sessions over TLS", "st-authorized", DayChart.Lane.PASS),
                new DayChart.Series("Failed sessions", "st-regressed", DayChart.Lane.FAIL)));
    for (Day day : days) {
      stack.add(day.day(), 0, day.success());
      stack.add(day.day(), 1, day.failure());
    }
    return stack.chart(
        "Sessions with the domain's mail servers per day",
        (first, last) -> Links.tls(domain) + "?from=" + first + "&to=" + last);
  }

  private static String sessions(List<Day> days) {
    long success = days.stream().mapToLong(Day::success).sum();
    long failure = days.stream().mapToLong(Day::failure).sum();
    return success + failure == 0
        ? "no sessions were reported"
        : "%s, %s failed"
            .formatted(
                Format.count(success + failure, "session", "sessions"),
                Format.share(failure, success + failure));
  }

  private static TlsView.Report report(TlsReportLine report) {
    return new TlsView.Report(
        report.reporter().isEmpty() ? "unnamed" : report.reporter(),
        Format.span(report.begin(), report.end()),
        Links.intakeEntry(report.intakeId()),
        Format.count(report.success()),
        Format.count(report.failure()));
  }
}
