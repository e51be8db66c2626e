package dev.plumbline.deploy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.store.Scope;
import dev.plumbline.store.Table;
import dev.plumbline.store.figures.FigureQueries;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** {@code deploy/grafana}: what the panels ask for is there. */
@QuarkusTest
class DashboardsTest {

  private static final Pattern METRIC = Pattern.compile("\\b(?:plumbline|jvm|process)_[a-z0-9_]+");

  @Inject DataSource database;
  @Inject FigureQueries figures;

  @Test
  void every_metric_of_a_panel_is_told_by_the_server() throws IOException {
    // A figure without a value, as of mailboxes where there are none, is not on the page.
    String told =
        given().get("/api/v1/metrics").asString()
            + Stream.of(figures.running(), figures.domains(Scope.EVERYTHING, 1))
                .flatMap(List::stream)
                .map(figure -> "# TYPE " + figure.name() + " gauge\n")
                .collect(Collectors.joining());
    Set<String> missing = new TreeSet<>();
    List<String> queries = targets("plumbline.json", "expr");
    assertThat(queries).hasSizeGreaterThan(15);
    for (String query : queries) {
      Matcher metric = METRIC.matcher(query);
      while (metric.find()) {
        if (!told.contains("# TYPE " + metric.group() + " ")) {
          missing.add(metric.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void every_query_of_a_panel_is_answered_by_the_database() throws IOException {
    List<String> queries = targets("postgresql.json", "rawSql");
    assertThat(queries).hasSize(10);
    for (String query : queries) {
      String plain =
          query.replaceAll("\\$__timeFilter\\((\\w+)\\)", "$1 > now() - interval '30 days'");
      Table.rows(database, "select count(*) from (" + plain + ") panel");
    }
  }

  @Test
  void panels_have_numbers_of_their_own_and_a_source_that_can_be_chosen() throws IOException {
    for (String name : List.of("plumbline.json", "postgresql.json")) {
      JsonNode board = new ObjectMapper().readTree(DeployFiles.text("grafana/" + name));
      Set<Integer> numbers = new HashSet<>();
      for (JsonNode panel : board.get("panels")) {
        assertThat(numbers.add(panel.get("id").asInt())).isTrue();
        assertThat(panel.get("datasource").get("uid").asText()).isEqualTo("${source}");
      }
      assertThat(board.get("templating").get("list").get(0).get("name").asText())
          .isEqualTo("source");
    }
  }

  private static List<String> targets(String name, String member) throws IOException {
    List<String> targets = new ArrayList<>();
    for (JsonNode panel :
        new ObjectMapper().readTree(DeployFiles.text("grafana/" + name)).get("panels")) {
      panel.get("targets").forEach(one -> targets.add(one.get(member).asText()));
    }
    return targets;
  }
}
