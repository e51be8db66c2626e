package dev.plumbline.store.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StandingsTest {

  @Inject Standings standings;

  @Test
  void a_domain_that_was_never_judged_has_no_summary() {
    assertThat(standings.summary("never-judged.example")).isEmpty();
    assertThat(standings.summaries())
        .extracting(DomainSummary::domain)
        .doesNotContain("never-judged.example");
    assertThat(standings.senders(-1, Standings.Wanted.ALL, 0, 10).items()).isEmpty();
    assertThat(
            standings.senders(-1, new Standings.Wanted(Set.of(), "192.0.2", false), 0, 10).items())
        .isEmpty();
    assertThat(standings.sources(-1, "own", 0, 10).items()).isEmpty();
    assertThat(standings.history("never-judged.example", "own", 5L, 10)).isEmpty();
  }
}
