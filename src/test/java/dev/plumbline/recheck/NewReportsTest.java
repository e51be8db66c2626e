package dev.plumbline.recheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.store.intake.ReportRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NewReportsTest {

  private final NewReports reports = new NewReports();

  @Test
  void any_report_may_be_new_of_a_domain_that_was_not_looked_at() {
    reports.add(List.of(new ReportRef(1, 10)));
    assertThat(reports.begin(1)).isEmpty();
    assertThat(reports.begin(1)).contains(Set.of());
  }

  @Test
  void what_comes_in_during_a_look_is_for_the_next_one() {
    reports.begin(1);
    reports.add(List.of(new ReportRef(1, 10), new ReportRef(2, 11)));
    assertThat(reports.begin(1)).contains(Set.of(10L));
    reports.add(List.of(new ReportRef(1, 12)));
    assertThat(reports.begin(1)).contains(Set.of(12L));
  }

  @Test
  void after_a_look_that_failed_any_report_may_be_new() {
    reports.begin(1);
    reports.add(List.of(new ReportRef(1, 10)));
    reports.begin(1);
    reports.failed(1);
    reports.add(List.of(new ReportRef(1, 11)));
    assertThat(reports.begin(1)).isEqualTo(Optional.empty());
  }

  @Test
  void more_reports_than_are_worth_listing_are_looked_for_among_all() {
    reports.begin(1);
    reports.add(
        LongStream.rangeClosed(1, NewReports.MOST + 1L)
            .mapToObj(id -> new ReportRef(1, id))
            .toList());
    assertThat(reports.begin(1)).isEmpty();
    assertThat(reports.begin(1)).contains(Set.of());
  }
}
