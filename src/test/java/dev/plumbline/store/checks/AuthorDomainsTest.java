package dev.plumbline.store.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.standing.Simulator;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.checks.AuthorDomains.AuthorDomain;
import dev.plumbline.store.checks.AuthorDomains.CheckedAuthor;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.SimulationQueries;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuthorDomainsTest {

  private static final LocalDate DAY = LocalDate.parse("2026-03-01");

  @Inject IntakeStore store;
  @Inject AuthorDomains authors;
  @Inject TrafficQueries traffic;
  @Inject SimulationQueries simulation;

  @Test
  void names_are_told_with_what_dns_says_and_the_simulator_knows_which_do_not_exist() {
    String name = MadeReport.newDomain();
    store.record(
        MadeReport.item(),
        MadeReport.about(
                name,
                from(name, 7, true),
                from("shop." + name, 5, true),
                from("nowhere." + name, 3, false))
            .alone());
    DomainInfo domain = traffic.domain(name).orElseThrow();

    assertThat(authors.used(domain.id(), DAY, DAY, 10))
        .containsExactly(
            new AuthorDomain(name, 7, 7, DAY, null, null),
            new AuthorDomain("shop." + name, 5, 5, DAY, null, null),
            new AuthorDomain("nowhere." + name, 3, 0, DAY, null, null));
    assertThat(simulation.traffic(domain, DAY, DAY)).allMatch(Simulator.Traffic::authorExists);

    authors.save(
        domain.id(),
        List.of(
            new CheckedAuthor("shop." + name, true, "v=DMARC1; p=none"),
            new CheckedAuthor("nowhere." + name, false, null)),
        MadeReport.MARCH);
    assertThat(authors.used(domain.id(), DAY, DAY, 10))
        .extracting(AuthorDomain::exists)
        .containsExactly(null, true, false);
    assertThat(authors.used(domain.id(), DAY, DAY, 2).get(1).dmarcRecord()).contains("p=none");
    assertThat(simulation.traffic(domain, DAY, DAY))
        .filteredOn(one -> !one.authorExists())
        .singleElement()
        .satisfies(one -> assertThat(one.author()).hasToString("nowhere." + name));
  }

  private static ReportRow from(String author, long messages, boolean pass) {
    ReportRow row = MadeReport.row("192.0.2.1", messages, pass);
    return new ReportRow(
        row.sourceIp(),
        row.messages(),
        row.disposition(),
        row.dkimPass(),
        row.spfPass(),
        row.overrides(),
        author,
        row.envelopeFrom(),
        row.envelopeTo(),
        row.dkim(),
        row.spf());
  }
}
