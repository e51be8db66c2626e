package dev.plumbline.recheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.intake.Intake;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.resolver.DnsResolver;
import dev.plumbline.resolver.ResolverSettings;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.sender.Catalogue;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.store.Locks;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.HistoryQueries;
import dev.plumbline.store.checks.HistoryQueries.VerdictPeriod;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/**
 * Many sources and domains against a DNS server that counts. {@code -Dplumbline.volume.sources} and
 * {@code -Dplumbline.volume.domains} make it larger, as docs/performance.md describes.
 */
@QuarkusTest
class RecheckVolumeTest {

  private static final Logger LOG = Logger.getLogger(RecheckVolumeTest.class);

  private static final int SOURCES = Integer.getInteger("plumbline.volume.sources", 3_000);
  private static final int DOMAINS = Integer.getInteger("plumbline.volume.domains", 12);
  private static final LocalDate DAY = LocalDate.of(2026, 10, 5);
  private static final Instant AT = Instant.parse("2026-11-01T06:00:00Z");

  @Inject Intake intake;
  @Inject TrafficQueries traffic;
  @Inject CheckStore checks;
  @Inject HistoryQueries history;
  @Inject Remedies remedies;
  @Inject Locks locks;
  @Inject DomainReviews reviews;
  @Inject Catalogue catalogue;
  @Inject RecheckSettings settings;

  @Test
  void no_question_is_asked_twice_within_its_ttl() throws Exception {
    int each = SOURCES / DOMAINS;
    try (CountingDnsServer server = new CountingDnsServer()) {
      server.publish("spf.service.example", Type.TXT, "\"v=spf1 ip4:10.0.0.0/9 -all\"");
      server.publish(
          "bounce.service.example", Type.TXT, "\"v=spf1 include:spf.service.example ~all\"");
      for (int domain = 0; domain < DOMAINS; domain++) {
        String name = name(domain);
        server.publish(name, Type.TXT, "\"v=spf1 include:spf.service.example mx -all\"");
        server.publish(name, Type.MX, "10 mx." + name + ".");
        server.publish("mx." + name, Type.A, "192.0.2.1");
        server.publish("_dmarc." + name, Type.TXT, "\"v=DMARC1; p=none\"");
        take(name, domain, each);
      }
      Dns dns =
          DnsResolver.create(
              ResolverSettings.of(
                  Optional.of("127.0.0.1:" + server.address().getPort()),
                  Duration.ofSeconds(20),
                  Optional.empty()));
      long first = rounds(dns, AT);
      Map<String, Integer> asked = server.asked();
      assertThat(asked.entrySet().stream().filter(question -> question.getValue() > 1)).isEmpty();
      long published =
          catalogue.services().stream()
              .mapToLong(service -> service.recognise().include().size())
              .sum();
      // Two for each source, for its reverse name and the way back; a few for each domain; and the
      // records of the services, for all domains together.
      assertThat(asked.size())
          .isBetween(2 * each * DOMAINS, 2 * each * DOMAINS + 25 * DOMAINS + 20 + (int) published);
      long second = rounds(dns, AT.plus(Duration.ofMinutes(30)));
      assertThat(server.asked()).isEqualTo(asked);
      verdictsAreRight(each);
      long judged = reviewAll();
      LOG.infof(
          "%d sources, %d domains, %d questions: first rounds %d ms, second rounds %d ms;"
              + " judged in %d ms",
          each * DOMAINS, DOMAINS, asked.size(), first, second, judged);
    }
  }

  private long reviewAll() {
    long start = System.nanoTime();
    for (int domain = 0; domain < DOMAINS; domain++) {
      DomainReview review = reviews.review(name(domain), DAY, DAY).orElseThrow();
      // The second round found nothing else, and the first one is no older than half an hour.
      assertThat(review.checkedAt()).isEqualTo(AT);
    }
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  private long rounds(Dns dns, Instant at) {
    Rechecks rechecks =
        new Rechecks(
            traffic,
            checks,
            dns,
            Clock.fixed(at, ZoneOffset.UTC),
            settings,
            remedies,
            locks,
            catalogue,
            false);
    long start = System.nanoTime();
    try {
      for (int domain = 0; domain < DOMAINS; domain++) {
        assertThat(rechecks.recheckNow(name(domain)).orElseThrow().unanswered()).isZero();
      }
    } finally {
      rechecks.stop();
    }
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  private void verdictsAreRight(int each) {
    for (int domain = 0; domain < DOMAINS; domain += 5) {
      long id = traffic.domain(name(domain)).orElseThrow().id();
      for (int source = 0; source < each; source += 37) {
        boolean listed = source % 2 == 0;
        assertThat(history.verdicts(id, IpAddresses.parse(address(domain, source)).orElseThrow()))
            .extracting(VerdictPeriod::result, VerdictPeriod::since)
            .isEqualTo(
                List.of(
                    org.assertj.core.groups.Tuple.tuple(
                        listed ? SpfResult.PASS : SpfResult.SOFTFAIL, AT),
                    org.assertj.core.groups.Tuple.tuple(
                        listed ? SpfResult.PASS : SpfResult.FAIL, AT)));
      }
    }
  }

  private static String name(int domain) {
    return "volume" + domain + ".example";
  }

  /** Every other address is in 10.0.0.0/9. */
  private static String address(int domain, int source) {
    return "10.%d.%d.%d"
        .formatted(
            (source % 2 == 0 ? 0 : 128) + domain % 100,
            source / 200 + 100 * (domain / 100),
            source % 200);
  }

  private void take(String domain, int number, int each) {
    StringBuilder rows = new StringBuilder();
    for (int source = 0; source < each; source++) {
      rows.append(
          """
          <record><row><source_ip>%s</source_ip><count>2</count><policy_evaluated>
          <disposition>none</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated></row>
          <identifiers><header_from>%s</header_from></identifiers>
          <auth_results><spf><domain>bounce.service.example</domain><result>pass</result></spf>
          </auth_results></record>
          """
              .formatted(address(number, source), domain));
    }
    String xml =
        """
        <feedback><report_metadata><org_name>Receiver</org_name><email>r@receiver.example</email>
        <report_id>%1$s</report_id><date_range><begin>%2$d</begin><end>%3$d</end></date_range>
        </report_metadata><policy_published><domain>%1$s</domain><p>none</p></policy_published>
        %4$s</feedback>\
        """
            .formatted(
                domain,
                DAY.atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
                DAY.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond() - 1,
                rows);
    assertThat(
            intake
                .take("cli", domain, null, ReceivedBytes.of(xml.getBytes(StandardCharsets.UTF_8)))
                .outcome())
        .isEqualTo(Outcome.STORED);
  }
}
