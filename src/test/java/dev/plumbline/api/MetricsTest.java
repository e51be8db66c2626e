package dev.plumbline.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.intake.Intake;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.review.Judge;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.Scope;
import dev.plumbline.store.Table;
import dev.plumbline.store.export.SinkPositions;
import dev.plumbline.store.figures.Figure;
import dev.plumbline.store.figures.FigureQueries;
import dev.plumbline.store.intake.IntakeStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MetricsTest {

  private static final String DOMAIN = "metrics-test.example";

  @Inject IntakeStore store;
  @Inject Judge judge;
  @Inject FigureQueries figures;
  @Inject Intake intake;
  @Inject SinkPositions positions;
  @Inject DataSource database;

  @Test
  void figures_are_told_as_prometheus_reads_them() {
    store.record(
        MadeReport.item(),
        MadeReport.about(DOMAIN, MadeReport.row("198.51.100.1", 10, true)).alone());
    judge.judgeNow(DOMAIN);
    String text =
        given()
            .get("/api/v1/metrics")
            .then()
            .statusCode(200)
            .contentType("text/plain")
            .extract()
            .asString();
    assertThat(text)
        .contains("# TYPE plumbline_intake_items gauge")
        .containsPattern("plumbline_intake_items\\{channel=\"[^\"]+\",outcome=\"stored\"\\} \\d")
        .contains("# TYPE plumbline_dns_questions_total counter")
        .contains("plumbline_dns_questions_total{said=\"trouble\"}")
        .contains("plumbline_parse_seconds_total ")
        .contains("jvm_memory_used_bytes")
        .contains("plumbline_judging_waiting_domains ");
    assertThat(text.lines())
        .anyMatch(line -> line.startsWith("plumbline_domain_messages{domain=\"" + DOMAIN + "\"} "));
  }

  @Test
  void figures_of_domains_stay_bounded_and_within_what_may_be_seen() {
    for (int i = 0; i < 3; i++) {
      String domain = i + "." + DOMAIN;
      store.record(
          MadeReport.item(),
          MadeReport.about(domain, MadeReport.row("198.51.100.1", 10L + i, true)).alone());
      judge.judgeNow(domain);
    }
    List<Figure> some = figures.domains(Scope.of(List.of(DOMAIN)), 2);
    assertThat(some.get(0).name()).isEqualTo("plumbline_domains_left_out");
    assertThat(some.get(0).values().get(0).value()).isGreaterThan(0);
    assertThat(some)
        .filteredOn(one -> one.label().equals(List.of("domain")))
        .allSatisfy(one -> assertThat(one.values()).hasSize(2));
    assertThat(figures.domains(Scope.of(List.of("0." + DOMAIN)), 9).get(1).values())
        .extracting(one -> one.words().get(0))
        .containsExactly("0." + DOMAIN);
  }

  @Test
  void what_comes_in_is_counted_by_its_channel_and_what_became_of_it() {
    List<Figure.Value> before = intake();
    intake.take(
        "mailbox:metrics one",
        "a.txt",
        null,
        ReceivedBytes.of("no report".getBytes(StandardCharsets.UTF_8)));
    assertThat(before).noneMatch(one -> one.words().get(0).equals("mailbox:metrics one"));
    assertThat(intake())
        .contains(new Figure.Value(List.of("mailbox:metrics one", "not_a_report"), 1));
    assertThat(intake.reading().items()).isPositive();
    assertThat(intake.storing().seconds()).isPositive();
  }

  @Test
  void mailboxes_and_sinks_that_are_set_no_more_are_not_in_trouble_for_ever() {
    positions.failed(
        "metrics-gone", "rows", "Nobody answers.", Instant.parse("2026-11-23T12:00:00Z"));
    Table.change(
        database,
        "insert into mailbox_state (name, last_poll_at, last_error) values"
            + " ('metrics-gone', timestamptz '2026-11-23T12:00:00Z', 'Nobody answers.')"
            + " on conflict (name) do nothing");
    assertThat(figures.running())
        .filteredOn(one -> one.name().endsWith("_failing"))
        .allSatisfy(
            one -> assertThat(one.values()).contains(new Figure.Value(List.of("metrics-gone"), 1)))
        .hasSize(2);
    assertThat(given().get("/api/v1/metrics").asString()).doesNotContain("metrics-gone");
    Table.change(
        database,
        "delete from mailbox_state where name = 'metrics-gone';"
            + " delete from sink_position where name = 'metrics-gone'");
  }

  private List<Figure.Value> intake() {
    return figures.running().stream()
        .filter(one -> one.name().equals("plumbline_intake_items"))
        .findFirst()
        .orElseThrow()
        .values();
  }

  /** Some are there at times only: those of a standby, of mailboxes and of sinks. */
  @Test
  void so_is_every_figure_that_the_program_can_name() throws Exception {
    String told = Files.readString(Path.of("docs", "metrics.md"));
    TreeSet<String> names = new TreeSet<>();
    for (String file : List.of("api/MetricsResource.java", "store/figures/FigureQueries.java")) {
      Matcher name =
          Pattern.compile("(counter\\(\\s*)?\"(plumbline_\\w+[a-z])\"")
              .matcher(Files.readString(Path.of("src/main/java/dev/plumbline", file)));
      while (name.find()) {
        names.add(name.group(2) + (name.group(1) == null ? "" : "_total"));
      }
    }
    assertThat(names)
        .contains("plumbline_standby_behind_seconds", "plumbline_dns_questions_total")
        .hasSizeGreaterThan(20);
    assertThat(names).filteredOn(name -> !told.contains("`" + name + "`")).isEmpty();
  }

  @Test
  void every_figure_is_told_of() throws Exception {
    String told = Files.readString(Path.of("docs", "metrics.md"));
    TreeSet<String> untold = new TreeSet<>();
    // Those of mailboxes are not on the page where there are none.
    Stream<String> scraped =
        given()
            .get("/api/v1/metrics")
            .asString()
            .lines()
            .filter(line -> line.startsWith("# TYPE plumbline_"))
            .map(line -> line.split(" ", -1)[2]);
    Stream.concat(
            scraped,
            Stream.concat(figures.running().stream(), figures.domains(Scope.EVERYTHING, 1).stream())
                .map(Figure::name))
        .filter(name -> !told.contains("`" + name + "`"))
        .forEach(untold::add);
    assertThat(untold).isEmpty();
  }
}
