package dev.plumbline.recheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.dns.Dns;
import dev.plumbline.dns.DnsAnswer;
import dev.plumbline.dns.IpAddresses;
import dev.plumbline.dns.Question;
import dev.plumbline.dns.RecordKind;
import dev.plumbline.intake.Intake;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.resolver.DnsResolver;
import dev.plumbline.resolver.ResolverSettings;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.review.PolicyDrifts;
import dev.plumbline.review.PolicyDrifts.Drift;
import dev.plumbline.review.PolicyDrifts.PolicySeen;
import dev.plumbline.review.SelectorReviews;
import dev.plumbline.review.SelectorReviews.Rotation;
import dev.plumbline.review.SelectorReviews.SelectorReview;
import dev.plumbline.review.SenderReview;
import dev.plumbline.review.Simulations;
import dev.plumbline.review.SourceReview;
import dev.plumbline.sender.Catalogue;
import dev.plumbline.spf.SpfResult;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Readiness;
import dev.plumbline.standing.SourceFacts.SpfNow;
import dev.plumbline.standing.Standing;
import dev.plumbline.standing.remedy.DomainPlan;
import dev.plumbline.standing.remedy.DomainPlan.Part;
import dev.plumbline.standing.remedy.DomainPlan.User;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.store.Locks;
import dev.plumbline.store.checks.CheckStore;
import dev.plumbline.store.checks.CheckedDomains;
import dev.plumbline.store.checks.HistoryQueries;
import dev.plumbline.store.checks.HistoryQueries.RecordChange;
import dev.plumbline.store.checks.HistoryQueries.VerdictPeriod;
import dev.plumbline.store.checks.Records.PublishedRecord;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.judgement.RemedyStore;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Proxy;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
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
  @Inject Locks locks;
  @Inject RemedyStore plans;
  @Inject DomainReviews reviews;
  @Inject KeptReviews kept;
  @Inject Catalogue catalogue;
  @Inject Simulations simulations;
  @Inject RecheckSettings settings;
  @Inject HistoryQueries history;
  @Inject SelectorReviews selectors;
  @Inject PolicyDrifts drifts;
  @Inject Decisions decisions;

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
    assertThat(fixed.sentences().get(0)).contains("ip4:192.0.2.50", "fail until 8 Nov 2026");
    SourceReview lost = source(domain, "192.0.2.51");
    assertThat(lost.standing()).isEqualTo(Standing.REGRESSED);
    assertThat(lost.sentences().get(0)).contains("it did until 8 Nov 2026");
    SpfNow now = verdict(lost, domain);
    assertThat(now.earlier()).isEqualTo(SpfResult.PASS);
    assertThat(now.since()).isEqualTo(SECOND);

    List<PublishedRecord> spf =
        checks.records().judged(traffic.domain(domain).orElseThrow().id()).stream()
            .filter(record -> record.kind() == RecordKind.SPF)
            .toList();
    assertThat(spf)
        .extracting(record -> record.texts().get(0))
        .containsExactly("v=spf1 ip4:192.0.2.51 -all", "v=spf1 ip4:192.0.2.50 -all");
    assertThat(spf.get(1).firstSeen()).isEqualTo(SECOND);

    assertThat(history.changes(id(domain)))
        .containsExactly(
            new RecordChange(
                SECOND,
                FIRST,
                domain,
                RecordKind.SPF,
                List.of("v=spf1 ip4:192.0.2.51 -all"),
                List.of("v=spf1 ip4:192.0.2.50 -all")));
    String change =
        "changed SPF 8 Nov 2026, 06:00 UTC changing.example"
            + " v=spf1 ip4:192.0.2.51 -all v=spf1 ip4:192.0.2.50 -all";
    assertThat(page(domain, "/sources/192.0.2.50")).contains("Fixed, waiting", change);
    assertThat(page(domain, "/sources/192.0.2.51")).contains("Regressed", change);
    assertThat(page(domain, "/senders/" + lost.senderKey())).contains("Regressed", change);
    assertThat(history.verdicts(id(domain), lost.ip()))
        .containsExactly(
            new VerdictPeriod(domain, SpfResult.FAIL, "-all", List.of(domain), SECOND, null),
            new VerdictPeriod(
                domain, SpfResult.PASS, "ip4:192.0.2.51", List.of(domain), FIRST, SECOND));
  }

  @Test
  void a_changed_include_is_kept_as_a_change_of_ours() throws Exception {
    String domain = "including.example";
    take(domain, row("192.0.2.51", 60, "pass", domain));
    String include = "\nspf.%s. IN TXT \"v=spf1 ip4:192.0.2.%d -all\"";
    Dns dns = zone(domain, "v=spf1 include:spf." + domain + " -all", include.formatted(domain, 51));
    recheck(domain, dns, FIRST);
    assertThat(source(domain, "192.0.2.51").standing()).isEqualTo(Standing.AUTHORIZED);
    zone(domain, "v=spf1 include:spf." + domain + " -all", include.formatted(domain, 52));
    recheck(domain, dns, SECOND);
    assertThat(source(domain, "192.0.2.51").standing()).isEqualTo(Standing.REGRESSED);
    assertThat(history.changes(id(domain)))
        .extracting(RecordChange::name, RecordChange::kind, RecordChange::at)
        .containsExactly(tuple("spf." + domain, RecordKind.SPF_INCLUDE, SECOND));
  }

  @Test
  void a_key_that_is_gone_can_be_restored_from_what_was_kept() throws Exception {
    String domain = "rotating.example";
    take(
        domain,
        row("192.0.2.50", 40, "pass", domain)
            .replace(
                "</auth_results>",
                "<dkim><domain>"
                    + domain
                    + "</domain><selector>s1</selector><result>pass</result></dkim></auth_results>"));
    String key = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    String owner = "s1._domainkey." + domain;
    Dns dns =
        zone(domain, "v=spf1 -all", "\n" + owner + ". IN TXT \"" + key.replace(";", "\\;") + "\"");
    recheck(domain, dns, FIRST);
    assertThat(selectors.selectors(domain, 30))
        .extracting(SelectorReview::rotation)
        .containsExactly(Rotation.STILL_SIGNS);
    zone(domain, "v=spf1 -all");
    recheck(domain, dns, SECOND);
    assertThat(selectors.selectors(domain, 30))
        .extracting(SelectorReview::rotation)
        .containsExactly(Rotation.KEY_MISSING);
    assertThat(history.records(id(domain)))
        .filteredOn(record -> record.kind() == RecordKind.DKIM)
        .extracting(PublishedRecord::name, PublishedRecord::texts, PublishedRecord::current)
        .containsExactly(tuple(owner, List.of(key), false), tuple(owner, List.of(), true));
  }

  @Test
  void a_domain_that_signs_one_in_a_hundred_of_what_is_sent_as_it_is_not_parked() throws Exception {
    String domain = "little-signed.example";
    String signature =
        "<dkim><domain>%s</domain><selector>s1</selector><result>pass</result></dkim></auth_results>"
            .formatted(domain);
    take(
        domain,
        row("192.0.2.50", 9, "fail", domain).replace("</auth_results>", signature)
            + row("192.0.2.51", 991, "fail", domain));
    Dns dns =
        zone(
            domain,
            "v=spf1 -all",
            "\n" + domain + ". IN MX 0 .",
            "s1._domainkey."
                + domain
                + ". IN TXT \"v=DKIM1\\; k=ed25519\\; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"");
    recheck(domain, dns, FIRST);
    assertThat(isParked(domain)).as("9 of 1,000").isTrue();

    take(
        domain, "more", row("192.0.2.50", 2, "fail", domain).replace("</auth_results>", signature));
    recheck(domain, dns, SECOND);
    assertThat(isParked(domain)).as("11 of 1,002").isFalse();
  }

  @Test
  void one_process_at_a_time_checks_a_domain() throws Exception {
    String domain = "leased.example";
    take(domain, row("192.0.2.50", 40, "pass", domain));
    Dns dns = zone(domain, "v=spf1 -all");
    Locks.Lock another = locks.take(Rechecks.lockOf(domain)).orElseThrow();
    CompletableFuture<RecheckReport> waiting =
        CompletableFuture.supplyAsync(() -> recheck(domain, dns, FIRST));
    assertThatThrownBy(() -> waiting.get(700, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThat(checks.domains().due(FIRST)).contains(new CheckedDomains.Due(domain, true));
    another.close();
    assertThat(waiting.get(1, TimeUnit.MINUTES).sources()).isEqualTo(1);
    Locks.Lock free = locks.take(Rechecks.lockOf(domain)).orElseThrow();
    free.check();
    free.close();
    // The TTL of its records is shorter than the shortest time between two rounds.
    Instant due = FIRST.plus(settings.shortest());
    assertThat(checks.domains().due(due.minusSeconds(1)))
        .doesNotContain(new CheckedDomains.Due(domain, false));
    assertThat(checks.domains().due(due)).contains(new CheckedDomains.Due(domain, false));
  }

  @Test
  void what_is_judged_on_demand_knows_of_a_report_a_check_and_a_decision_at_once()
      throws Exception {
    String domain = "ondemand.example";
    take(domain, row("192.0.2.50", 40, "pass", domain));
    Dns dns = zone(domain, "v=spf1 ip4:192.0.2.50 -all");
    recheck(domain, dns, FIRST);
    DomainReview first = review(domain);
    assertThat(first.messages()).isEqualTo(40);

    take(domain, "second", row("192.0.2.51", 60, "fail", domain));
    DomainReview second = review(domain);
    assertThat(second.messages()).isEqualTo(100);

    recheck(domain, dns, SECOND);
    DomainReview third = review(domain);
    assertThat(third.checkedAt()).isEqualTo(SECOND);
    SenderReview stranger =
        third.senders().stream()
            .filter(sender -> sender.standing() == Standing.UNRECOGNIZED)
            .findFirst()
            .orElseThrow();
    decisions.decide(
        id(domain),
        stranger.key(),
        new Decision(Decision.Verdict.NOT_OURS, null, null, null, null, "me", SECOND));
    assertThat(review(domain).senders())
        .filteredOn(sender -> sender.key().equals(stranger.key()))
        .extracting(SenderReview::standing)
        .containsExactly(Standing.UNAUTHORIZED_USE);
  }

  @Test
  void what_somebody_said_of_the_domain_counts_before_its_records() throws Exception {
    String domain = "shut.example";
    take(domain, row("192.0.2.77", 40, "fail", domain));
    recheck(domain, zone(domain, "v=spf1 -all"), FIRST);
    assertThat(source(domain, "192.0.2.77").standing()).isEqualTo(Standing.UNAUTHORIZED_USE);
    say(domain, Decision.Verdict.OURS);
    assertThat(source(domain, "192.0.2.77").standing()).isEqualTo(Standing.UNRECOGNIZED);
    say(domain, Decision.Verdict.NOT_OURS);
    recheck(domain, zone(domain, "v=spf1 ip4:192.0.2.50 -all"), SECOND);
    assertThat(source(domain, "192.0.2.77").standing()).isEqualTo(Standing.UNAUTHORIZED_USE);
    assertThat(source(domain, "192.0.2.77").sentences())
        .contains("me said that shut.example sends no mail, so nobody may use it.");
    say(domain, Decision.Verdict.UNDECIDED);
    assertThat(source(domain, "192.0.2.77").standing()).isEqualTo(Standing.UNRECOGNIZED);
  }

  private void say(String domain, Decision.Verdict verdict) {
    decisions.decide(
        id(domain),
        Decision.WHOLE_DOMAIN,
        new Decision(verdict, null, null, null, null, "me", SECOND));
  }

  @Test
  void a_broken_record_names_who_depends_on_it() throws Exception {
    String domain = "torn.example";
    take(
        domain,
        row("192.0.2.60", 40, "permerror", domain) + row("192.0.2.61", 40, "permerror", domain));
    recheck(domain, zone(domain, "v=spf1 ipv4:192.0.2.60 -all"), FIRST);
    assertThat(source(domain, "192.0.2.60").standing()).isEqualTo(Standing.NEEDS_AUTHORIZING);
    assertThat(source(domain, "192.0.2.61").standing()).isEqualTo(Standing.UNRECOGNIZED);
    assertThat(
            review(domain).senders().stream()
                .filter(sender -> sender.standing() == Standing.NEEDS_AUTHORIZING)
                .findFirst()
                .orElseThrow()
                .remedy()
                .records())
        .singleElement()
        .satisfies(change -> assertThat(change.after()).isEqualTo("v=spf1 ip4:192.0.2.60 -all"));
    recheck(domain, zone(domain, "v=spf1 ipv4:192.0.2.61 -all"), SECOND);
    assertThat(source(domain, "192.0.2.60").standing())
        .as("the broken record lost it")
        .isEqualTo(Standing.UNRECOGNIZED);
  }

  @Test
  void a_sender_has_one_remedy_however_it_stands_in_other_periods() throws Exception {
    String domain = "periods.example";
    take(domain, "long ago", row("192.0.2.50", 40, "fail", domain), "none", DAY.minusDays(45));
    take(domain, "between", row("192.0.2.50", 40, "pass", domain), "none", DAY.minusDays(20));
    take(domain, row("192.0.2.50", 10, "fail", domain));
    recheck(domain, zone(domain, "v=spf1 ip4:198.51.100.1 -all"), FIRST);
    SenderReview lately = review(domain).senders().get(0);
    SenderReview longAgo =
        reviews.review(domain, DAY.minusDays(60), DAY.minusDays(40)).orElseThrow().senders().get(0);
    assertThat(lately.standing()).isEqualTo(Standing.REGRESSED);
    assertThat(longAgo.standing()).isEqualTo(Standing.NEEDS_AUTHORIZING);
    assertThat(List.of(lately, longAgo))
        .allSatisfy(
            sender ->
                assertThat(sender.remedy().records())
                    .extracting(Remedy.Change::after)
                    .containsExactly("v=spf1 ip4:198.51.100.1 ip4:192.0.2.50 -all"));
  }

  @Test
  void reporters_that_saw_another_policy_than_was_published_are_told_apart() throws Exception {
    String domain = "drifting.example";
    Dns dns = zone(domain, "v=spf1 -all");
    take(domain, row("192.0.2.50", 40, "pass", domain));
    recheck(domain, dns, DAY.minusDays(3).atStartOfDay(ZoneOffset.UTC).toInstant());
    take(domain, "reject", row("192.0.2.50", 7, "pass", domain), "reject");
    assertThat(drifts.drifts(domain, DAY, DAY))
        .extracting(PolicySeen::seen, PolicySeen::drift, PolicySeen::messages)
        .containsExactlyInAnyOrder(
            tuple("p=none", Drift.SAME, 40L), tuple("p=reject", Drift.OTHER, 7L));
  }

  private long id(String domain) {
    return traffic.domain(domain).orElseThrow().id();
  }

  private DomainReview review(String domain) {
    return reviews.review(domain, DAY.minusDays(1), DAY.plusDays(1)).orElseThrow();
  }

  @Test
  void senders_share_one_plan_and_names_that_they_use_stay_open() throws Exception {
    String domain = "planned.example";
    String alarms = "alarms." + domain;
    String spare = "spare." + domain;
    take(
        domain,
        row("192.0.2.50", 40, "fail", domain)
            + row("192.0.2.50", 9, "fail", alarms).replace("HEADER_FROM", alarms)
            + row("198.51.100.9", 5, "fail", spare).replace("HEADER_FROM", spare));
    Dns dns =
        zone(
            domain,
            "v=spf1 -all",
            alarms + ". IN A 192.0.2.50",
            spare + ". IN A 192.0.2.51",
            domain + ". IN MX 10 mx." + domain + ".");
    recheck(domain, dns, FIRST);
    RemedyStore.Kept kept = plans.plan(id(domain)).orElseThrow();
    assertThat(kept.plan().records())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.after()).isEqualTo("v=spf1 ip4:192.0.2.50 -all");
              assertThat(record.parts()).singleElement().extracting(Part::sender).isEqualTo("own");
              assertThat(review(domain).senders().get(0).remedy().records())
                  .containsExactly(record.change());
            });
    assertThat(kept.plan().authorName(alarms).orElseThrow().users())
        .extracting(User::sender)
        .containsExactly("own");
    assertThat(kept.plan().authorName(spare).orElseThrow().closing())
        .containsExactly(
            spare + ". TXT \"v=spf1 -all\"", "_dmarc." + spare + ". TXT \"v=DMARC1; p=reject\"");
    assertThat(kept.plan().authorName(domain).orElseThrow().closing())
        .as("our own server uses the domain")
        .isEmpty();

    recheck(domain, dns, SECOND);
    assertThat(plans.plan(id(domain))).as("not written again").contains(kept);
    recheck(domain, new SilentDns(), SECOND);
    assertThat(plans.plan(id(domain))).as("the last answer stands").contains(kept);
  }

  @Test
  void while_dns_was_never_heard_the_plan_says_so() throws Exception {
    String domain = "unheard.example";
    take(domain, row("192.0.2.50", 40, "fail", domain));
    recheck(domain, new SilentDns(), FIRST);
    DomainPlan plan = plans.plan(id(domain)).orElseThrow().plan();
    assertThat(plan.unknown()).startsWith("DNS does not answer for unheard.example now");
    assertThat(plan.records()).isEmpty();
    assertThat(plan.names()).isEmpty();
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
    assertThat(source.sentences())
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

  @Test
  void a_reverse_name_serves_other_domains_only_if_they_ask_the_same_dns() throws Exception {
    take("lending.example", row("192.0.2.50", 40, "pass", "lending.example"));
    take("borrowing.example", row("192.0.2.50", 40, "pass", "borrowing.example"));
    take("elsewhere.example", row("192.0.2.50", 40, "pass", "elsewhere.example"));
    AtomicInteger questions = new AtomicInteger();
    Dns shared = counted(zone("lending.example", "v=spf1 mx -all"), questions);

    recheck("lending.example", shared, FIRST);
    recheck("borrowing.example", shared, FIRST);
    recheck("elsewhere.example", zone("elsewhere.example", "v=spf1 mx -all"), FIRST);

    assertThat(questions).hasValue(1);
    assertThat(reverseName("borrowing.example")).isEqualTo("mx.lending.example");
    assertThat(reverseName("elsewhere.example")).isEqualTo("mx.elsewhere.example");
  }

  @Test
  void a_source_that_wrote_before_the_period_only_blocks_if_its_mail_would_fail_today()
      throws Exception {
    String domain = "monthly.example";
    String both = row("192.0.2.50", 40, "pass", domain) + row("192.0.2.51", 30, "pass", domain);
    take(domain, "august", both, "none", DAY.minusDays(60));
    take(domain, "september", both, "none", DAY.minusDays(30));
    take(domain, row("192.0.2.50", 40, "pass", domain));

    recheck(domain, zone(domain, "v=spf1 ip4:192.0.2.50 ip4:192.0.2.51 -all"), FIRST);
    assertThat(blockers(domain)).noneMatch(blocker -> blocker.kind() == Readiness.Kind.FIX);

    recheck(domain, zone(domain, "v=spf1 ip4:192.0.2.50 -all"), SECOND);
    assertThat(blockers(domain))
        .filteredOn(blocker -> blocker.kind() == Readiness.Kind.FIX)
        .singleElement()
        .satisfies(
            blocker ->
                assertThat(blocker.reason())
                    .contains(
                        "192.0.2.51 of Your own servers (monthly.example) (60 messages)",
                        "wrote before this period only",
                        "about every 30 days, last on 5 Sep 2026"));
  }

  private List<Readiness.Blocker> blockers(String domain) {
    return simulations
        .ready(
            traffic.domain(domain).orElseThrow(),
            reviews.review(domain, DAY.minusDays(20), DAY.plusDays(1)).orElseThrow(),
            "reject")
        .blockers();
  }

  private String reverseName(String domain) {
    return String.valueOf(source(domain, "192.0.2.50").facts().reverseName());
  }

  /** Counts the questions for reverse names. */
  private static Dns counted(Dns dns, AtomicInteger questions) {
    return (Dns)
        Proxy.newProxyInstance(
            Dns.class.getClassLoader(),
            new Class<?>[] {Dns.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("ptr")) {
                questions.incrementAndGet();
              }
              return method.invoke(dns, arguments);
            });
  }

  /** The text of a page of the domain. */
  private static String page(String domain, String path) {
    return RestAssured.given()
        .urlEncodingEnabled(false)
        .get(
            "/domains/%s%s?from=%s&to=%s"
                .formatted(domain, path, DAY.minusDays(1), DAY.plusDays(1)))
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .replaceAll("<[^>]+>", " ")
        .replaceAll("\\s+", " ");
  }

  private RecheckReport recheck(String domain, Dns dns, Instant at) {
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
    try {
      return rechecks.recheckNow(domain).orElseThrow();
    } finally {
      rechecks.stop();
    }
  }

  private boolean isParked(String domain) {
    return kept.summary(domain).orElseThrow().ready().parked();
  }

  private SourceReview source(String domain, String ip) {
    return review(domain).senders().stream()
        .flatMap(sender -> sender.sources().stream())
        .filter(source -> IpAddresses.toText(source.ip()).equals(ip))
        .findFirst()
        .orElseThrow();
  }

  private static SpfNow verdict(SourceReview source, String identity) {
    return source.facts().now().spf().stream()
        .filter(spf -> spf.identity().equals(identity))
        .findFirst()
        .orElseThrow();
  }

  /** Writes the zone of a domain, whose hosts are all at 192.0.2.x. */
  private Dns zone(String domain, String spf, String... more)
      throws IOException, InterruptedException {
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
                .formatted(domain, spf)
            + String.join("\n", more)
            + "\n");
    // A resolver that has the file open looks at it twenty times a second.
    Thread.sleep(100);
    return DnsResolver.create(
        ResolverSettings.of(Optional.of("none"), Duration.ofSeconds(1), Optional.of(file)));
  }

  private void take(String domain, String rows) {
    take(domain, domain, rows);
  }

  private void take(String domain, String reportId, String rows) {
    take(domain, reportId, rows, "none");
  }

  private void take(String domain, String reportId, String rows, String policy) {
    take(domain, reportId, rows, policy, DAY);
  }

  private void take(String domain, String reportId, String rows, String policy, LocalDate day) {
    String xml =
        """
        <feedback><report_metadata><org_name>Receiver</org_name><email>r@receiver.example</email>
        <report_id>%5$s</report_id><date_range><begin>%2$d</begin><end>%3$d</end></date_range>
        </report_metadata><policy_published><domain>%1$s</domain><p>%6$s</p></policy_published>
        %4$s</feedback>\
        """
            .formatted(
                domain,
                day.atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
                day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond() - 1,
                rows.replace("HEADER_FROM", domain),
                reportId,
                policy);
    assertThat(
            intake
                .take(
                    "cli",
                    domain + reportId,
                    null,
                    ReceivedBytes.of(xml.getBytes(StandardCharsets.UTF_8)))
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
    @Override
    public <T> DnsAnswer<T> ask(Question<T> question) {
      return new DnsAnswer.Failed<>("No server answers.");
    }
  }
}
