package dev.plumbline.store.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.report.aggregate.ReportRow;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.Table;
import dev.plumbline.store.intake.Folding;
import dev.plumbline.store.intake.IntakeStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Traffic by sender, refreshed piece by piece, against the same derived at once. */
@QuarkusTest
class SenderDaysTest {

  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  @Inject IntakeStore store;
  @Inject Folding folding;
  @Inject TrafficQueries traffic;
  @Inject SenderTraffic senders;
  @Inject DataSource database;

  private final String domain = MadeReport.newDomain();

  @Test
  void refreshing_what_changed_gives_what_refreshing_all_would() throws SQLException {
    Random random = new Random(3);
    store(random, 0);
    long id = traffic.domain(domain).orElseThrow().id();
    for (int step = 1; step < 25; step++) {
      Set<LocalDate> days = new HashSet<>();
      Set<String> keys = new HashSet<>();
      if (random.nextBoolean()) {
        days.add(store(random, step));
      }
      if (random.nextBoolean()) {
        folding.fold(id);
      }
      for (int i = 0; i < 2; i++) {
        String ip = "192.0.2." + random.nextInt(6);
        List<String> before =
            Table.rows(
                database,
                "select sender_key from source_standing where domain_id = %d and source_ip = '%s'"
                    .formatted(id, ip));
        keys.addAll(before);
        String key = "service:s" + random.nextInt(3);
        keys.add(key);
        stands(id, ip, key, random.nextBoolean() ? "AUTHORIZED" : "NEEDS_AUTHORIZING");
        if (before.isEmpty()) {
          days.addAll(allDays(id));
        }
      }
      refresh(id, days, keys);
      List<String> piecewise = kept(id);
      refresh(id, allDays(id), List.of());
      assertThat(piecewise).as("step " + step).isEqualTo(kept(id));
      assertThat(
              Table.rows(
                  database,
                  """
                  select coalesce(sum(messages), 0) from sender_day where domain_id = %1$d union all
                  select coalesce(sum(messages), 0) from standing_day where domain_id = %1$d\
                  """
                      .formatted(id)))
          .containsOnly(
              Table.rows(
                      database,
                      "select coalesce(sum(messages), 0) from counted_day where domain_id = " + id)
                  .get(0));
    }
  }

  @Test
  void pages_read_figures_by_sender_standing_and_source() throws SQLException {
    store.record(
        MadeReport.item(),
        MadeReport.about(
                domain,
                MadeReport.row("192.0.2.1", 3, true),
                MadeReport.row("192.0.2.2", 4, false),
                MadeReport.row(null, 5, false))
            .alone());
    long id = traffic.domain(domain).orElseThrow().id();
    stands(id, "192.0.2.1", "own", "AUTHORIZED");
    stands(id, "192.0.2.2", "own", "REGRESSED");
    refresh(id, List.of(DAY), List.of("own"));

    assertThat(senders.senders(id, List.of("own", "other"), DAY, DAY))
        .isEqualTo(Map.of("own", new Traffic(7, 3, 3, 0, 0, 0)));
    assertThat(senders.senderDays(id, "own", DAY, DAY))
        .containsExactly(new SenderTraffic.SenderDay(DAY, new Traffic(7, 3, 3, 0, 0, 0)));
    assertThat(senders.standingDays(id, DAY, DAY, 1))
        .containsExactly(
            new SenderTraffic.StandingDay(DAY, Standing.AUTHORIZED, new Traffic(3, 3, 3, 0, 0, 0)),
            new SenderTraffic.StandingDay(DAY, Standing.REGRESSED, new Traffic(4, 0, 0, 0, 0, 0)),
            new SenderTraffic.StandingDay(DAY, null, new Traffic(5, 0, 0, 0, 0, 0)));
    assertThat(
            senders.sources(
                id,
                List.of(MadeReport.row("192.0.2.1", 1, true).sourceIp()),
                DAY.minusDays(9),
                DAY))
        .containsValue(new Traffic(3, 3, 3, 0, 0, 0))
        .hasSize(1);
    assertThat(traffic.days(id, DAY, DAY))
        .containsExactly(new TrafficQueries.TrafficDay(DAY, new Traffic(12, 3, 3, 0, 0, 0)));
    assertThat(traffic.traffic(List.of(id), DAY, DAY))
        .isEqualTo(Map.of(id, new Traffic(12, 3, 3, 0, 0, 0)));
  }

  private LocalDate store(Random random, int number) {
    ReportRow[] rows = new ReportRow[1 + random.nextInt(5)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = MadeReport.anyRow(random);
    }
    int days = random.nextInt(4);
    store.record(
        MadeReport.item(),
        MadeReport.about(domain, rows)
            .withId("r-" + number)
            .from(MadeReport.MARCH.plus(Duration.ofDays(days)))
            .alone());
    return DAY.plusDays(days);
  }

  private List<LocalDate> allDays(long id) {
    return Table.rows(
            database, "select distinct day::text from report where domain_id = %d".formatted(id))
        .stream()
        .map(LocalDate::parse)
        .toList();
  }

  private List<String> kept(long id) {
    return Table.rows(
        database,
        """
        select sender_key, standing, day, messages, pass, dkim, spf, quarantined, rejected
        from sender_day where domain_id = %1$d
        union all
        select '-', standing, day, messages, pass, dkim, spf, quarantined, rejected
        from standing_day where domain_id = %1$d order by 1, 2, 3\
        """
            .formatted(id));
  }

  private void refresh(long id, Collection<LocalDate> days, Collection<String> keys)
      throws SQLException {
    try (Connection connection = database.getConnection()) {
      SenderDays.refresh(connection, id, days, keys);
    }
  }

  private void stands(long id, String ip, String key, String standing) {
    Table.change(
        database,
        """
        insert into source_standing (domain_id, source_ip, sender_key, standing, sender_name,
          sender_kind, evidence, reasons, fixed, messages, pass_messages, dkim_messages,
          spf_messages, refused_messages, stranger_messages, first_seen, last_seen, since, at_home,
          direct, partly_failing, passing_on, signed_today, kin, shown, signed_only,
          digest, checks)
        values (%d, '%s', '%s', '%s', '', '', '[]', '[]', false, 0, 0, 0, 0, 0, 0, '2026-03-01',
          '2026-03-01', now(), false, false, false, false, 0, '{}', '{}', '{}',
          gen_random_uuid(), 0)
        on conflict (domain_id, source_ip) do update
        set sender_key = excluded.sender_key, standing = excluded.standing\
        """
            .formatted(id, ip, key, standing));
  }
}
