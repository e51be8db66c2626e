package dev.plumbline.recheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.DomainName;
import dev.plumbline.intake.Intake;
import dev.plumbline.mime.Source;
import dev.plumbline.resolver.DnsResolver;
import dev.plumbline.resolver.ResolverSettings;
import dev.plumbline.sender.DomainReviews;
import dev.plumbline.sender.Remedies;
import dev.plumbline.sender.SourceReview;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.SourceFacts.SpfNow;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.CheckStore;
import dev.plumbline.store.CheckStore.RecordHistory;
import dev.plumbline.store.Outcome;
import dev.plumbline.store.TrafficQueries;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports in a real database, DNS from a zone file that changes. */
@QuarkusTest
class RecheckTest {

  private static final LocalDate DAY = LocalDate.of(2026, 10, 5);
  private static final Instant FIRST = Instant.parse("2026-11-01T06:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-11-08T06:00:00Z");

  @Inject Intake intake;
  @Inject TrafficQueries traffic;
  @Inject CheckStore checks;
  @Inject Remedies remedies;
  @Inject DomainReviews reviews;
  @Inject RecheckSettings settings;

  @TempDir Path folder;

  @Test
  void a_changed_record_shows_at_the_next_check_before_any_new_report() throws Exception {
    String domain = "changing.example";
    take(domain, row("192.0.2.50", 40, "fail", domain) + row("192.0.2.51", 60, "pass", domain));
    Dns dns = zone(domain, "v=spf1 ip4:192.0.2.51 -all");

    recheck(domain, dns, FIRST);
    assertThat(source(domain, "192.0.2.50").standing()).isEqualTo(Standing.NEEDS_AUTHORIZING);
    assertThat(source(domain, "192.0.2.51").standing()).isEqualTo(Standing.AUTHORIZED);

    zone(domain, "v=spf1 ip4:192.0.2.50 -all");
    recheck(domain, dns, SECOND);
    SourceReview fixed = source(domain, "192.0.2.50");
    assertThat(fixed.standing()).isEqualTo(Standing.FIXED);
    assertThat(fixed.reasons().get(0)).contains("ip4:192.0.2.50", "fail until 8 Nov 2026");
    SourceReview lost = source(domain, "192.0.2.51");
    assertThat(lost.standing()).isEqualTo(Standing.REGRESSED);
    assertThat(lost.reasons().get(0)).contains("it did until 8 Nov 2026");
    SpfNow now = verdict(lost, domain);
    assertThat(now.earlier()).isEqualTo(SpfResult.PASS);
    assertThat(now.since()).isEqualTo(SECOND);

    List<RecordHistory> spf =
        checks.records(traffic.domain(domain).orElseThrow().id()).stream()
            .filter(record -> record.type().equals("SPF"))
            .toList();
    assertThat(spf)
        .extracting(record -> record.texts().get(0))
        .containsExactly("v=spf1 ip4:192.0.2.51 -all", "v=spf1 ip4:192.0.2.50 -all");
    assertThat(spf.get(1).firstSeen()).isEqualTo(SECOND);
  }

  @Test
  void an_unchanged_record_keeps_its_since() throws Exception {
    String domain = "steady.example";
    take(domain, row("192.0.2.50", 40, "pass", domain));
    Dns dns = zone(domain, "v=spf1 ip4:192.0.2.50 -all");
    recheck(domain, dns, FIRST);
    recheck(domain, dns, SECOND);
    SpfNow now = verdict(source(domain, "192.0.2.50"), domain);
    assertThat(now.since()).isEqualTo(FIRST);
    assertThat(now.checkedAt()).isEqualTo(SECOND);
    assertThat(now.earlier()).isNull();
  }

  @Test
  void dns_that_does_not_answer_changes_no_verdict() throws Exception {
    String domain = "silent.example";
    take(domain, row("192.0.2.50", 40, "pass", domain));
    recheck(domain, zone(domain, "v=spf1 ip4:192.0.2.50 -all"), FIRST);
    RecheckReport report = recheck(domain, new SilentDns(), SECOND);

    assertThat(report.unanswered()).isEqualTo(1);
    SourceReview source = source(domain, "192.0.2.50");
    assertThat(source.standing()).isEqualTo(Standing.AUTHORIZED);
    assertThat(verdict(source, domain).result()).isEqualTo(SpfResult.PASS);
    assertThat(verdict(source, domain).unknownSince()).isEqualTo(SECOND);
    assertThat(source.reasons())
        .anyMatch(reason -> reason.contains("has not answered for silent.example since 8 Nov"));
    assertThat(traffic.domain(domain).orElseThrow().spfRecord()).isNotNull();
  }

  @Test
  void a_source_is_checked_for_the_domain_its_mail_used_and_for_ours() throws Exception {
    String domain = "two-names.example";
    take(domain, row("192.0.2.50", 40, "pass", "bounce.mailer.example"));
    recheck(domain, zone(domain, "v=spf1 -all"), FIRST);
    assertThat(source(domain, "192.0.2.50").facts().now().spf())
        .extracting(SpfNow::identity, SpfNow::result, SpfNow::aligned)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(domain, SpfResult.FAIL, true),
            org.assertj.core.groups.Tuple.tuple("bounce.mailer.example", SpfResult.NONE, false));
  }

  private RecheckReport recheck(String domain, Dns dns, Instant at) {
    Rechecks rechecks =
        new Rechecks(
            traffic, checks, dns, Clock.fixed(at, ZoneOffset.UTC), settings, remedies, false);
    try {
      return rechecks.recheckNow(domain).orElseThrow();
    } finally {
      rechecks.stop();
    }
  }

  private SourceReview source(String domain, String ip) {
    return reviews
        .source(
            domain,
            dev.plumbline.dns.IpAddresses.parse(ip).orElseThrow(),
            DAY.minusDays(1),
            DAY.plusDays(1))
        .orElseThrow();
  }

  private static SpfNow verdict(SourceReview source, String identity) {
    return source.facts().now().spf().stream()
        .filter(spf -> spf.identity().equals(identity))
        .findFirst()
        .orElseThrow();
  }

  /** Writes the zone of a domain, whose hosts are all at 192.0.2.x. */
  private Dns zone(String domain, String spf) throws IOException, InterruptedException {
    Path file = folder.resolve(domain + ".zone");
    Files.writeString(
        file,
        """
        $TTL 60
        %1$s. IN SOA ns.%1$s. admin.%1$s. 1 60 60 60 60
        %1$s. IN TXT "%2$s"
        _dmarc.%1$s. IN TXT "v=DMARC1; p=none"
        mx.%1$s. IN A 192.0.2.50
        2.0.192.in-addr.arpa. IN SOA ns.%1$s. admin.%1$s. 1 60 60 60 60
        50.2.0.192.in-addr.arpa. IN PTR mx.%1$s.
        """
            .formatted(domain, spf));
    // A resolver that has the file open looks at it twenty times a second.
    Thread.sleep(100);
    return DnsResolver.create(
        ResolverSettings.of(Optional.of("none"), Duration.ofSeconds(1), Optional.of(file)));
  }

  private void take(String domain, String rows) {
    String xml =
        """
        <feedback><report_metadata><org_name>Receiver</org_name><email>r@receiver.example</email>
        <report_id>%1$s</report_id><date_range><begin>%2$d</begin><end>%3$d</end></date_range>
        </report_metadata><policy_published><domain>%1$s</domain><p>none</p></policy_published>
        %4$s</feedback>"""
            .formatted(
                domain,
                DAY.atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
                DAY.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond() - 1,
                rows.replace("HEADER_FROM", domain));
    assertThat(
            intake
                .take("cli", domain, null, Source.of(xml.getBytes(StandardCharsets.UTF_8)))
                .outcome())
        .isEqualTo(Outcome.STORED);
  }

  private static String row(String ip, long count, String spf, String envelope) {
    boolean aligned = spf.equals("pass") && !envelope.startsWith("bounce.");
    return """
    <record><row><source_ip>%s</source_ip><count>%d</count><policy_evaluated>
    <disposition>none</disposition><dkim>fail</dkim><spf>%s</spf></policy_evaluated></row>
    <identifiers><header_from>HEADER_FROM</header_from></identifiers>
    <auth_results><spf><domain>%s</domain><result>%s</result></spf></auth_results></record>
    """
        .formatted(ip, count, aligned ? "pass" : "fail", envelope, spf);
  }

  /** A DNS that is down. */
  private static final class SilentDns implements Dns {
    private static <T> DnsAnswer<T> failed() {
      return new DnsAnswer.Failed<>("No server answers.");
    }

    @Override
    public DnsAnswer<String> txt(DomainName name) {
      return failed();
    }

    @Override
    public DnsAnswer<InetAddress> a(DomainName name) {
      return failed();
    }

    @Override
    public DnsAnswer<InetAddress> aaaa(DomainName name) {
      return failed();
    }

    @Override
    public DnsAnswer<MailExchange> mx(DomainName name) {
      return failed();
    }

    @Override
    public DnsAnswer<DomainName> ptr(InetAddress address) {
      return failed();
    }
  }
}
