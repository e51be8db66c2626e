package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plumbline doctor} on installations with something wrong. */
class DoctorTest {

  @TempDir Path folder;

  private final Map<String, String> set = new TreeMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream systemOut = System.out;

  @BeforeEach
  void start() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    set("data-dir", folder.resolve("data").toString());
    set("dns.servers", "none");
  }

  @AfterEach
  void stop() {
    System.setOut(systemOut);
    set.keySet().forEach(System::clearProperty);
  }

  @Test
  void nothing_is_wrong_with_an_installation_that_is_yet_to_start() throws IOException {
    JsonNode found = doctor(0);
    assertThat(states(found, "database")).isEqualTo("note");
    assertThat(states(found, "settings")).isEqualTo("ok");
    assertThat(states(found, "dns")).as("switched off is to be known, not wrong").isEqualTo("note");
    assertThat(states(found, "disk")).isIn("ok", "note", "wrong");
    assertThat(folder.resolve("data")).as("it changes nothing").doesNotExist();
  }

  @Test
  void what_is_wrong_is_told_with_how_to_mend_it() throws IOException {
    Path secret = Files.writeString(folder.resolve("password"), "hush\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    set("mailboxes.doctored.host", "127.0.0.1");
    set("mailboxes.doctored.port", "1");
    set("mailboxes.doctored.user", "dmarc");
    set("mailboxes.doctored.password-file", secret.toString());
    set("db.url", "jdbc:postgresql://127.0.0.1:1/plumbline");
    set("http.host", "0.0.0.0");
    set("drop-folder", folder.resolve("nowhere").toString());
    JsonNode found = doctor(1);
    for (String part : new String[] {"rights", "mailbox", "database", "settings", "drop folder"}) {
      assertThat(states(found, part)).as(part).isEqualTo("wrong");
    }
    found
        .get("findings")
        .forEach(
            one ->
                assertThat(one.get("mend").isNull())
                    .as(one.toString())
                    .isEqualTo(one.get("state").asText().equals("ok")));
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("chmod 0400").doesNotContain("hush");
  }

  @Test
  void a_built_in_database_that_does_not_start_is_not_looked_for_at_an_address()
      throws IOException {
    Path older = Files.createDirectories(folder.resolve("data/postgres-16/cluster"));
    Files.writeString(older.resolve("PG_VERSION"), "16\n");
    JsonNode database = finding(doctor(1), "database");
    assertThat(database.get("state").asText()).isEqualTo("wrong");
    assertThat(database.get("text").asText()).contains("`plumbline migrate`");
    assertThat(database.get("mend").asText())
        .contains("server.log")
        .doesNotContain("plumbline.db.url");
  }

  private JsonNode doctor(int status) throws IOException {
    assertThat(Main.run("doctor", "--format", "json"))
        .as(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(status);
    return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
  }

  private static String states(JsonNode found, String part) {
    return finding(found, part).path("state").asText();
  }

  private static JsonNode finding(JsonNode found, String part) {
    for (JsonNode one : found.get("findings")) {
      if (one.get("part").asText().equals(part)) {
        return one;
      }
    }
    return MissingNode.getInstance();
  }

  private void set(String name, String value) {
    set.put("plumbline." + name, value);
    System.setProperty("plumbline." + name, value);
  }
}
