package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Plans that are made once for a connection. */
@QuarkusTest
class KeptPlanTest {

  /** No guess of the planner depends on what is asked. */
  private static final String BY_KEY = "select id as kept_plan from domain where id = ?";

  @Inject Database database;

  @Test
  void after_some_times_a_connection_plans_no_more() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              for (int time = 0; time < 8; time++) {
                assertThat(database.listByKeptPlan(BY_KEY, row -> row.getLong(1), -1L)).isEmpty();
              }
              assertThat(
                      database.number(
                          "select max(generic_plans) from pg_prepared_statements"
                              + " where statement like '%kept_plan%'"))
                  .isPositive();
            });
  }

  @Test
  void others_on_its_connection_are_planned_for_what_they_ask() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              database.listByKeptPlan(BY_KEY, row -> row.getLong(1), -1L);
              assertThat(manner()).isEqualTo("force_custom_plan");
            });
    assertThatThrownBy(
            () -> database.listByKeptPlan("select 1 / ?::bigint", row -> row.getLong(1), 0L))
        .hasMessageContaining("division by zero");
    assertThat(IntStream.range(0, 20).mapToObj(again -> manner()).collect(Collectors.toSet()))
        .containsExactly("force_custom_plan");
  }

  private String manner() {
    return database
        .first("select current_setting('plan_cache_mode') as m", row -> row.getString("m"))
        .orElseThrow();
  }
}
