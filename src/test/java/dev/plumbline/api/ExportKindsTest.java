package dev.plumbline.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.export.Asked;
import dev.plumbline.export.Exports;
import dev.plumbline.export.Kind;
import dev.plumbline.export.Lines;
import dev.plumbline.intake.Intake;
import dev.plumbline.mime.ReceivedBytes;
import dev.plumbline.store.alert.Alert.Found;
import dev.plumbline.store.alert.AlertKind;
import dev.plumbline.store.alert.Alerts;
import dev.plumbline.store.export.Cursor;
import dev.plumbline.store.traffic.Shown;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** That files hold what other programs are answered. */
@QuarkusTest
class ExportKindsTest {

  private static final String NDJSON = "application/x-ndjson";

  @Inject Exports exports;
  @Inject Intake intake;
  @Inject Alerts alerts;

  private String exported(Kind kind, Lines.Format format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Lines lines = Lines.to(out, format, kind.line())) {
      exports.give(
          kind,
          new Asked(null, Cursor.START, null, null, Shown.ALL, null),
          line -> {
            lines.write(line);
            return true;
          });
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void every_list_of_the_interface_is_a_kind_of_export() {
    Map<String, Map<String, Map<String, Object>>> paths =
        given().get("/api/v1/openapi?format=json").jsonPath().getMap("paths");
    Set<String> lists = new TreeSet<>();
    paths.forEach(
        (path, calls) -> {
          if (String.valueOf(calls.get("get")).contains(NDJSON)) {
            lists.add(path.replaceFirst("^/api/v1/(?:domains/\\{domain}/)?", ""));
          }
        });
    // The history of one domain is what changed in it.
    assertThat(lists.remove("history")).isTrue();
    assertThat(lists)
        .isEqualTo(new TreeSet<>(List.of(Kind.values()).stream().map(Kind::wire).toList()));
  }

  @Test
  void what_came_in_alerts_and_groups_are_exported_as_they_are_answered() {
    intake.take(
        "upload",
        "export-kinds.txt",
        null,
        ReceivedBytes.of("none".getBytes(StandardCharsets.UTF_8)));
    alerts.keep(
        List.of(AlertKind.NEW_SENDER),
        List.of(
            new Found(
                AlertKind.NEW_SENDER,
                "export-kinds.example",
                "export kinds",
                "Sender",
                "It is new.",
                "It sent.",
                "/")),
        Instant.parse("2026-11-23T09:00:00Z"));
    for (Kind kind : List.of(Kind.INTAKE, Kind.ALERTS, Kind.GROUPS)) {
      for (Lines.Format format : Lines.Format.values()) {
        assertThat(exported(kind, format))
            .as(kind + " as " + format)
            .isEqualTo(
                given().get("/api/v1/" + kind.wire() + "?format=" + format.wire()).asString());
      }
    }
    assertThat(exported(Kind.INTAKE, Lines.Format.NDJSON))
        .contains("\"name\":\"export-kinds.txt\",\"outcome\":\"not_a_report\"");
    assertThat(exported(Kind.ALERTS, Lines.Format.CSV)).contains("export-kinds.example");
  }
}
