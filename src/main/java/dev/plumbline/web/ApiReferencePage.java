package dev.plumbline.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.people.Viewers;
import dev.plumbline.store.people.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the OpenAPI document of the REST interface says, for people. */
@Path("/account/api")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class ApiReferencePage {

  private static final ObjectMapper JSON = new ObjectMapper();

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance show(View view);
  }

  /** The page. */
  public record View(List<Tab> tabs, List<Group> groups) {

    public View {
      tabs = List.copyOf(tabs);
      groups = List.copyOf(groups);
    }
  }

  /** Operations about one thing. */
  public record Group(String name, List<Operation> operations) {

    public Group {
      operations = List.copyOf(operations);
    }
  }

  /** One operation. */
  public record Operation(
      String method,
      String path,
      String summary,
      String description,
      List<Parameter> parameters,
      String answers) {

    public Operation {
      parameters = List.copyOf(parameters);
    }
  }

  /** What an operation is told. */
  public record Parameter(String name, String in, String description) {}

  private final OpenApiDocumentService documents;
  private final Viewers viewers;

  ApiReferencePage(OpenApiDocumentService documents, Viewers viewers) {
    this.documents = documents;
    this.viewers = viewers;
  }

  @GET
  public TemplateInstance show() {
    return Templates.show(new View(PeopleTabs.of(viewers.now(), PeopleTabs.API), groups()));
  }

  private List<Group> groups() {
    Map<String, List<Operation>> groups = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : document().path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        String group = operation.getValue().at("/tags/0").asText("Other");
        groups
            .computeIfAbsent(group, unused -> new ArrayList<>())
            .add(operation(operation.getKey(), path.getKey(), operation.getValue()));
      }
    }
    return groups.entrySet().stream().map(one -> new Group(one.getKey(), one.getValue())).toList();
  }

  private JsonNode document() {
    try {
      return JSON.readTree(
          documents.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Operation operation(String method, String path, JsonNode told) {
    List<Parameter> parameters = new ArrayList<>();
    for (JsonNode one : told.path("parameters")) {
      parameters.add(
          new Parameter(
              one.path("name").asText(),
              one.path("in").asText(),
              one.path("description").asText("")));
    }
    List<String> answers = new ArrayList<>();
    for (Map.Entry<String, JsonNode> one : told.path("responses").properties()) {
      List<String> types = new ArrayList<>();
      one.getValue().path("content").fieldNames().forEachRemaining(types::add);
      answers.add(types.isEmpty() ? one.getKey() : one.getKey() + " " + String.join(", ", types));
    }
    return new Operation(
        method.toUpperCase(Locale.ROOT),
        path,
        told.path("summary").asText(""),
        told.path("description").asText(""),
        parameters,
        String.join("; ", answers));
  }
}
