package dev.plumbline.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.people.ProgramTokens;
import dev.plumbline.review.Judge;
import dev.plumbline.store.MadeReport;
import dev.plumbline.store.intake.IntakeStore;
import dev.plumbline.store.people.ApiTokens.Draft;
import dev.plumbline.store.people.Limits;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.people.Who;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Model Context Protocol as an assistant speaks it, by requests over HTTP. */
@QuarkusTest
class McpTest {

  private static final String PATH = "/api/v1/mcp";
  private static final String OWN = "mcp-own.example";
  private static final String FOREIGN = "mcp-foreign.example";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Inject IntakeStore store;
  @Inject Judge judge;
  @Inject People people;
  @Inject ProgramTokens tokens;

  private int keepers;

  @BeforeEach
  void seed() {
    for (String domain : List.of(OWN, FOREIGN)) {
      store.record(
          MadeReport.item(),
          MadeReport.about(
                  domain,
                  MadeReport.row("198.51.100.7", 40, true),
                  MadeReport.row("203.0.113.9", 5, false))
              .withId("mcp-" + domain)
              .alone());
      judge.judgeNow(domain);
    }
  }

  @AfterEach
  void nobodyIsLeft() {
    people.clear();
  }

  private String token(List<String> domains, Right... rights) {
    keepers++;
    people.add("keeper%d@mcp.example".formatted(keepers), "administrator");
    return tokens
        .create(
            Who.atShell("test"),
            new Draft(
                "assistant",
                null,
                EnumSet.copyOf(List.of(rights)),
                domains.isEmpty() ? Limits.NONE : Limits.of(domains, List.of()),
                null))
        .secret();
  }

  private static Response say(@Nullable String token, String message) {
    RequestSpecification request =
        given()
            .contentType("application/json")
            .accept("application/json, text/event-stream")
            .header("MCP-Protocol-Version", "2025-11-25");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.body(message).post(PATH);
  }

  private static Response call(@Nullable String token, String tool, Map<String, ?> arguments) {
    return say(
        token,
        MAPPER
            .createObjectNode()
            .put("jsonrpc", "2.0")
            .put("id", 7)
            .put("method", "tools/call")
            .set(
                "params",
                MAPPER.createObjectNode().put("name", tool).set("arguments", json(arguments)))
            .toString());
  }

  private static JsonNode json(Object value) {
    return MAPPER.valueToTree(value);
  }

  @Test
  void an_assistant_begins_lists_tools_and_calls_one() {
    say(
            null,
            """
            {"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"2025-06-18",
             "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
            """)
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("jsonrpc", equalTo("2.0"))
        .body("id", equalTo("a"))
        .body("result.protocolVersion", equalTo("2025-06-18"))
        .body("result.capabilities.tools", notNullValue())
        .body("result.serverInfo.name", equalTo("plumbline"));
    assertThat(say(null, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"))
        .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(202))
        .satisfies(answer -> assertThat(answer.asString()).isEmpty());
    say(null, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}")
        .then()
        .statusCode(200)
        .body("result.tools.name", hasItems("domains", "senders", "plan", "readiness", "history"))
        .body("result.tools.findAll { !it.annotations.readOnlyHint }", hasSize(0))
        .body("result.tools.find { it.name == 'plan' }.inputSchema.required", hasItems("domain"));
    call(null, "senders", Map.of("domain", OWN))
        .then()
        .statusCode(200)
        .body("id", equalTo(7))
        .body("result.isError", equalTo(false))
        .body("result.content[0].type", equalTo("text"))
        .body("result.structuredContent.items.size()", equalTo(2))
        .body("result.structuredContent.items[0].domain", equalTo(OWN))
        .body("result.structuredContent.items[0].standing", notNullValue());
    say(null, "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"ping\"}")
        .then()
        .body("result", equalTo(Map.of()));
  }

  @Test
  void every_tool_answers_as_the_rest_interface_does() throws Exception {
    Map<String, String> paths = new TreeMap<>();
    paths.put("domain", "/domains/" + OWN);
    paths.put("plan", "/domains/" + OWN + "/plan");
    paths.put("readiness", "/domains/" + OWN + "/ready");
    paths.put("findings", "/domains/" + OWN + "/findings");
    paths.put("dns", "/domains/" + OWN + "/dns");
    paths.put("sources", "/domains/" + OWN + "/sources");
    paths.put("history", "/domains/" + OWN + "/history");
    paths.put("traffic", "/domains/" + OWN + "/traffic");
    paths.put("check_dmarc", "/checks/dmarc?domain=harbourlight.example");
    paths.put("check_domain", "/checks/domain?domain=harbourlight.example");
    paths.put("check_dkim", "/checks/dkim?domain=harbourlight.example&selector=s1");
    paths.put("check_spf", "/checks/spf?domain=harbourlight.example&ip=192.0.2.1");
    for (Map.Entry<String, String> one : paths.entrySet()) {
      String tool = one.getKey();
      Map<String, String> arguments =
          tool.equals("check_spf")
              ? Map.of("domain", "harbourlight.example", "ip", "192.0.2.1")
              : tool.equals("check_dkim")
                  ? Map.of("domain", "harbourlight.example", "selector", "s1")
                  : Map.of("domain", tool.startsWith("check_") ? "harbourlight.example" : OWN);
      JsonNode told = MAPPER.readTree(call(null, tool, arguments).asString()).at("/result");
      assertThat(told.at("/structuredContent"))
          .as(tool)
          .isEqualTo(MAPPER.readTree(given().get("/api/v1" + one.getValue()).asString()));
      assertThat(MAPPER.readTree(told.at("/content/0/text").asText()))
          .isEqualTo(told.at("/structuredContent"));
    }
    for (String tool : List.of("domains", "reporters", "alerts")) {
      call(null, tool, Map.of("limit", 1)).then().body("result.isError", equalTo(false));
    }
  }

  @Test
  void who_brings_no_token_is_not_answered_and_a_right_to_read_is_enough() {
    String reads = token(List.of(), Right.READ);
    String uploads = token(List.of(), Right.UPLOAD);
    assertThat(call(null, "domains", Map.of()).statusCode()).isEqualTo(401);
    assertThat(call("plumb_nobody", "domains", Map.of()).statusCode()).isEqualTo(401);
    assertThat(call(uploads, "domains", Map.of()).statusCode()).isEqualTo(403);
    call(reads, "domain", Map.of("domain", OWN)).then().body("result.isError", equalTo(false));
  }

  @Test
  void a_token_of_some_domains_is_told_of_others_as_if_there_were_none() throws Exception {
    String some = token(List.of(OWN), Right.READ);
    JsonNode tools =
        MAPPER
            .readTree(
                say(some, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}").asString())
            .at("/result/tools");
    int asked = 0;
    for (JsonNode tool : tools) {
      String name = tool.get("name").asText();
      if (tool.at("/inputSchema/properties/domain").isMissingNode()) {
        assertThat(call(some, name, Map.of()).asString()).as(name).doesNotContain(FOREIGN);
      } else if (!name.startsWith("check_")) {
        String foreign = call(some, name, Map.of("domain", FOREIGN)).asString();
        String unknown = call(some, name, Map.of("domain", "mcp-unheard.example")).asString();
        assertThat(foreign.replace(FOREIGN, "X"))
            .isEqualTo(unknown.replace("mcp-unheard.example", "X"));
        assertThat(foreign).contains("\"isError\":true").contains("No report about");
        assertThat(call(some, name, Map.of("domain", OWN)).asString())
            .as(name)
            .contains("\"isError\":false");
        asked++;
      }
    }
    assertThat(asked).isGreaterThan(7);
  }

  @Test
  void what_makes_no_sense_is_told_in_the_words_of_the_protocol() {
    for (String broken : List.of("", "{", "[]", "5", "{\"id\":1,\"method\":\"ping\"}")) {
      say(null, broken)
          .then()
          .statusCode(400)
          .body("id", nullValue())
          .body("error.code", broken.equals("{") ? equalTo(-32700) : equalTo(-32600));
    }
    say(null, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}")
        .then()
        .statusCode(200)
        .body("error.code", equalTo(-32601));
    call(null, "decide", Map.of()).then().body("error.code", equalTo(-32602));
    call(null, "plan", Map.of())
        .then()
        .body("result.isError", equalTo(true))
        .body("result.content[0].text", equalTo("The argument domain is missing."));
    call(null, "plan", Map.of("domain", OWN, "format", "xml"))
        .then()
        .body(
            "result.content[0].text",
            equalTo("There is no argument \"format\" here; there are domain."));
    call(null, "senders", Map.of("domain", OWN, "standing", "odd"))
        .then()
        .body("result.content[0].text", startsWith("standing is \"odd\"; it must be "));
    given()
        .contentType("application/json")
        .header("MCP-Protocol-Version", "1999-01-01")
        .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
        .post(PATH)
        .then()
        .statusCode(400);
    given().get(PATH).then().statusCode(405);
  }

  @Test
  void it_is_not_there_until_it_is_switched_on() {
    String setting = "plumbline.mcp.enabled";
    System.setProperty(setting, "false");
    try {
      say(null, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}").then().statusCode(404);
    } finally {
      System.clearProperty(setting);
    }
    say(null, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}").then().statusCode(200);
  }

  @Test
  void every_tool_is_told_of() throws Exception {
    String told = Files.readString(Path.of("docs", "mcp.md"));
    List<String> names =
        say(null, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}")
            .jsonPath()
            .getList("result.tools.name");
    assertThat(names).hasSizeGreaterThan(10);
    assertThat(new TreeSet<>(names)).allMatch(name -> told.contains("`" + name + "`"));
  }
}
