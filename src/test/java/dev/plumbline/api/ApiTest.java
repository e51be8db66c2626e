package dev.plumbline.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.plumbline.review.Judge;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.judgement.DomainState;
import dev.plumbline.store.people.Persons;
import dev.plumbline.store.people.Who;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApiTest {

  private static final String DOMAIN = "rest.example";
  private static final String BASE = "/api/v1";
  private static boolean seeded;

  @Inject IntakeStore store;
  @Inject Judge judge;
  @Inject Persons persons;

  @BeforeEach
  void seed() {
    synchronized (ApiTest.class) {
      if (seeded) {
        return;
      }
      seeded = true;
    }
    for (int day = 0; day < 5; day++) {
      MadeReport report =
          MadeReport.about(DOMAIN)
              .withId("rest-" + day)
              .from(Instant.parse("2026-11-1" + day + "T00:00:00Z"));
      for (int row = 1; row <= 4; row++) {
        report = report.with(MadeReport.row("198.51.100." + row, 10L * row, row % 2 == 0));
      }
      store.record(MadeReport.item(), report.alone());
    }
    judge.judgeNow(DOMAIN);
  }

  @Test
  void rows_are_followed_page_by_page_and_the_last_page_still_has_a_cursor() {
    List<String> got = new ArrayList<>();
    String after = "0";
    while (true) {
      JsonPath page =
          given()
              .queryParam("domain", DOMAIN)
              .queryParam("limit", 3)
              .queryParam("after", after)
              .get(BASE + "/rows")
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      List<Map<String, Object>> items = page.getList("items");
      if (items.isEmpty()) {
        assertThat(page.getString("next")).isEqualTo(after);
        break;
      }
      items.forEach(row -> got.add(row.get("report_id") + "/" + row.get("number")));
      after = page.getString("next");
    }
    assertThat(got).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void rows_come_as_lines_and_as_csv_and_may_be_filtered() {
    String lines =
        given()
            .queryParam("domain", DOMAIN)
            .queryParam("show", "failing")
            .queryParam("ip", "198.51.100.1")
            .queryParam("from", "2026-11-12")
            .accept("application/x-ndjson")
            .get(BASE + "/rows")
            .then()
            .statusCode(200)
            .contentType("application/x-ndjson")
            .extract()
            .asString();
    assertThat(lines.lines()).hasSize(3);
    String csv =
        given()
            .queryParam("domain", DOMAIN)
            .queryParam("format", "csv")
            .get(BASE + "/rows")
            .asString();
    assertThat(csv.lines()).hasSize(21);
  }

  @Test
  void a_period_may_be_told_by_days_up_to_today() {
    String path = "/domains/" + DOMAIN + "/traffic";
    // The reports are of 10 to 14 November, and today is the 23rd.
    for (var each : Map.of(9, 0, 10, 1, 14, 5).entrySet()) {
      given()
          .queryParam("days", each.getKey())
          .get(BASE + path)
          .then()
          .statusCode(200)
          .body("items", hasSize(each.getValue()));
      String rows =
          given()
              .queryParam("domain", DOMAIN)
              .queryParam("days", each.getKey())
              .accept("application/x-ndjson")
              .get(BASE + "/rows")
              .asString();
      assertThat(rows.lines()).hasSize(4 * each.getValue());
    }
  }

  @Test
  void a_history_may_be_of_one_kind_of_change() {
    given()
        .queryParam("what", "first_judged")
        .get(BASE + "/domains/" + DOMAIN + "/history")
        .then()
        .statusCode(200)
        .body("items.what", everyItem(equalTo("first_judged")))
        .body("items", not(empty()));
    given()
        .queryParam("what", "back")
        .get(BASE + "/domains/" + DOMAIN + "/history")
        .then()
        .body("items", empty());
  }

  @Test
  void what_is_wrong_is_told_in_one_sentence() {
    for (String path :
        List.of(
            "/rows?after=yesterday",
            "/rows?limit=0",
            "/rows?format=xml",
            "/rows?ip=nobody",
            "/rows?from=12.11.2026",
            "/rows?from=2026-11-12&to=2026-11-11",
            "/rows?days=many",
            "/reports?days=0",
            "/domains/" + DOMAIN + "/traffic?days=30&to=2026-11-11",
            "/domains/" + DOMAIN + "/history?what=odd",
            "/failure-reports?from=2026-11-12&to=2026-11-11",
            "/tls-reports?from=2026-11-12&to=2026-11-11",
            "/domains/" + DOMAIN + "/traffic?from=2026-11-12&to=2026-11-11",
            "/domains?state=odd",
            "/domains/" + DOMAIN + "/senders?standing=odd",
            "/domains/" + DOMAIN + "/sources?standing=odd",
            "/rows?domian=" + DOMAIN,
            "/rows?domain=no domain",
            "/reports?domain=-.example",
            "/changes?domain=a..b",
            "/failure-reports?domain=no domain",
            "/tls-reports?domain=no domain&domain=" + DOMAIN,
            "/domains/" + DOMAIN + "/plan?format=xml",
            "/intake?format=xml",
            "/domains/" + DOMAIN + "/simulate?p=maybe",
            "/domains/" + DOMAIN + "/history?after=x",
            "/failure-reports?examples=many",
            "/failure-reports?unmask=perhaps",
            "/tls-reports?after=1",
            "/tls-reports?show=odd",
            "/alerts?state=odd",
            "/alerts?after=x",
            "/checks/spf?domain=" + DOMAIN + "&ip=nobody",
            "/checks/dkim?domain=" + DOMAIN,
            "/checks/domain?domain=no_name",
            "/checks/dmarc",
            "/intake?outcome=odd")) {
      given()
          .get(BASE + path)
          .then()
          .statusCode(400)
          .contentType("application/problem+json")
          .body("status", equalTo(400))
          .body("detail", endsWith("."));
    }
    given()
        .get(BASE + "/domains/unheard-of.example/senders")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("detail", equalTo("No report about unheard-of.example has come in."));
    given()
        .urlEncodingEnabled(false)
        .get(BASE + "/rows?domain=a%00%E2%80%AEb")
        .then()
        .statusCode(400)
        .body(
            "detail",
            equalTo(
                "domain is \"a\\u{0}\\u{202e}b\"; it must be a domain name such as example.org."));
    given().get(BASE + "/nothing-here").then().statusCode(404).body("detail", endsWith("."));
    given().delete(BASE + "/rows").then().statusCode(405).body("detail", endsWith("."));
  }

  @Test
  void a_method_that_an_address_does_not_take_is_refused_with_those_that_it_takes() {
    for (var each :
        Map.of(
                BASE + "/rows",
                "GET, HEAD, OPTIONS",
                BASE + "/intake",
                "GET, HEAD, OPTIONS, POST",
                BASE + "/domains/" + DOMAIN + "/senders",
                "GET, HEAD, OPTIONS",
                BASE + "/domains/" + DOMAIN + "/decisions",
                "GET, HEAD, OPTIONS, POST",
                "/",
                "GET, HEAD, OPTIONS")
            .entrySet()) {
      for (String method : List.of("PUT", "PATCH")) {
        given()
            .request(method, each.getKey())
            .then()
            .statusCode(405)
            .header("Allow", each.getValue());
      }
      given()
          .request("OPTIONS", each.getKey())
          .then()
          .statusCode(200)
          .header("Allow", each.getValue());
    }
    given()
        .get(BASE + "/tls-report")
        .then()
        .statusCode(405)
        .header("Allow", "OPTIONS, POST")
        .body("detail", equalTo("This address takes no GET."));
    given()
        .get("/account/password")
        .then()
        .statusCode(405)
        .header("Allow", "OPTIONS, POST")
        .body(containsString("it may be where the form of another page is sent."));
  }

  @Test
  void so_is_one_at_an_address_that_the_server_itself_answers() {
    for (String address :
        List.of(
            BASE + "/openapi",
            BASE + "/openapi.json",
            "/q/health",
            "/q/health/live",
            "/q/health/ready",
            "/q/health/started",
            "/app/plumbline.css",
            "/webjars/htmx.org/dist/htmx.min.js")) {
      given().get(address).then().statusCode(200);
      given().head(address).then().statusCode(200);
      for (String method : List.of("PUT", "POST", "PATCH", "DELETE")) {
        given()
            .request(method, address)
            .then()
            .statusCode(405)
            .header("Allow", "GET, HEAD, OPTIONS")
            .body(containsString("This address takes no " + method + "."));
      }
      given()
          .request("OPTIONS", address)
          .then()
          .statusCode(200)
          .header("Allow", "GET, HEAD, OPTIONS");
    }
    given()
        .put(BASE + "/openapi")
        .then()
        .contentType("application/problem+json")
        .body("title", equalTo("That cannot be done here"));
    given().put("/app/no-such-file.css").then().statusCode(404);
    given().put("/app").then().statusCode(404);
  }

  @Test
  void an_answer_that_did_not_change_is_not_sent_again() {
    String tag =
        given()
            .get(BASE + "/domains/" + DOMAIN + "/senders")
            .then()
            .statusCode(200)
            .header("RateLimit-Limit", notNullValue())
            .header("RateLimit-Remaining", notNullValue())
            .extract()
            .header("ETag");
    given()
        .header("If-None-Match", tag)
        .get(BASE + "/domains/" + DOMAIN + "/senders")
        .then()
        .statusCode(304);
  }

  @Test
  void a_parameter_that_is_not_known_is_named_with_those_that_are() {
    given()
        .get(BASE + "/rows?domian=" + DOMAIN)
        .then()
        .statusCode(400)
        .body(
            "detail",
            equalTo(
                "There is no parameter \"domian\" here; there are after, days, domain, format, from,"
                    + " ip, limit, show, to."));
  }

  @Test
  void a_parameter_that_is_missing_empty_or_given_twice_is_told_in_one_sentence() {
    Map<String, String> wrong = new TreeMap<>();
    wrong.put("/checks/spf", "domain is not given; it must be a domain name such as example.org.");
    wrong.put(
        "/checks/dkim?domain=" + DOMAIN,
        "selector is not given; it must be a selector such as s1.");
    wrong.put("/domains?limit=5&limit=6", "limit is given 2 times; it counts once.");
    wrong.put("/rows?domain=", "domain is given without a value; leave it out instead.");
    wrong.put(
        "/reports?domain=%20&domain=" + DOMAIN,
        "domain is given without a value; leave it out instead.");
    wrong.put(
        "/domains?limit=99999999999",
        "limit is \"99999999999\"; it must be a whole number from 1 to 999999999.");
    wrong.forEach(
        (address, sentence) ->
            given()
                .urlEncodingEnabled(false)
                .get(BASE + address)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", equalTo(sentence)));
    given().get(BASE + "/rows?domain=" + DOMAIN + "&domain=" + DOMAIN).then().statusCode(200);
    given()
        .header("If-Match", "\"another\"")
        .get(BASE + "/domains")
        .then()
        .statusCode(412)
        .body("detail", containsString("If-Match"));
  }

  @Test
  void a_body_that_makes_no_sense_is_told_in_one_sentence() {
    Map<String, String> wrong = new TreeMap<>();
    wrong.put("{bad", "The body is no JSON: line 1, column 2.");
    wrong.put("", "The request has no body; it must be a JSON object with");
    wrong.put("null", "The body is no JSON object; it must be one with sender, verdict,");
    wrong.put("[]", "The body is no JSON object; it must be one with");
    wrong.put("{\"sender\":5}", "sender is of another kind than it must be.");
    wrong.put("{\"sender\":\"\",\"verdict\":[1]}", "verdict is of another kind than it must be.");
    wrong.put("{\"sendr\":\"\"}", "Nobody knows what \"sendr\" is; there are sender, verdict,");
    wrong.put("{\"sender\":\"\"} x", "The body is no JSON: line 1, column");
    wrong.forEach(
        (body, sentence) ->
            given()
                .contentType("application/json")
                .body(body)
                .post(BASE + "/domains/" + DOMAIN + "/decisions")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", startsWith(sentence))
                .body("detail", endsWith(".")));
    given()
        .accept("image/png")
        .get(BASE + "/domains")
        .then()
        .statusCode(406)
        .body("detail", containsString("application/json"));
    given()
        .contentType("text/xml")
        .body("<a/>")
        .post(BASE + "/domains/" + DOMAIN + "/decisions")
        .then()
        .statusCode(415)
        .body("detail", containsString("application/json"));
  }

  @Test
  void lists_are_limited_by_the_words_of_the_pages() {
    String senders = BASE + "/domains/" + DOMAIN + "/senders";
    List<Map<String, Object>> all = given().get(senders).jsonPath().getList("senders");
    String standing = String.valueOf(all.get(0).get("standing"));
    given()
        .queryParam("standing", standing)
        .get(senders)
        .then()
        .statusCode(200)
        .body("senders.findAll { it.standing != '" + standing + "' }", hasSize(0))
        .body("senders.size()", greaterThan(0));
    String other = standing.equals("REGRESSED") ? "FIXED" : "REGRESSED";
    given().queryParam("standing", other).get(senders).then().body("senders", hasSize(0));
    assertThat(
            given()
                .queryParam("standing", other.toLowerCase(Locale.ROOT))
                .queryParam("format", "ndjson")
                .get(senders)
                .asString())
        .isEmpty();
    given()
        .queryParam("q", "198.51.100.")
        .get(senders)
        .then()
        .body("senders.size()", greaterThan(0));
    given()
        .queryParam("limit", 1)
        .get(senders)
        .then()
        .body("senders.key", equalTo(List.of(String.valueOf(all.get(0).get("key")))));
    given().queryParam("q", "nobody-of-this-name").get(senders).then().body("senders", hasSize(0));
    String sources = BASE + "/domains/" + DOMAIN + "/sources";
    String key = String.valueOf(all.get(0).get("key"));
    given()
        .queryParam("sender", key)
        .get(sources)
        .then()
        .body("items.size()", greaterThan(0))
        .body("items.findAll { it.sender != '" + key + "' }", hasSize(0));
    given().queryParam("standing", other).get(sources).then().body("items", hasSize(0));
    String state =
        Stream.of(DomainState.values())
            .map(DomainState::wire)
            .filter(
                one ->
                    given()
                        .queryParam("q", DOMAIN)
                        .queryParam("state", one)
                        .get(BASE + "/domains")
                        .jsonPath()
                        .getList("items.domain")
                        .contains(DOMAIN))
            .collect(Collectors.joining(" "));
    assertThat(state).as("one state alone").matches("[a-z]+");
  }

  @Test
  void groups_are_told_with_their_domains_and_limit_the_list_of_domains() {
    Who me = new Who("rest", "127.0.0.1");
    persons.setGroup(me, "rest group", List.of(DOMAIN), Instant.now());
    given()
        .get(BASE + "/groups")
        .then()
        .statusCode(200)
        .body("items.find { it.name == 'rest group' }.domains", equalTo(List.of(DOMAIN)));
    given()
        .queryParam("group", "rest group")
        .get(BASE + "/domains")
        .then()
        .body("items.domain", equalTo(List.of(DOMAIN)));
    given()
        .queryParam("group", "no such group")
        .get(BASE + "/domains")
        .then()
        .statusCode(404)
        .body("detail", equalTo("There is no group \"no such group\"."));
    persons.setGroup(me, "rest group", List.of(), Instant.now());
  }

  @Test
  void the_intake_log_is_a_list_as_all_others_are() {
    given()
        .queryParam("limit", 2)
        .get(BASE + "/intake")
        .then()
        .statusCode(200)
        .header("ETag", notNullValue())
        .body("items", hasSize(2))
        .body("next", notNullValue());
    String csv =
        given().queryParam("format", "csv").queryParam("limit", 2).get(BASE + "/intake").asString();
    assertThat(csv.lines().toList())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("name,outcome,reason,");
    String lines =
        given()
            .queryParam("format", "ndjson")
            .queryParam("limit", 2)
            .get(BASE + "/intake")
            .asString();
    assertThat(lines.lines()).hasSize(2).allMatch(line -> line.startsWith("{\"name\":"));
    for (String format : List.of("json", "ndjson")) {
      assertThat(given().get(BASE + "/intake?limit=1&format=" + format).headers().getValues("Vary"))
          .as(format)
          .anyMatch(one -> one.contains("Accept"));
    }
  }

  @Test
  void a_decision_is_kept_and_one_about_nobody_refused() {
    String sender =
        given()
            .get(BASE + "/domains/" + DOMAIN + "/senders")
            .then()
            .extract()
            .path("senders[0].key");
    String path = BASE + "/domains/" + DOMAIN + "/decisions";
    given()
        .contentType("application/json")
        .body(Map.of("sender", sender, "verdict", "ours", "owner", "Ops", "due", "2026-12-01"))
        .post(path)
        .then()
        .statusCode(201)
        .body("verdict", equalTo("ours"))
        .body("note", nullValue());
    given().get(path).then().body("items[0].sender", equalTo(sender)).body("items", hasSize(1));
    for (Map<String, String> wrong :
        List.of(
            Map.of("sender", "nobody", "verdict", "ours"),
            Map.of("sender", sender, "verdict", "mine"),
            Map.of("verdict", "ours"),
            Map.of("sender", sender, "verdict", "ours", "owner", "x".repeat(501)),
            Map.of("sender", sender, "verdict", "ours", "due", "soon"))) {
      given()
          .contentType("application/json")
          .body(wrong)
          .post(path)
          .then()
          .statusCode(400)
          .body("detail", endsWith("."));
    }
  }

  @Test
  void every_described_address_answers_as_it_is_described() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode api =
        mapper.readTree(
            given().accept("application/json").get(BASE + "/openapi?format=json").asString());
    Map<String, String> wrong = new TreeMap<>();
    int checked = 0;
    Iterator<Map.Entry<String, JsonNode>> paths = api.get("paths").fields();
    while (paths.hasNext()) {
      Map.Entry<String, JsonNode> path = paths.next();
      JsonNode schema = path.getValue().at("/get/responses/200/content/application~1json/schema");
      if (schema.isMissingNode()) {
        continue;
      }
      String address = path.getKey().replace("{domain}", DOMAIN).replace("{id}", anEntry());
      if (address.startsWith(BASE + "/checks/")) {
        address += "?domain=" + DOMAIN + (address.endsWith("/spf") ? "&ip=192.0.2.1" : "");
        address += address.contains("/dkim") ? "&selector=s1" : "";
      }
      Response answer = given().get(address);
      if (answer.statusCode() != 200) {
        wrong.put(address, "answers " + answer.statusCode() + ": " + answer.asString());
        continue;
      }
      ObjectNode whole = mapper.createObjectNode();
      whole.setAll((ObjectNode) schema.deepCopy());
      whole.set("components", api.get("components"));
      JsonSchema validator =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
      var messages = validator.validate(mapper.readTree(answer.asString()));
      if (!messages.isEmpty()) {
        wrong.put(address, messages.iterator().next().toString());
      }
      checked++;
    }
    assertThat(wrong).isEmpty();
    assertThat(checked).isGreaterThan(15);
  }

  @Test
  void no_two_operations_have_one_name() throws Exception {
    JsonNode api =
        new ObjectMapper()
            .readTree(
                given().accept("application/json").get(BASE + "/openapi?format=json").asString());
    List<String> names = new ArrayList<>();
    api.get("paths")
        .forEach(
            path -> path.forEach(operation -> names.add(operation.at("/operationId").asText())));
    assertThat(names).hasSizeGreaterThan(20).doesNotHaveDuplicates().doesNotContain("");
  }

  @Test
  void checks_answer_as_the_commands_do() {
    given()
        .get(BASE + "/checks/spf?domain=harbourlight.example&ip=192.0.2.1")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("domain", equalTo("harbourlight.example"))
        .body("result", notNullValue());
    given()
        .get(BASE + "/checks/dmarc?domain=harbourlight.example&identifier=harbourlight.example")
        .then()
        .statusCode(200)
        .body("alignment[0].strict", equalTo(true));
    given()
        .get(BASE + "/checks/domain?domain=harbourlight.example")
        .then()
        .statusCode(200)
        .body("spf.record", notNullValue());
  }

  private static String anEntry() {
    return given().get(BASE + "/intake?limit=1").jsonPath().getString("items[0].intake_id");
  }

  @Test
  void the_documentation_tells_of_every_address() throws Exception {
    String docs = java.nio.file.Files.readString(java.nio.file.Path.of("docs", "api.md"));
    JsonNode api =
        new ObjectMapper()
            .readTree(
                given().accept("application/json").get(BASE + "/openapi?format=json").asString());
    List<String> missing = new ArrayList<>();
    api.get("paths")
        .fieldNames()
        .forEachRemaining(
            path -> {
              if (!docs.contains("`" + path.replace(BASE, "") + "`")) {
                missing.add(path);
              }
            });
    assertThat(missing).isEmpty();
  }
}
