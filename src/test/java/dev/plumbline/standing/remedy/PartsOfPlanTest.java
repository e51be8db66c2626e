package dev.plumbline.standing.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.standing.remedy.DomainPlan.Part;
import dev.plumbline.standing.remedy.DomainPlan.RecordSet;
import dev.plumbline.standing.remedy.DomainPlan.Tested;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartsOfPlanTest {

  private static final String BEFORE = "v=spf1 ip4:192.0.2.1 ~all";
  private static final String AFTER = "v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 ip4:192.0.2.3 ~all";

  @Test
  void what_is_there_for_one_sender_alone_is_left_out_with_it() {
    DomainPlan plan = plan(BEFORE, AFTER, part("a", "ip4:192.0.2.2"), part("b", "ip4:192.0.2.3"));
    assertThat(plan.without(Set.of("a")).records())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.after()).isEqualTo("v=spf1 ip4:192.0.2.1 ip4:192.0.2.3 ~all");
              assertThat(record.parts()).extracting(Part::sender).containsExactly("b");
              assertThat(record.tested().sources()).isEqualTo(1);
            });
  }

  @Test
  void a_record_for_nobody_is_none() {
    DomainPlan plan = plan(null, "v=spf1 ip4:192.0.2.2 ~all", part("a", ""));
    assertThat(plan.without(Set.of("a")).records()).isEmpty();
    assertThat(plan.without(Set.of("b"))).isEqualTo(plan);
  }

  @Test
  void a_term_that_two_senders_need_stays_for_the_other() {
    DomainPlan plan =
        plan(BEFORE, AFTER, part("a", "ip4:192.0.2.2 ip4:192.0.2.3"), part("b", "ip4:192.0.2.3"));
    assertThat(after(plan.without(Set.of("a"))))
        .isEqualTo("v=spf1 ip4:192.0.2.1 ip4:192.0.2.3 ~all");
  }

  @Test
  void who_passes_by_terms_of_others_keeps_all_of_them() {
    DomainPlan plan = plan(BEFORE, AFTER, part("a", "ip4:192.0.2.2"), part("b", ""));
    assertThat(after(plan.without(Set.of("a")))).isEqualTo(AFTER);
  }

  @Test
  void a_record_that_was_rewritten_stays_as_it_is() {
    DomainPlan plan = plan("v=spf1 include:gone.example ~all", AFTER, part("a", "ip4:192.0.2.2"));
    assertThat(plan.records().get(0).onlyAdds()).isFalse();
    assertThat(plan.without(Set.of("a"))).isEqualTo(plan);
  }

  private static String after(DomainPlan plan) {
    return plan.records().get(0).after();
  }

  private static Part part(String sender, String holds) {
    return new Part(sender, sender, holds, 1, true);
  }

  private static DomainPlan plan(@Nullable String before, String after, Part... parts) {
    return new DomainPlan(
        List.of(
            new RecordSet(
                "made.example",
                "TXT",
                before,
                after,
                List.of(parts),
                new Tested(parts.length, 1, 0, 0, 0),
                null)),
        List.of(),
        List.of(),
        null);
  }
}
