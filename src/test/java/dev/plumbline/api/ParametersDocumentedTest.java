package dev.plumbline.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.intake.IntakeStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What an address understands, what its description lists and what docs/api.md tells of it are the
 * same. An address is asked itself: it refuses what it does not know, and says what it does.
 */
@QuarkusTest
class ParametersDocumentedTest {

  private static final String BASE = "/api/v1";
  private static final String DOMAIN = "parameters.example";

  /** Told once for all lists. */
  private static final Set<String> OF_ALL_LISTS =
      Set.of("format", "limit", "after", "from", "to", "days");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(/[^`]*)` \\| (.*) \\|$");
  private static final Pattern NAME = Pattern.compile("`([a-z_]+)(?:=[^`]*)?`");
  private static final Pattern KNOWN = Pattern.compile("there are (.*)\\.$");

  @Inject IntakeStore store;

  @Test
  void every_parameter_is_described_and_told_and_every_one_told_is_known() throws Exception {
    store.record(
        MadeReport.item(),
        MadeReport.about(DOMAIN).with(MadeReport.row("198.51.100.1", 1, true)).alone());
    String docs = Files.readString(Path.of("docs", "api.md"));
    Map<String, String> told = rows(docs);
    Set<String> forLists = names(docs.split("\n## Lists\n")[1].split("\n## ")[0]);
    assertThat(forLists).containsAll(OF_ALL_LISTS);
    Set<String> wrong = new TreeSet<>();
    int found = 0;
    for (Map.Entry<String, JsonNode> path : described().entrySet()) {
      String address = path.getKey();
      Set<String> known = new TreeSet<>();
      for (String method : List.of("get", "post")) {
        JsonNode operation = path.getValue().get(method);
        if (operation != null) {
          Set<String> understood = understood(method, address);
          if (method.equals("get") && !understood.equals(inQuery(operation))) {
            wrong.add(address + " knows " + understood + ", described is " + inQuery(operation));
          }
          known.addAll(understood);
          known.addAll(method.equals("post") ? members(address) : Set.of());
        }
      }
      found += known.size();
      String row = told.getOrDefault(address.substring(BASE.length()), "");
      for (String name : known) {
        if (!names(row).contains(name) && !OF_ALL_LISTS.contains(name)) {
          wrong.add(address + " has " + name + ", which is not told");
        }
      }
      for (String name : names(row.replaceAll("\\([^()]*\\)", ""))) {
        if (!known.contains(name)) {
          wrong.add(address + " is told to have " + name);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(found).isGreaterThan(90);
  }

  private static Map<String, JsonNode> described() throws Exception {
    Map<String, JsonNode> paths = new LinkedHashMap<>();
    new ObjectMapper()
        .readTree(given().get(BASE + "/openapi?format=json").asString())
        .get("paths")
        .fields()
        .forEachRemaining(one -> paths.put(one.getKey(), one.getValue()));
    return paths;
  }

  private static Set<String> inQuery(JsonNode operation) {
    Set<String> names = new TreeSet<>();
    for (JsonNode one : operation.path("parameters")) {
      if (one.path("in").asText().equals("query")) {
        names.add(one.path("name").asText());
      }
    }
    return names;
  }

  /** What an address says that it knows, asked for something that none does. */
  private static Set<String> understood(String method, String address) {
    String asked = filled(address) + "?no-such=1";
    Response answer =
        method.equals("get")
            ? given().get(asked)
            : given().contentType("application/json").body("{}").post(asked);
    return answer.statusCode() == 400 ? listed(answer) : Set.of();
  }

  /** The members of the body it takes. */
  private static Set<String> members(String address) {
    Response answer =
        given().contentType("application/json").body("{\"no-such\":1}").post(filled(address));
    return answer.statusCode() == 400 ? listed(answer) : Set.of();
  }

  private static Set<String> listed(Response problem) {
    Matcher known = KNOWN.matcher(String.valueOf(problem.jsonPath().getString("detail")));
    return known.find()
        ? Stream.of(known.group(1).split(", | and "))
            .filter(one -> one.matches("[a-z_]+"))
            .collect(Collectors.toCollection(TreeSet::new))
        : Set.of();
  }

  private static String filled(String address) {
    return address.replace("{domain}", DOMAIN).replace("{id}", "1");
  }

  private static Map<String, String> rows(String docs) {
    Map<String, String> rows = new LinkedHashMap<>();
    ROW.matcher(docs).results().forEach(row -> rows.put(row.group(1), row.group(2)));
    return rows;
  }

  private static Set<String> names(String text) {
    return NAME.matcher(text)
        .results()
        .map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
