package dev.plumbline.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What assistants may look up: each tool is a request to the REST interface, with its answer, its
 * rights and its sentences.
 */
@ApplicationScoped
class McpTools {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** Who reads it has little room. */
  private static final String USUAL = "50";

  private static final Argument DOMAIN =
      new Argument("domain", "A domain name such as example.org.", true);
  private static final Argument STANDING =
      new Argument(
          "standing",
          "AUTHORIZED, NEEDS_ALIGNMENT, NEEDS_AUTHORIZING, UNAUTHORIZED_USE, FORWARDER,"
              + " UNRECOGNIZED, FIXED or REGRESSED.",
          false);
  private static final Argument AFTER =
      new Argument("after", "next of the answer before, to go on from there.", false);
  private static final Argument LIMIT =
      new Argument("limit", "Most items, " + USUAL + " unless given.", false);

  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final DomainsResource domains;
  private final ReportersResource reporters;
  private final AlertsResource alerts;
  private final ChecksResource checks;

  McpTools(
      DomainsResource domains,
      ReportersResource reporters,
      AlertsResource alerts,
      ChecksResource checks) {
    this.domains = domains;
    this.reporters = reporters;
    this.alerts = alerts;
    this.checks = checks;
    addDomains();
    addSenders();
    addOthers();
    addChecks();
  }

  /** What a tool may be told. */
  private record Argument(String name, String description, boolean required) {}

  /** What it was told. */
  private record Call(JsonNode arguments, Request request) {

    @Nullable String text(String name) {
      JsonNode value = arguments.get(name);
      return value == null || value.isNull() ? null : value.asText();
    }

    String domain() {
      return String.valueOf(text(DOMAIN.name()));
    }

    ListRequest list(String format) {
      ListRequest list = new ListRequest();
      list.format = format;
      String limit = text(LIMIT.name());
      list.limit = limit == null ? USUAL : limit;
      return list;
    }
  }

  /**
   * A tool.
   *
   * @param live whether it asks DNS of now, not what is kept
   */
  private record Tool(
      String description, List<Argument> arguments, boolean live, Function<Call, Response> answer) {
    Tool {
      arguments = List.copyOf(arguments);
    }
  }

  private void add(
      String name, String description, Function<Call, Response> answer, Argument... arguments) {
    tools.put(name, new Tool(description, Arrays.asList(arguments), false, answer));
  }

  private void addDomains() {
    add(
        "domains",
        "Monitored domains, with what each needs next and how its mail fares.",
        call ->
            domains.domains(
                call.list("json"),
                call.text("q"),
                call.text("state"),
                call.text("group"),
                call.text("after"),
                call.request()),
        new Argument("q", "A part of the name.", false),
        new Argument(
            "state",
            "losing, regressed, fix, decide, ready, unknown, unjudged, fine, parked or silent.",
            false),
        new Argument("group", "A group of domains.", false),
        AFTER,
        LIMIT);
    add(
        "domain",
        "One domain: its policy, what to do next, how its mail fares.",
        call -> domains.domain(call.domain(), call.request()),
        DOMAIN);
    add(
        "plan",
        "The DNS records to publish for a domain, tested together, and what they replace.",
        call -> domains.plan(call.domain(), call.request()),
        DOMAIN);
    add(
        "readiness",
        "Whether p=quarantine or p=reject is safe for a domain, and what stands in the way.",
        call -> domains.ready(call.domain(), call.request()),
        DOMAIN);
    add(
        "findings",
        "What is wrong with the records of a domain.",
        call -> domains.findings(call.domain(), call.request()),
        DOMAIN);
    add(
        "dns",
        "The records of a domain as they were last seen in DNS, and how they changed.",
        call -> domains.dns(call.domain(), call.request()),
        DOMAIN);
  }

  private void addSenders() {
    add(
        "senders",
        "Who sends for a domain, the most pressing first: standing, reasons, steps to mend it.",
        call ->
            domains.senders(
                call.domain(),
                call.list("ndjson"),
                call.text("standing"),
                call.text("q"),
                call.request()),
        DOMAIN,
        STANDING,
        new Argument("q", "A part of the name, or the beginning of an address.", false),
        LIMIT);
    add(
        "sources",
        "The addresses that send for a domain, with standing and reasons.",
        call ->
            domains.sources(
                call.domain(),
                call.list("json"),
                call.text("standing"),
                call.text("sender"),
                call.text("after"),
                call.request()),
        DOMAIN,
        STANDING,
        new Argument("sender", "The key of a sender.", false),
        AFTER,
        LIMIT);
    add(
        "history",
        "What changed in the judgement of a domain, the newest first.",
        call ->
            domains.history(
                call.domain(),
                call.list("json"),
                call.text("sender"),
                call.text("what"),
                call.text("after"),
                call.request()),
        DOMAIN,
        new Argument("sender", "The key of a sender.", false),
        new Argument("what", "Only changes of this, as standing or policy.", false),
        AFTER,
        LIMIT);
  }

  private void addOthers() {
    add(
        "traffic",
        "Messages of a domain by UTC day, and how many pass.",
        call ->
            domains.traffic(
                call.domain(),
                call.list("json"),
                call.text("from"),
                call.text("to"),
                call.text("days"),
                call.text("after"),
                call.request()),
        DOMAIN,
        new Argument("from", "The first day, such as 2026-11-01.", false),
        new Argument("to", "The last day.", false),
        new Argument("days", "Instead of these: so many days up to today.", false),
        AFTER,
        LIMIT);
    add(
        "reporters",
        "Who sends DMARC reports.",
        call -> reporters.list(call.list("json"), call.request()),
        LIMIT);
    add(
        "alerts",
        "What somebody should know; with state=open only what asks for somebody still.",
        call ->
            alerts.list(call.list("json"), call.text("state"), call.text("after"), call.request()),
        new Argument("state", "open or all.", false),
        AFTER,
        LIMIT);
  }

  private void addChecks() {
    live(
        "check_spf",
        "Whether an address may send for any domain by SPF of now, and why.",
        call ->
            checks.spf(
                call.text("domain"),
                call.text("ip"),
                call.text("mail_from"),
                call.text("helo"),
                call.request()),
        DOMAIN,
        new Argument("ip", "The address of the sending host.", true),
        new Argument("mail_from", "The MAIL FROM address or its domain.", false),
        new Argument("helo", "The HELO name.", false));
    live(
        "check_dmarc",
        "Which DMARC policy applies to any name now, and why.",
        call -> checks.dmarc(call.text("domain"), List.of(), call.request()),
        DOMAIN);
    live(
        "check_dkim",
        "Whether the DKIM key of a selector is published now and good.",
        call -> checks.dkim(call.text("domain"), call.text("selector"), call.request()),
        DOMAIN,
        new Argument("selector", "It stands behind s= in a signature.", true));
    live(
        "check_domain",
        "All that any domain publishes about its mail now, and what is wrong with it.",
        call -> checks.domain(call.text("domain"), List.of(), call.request()),
        DOMAIN);
  }

  private void live(
      String name, String description, Function<Call, Response> answer, Argument... arguments) {
    tools.put(name, new Tool(description, Arrays.asList(arguments), true, answer));
  }

  boolean has(String name) {
    return tools.containsKey(name);
  }

  /** The tools as {@code tools/list} tells them. */
  ArrayNode list() {
    ArrayNode list = MAPPER.createArrayNode();
    tools.forEach(
        (name, tool) -> {
          ObjectNode one = list.addObject().put("name", name);
          one.put("description", tool.description());
          ObjectNode schema = one.putObject("inputSchema").put("type", "object");
          ObjectNode properties = schema.putObject("properties");
          ArrayNode required = MAPPER.createArrayNode();
          for (Argument argument : tool.arguments()) {
            properties
                .putObject(argument.name())
                .put("type", argument.equals(LIMIT) ? "integer" : "string")
                .put("description", argument.description());
            if (argument.required()) {
              required.add(argument.name());
            }
          }
          schema.set("required", required);
          schema.put("additionalProperties", false);
          one.putObject("annotations").put("readOnlyHint", true).put("openWorldHint", tool.live());
        });
    return list;
  }

  /** Calls a tool that there is; what is wrong with its arguments is its answer. */
  ObjectNode call(String name, JsonNode arguments, Request request) {
    Tool tool = tools.get(name);
    if (tool == null) {
      throw new IllegalArgumentException(name);
    }
    try {
      check(tool, arguments);
      return said(text(tool.answer().apply(new Call(arguments, request))), false);
    } catch (Refusal e) {
      return said(e.problem().detail(), true);
    }
  }

  private static void check(Tool tool, JsonNode arguments) {
    List<String> names = tool.arguments().stream().map(Argument::name).toList();
    List<String> given = new ArrayList<>();
    arguments.fieldNames().forEachRemaining(given::add);
    for (String one : given) {
      if (!names.contains(one)) {
        throw Refusal.wrong(
            "There is no argument \"%s\" here; there are %s."
                .formatted(one, String.join(", ", names)));
      }
      if (arguments.get(one).isContainerNode()) {
        throw Refusal.wrong("The argument %s is no list and no object.".formatted(one));
      }
    }
    for (Argument one : tool.arguments()) {
      if (one.required() && arguments.path(one.name()).asText().isBlank()) {
        throw Refusal.wrong("The argument %s is missing.".formatted(one.name()));
      }
    }
  }

  private static ObjectNode said(String text, boolean error) {
    ObjectNode result = MAPPER.createObjectNode();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    if (!error) {
      try {
        result.set("structuredContent", MAPPER.readTree(text));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("Answers are JSON", e);
      }
    }
    return result.put("isError", error);
  }

  /** The answer as one object; lines become its items. */
  private static String text(Response response) {
    Object entity = response.getEntity();
    if (entity instanceof StreamingOutput lines) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      try {
        lines.write(all);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      String text = all.toString(StandardCharsets.UTF_8).strip();
      return "{\"items\":[" + text.replace("\n", ",") + "]}";
    }
    if (entity == null) {
      throw Refusal.wrong("If-None-Match means nothing here.");
    }
    return entity.toString().strip();
  }
}
