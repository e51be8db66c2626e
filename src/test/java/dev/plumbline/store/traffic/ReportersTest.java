package dev.plumbline.store.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.Intake;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.review.DomainReview;
import dev.plumbline.review.DomainReviews;
import dev.plumbline.review.SenderReview;
import dev.plumbline.standing.Days;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.Scope;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.intake.Outcome;
import dev.plumbline.store.traffic.Reporters.Reporter;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leaving a reporter out of all figures, and counting it again. */
@QuarkusTest
class ReportersTest {

  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final Instant AT = Instant.parse("2026-03-04T10:00:00Z");

  @Inject Intake intake;
  @Inject Reporters reporters;
  @Inject DomainReviews reviews;
  @Inject TrafficQueries traffic;
  @Inject SimulationQueries simulations;
  @Inject ReportQueries reports;
  @Inject IntakeStore store;

  @Test
  void a_reporter_that_is_left_out_is_in_no_figure_and_comes_back_whole() {
    String domain = MadeReport.newDomain();
    take("Honest Mail " + domain, domain, "192.0.2.1", 40);
    DomainReview alone = review(domain);
    take("Junk Mail " + domain, domain, "203.0.113.9", 5_000);
    DomainReview both = review(domain);
    assertThat(both.messages()).isEqualTo(5_040);
    Reporter junk = reporters.byName("JUNK mail " + domain).orElseThrow();
    assertThat(junk.exclusion()).isNull();

    reporters.exclude(junk.id(), "made up", "ann", AT);
    reporters.exclude(junk.id(), "again", "bob", AT);
    assertThat(reporters.byId(junk.id()).orElseThrow().exclusion())
        .isEqualTo(new Reporters.Exclusion("made up", "ann", AT));
    assertThat(review(domain)).usingRecursiveComparison().isEqualTo(alone);
    DomainInfo info = traffic.domain(domain).orElseThrow();
    assertThat(simulations.cover(info.id(), DAY.minusDays(3), DAY, DAY).reporters()).isEqualTo(1);
    assertThat(simulations.traffic(info, DAY, DAY)).hasSize(1);
    assertThat(reports.reports(info.id(), DAY, DAY, "", 0, 10).items())
        .as("its reports are still there")
        .extracting(ReportListItem::excluded)
        .containsExactlyInAnyOrder(true, false);
    take("Junk Mail " + domain, domain, "203.0.113.10", 70);
    assertThat(review(domain).messages()).as("new ones are kept out, too").isEqualTo(40);
    store.rebuildTotals(info.id());
    assertThat(review(domain).messages()).as("a rebuild changes nothing").isEqualTo(40);

    reporters.include(junk.id(), "ann", AT);
    assertThat(reporters.byId(junk.id()).orElseThrow().exclusion()).isNull();
    assertThat(review(domain).messages()).isEqualTo(5_110);
    assertThat(review(domain).senders().stream().mapToInt(one -> one.sources().size()).sum())
        .isEqualTo(3);
  }

  @Test
  void the_mail_that_brought_a_report_shows_who_sent_it() {
    String domain = MadeReport.newDomain();
    String mail =
        """
        From: dmarc@reports.receiver.example
        Subject: Report Domain: %s
        Content-Type: text/xml

        %s"""
            .formatted(domain, xml("Mailing Receiver " + domain, domain, "192.0.2.1", 3));
    take(mail);
    Reporter reporter = reporters.byName("mailing receiver " + domain).orElseThrow();
    assertThat(reporter.submitters()).containsExactly("reports.receiver.example");
    assertThat(reporter.emails()).containsExactly("r@receiver.example");
    assertThat(List.of(reporter.mails(), reporter.proven(), reporter.disproven()))
        .as("no server is trusted")
        .containsExactly(1L, 0L, 0L);
  }

  @Test
  void one_that_gives_no_name_is_found_by_what_is_shown_in_its_place() {
    String domain = MadeReport.newDomain();
    take("", domain, "192.0.2.1", 3);
    take("Named Mail " + domain, domain, "192.0.2.2", 4);
    long id = traffic.domain(domain).orElseThrow().id();
    assertThat(reports.reports(id, DAY, DAY, "an unnamed reporter", 0, 10).items())
        .extracting(ReportListItem::reporter)
        .containsExactly("");
    assertThat(reports.reports(id, DAY, DAY, "Named Mail", 0, 10).items())
        .extracting(ReportListItem::reporter)
        .containsExactly("Named Mail " + domain);
    assertThat(reporters.page(Scope.EVERYTHING, "unnamed", 0, 10).items())
        .flatExtracting(one -> one)
        .extracting(Reporter::name)
        .contains("");
  }

  @Test
  void reports_of_one_that_spells_its_name_in_several_ways_are_found_together() {
    String domain = MadeReport.newDomain();
    String name = "Spelled " + domain.substring(0, domain.indexOf('.'));
    take(name, domain, "192.0.2.1", 3);
    take(name + ", Inc.", domain, "192.0.2.2", 4);
    take("Not " + name, domain, "192.0.2.3", 5);
    List<Reporter> spellings =
        reporters.spellings(Scope.EVERYTHING, reporters.byName(name).orElseThrow().id());
    assertThat(spellings)
        .extracting(Reporter::name)
        .containsExactlyInAnyOrder(name, name + ", Inc.");
    List<Long> ids = spellings.stream().map(Reporter::id).toList();
    assertThat(reporters.domains(Scope.EVERYTHING, ids, 10))
        .extracting(Reporters.AboutDomain::reports)
        .containsExactly(2L);
    long id = traffic.domain(domain).orElseThrow().id();
    assertThat(reports.reportsOf(id, new Days(DAY, DAY), ids, 0, 1).total()).isEqualTo(2);
    assertThat(reports.reportsOf(id, new Days(DAY, DAY), ids, 0, 10).items())
        .extracting(ReportListItem::reporter)
        .containsExactlyInAnyOrder(name, name + ", Inc.");
    assertThat(reporters.spellings(Scope.EVERYTHING, 0)).isEmpty();
  }

  private DomainReview review(String domain) {
    DomainReview review = reviews.review(domain, DAY, DAY).orElseThrow();
    assertThat(review.senders().stream().mapToLong(SenderReview::messages).sum())
        .isEqualTo(review.messages());
    return review;
  }

  private void take(String reporter, String domain, String ip, long messages) {
    take(xml(reporter, domain, ip, messages));
  }

  private void take(String text) {
    assertThat(
            intake
                .take("cli", "x", null, ReceivedBytes.of(text.getBytes(StandardCharsets.UTF_8)))
                .outcome())
        .isEqualTo(Outcome.STORED);
  }

  private static String xml(String reporter, String domain, String ip, long messages) {
    return """
        <?xml version="1.0"?>
        <feedback><report_metadata><org_name>%s</org_name><email>r@receiver.example</email>
        <report_id>%s-%s-%d</report_id><date_range><begin>1772323200</begin><end>1772409599</end>
        </date_range></report_metadata><policy_published><domain>%s</domain><p>none</p>
        </policy_published><record><row><source_ip>%s</source_ip><count>%d</count>
        <policy_evaluated><disposition>none</disposition><dkim>fail</dkim><spf>fail</spf>
        </policy_evaluated></row><identifiers><header_from>%s</header_from></identifiers>
        <auth_results><spf><domain>%s</domain><result>fail</result></spf></auth_results></record>
        </feedback>
        """
        .formatted(reporter, reporter, ip, messages, domain, ip, messages, domain, domain);
  }
}
