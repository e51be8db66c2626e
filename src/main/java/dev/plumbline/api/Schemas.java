package dev.plumbline.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.plumbline.review.json.PublishedJson;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/**
 * Says in the description of the API which members may be null, by the records they are components
 * of; all others are always there. Runs while the program is built.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class Schemas implements OASFilter {

  private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
  private static final DotName RAW = DotName.createSimple(JsonRawValue.class);
  private static final DotName INCLUDE = DotName.createSimple(JsonInclude.class);

  /** Records by their simple names; several may share one. */
  private final Map<String, List<ClassInfo>> records;

  public Schemas(IndexView index) {
    this.records =
        index.getKnownClasses().stream()
            .filter(type -> type.isRecord() && type.name().toString().startsWith("dev.plumbline."))
            .collect(Collectors.groupingBy(ClassInfo::simpleName));
  }

  @Override
  public void filterOpenAPI(OpenAPI api) {
    if (api.getComponents() == null || api.getComponents().getSchemas() == null) {
      return;
    }
    api.getComponents()
        .getSchemas()
        .forEach(
            (name, schema) -> {
              if (schema.getProperties() != null) {
                describe(name.replaceFirst("\\d+$", ""), schema);
              }
            });
  }

  private void describe(String name, Schema schema) {
    for (ClassInfo type : records.getOrDefault(name, List.of())) {
      Map<String, RecordComponentInfo> members = new HashMap<>();
      for (RecordComponentInfo component : type.recordComponents()) {
        members.put(PublishedJson.member(component.name()), component);
      }
      if (members.keySet().equals(schema.getProperties().keySet())) {
        describe(type, members, schema);
        return;
      }
    }
  }

  private static void describe(
      ClassInfo type, Map<String, RecordComponentInfo> members, Schema schema) {
    boolean leavesOut = type.hasDeclaredAnnotation(INCLUDE);
    Map<String, Schema> properties = new LinkedHashMap<>(schema.getProperties());
    TreeSet<String> required = new TreeSet<>();
    members.forEach(
        (member, component) -> {
          boolean nullable =
              component.type().hasAnnotation(NULLABLE) || component.hasAnnotation(NULLABLE);
          FieldInfo field = type.field(component.name());
          Schema one = Objects.requireNonNull(properties.get(member));
          if (field != null && field.hasAnnotation(RAW)) {
            one =
                OASFactory.createSchema()
                    .addType(SchemaType.ARRAY)
                    .items(OASFactory.createSchema().addType(SchemaType.OBJECT));
          }
          properties.put(member, nullable ? orNull(one) : one);
          if (!nullable || !leavesOut) {
            required.add(member);
          }
        });
    schema.setProperties(properties);
    schema.setRequired(new ArrayList<>(required));
  }

  private static Schema orNull(Schema schema) {
    if (schema.getRef() != null) {
      return OASFactory.createSchema()
          .addAnyOf(schema)
          .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
    }
    List<SchemaType> types =
        new ArrayList<>(schema.getType() == null ? List.of() : schema.getType());
    if (!types.isEmpty() && !types.contains(SchemaType.NULL)) {
      types.add(SchemaType.NULL);
      schema.setType(types);
    }
    return schema;
  }
}
