package dev.plumbline.store.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.standing.remedy.DomainPlan;
import dev.plumbline.standing.remedy.DomainPlan.AuthorName;
import dev.plumbline.standing.remedy.DomainPlan.Left;
import dev.plumbline.standing.remedy.DomainPlan.Part;
import dev.plumbline.standing.remedy.DomainPlan.RecordSet;
import dev.plumbline.standing.remedy.DomainPlan.Tested;
import dev.plumbline.standing.remedy.DomainPlan.User;
import dev.plumbline.standing.remedy.Remedy;
import dev.plumbline.store.Database;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RemedyStoreTest {

  private static final Instant FIRST = Instant.parse("2026-11-20T06:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-11-20T07:00:00Z");

  private static final RecordSet RECORD =
      new RecordSet(
          "gull.example",
          "TXT",
          null,
          "v=spf1 ip4:192.0.2.7 ~all",
          List.of(new Part("own", "Your own servers", "ip4:192.0.2.7", 1, true)),
          new Tested(1, 0, 0, 0, 90),
          "A note.");
  private static final DomainPlan PLAN =
      new DomainPlan(
          List.of(RECORD),
          List.of(new Left("b", "B", "gull.example", "No room.")),
          List.of(new AuthorName("a.gull.example", List.of(new User("own", "O")), List.of())),
          null);
  private static final Remedy REMEDY =
      new Remedy(
          List.of("Publish it."), List.of(RECORD.change()), new Remedy.Tested("pass", 1, 0, 0, 0));
  private static final Remedy WORDS = new Remedy(List.of("Ask."), List.of(), null);

  @Inject RemedyStore store;
  @Inject Database database;

  @Test
  @TestTransaction
  void what_did_not_change_is_not_written_again() {
    long domain = domain("kept-plan.example");
    assertThat(store.plan(domain)).isEmpty();
    assertThat(store.save(domain, PLAN, Map.of("own", REMEDY, "b", WORDS), FIRST)).isEqualTo(3);
    assertThat(store.save(domain, PLAN, Map.of("own", REMEDY, "b", WORDS), SECOND)).isZero();
    assertThat(store.plan(domain)).contains(new RemedyStore.Kept(PLAN, FIRST));
    assertThat(store.ofDomain(domain)).isEqualTo(Map.of("own", REMEDY, "b", WORDS));
  }

  @Test
  @TestTransaction
  void only_what_differs_is_written() {
    long domain = domain("changed-plan.example");
    store.save(domain, PLAN, Map.of("own", REMEDY, "b", WORDS), FIRST);
    assertThat(store.save(domain, PLAN, Map.of("own", WORDS, "c", WORDS), SECOND))
        .as("own is another, b goes, c comes")
        .isEqualTo(3);
    assertThat(store.ofDomain(domain)).isEqualTo(Map.of("own", WORDS, "c", WORDS));
    assertThat(store.save(domain, DomainPlan.NOTHING, Map.of(), SECOND)).isEqualTo(3);
    assertThat(store.plan(domain)).contains(new RemedyStore.Kept(DomainPlan.NOTHING, SECOND));
    assertThat(store.ofDomain(domain)).isEmpty();
  }

  private long domain(String name) {
    return database
        .first(
            "insert into domain (name, created_at) values (?, now()) returning id",
            row -> row.getLong("id"),
            name)
        .orElseThrow();
  }
}
