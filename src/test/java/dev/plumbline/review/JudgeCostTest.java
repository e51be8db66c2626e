package dev.plumbline.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.Intake;
import dev.plumbline.intake.Intake.Incoming;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.Database;
import dev.plumbline.store.intake.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * What a report about three of a thousand sources costs, against all of them. Processor time is
 * told, of this program and of the database; what is asserted is that nothing else is touched.
 */
@QuarkusTest
class JudgeCostTest {

  private static final Logger LOG = Logger.getLogger(JudgeCostTest.class);
  private static final String DOMAIN = "thousand.judged.example";
  private static final int SOURCES = 1_000;
  private static final int DAYS = 10;
  private static final int ROUNDS = Integer.getInteger("plumbline.judge.rounds", 2);

  @Inject Intake intake;
  @Inject Judge judge;
  @Inject Database database;
  @Inject Clock clock;

  @Test
  void a_report_about_three_of_a_thousand_sources_costs_three_sources() {
    LocalDate first = LocalDate.now(clock).minusDays(15);
    for (int day = 0; day < DAYS; day++) {
      take(first.plusDays(day), "all", IntStream.range(0, SOURCES));
    }
    judge.judgeNow(DOMAIN);
    for (int round = 0; round < ROUNDS; round++) {
      // Another version of the rules has every source judged again.
      int rules = Judge.RULES_VERSION + 1 + round;
      long all = processorTime(() -> judge.judge(DOMAIN, true, rules, clock));
      judge.judgeNow(DOMAIN);
      Set<String> before = versions();
      take(first.plusDays(DAYS), "three " + round, IntStream.of(3, 500, 999));
      long three = processorTime(() -> judge.judgeNow(DOMAIN));
      Set<String> after = new HashSet<>(versions());
      after.removeAll(before);
      assertThat(after).hasSize(3);
      long none = processorTime(() -> judge.judgeNow(DOMAIN));
      LOG.infof(
          "Judging %,d sources: %,d ms of processor time; after a report about three: %,d ms;"
              + " with nothing new: %,d ms",
          SOURCES, all, three, none);
    }
  }

  /** Milliseconds of this thread, and of the database's processes. */
  private long processorTime(Runnable what) {
    long before = spent();
    what.run();
    return (spent() - before) / 1_000_000;
  }

  private long spent() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
        + ProcessHandle.current()
            .descendants()
            .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
            .mapToLong(Long::longValue)
            .sum();
  }

  private Set<String> versions() {
    return new HashSet<>(
        database.list(
            """
            select host(source_ip) || ' ' || xmin::text || ctid::text from source_standing
            where domain_id = (select id from domain where name = ?)\
            """,
            row -> row.getString(1),
            DOMAIN));
  }

  private void take(LocalDate day, String id, IntStream sources) {
    StringBuilder rows = new StringBuilder();
    sources.forEach(
        source ->
            rows.append(
                """
                <record><row><source_ip>10.7.%d.%d</source_ip><count>5</count><policy_evaluated>
                <dkim>%s</dkim><spf>fail</spf></policy_evaluated></row>
                <identifiers><header_from>%s</header_from></identifiers><auth_results>
                <dkim><domain>%s</domain><selector>k1</selector><result>%s</result></dkim>
                <spf><domain>bounce%d.example</domain><result>pass</result></spf>
                </auth_results></record>
                """
                    .formatted(
                        source / 250,
                        1 + source % 250,
                        source % 3 == 0 ? "pass" : "fail",
                        DOMAIN,
                        DOMAIN,
                        source % 3 == 0 ? "pass" : "fail",
                        source % 40)));
    long begin = day.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    String xml =
        """
        <feedback><report_metadata><org_name>reporter.example</org_name>
        <email>dmarc@reporter.example</email><report_id>%s %s</report_id>
        <date_range><begin>%d</begin><end>%d</end></date_range></report_metadata>
        <policy_published><domain>%s</domain><p>none</p></policy_published>%s</feedback>
        """
            .formatted(day, id, begin, begin + 86_399, DOMAIN, rows);
    assertThat(
            intake
                .takeAll(
                    List.of(
                        new Incoming(
                            "cli",
                            id,
                            null,
                            ReceivedBytes.of(xml.getBytes(StandardCharsets.UTF_8)))))
                .get(0)
                .outcome())
        .isEqualTo(Outcome.STORED);
  }
}
