package dev.plumbline.recheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.FakeDns;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.Question;
import dev.plumbline.dns.RecordKind;
import dev.plumbline.intake.Intake;
import dev.plumbline.intake.IntakeStored;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.Judge;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.review.SourceReview;
import dev.plumbline.sender.Catalogue;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.Locks;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.CheckTargets.Selector;
import dev.plumbline.store.checks.Records;
import dev.plumbline.store.checks.Records.PublishedRecord;
import dev.plumbline.store.intake.ItemOutcome;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.intake.ReportRef;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Rounds in which DNS says what it said before cost next to nothing; others tell what is new. */
@QuarkusTest
class QuietRoundsTest {

  private static final LocalDate DAY = LocalDate.of(2026, 10, 5);
  private static final Instant FIRST = Instant.parse("2026-11-01T06:00:00Z");
  private static final int SOURCES = 40;

  @Inject Intake intake;
  @Inject TrafficQueries traffic;
  @Inject CheckStore checks;
  @Inject Remedies remedies;
  @Inject Judge judge;
  @Inject KeptReviews kept;
  @Inject Locks locks;
  @Inject DomainReviews reviews;
  @Inject Catalogue catalogue;
  @Inject RecheckSettings settings;
  @Inject DataSource database;

  @Test
  void rounds_that_find_nothing_else_write_less_than_a_row_in_an_hour() throws Exception {
    String domain = "quiet.example";
    FakeDns dns = dns(domain);
    take(domain, "first", SOURCES, 1);
    assertThat(recheck(domain, dns, FIRST).isEmpty()).isFalse();

    long before = transaction();
    for (int quarter = 1; quarter <= 12; quarter++) {
      assertThat(recheck(domain, dns, FIRST.plus(Duration.ofMinutes(15L * quarter))).isEmpty())
          .isTrue();
    }
    Map<String, Long> written = written(domain, before);
    assertThat(written.remove("domain")).as("in three hours").isLessThan(3);
    assertThat(written.values()).as(written.toString()).containsOnly(0L);
    assertThat(traffic.domain(domain).orElseThrow().dnsCheckedAt())
        .isAfterOrEqualTo(FIRST.plus(Duration.ofMinutes(90)));
  }

  @Test
  void what_is_not_written_was_still_checked() throws Exception {
    String domain = "still.example";
    FakeDns dns = dns(domain);
    take(domain, "first", 3, 1);
    recheck(domain, dns, FIRST);
    Instant later = FIRST.plus(Duration.ofHours(5));
    recheck(domain, dns, later);

    assertThat(source(domain, 1).facts().now().spf())
        .isNotEmpty()
        .allSatisfy(spf -> assertThat(spf.checkedAt()).isEqualTo(later))
        .allSatisfy(spf -> assertThat(spf.since()).isEqualTo(FIRST));
    assertThat(checks.records().all(id(domain)))
        .isNotEmpty()
        .allSatisfy(record -> assertThat(record.lastSeen()).isEqualTo(later));

    dns.remove(domain, "MX");
    Instant changedAt = later.plus(Duration.ofHours(5));
    recheck(domain, dns, changedAt);
    assertThat(checks.records().judged(id(domain)))
        .filteredOn(record -> record.kind() == RecordKind.MX)
        .extracting(PublishedRecord::firstSeen, PublishedRecord::lastSeen)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(FIRST, later),
            org.assertj.core.groups.Tuple.tuple(changedAt, changedAt));
  }

  @Test
  void a_round_tells_precisely_what_it_found_otherwise() throws Exception {
    String domain = "telling.example";
    FakeDns dns = dns(domain);
    take(domain, "first", SOURCES, 1);
    recheck(domain, dns, FIRST);

    dns.remove("k1._domainkey." + domain, "TXT");
    Instant keyGone = FIRST.plus(Duration.ofHours(1));
    DnsChanges key = recheck(domain, dns, keyGone);
    assertThat(key.at()).isEqualTo(keyGone);
    assertThat(key.keys()).containsExactly(new Selector(domain, "k1"));
    assertThat(key.records())
        .containsExactly(new Records.Owner("k1._domainkey." + domain, RecordKind.DKIM));
    assertThat(key.sources()).isEmpty();
    assertThat(key.domainItself()).isFalse();

    dns.remove(domain, "TXT").txt(domain, "v=spf1 ip4:192.0.2.0/28 ip4:192.0.2.20 -all");
    DnsChanges spf = recheck(domain, dns, FIRST.plus(Duration.ofHours(2)));
    assertThat(spf.domainItself()).isTrue();
    assertThat(spf.records()).containsExactly(new Records.Owner(domain, RecordKind.SPF));
    assertThat(spf.sources()).contains(ip(20));

    dns.fail(domain, "TXT");
    assertThat(recheck(domain, dns, FIRST.plus(Duration.ofHours(3))).sources())
        .as("now unknown")
        .hasSize(SOURCES);
    long before = transaction();
    assertThat(recheck(domain, dns, FIRST.plus(Duration.ofHours(4))).isEmpty())
        .as("still unknown")
        .isTrue();
    assertThat(written(domain, before)).containsEntry("source_check", 0L);
  }

  @Test
  void a_report_about_three_sources_costs_three_sources() throws Exception {
    String domain = "growing.example";
    FakeDns dns = dns(domain);
    take(domain, "first", SOURCES, 1);
    recheck(domain, dns, FIRST);

    take(domain, "second", 3, 200);
    long before = transaction();
    CountingDns counting = new CountingDns(dns);
    RecheckReport report =
        rechecks(counting, FIRST.plusSeconds(60)).recheckWhatIsNew(domain).orElseThrow();
    assertThat(report.sources()).isEqualTo(3);
    assertThat(report.keys()).isZero();
    assertThat(counting.reverse).containsExactlyInAnyOrder(ip(200), ip(201), ip(202));
    assertThat(written(domain, before)).containsEntry("source_check", 3L);
    assertThat(report.found().sources()).containsExactlyInAnyOrder(ip(200), ip(201), ip(202));
    assertThat(traffic.domain(domain).orElseThrow().dnsCheckedAt()).isEqualTo(FIRST);

    assertThat(
            rechecks(counting, FIRST.plusSeconds(90))
                .recheckWhatIsNew(domain)
                .orElseThrow()
                .evaluations())
        .isZero();
  }

  @Test
  void after_a_round_only_the_reports_that_came_in_since_are_looked_at() throws Exception {
    String domain = "since.example";
    FakeDns dns = dns(domain);
    take(domain, "first", SOURCES, 1);
    Rechecks rechecks = rechecks(dns, FIRST);
    assertThat(rechecks.recheckWhatIsNew(domain).orElseThrow().sources())
        .as("after a start any report may be new")
        .isEqualTo(SOURCES);

    take(domain, "untold", 3, 200);
    ReportRef told = take(domain, "told", 2, 210);
    rechecks.afterIntake(new IntakeStored(Set.of(told)));
    RecheckReport report = rechecks.recheckWhatIsNew(domain).orElseThrow();
    assertThat(report.found().sources()).containsExactlyInAnyOrder(ip(210), ip(211));
    assertThat(rechecks.recheckWhatIsNew(domain).orElseThrow().sources()).isZero();

    rechecks.recheckNow(domain);
    assertThat(checked(domain)).as("a whole round looks at all").contains("192.0.2.200");
  }

  @Test
  void what_a_round_that_failed_did_not_look_at_is_looked_at_by_the_next() throws Exception {
    String domain = "failing.example";
    FakeDns dns = dns(domain);
    take(domain, "first", 3, 1);
    List<Boolean> broken = new ArrayList<>(List.of(false));
    Rechecks rechecks =
        rechecks(
            new Dns() {
              @Override
              public <T> DnsAnswer<T> ask(Question<T> question) {
                if (broken.get(0)) {
                  throw new IllegalStateException("Gone");
                }
                return dns.ask(question);
              }
            },
            FIRST);
    rechecks.recheckNow(domain);
    rechecks.afterIntake(new IntakeStored(Set.of(take(domain, "second", 2, 20))));
    broken.set(0, true);
    assertThatThrownBy(() -> rechecks.recheckWhatIsNew(domain)).isNotNull();
    broken.set(0, false);
    rechecks.recheckWhatIsNew(domain);
    assertThat(checked(domain)).contains("192.0.2.20", "192.0.2.21");
  }

  @Test
  void where_there_are_more_sources_than_a_round_checks_each_has_its_turn() throws Exception {
    String domain = "crowded.example";
    FakeDns dns = dns(domain);
    take(domain, "first", 6, 1);
    Rechecks rechecks = rechecks(dns, FIRST, atMost(2));
    for (int round = 1; round <= 3; round++) {
      rechecks.recheckNow(domain);
      assertThat(checked(domain)).as("round %d", round).hasSize(2 * round);
    }
  }

  private RecheckSettings atMost(int targets) {
    return new RecheckSettings() {
      @Override
      public Duration interval() {
        return settings.interval();
      }

      @Override
      public Duration shortest() {
        return settings.shortest();
      }

      @Override
      public Duration settle() {
        return settings.settle();
      }

      @Override
      public Duration activeTime() {
        return settings.activeTime();
      }

      @Override
      public int parallel() {
        return settings.parallel();
      }

      @Override
      public int identitiesPerSource() {
        return settings.identitiesPerSource();
      }

      @Override
      public int most() {
        return targets;
      }
    };
  }

  /** The sources of which there is a verdict on the domain. */
  private Set<String> checked(String domain) throws SQLException {
    Set<String> checked = new TreeSet<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select distinct host(ip) from source_check where domain_id = " + id(domain))) {
      while (row.next()) {
        checked.add(row.getString(1));
      }
    }
    return checked;
  }

  @Test
  void whatever_a_round_found_before_it_died_is_judged() throws Exception {
    String domain = "died.example";
    FakeDns dns = dns(domain);
    take(domain, "first", SOURCES, 1);
    recheck(domain, dns, FIRST);
    judge.catchUp(domain);
    dns.remove(domain, "TXT").txt(domain, "v=spf1 ip4:203.0.113.9 -all");
    dns.remove("k1._domainkey." + domain, "TXT");

    Rechecks dying = rechecks(new DyingDns(dns), FIRST.plus(Duration.ofHours(20)));
    assertThatThrownBy(() -> dying.recheckNow(domain)).hasStackTraceContaining("Gone");
    assertThat(judge.isWaiting(domain)).isTrue();
    judge.catchUp(domain);
    assertThat(kept.source(traffic.domain(domain).orElseThrow(), ip(1)).orElseThrow().standing())
        .isEqualTo(Standing.REGRESSED);
  }

  /** Answers until somebody asks for the name of an address, as the last thing of a round. */
  private static final class DyingDns implements Dns {
    private final Dns dns;

    DyingDns(Dns dns) {
      this.dns = dns;
    }

    @Override
    public <T> DnsAnswer<T> ask(Question<T> question) {
      if (question.type() == Question.Type.PTR) {
        throw new IllegalStateException("Gone");
      }
      return dns.ask(question);
    }
  }

  @Test
  void the_turn_of_a_reverse_name_comes_once_a_day() {
    for (int host = 1; host < 250; host++) {
      int turns = 0;
      Instant before = FIRST;
      for (int quarter = 1; quarter <= 96; quarter++) {
        Instant at = FIRST.plus(Duration.ofMinutes(15L * quarter));
        turns += ReverseNames.isTurn(ip(host), before, at) ? 1 : 0;
        before = at;
      }
      assertThat(turns).as("192.0.2." + host).isEqualTo(1);
      assertThat(ReverseNames.isTurn(ip(host), FIRST, FIRST.plus(Duration.ofDays(1)))).isTrue();
      assertThat(ReverseNames.isTurn(ip(host), null, FIRST)).isFalse();
    }
  }

  private static FakeDns dns(String domain) {
    FakeDns dns =
        new FakeDns()
            .txt(domain, "v=spf1 ip4:192.0.2.0/28 exists:%{i}._list." + domain + " -all")
            .txt("_dmarc." + domain, "v=DMARC1; p=none")
            .txt(
                "k1._domainkey." + domain,
                "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
            .mx(domain, 10, "mx." + domain)
            .a("mx." + domain, "192.0.2.1")
            .a("192.0.2.30._list." + domain, "127.0.0.2");
    for (int host = 1; host < 250; host++) {
      dns.ptr("192.0.2." + host, "h" + host + "." + domain);
      dns.a("h" + host + "." + domain, "192.0.2." + host);
    }
    return dns;
  }

  /** Notes whose reverse names are asked for. */
  private static final class CountingDns implements Dns {
    private final Dns dns;
    private final List<InetAddress> reverse = new ArrayList<>();

    CountingDns(Dns dns) {
      this.dns = dns;
    }

    @Override
    public synchronized <T> DnsAnswer<T> ask(Question<T> question) {
      if (question.type() == Question.Type.PTR) {
        String[] labels = question.name().toString().split("\\.");
        reverse.add(ip(Integer.parseInt(labels[0])));
      }
      return dns.ask(question);
    }
  }

  private Rechecks rechecks(Dns dns, Instant at) {
    return rechecks(dns, at, settings);
  }

  private Rechecks rechecks(Dns dns, Instant at, RecheckSettings settings) {
    return new Rechecks(
        traffic,
        checks,
        dns,
        Clock.fixed(at, ZoneOffset.UTC),
        settings,
        remedies,
        locks,
        catalogue,
        false);
  }

  /** What a round found otherwise. */
  private DnsChanges recheck(String domain, Dns dns, Instant at) {
    Rechecks rechecks = rechecks(dns, at);
    try {
      return rechecks.recheckNow(domain).orElseThrow().found();
    } finally {
      rechecks.stop();
    }
  }

  private SourceReview source(String domain, int host) {
    return reviews.review(domain, DAY, DAY).orElseThrow().senders().stream()
        .flatMap(sender -> sender.sources().stream())
        .filter(source -> source.ip().equals(ip(host)))
        .findFirst()
        .orElseThrow();
  }

  private long id(String domain) {
    return traffic.domain(domain).orElseThrow().id();
  }

  private long transaction() throws SQLException {
    return number("select pg_current_xact_id()::text::bigint");
  }

  /** How many rows of a domain were written since a transaction, by table. */
  private Map<String, Long> written(String domain, long since) throws SQLException {
    Map<String, Long> written = new LinkedHashMap<>();
    for (String table :
        List.of(
            "source_check",
            "source_check_history",
            "dkim_key",
            "dns_record",
            "reverse_name",
            "source_service",
            "author_domain")) {
      written.put(
          table,
          number(
              "select count(*) from %s where domain_id = %d and xmin::text::bigint > %d"
                  .formatted(table, id(domain), since)));
    }
    written.put(
        "domain",
        number(
            "select count(*) from domain where id = %d and xmin::text::bigint > %d"
                .formatted(id(domain), since)));
    return written;
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static InetAddress ip(int host) {
    return IpAddresses.parse("192.0.2." + host).orElseThrow();
  }

  /** Takes a report in about sources that follow each other, signed with the key k1. */
  private ReportRef take(String domain, String id, int sources, int first) {
    StringBuilder rows = new StringBuilder();
    for (int host = first; host < first + sources; host++) {
      rows.append(
          """
          <record><row><source_ip>192.0.2.%1$d</source_ip><count>3</count><policy_evaluated>
          <disposition>none</disposition><dkim>pass</dkim><spf>%3$s</spf></policy_evaluated></row>
          <identifiers><header_from>%2$s</header_from></identifiers><auth_results>
          <dkim><domain>%2$s</domain><selector>k1</selector><result>pass</result></dkim>
          <spf><domain>%2$s</domain><result>%3$s</result></spf></auth_results></record>
          """
              .formatted(host, domain, (host < 16 ? SpfResult.PASS : SpfResult.FAIL).wire()));
    }
    String xml =
        """
        <feedback><report_metadata><org_name>Receiver</org_name><email>r@receiver.example</email>
        <report_id>%5$s</report_id><date_range><begin>%2$d</begin><end>%3$d</end></date_range>
        </report_metadata><policy_published><domain>%1$s</domain><p>none</p></policy_published>
        %4$s</feedback>\
        """
            .formatted(
                domain,
                DAY.atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
                DAY.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond() - 1,
                rows,
                domain + id);
    ItemOutcome taken =
        intake.take(
            "cli", domain + id, null, ReceivedBytes.of(xml.getBytes(StandardCharsets.UTF_8)));
    assertThat(taken.outcome()).isEqualTo(Outcome.STORED);
    return taken.documents().get(0).report();
  }
}
