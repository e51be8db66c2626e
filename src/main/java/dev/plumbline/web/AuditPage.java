package dev.plumbline.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.people.AuditLog;
import dev.plumbline.store.people.AuditLog.Entry;
import dev.plumbline.store.people.AuditLog.Wanted;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What people and programs did. */
@Path("/audit")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.ADMINISTER)
public class AuditPage {

  private static final int PAGE_SIZE = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance list(View view);
  }

  /** The log. */
  public record View(
      List<Tab> tabs,
      String summary,
      String who,
      String action,
      List<String> actions,
      List<Line> lines,
      Pager pager) {

    public View {
      tabs = List.copyOf(tabs);
      actions = List.copyOf(actions);
      lines = List.copyOf(lines);
    }
  }

  /** One deed. */
  public record Line(
      String at,
      String who,
      String address,
      String action,
      String subject,
      @Nullable String what) {}

  private final AuditLog log;
  private final Viewers viewers;
  private final Tables tables;

  AuditPage(AuditLog log, Viewers viewers, Tables tables) {
    this.tables = tables;
    this.log = log;
    this.viewers = viewers;
  }

  @GET
  public Response list(
      @QueryParam("who") @DefaultValue("") String who,
      @QueryParam("action") @DefaultValue("") String action,
      @QueryParam("page") @Nullable String wantedPage) {
    return tables.paged("audit", wantedPage, page -> list(who, action, page));
  }

  private TemplateInstance list(String who, String action, int page) {
    int size = tables.size("audit", PAGE_SIZE);
    List<String> actions = log.actions();
    if (!action.isEmpty() && !actions.contains(action)) {
      throw new BadRequestException("The log has no action \"%s\".".formatted(action));
    }
    Page<Entry> found = log.page(new Wanted(who.strip(), action), page - 1, size);
    return Templates.list(
        new View(
            PeopleTabs.of(viewers.now(), PeopleTabs.AUDIT),
            Format.count(found.total(), "entry", "entries")
                + ". The log is only ever added to; the database refuses anything else.",
            who,
            action,
            actions,
            found.items().stream().map(AuditPage::line).toList(),
            Pager.of(
                page,
                size,
                found.total(),
                "/audit?who=%s&action=%s&page=".formatted(Links.value(who), Links.value(action)))));
  }

  private static Line line(Entry entry) {
    List<String> what = new ArrayList<>();
    if (entry.before() != null) {
      what.add("Before: " + words(entry.before()) + ".");
    }
    if (entry.after() != null) {
      what.add("Now: " + words(entry.after()) + ".");
    }
    return new Line(
        Format.exactTime(entry.at()),
        entry.who().name(),
        entry.who().address(),
        entry.action(),
        entry.domain() == null || entry.subject().equals(entry.domain())
            ? entry.subject()
            : entry.subject() + " for " + entry.domain(),
        what.isEmpty() ? null : String.join(" ", what));
  }

  /** The values of a JSON object by their names. */
  private static String words(String json) {
    JsonNode values;
    try {
      values = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return json;
    }
    List<String> words = new ArrayList<>();
    values.properties().forEach(one -> words.add(one.getKey() + " " + word(one.getValue())));
    return String.join(", ", words);
  }

  private static String word(JsonNode value) {
    if (value.isBoolean()) {
      return value.asBoolean() ? "yes" : "no";
    }
    if (value.isArray()) {
      List<String> words = new ArrayList<>();
      value.forEach(one -> words.add(one.asText()));
      return words.isEmpty() ? "none" : String.join(" ", words);
    }
    return value.isTextual() ? value.asText() : value.toString();
  }

  /** All of it, for other programs: a JSON object a line, or CSV. */
  @GET
  @Path("/export")
  @Produces(MediaType.WILDCARD)
  public Response export(@QueryParam("format") @DefaultValue("json") String format) {
    return switch (format) {
      case "json" -> file("audit.jsonl", "application/jsonl", "", AuditPage::json);
      case "csv" ->
          file(
              "audit.csv",
              "text/csv",
              Csv.line(
                  "id", "at", "who", "address", "action", "subject", "domain", "before", "after"),
              AuditPage::csv);
      default -> throw new BadRequestException("The format is json or csv.");
    };
  }

  private Response file(String name, String type, String head, Function<Entry, String> line) {
    StreamingOutput content =
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          writer.write(head);
          log.all(
              entry -> {
                try {
                  writer.write(line.apply(entry));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
          writer.flush();
        };
    return Download.stream(content, name, type + "; charset=utf-8");
  }

  private static String csv(Entry entry) {
    return Csv.line(
        Long.toString(entry.id()),
        entry.at().toString(),
        entry.who().name(),
        entry.who().address(),
        entry.action(),
        entry.subject(),
        Objects.requireNonNullElse(entry.domain(), ""),
        Objects.requireNonNullElse(entry.before(), ""),
        Objects.requireNonNullElse(entry.after(), ""));
  }

  private static String json(Entry entry) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", entry.id());
    line.put("at", entry.at().toString());
    line.put("who", entry.who().name());
    line.put("address", entry.who().address());
    line.put("action", entry.action());
    line.put("subject", entry.subject());
    line.put("domain", entry.domain());
    line.putRawValue("before", entry.before() == null ? null : new RawValue(entry.before()));
    line.putRawValue("after", entry.after() == null ? null : new RawValue(entry.after()));
    return line + "\n";
  }
}
