package dev.plumbline.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.digest.Digest;
import dev.plumbline.digest.DigestMaker;
import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.report.aggregate.ReportRow.SpfResult;
import dev.plumbline.resolver.DnsSwitch;
import dev.plumbline.review.Judge;
import dev.plumbline.store.Database;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.Scope;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.judgement.DomainList;
import dev.plumbline.store.judgement.DomainList.Sums;
import dev.plumbline.store.judgement.DomainList.Wanted;
import dev.plumbline.store.judgement.DomainState;
import dev.plumbline.store.traffic.Traffic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pages say of domains about which nobody reports any more, and of DNS that nobody asks. */
@QuarkusTest
class SilentDomainTest {

  private static final DnsSwitch ON = new DnsSwitch(Optional.empty(), Optional.empty());
  private static final DnsSwitch OFF = new DnsSwitch(Optional.of("none"), Optional.empty());

  private static final String DOMAIN = "silent-domain-test.example";

  @Inject IntakeStore store;
  @Inject Judge judge;
  @Inject DomainList domains;
  @Inject FirstThings first;
  @Inject DigestMaker digests;
  @Inject Database database;

  @BeforeEach
  void put() {
    store.record(
        MadeReport.item(),
        MadeReport.about(DOMAIN, MadeReport.row("198.51.100.77", 9, false))
            .by("Silent Domain Reporter")
            .withId("silent-domain-1")
            .alone());
    judge.judgeNow(DOMAIN);
  }

  @Test
  void its_senders_are_counted_among_all_though_they_write_no_more() {
    assertThat(page("senders")).contains(">All 1</a>").contains("silent since 1 Mar 2026");
    assertThat(page("senders?q=nobody-of-this-name")).contains(">All 1</a>", "No sender matches.");
  }

  @Test
  void a_policy_is_tried_on_the_days_by_which_it_was_judged_whatever_period_is_shown() {
    assertThat(page("policy?days=365"))
        .contains("on the messages of 25 Oct – 23 Nov 2026")
        .contains("No message was reported in these days.", "There is nothing to try it on.")
        .doesNotContain("0 of 0 messages", "(–)");
  }

  @Test
  void what_dns_was_never_asked_for_is_not_told_as_if_it_had_answered() {
    assertThat(page("policy?from=2026-03-01&to=2026-03-01"))
        .contains("Not known: DNS was not asked yet, or did not answer.")
        .contains("as published: not known", "DNS changes is not known")
        .contains("data-label=\"Policy\">not known<", "mark-plain\">not known<")
        .doesNotContain("as published: none", "as published: relaxed", ">With today", ">p=none<");
    assertThat(page("dns?from=2026-03-01&to=2026-03-01"))
        .contains("not known: DNS was not asked yet, or did not answer", "all not known");
    assertThat(page("")).contains("DNS was not asked yet, or did not answer.");
    assertThat(page("?from=2020-03-01&to=2020-03-01"))
        .contains("No message was reported in these days.")
        .doesNotContain("– pass DMARC");
    assertThat(DomainPage.lead(new Traffic(2, 1, 0, 0, 0, 0)))
        .startsWith("2 messages reported; 50");
  }

  @Test
  void the_front_page_does_not_say_that_nothing_is_to_be_done_where_reports_are_missing() {
    assertThat(said(0, 3)).isEqualTo("3 domains, and nobody reports about them any more.");
    assertThat(said(0, 1)).isEqualTo("1 domain, and nobody reports about it any more.");
    assertThat(said(4, 2))
        .isEqualTo("6 domains, nothing to do; 2 about which nobody reports any more.");
    assertThat(said(4, 0)).isEqualTo("4 domains, nothing to do.");
  }

  @Test
  void a_domain_that_was_not_judged_yet_is_not_said_to_have_no_report() {
    String domain = "unjudged-domain-test.example";
    store.record(
        MadeReport.item(),
        MadeReport.about(domain, MadeReport.row("198.51.100.79", 9, true)).alone());
    String row = given().get("/?q=" + domain).asString();
    row = row.substring(row.indexOf("data-domain=\"" + domain + "\""));
    assertThat(row.substring(0, row.indexOf("</tr>")))
        .contains("Not judged yet", ">not known yet<")
        .doesNotContain(">none<");
  }

  @Test
  void a_domain_about_which_dns_said_nothing_is_not_known_and_not_fine() {
    String domain = "unknown-domain-test.example";
    store.record(
        MadeReport.item(),
        MadeReport.about(domain, MadeReport.row("198.51.100.78", 9, true))
            .from(Instant.parse("2026-11-20T00:00:00Z"))
            .alone());
    judge.judgeNow(domain);
    String shown = given().get("/?state=unknown&q=" + domain).asString();
    assertThat(shown)
        .contains("1 domain found.", ">Not known 1</a>")
        .contains("Not known: DNS has said nothing yet")
        .doesNotContain(">Fine<");
    assertThat(given().get("/?state=fine&q=" + domain).asString())
        .contains("No domain is like that");
    assertThat(given().get("/api/v1/domains?state=unknown&q=" + domain).asString())
        .contains(domain, "\"kind\":\"wait\"");
  }

  @Test
  void the_front_page_does_not_say_that_nothing_is_to_be_done_where_nothing_is_known() {
    assertThat(OverviewPage.said(ON, new Sums(Map.of(DomainState.UNKNOWN, 2L), 0, 0)))
        .isEqualTo("2 domains, and DNS has said nothing about them yet.");
    assertThat(
            OverviewPage.said(
                ON,
                new Sums(
                    Map.of(DomainState.UNKNOWN, 1L, DomainState.FINE, 2L, DomainState.SILENT, 1L),
                    0,
                    0)))
        .isEqualTo(
            "4 domains, nothing to do as far as is known; 1 of which DNS has said nothing yet; 1 about"
                + " which nobody reports any more.");
  }

  @Test
  void dns_that_is_switched_off_is_said_to_be_so_and_not_that_it_will_say_something() {
    Sums unknown = new Sums(Map.of(DomainState.UNKNOWN, 2L), 0, 0);
    assertThat(OverviewPage.said(OFF, unknown))
        .isEqualTo("2 domains; nothing is known of them, since DNS is switched off.");
    Sums some = new Sums(Map.of(DomainState.UNKNOWN, 3L, DomainState.FINE, 2L), 0, 0);
    assertThat(OverviewPage.said(OFF, some))
        .isEqualTo(
            "5 domains, nothing to do as far as is known; nothing is known of 3, since DNS is"
                + " switched off.");
    assertThat(SourceNow.notCompared(OFF)).isEqualTo("not compared, since DNS is switched off");
    assertThat(SourceNow.notCompared(ON)).isEqualTo("not compared with DNS yet");
    assertThat(OFF.silence()).isEqualTo(OFF.noAnswer()).isEqualTo("DNS is switched off");
  }

  @Test
  void dns_that_is_switched_off_is_not_said_to_have_been_compared_with() {
    Instant asked = Instant.parse("2026-11-23T06:00:00Z");
    assertThat(OFF.isOff()).isTrue();
    assertThat(new DnsSwitch(Optional.of("none"), Optional.of("zone.db")).isOff()).isFalse();
    assertThat(new DnsSwitch(Optional.of("system"), Optional.empty()).isOff()).isFalse();
    assertThat(ON.isOff()).isFalse();
    assertThat(RecheckState.text(true, true, asked)).startsWith("DNS is switched off");
    assertThat(RecheckState.text(false, true, asked)).startsWith("Asking DNS");
    assertThat(RecheckState.text(false, false, asked))
        .isEqualTo("Compared with DNS on 23 Nov 2026, 06:00 UTC.");
  }

  @Test
  void what_is_to_be_done_about_it_is_the_same_on_every_page_in_every_file_and_in_the_digest() {
    String domain = "silent-and-failing-test.example";
    for (int day = 1; day < 9; day++) {
      store.record(
          MadeReport.item(),
          MadeReport.about(domain, passing(domain, "198.51.100.80"))
              .from(Instant.parse("2026-11-0%dT00:00:00Z".formatted(day)))
              .alone());
    }
    regress(domain, "198.51.100.80");
    judge.judgeNow(domain);
    Scope scope = Scope.of(List.of(domain));
    DomainList.Sums sums = domains.sums(scope, Wanted.ALL);
    DomainList.Line line = domains.page(scope, Wanted.ALL, 0, 1, sums).items().get(0);
    Period period = Period.of("30", null, null, LocalDate.of(2026, 11, 23), Optional.empty());
    var week = dev.plumbline.digest.Period.parse("2026-W47").orElseThrow();
    assertThat(line.silentSince()).isEqualTo(LocalDate.of(2026, 11, 8));
    assertThat(line.state()).isEqualTo(DomainState.REGRESSED);

    assertThat(first.actions(scope, period, List.of(line), sums))
        .extracting(OverviewView.Action::text)
        .containsExactly(Steps.of(ON, line, period).text());
    assertThat(Steps.of(ON, line, period).text()).startsWith("Fix ");
    assertThat(given().get("/?format=csv&q=" + domain).asString())
        .contains("\"" + Steps.of(ON, line, period).text() + "\"");
    assertThat(given().get("/api/v1/domains?q=" + domain).asString())
        .contains("\"kind\":\"fix_sender\"", "\"silent_since\":\"2026-11-08\"");
    assertThat(given().get("/domains/" + domain).asString())
        .contains("Fix 1 sender.", "Silent since 8 Nov 2026");
    assertThat(digests.make(scope, week, "https://plumbline.example.org").steps())
        .extracting(Digest.Step::text)
        .singleElement()
        .asString()
        .startsWith("Fix ");
  }

  @Test
  void nobody_is_told_to_wait_for_reports_that_do_not_come() {
    database.write(
        """
        update domain_summary set to_wait = 1
        where domain_id = (select id from domain where name = ?)\
        """,
        DOMAIN);
    assertThat(page("")).contains("Find the reports").doesNotContain("the next reports have to");
    database.write(
        """
        update domain_summary set to_wait = 0
        where domain_id = (select id from domain where name = ?)\
        """,
        DOMAIN);
  }

  /** A row that passes SPF, aligned. */
  private static ReportRow passing(String domain, String ip) {
    ReportRow row = MadeReport.row(ip, 9, false);
    return new ReportRow(
        row.sourceIp(),
        row.messages(),
        row.disposition(),
        false,
        true,
        row.overrides(),
        domain,
        domain,
        null,
        List.of(),
        List.of(new SpfResult(domain, "mfrom", "pass", null)));
  }

  /** As a re-check would keep it. */
  private void regress(String domain, String ip) {
    database.write(
        """
        insert into source_check (domain_id, ip, identity, result, path, lookups, void_lookups,
          aligned, trace, checked_at, since)
        select id, ?::inet, name, 'fail', '{}', 1, 0, true, '{}', now(), '2026-01-01'
        from domain where name = ?\
        """,
        ip,
        domain);
  }

  private static String said(long fine, long silent) {
    return OverviewPage.said(
        ON, new Sums(Map.of(DomainState.FINE, fine, DomainState.SILENT, silent), 0, 0));
  }

  private static String page(String of) {
    return given()
        .get("/domains/" + DOMAIN + (of.isEmpty() || of.startsWith("?") ? of : "/" + of))
        .asString();
  }
}
