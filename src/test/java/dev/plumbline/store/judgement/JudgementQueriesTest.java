package dev.plumbline.store.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.review.Judge;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.Decision.Verdict;
import dev.plumbline.store.Database;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.judgement.Standings.Wanted;
import dev.plumbline.store.people.Who;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What commands read without the application is what pages read with it. */
@QuarkusTest
class JudgementQueriesTest {

  @Inject Database database;
  @Inject IntakeStore store;
  @Inject Judge judge;
  @Inject Standings standings;
  @Inject Decisions decisions;
  @Inject TrafficQueries traffic;
  @Inject Clock clock;

  @Test
  void a_judged_domain_reads_the_same_by_entities_and_by_sql() {
    String domain = "two-ways.queries.example";
    DomainInfo info = reported(domain);
    judge.catchUp(domain);
    JudgementQueries queries = new JudgementQueries(database);

    DomainSummary summary = standings.summary(domain).orElseThrow();
    assertThat(queries.summary(domain)).contains(summary);
    assertThat(queries.summaries()).isEqualTo(standings.summaries()).contains(summary);
    List<SenderStanding> senders = standings.senders(info.id(), Wanted.ALL, 0, 100).items();
    assertThat(senders).isNotEmpty();
    assertThat(queries.senders(info.id())).isEqualTo(senders);
    List<SourceStanding> sources = new ArrayList<>();
    for (SenderStanding sender : senders) {
      sources.addAll(standings.sources(info.id(), sender.sender().key(), 0, 100).items());
    }
    assertThat(sources).hasSize(3);
    assertThat(queries.sources(info.id())).containsExactlyInAnyOrderElementsOf(sources);
  }

  @Test
  void a_decision_is_kept_and_wanted_judged_alike_whichever_way_it_came() {
    JudgementQueries queries = new JudgementQueries(database);
    DomainInfo page = reported("by-page.queries.example");
    DomainInfo command = reported("by-command.queries.example");
    Decision decision =
        new Decision(Verdict.OURS, "ada", "letters", "n", LocalDate.EPOCH, "ada", clock.instant());

    decisions.decide(page.id(), "esp.example", decision);
    queries.decide(Who.atShell("ada"), command, "esp.example", decision);

    assertThat(wishes(command.id()))
        .isEqualTo(wishes(page.id()))
        .contains("decision esp.example ours, ada");
    for (DomainInfo info : List.of(page, command)) {
      assertThat(queries.decisions(info.id()))
          .isEqualTo(decisions.all(info.id()))
          .singleElement()
          .satisfies(one -> assertThat(one.decision().purpose()).isEqualTo("letters"));
      assertThat(queries.waitingSince(info.id())).isPresent();
    }
  }

  @Test
  void what_was_never_judged_has_no_summary() {
    assertThat(new JudgementQueries(database).summary("never-judged.queries.example")).isEmpty();
  }

  private List<String> wishes(long domainId) {
    return database.list(
        "select concat_ws(' ', cause, sender_key, detail) from judging where domain_id = ?"
            + " order by wanted_at",
        row -> row.getString(1),
        domainId);
  }

  private DomainInfo reported(String domain) {
    MadeReport report =
        MadeReport.about(
                domain,
                MadeReport.row("192.0.2.1", 30, true),
                MadeReport.row("192.0.2.2", 4, false),
                MadeReport.row("2001:db8::1", 5, false))
            .from(LocalDate.now(clock).minusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant());
    store.record(MadeReport.item(), report.alone());
    return traffic.domain(domain).orElseThrow();
  }
}
